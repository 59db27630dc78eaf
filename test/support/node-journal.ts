/** One line of the journal that a node keeps itself. */
export interface Noted {
  /** Seconds since 1970, by the node's clock. */
  readonly at: number
  readonly run: string
  readonly token: number
  readonly event: string
  readonly detail: string
}

/** The events by which a lease becomes another run's. */
const TAKINGS = ['took', 'broke', 'took-over']

/** Pure: the lines of a node's journal, oldest first. */
export function notedIn(journal: string): Noted[] {
  return journal
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [at = '', run = '', token = '', event = '', detail = ''] = line.split('\t')
      return { at: Number(at), run, token: Number(token), event, detail }
    })
}

/** Pure: the highest token that was ever given; 0 where none was. */
export function lastToken(noted: readonly Noted[]): number {
  return Math.max(0, ...noted.map(({ token }) => token))
}

/**
 * Pure: where one run did something on a node while another one had it, or under a token that is not the newest; a
 * sentence each. A run has a node from its taking to its release, or until a later taking that says why.
 */
export function meddlings(noted: readonly Noted[]): string[] {
  const found: string[] = []
  let holder: Noted | undefined
  let highest = 0
  for (const line of noted) {
    const isTaking = TAKINGS.includes(line.event)
    found.push(...(isTaking ? wrongTaking(line, holder, highest) : wrongDeed(line, holder)))
    if (isTaking) holder = line
    if (line.event === 'released') holder = undefined
    highest = Math.max(highest, line.token)
  }
  return found
}

function wrongTaking({ run, token, event }: Noted, holder: Noted | undefined, highest: number): string[] {
  const isHeld = event === 'took' && holder !== undefined && holder.run !== run
  return [
    ...(token > highest ? [] : [`${run} ${event} the node with token ${token} after ${highest}`]),
    ...(isHeld ? [`${run} took the node while ${holder.run} had it`] : []),
  ]
}

function wrongDeed({ run, token, event }: Noted, holder: Noted | undefined): string[] {
  if (holder?.run === run && holder.token === token) return []
  return [`${run} ${event} while ${holder?.run ?? 'nobody'} had the node`]
}
