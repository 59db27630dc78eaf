/** Prometheus stores a float; the same moment reported twice is equal to the millisecond. */
const SAME_MOMENT = 0.001

export function sameMoment(a: number, b: number): boolean {
  return Math.abs(a - b) <= SAME_MOMENT
}

/** The other nodes of this run whose workers were started at one of these moments. */
export function nodesStartedAt(
  moments: readonly number[],
  starts: ReadonlyMap<string, number>,
  except: string,
): string[] {
  return [...starts]
    .filter(([node, start]) => node !== except && moments.some((moment) => sameMoment(moment, start)))
    .map(([node]) => node)
}
