import { type Activation, STATUS_STATES } from '../../model/node-status.ts'
import type { StatusMessages } from '../types/status.ts'
import { summary } from './summary.ts'

const BY: Readonly<Record<Activation['how'], (who: string, generation: string) => string>> = {
  confirmed: (who) => who,
  kept: (who, generation) => `${who} kept ${generation} without verification`,
  reverted: (who, generation) => `${who} rolled back from ${generation}`,
  'auto-reverted': (who, generation) => `${who}, auto-reverted from ${generation}`,
}

export const status: StatusMessages = {
  states: {
    unreached: 'not reached',
    interrupted: 'not checked',
    deviating: 'drifted',
    busy: 'change in progress',
    absent: 'not installed',
    behind: 'behind the manifest',
    well: 'up to date',
  },
  headings: {
    runs: 'running',
    since: 'since',
    by: 'by',
    changed: 'changed',
    keep: 'to keep',
    repaired: 'to repair',
    unconfirmed: 'unconfirmed',
    lease: 'held by',
    pending: 'pending',
    wayBack: 'rollback',
    trouble: 'problem',
    remedy: 'to do',
  },
  age: (seconds) => {
    const whole = Math.max(0, Math.round(seconds))
    if (whole < 60) return `${whole} s`
    if (whole < 3600) return `${Math.floor(whole / 60)} min`
    if (whole < 86_400) return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`
    return `${Math.floor(whole / 86_400)} d ${Math.floor((whole % 86_400) / 3600)} h`
  },
  ago: (age) => `${age} ago`,
  runs: ({ generation, image, container }) =>
    [
      typeof generation === 'number' ? `${generation} generations` : generation,
      image ?? 'unknown image',
      container === 'running' ? '' : `container ${container ?? 'missing'}`,
    ]
      .filter(Boolean)
      .join(', '),
  nothing: 'not installed',
  by: ({ who, how, generation, reason, revision, run }) =>
    [
      BY[how](who, generation),
      reason,
      revision === '' ? '' : `revision ${revision}`,
      run === '' ? '' : `run ${run}`,
    ]
      .filter(Boolean)
      .join(', '),
  drift: ({ field, current, desired }) => `${field}: ${current}, should be ${desired}`,
  unconfirmed: ({ run, generation, previous, reverting, timerGone }, { alone, left }) => {
    const problem = alone ? `${generation} of run ${run} is not confirmed` : `run ${run} is not confirmed`
    const target = alone ? previous : 'the previous generation'
    if (timerGone) return `${problem}; the node was restarted since, so it stays until the next run`
    if (reverting || left === undefined) return `${problem}; reverting to ${target} now`
    return `${problem}; auto-reverts to ${target} in ${left}`
  },
  lease: ({ holder, run, reason }, left) => `${holder}, run ${run}, ${reason}; expires in ${left}`,
  pending: ({ verdict, fields }) => `${verdict}${fields === '' ? '' : `: ${fields}`}`,
  wayBack: (image) => `needs the registry: ${image} is no longer on the node`,
  moreGroups: (count) => `… and ${count} more groups of nodes; see --output json`,
  totals: ({ nodes, states, milliseconds }) => {
    const parts = STATUS_STATES.filter((state) => states[state] > 0).map(
      (state) => `${states[state]} ${status.states[state]}`,
    )
    return `${summary.nodes(nodes)}: ${parts.join(', ')} · ${summary.duration(milliseconds)}`
  },
}
