const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
  y: 31_536_000_000,
}

/** Milliseconds of a Prometheus duration such as 1m30s; undefined for anything else. */
export function durationMilliseconds(text: string): number | undefined {
  if (!/^(?:\d+(?:ms|[smhdwy]))+$/u.test(text)) return undefined
  return [...text.matchAll(/(\d+)(ms|[smhdwy])/gu)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (UNITS[unit ?? ''] ?? 0),
    0,
  )
}
