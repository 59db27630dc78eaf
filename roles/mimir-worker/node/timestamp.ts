/** The last second that a Date can tell. */
const LATEST = 8.64e12

/** Seconds since 1970 as they came from outside; undefined for what is no time: NaN, an infinity, beyond every date. */
export function moment(seconds: number | undefined): number | undefined {
  return seconds !== undefined && seconds >= 0 && seconds <= LATEST ? seconds : undefined
}
