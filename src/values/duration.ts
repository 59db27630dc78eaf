const SECOND = 1000
const DAY = 86_400 * SECOND

/** Prometheus's units, in the order in which it wants them. */
const UNITS = {
  y: 365 * DAY,
  w: 7 * DAY,
  d: DAY,
  h: 3600 * SECOND,
  m: 60 * SECOND,
  s: SECOND,
  ms: 1,
} as const

const DURATION =
  /^(?:(?<y>\d+)y)?(?:(?<w>\d+)w)?(?:(?<d>\d+)d)?(?:(?<h>\d+)h)?(?:(?<m>\d+)m)?(?:(?<s>\d+)s)?(?:(?<ms>\d+)ms)?$/u

/** A Prometheus duration such as 30s, 1h30m or 2w, in milliseconds; undefined for anything else. */
export function parseDuration(text: string): number | undefined {
  const parts = DURATION.exec(text)?.groups
  if (!parts || text === '') return undefined
  return Object.entries(UNITS).reduce((sum, [unit, size]) => sum + Number(parts[unit] ?? 0) * size, 0)
}

/** Whether one Prometheus duration is longer than another; false where either is missing or is none. */
export function isLonger(text: string | undefined, than: string | undefined): boolean {
  if (text === undefined || than === undefined) return false
  return (parseDuration(text) ?? 0) > (parseDuration(than) ?? Number.POSITIVE_INFINITY)
}
