/** One line of the journal that a node keeps of its own. */
export interface NodeEvent {
  /** Seconds since 1970, by the node's clock. */
  readonly at: number
  readonly run: string
  readonly token: number
  readonly event: string
  readonly detail: string
}

/** The events by which a run gets the lease. */
const ACQUISITIONS = ['took', 'broke', 'took-over']

/** Pure: the lines of a node's journal, oldest first. */
export function eventsIn(journal: string): NodeEvent[] {
  return journal
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [at = '', run = '', token = '', event = '', detail = ''] = line.split('\t')
      return { at: Number(at), run, token: Number(token), event, detail }
    })
}

/** Pure: the highest token that was ever given; 0 where none was. */
export function lastToken(events: readonly NodeEvent[]): number {
  return Math.max(0, ...events.map(({ token }) => token))
}

/**
 * Pure: where a run did something on a node while another run held its lease, or with a token that is not the newest; a
 * sentence each. A run holds a lease from its acquisition to its release, or until another run breaks it.
 */
export function leaseConflicts(events: readonly NodeEvent[]): string[] {
  const conflicts: string[] = []
  let holder: NodeEvent | undefined
  let highest = 0
  for (const line of events) {
    const isAcquisition = ACQUISITIONS.includes(line.event)
    conflicts.push(
      ...(isAcquisition ? acquisitionConflicts(line, holder, highest) : writeConflicts(line, holder)),
    )
    if (isAcquisition) holder = line
    if (line.event === 'released') holder = undefined
    highest = Math.max(highest, line.token)
  }
  return conflicts
}

function acquisitionConflicts(
  { run, token, event }: NodeEvent,
  holder: NodeEvent | undefined,
  highest: number,
): string[] {
  const isHeld = event === 'took' && holder !== undefined && holder.run !== run
  return [
    ...(token > highest ? [] : [`${run} ${event} the node with token ${token} after ${highest}`]),
    ...(isHeld ? [`${run} took the node while ${holder.run} held it`] : []),
  ]
}

function writeConflicts({ run, token, event }: NodeEvent, holder: NodeEvent | undefined): string[] {
  if (holder?.run === run && holder.token === token) return []
  return [`${run} ${event} while ${holder?.run ?? 'nobody'} held the node`]
}
