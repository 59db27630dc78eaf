import { STATUS_STATES } from '../../model/node-status.ts'
import type { StatusMessages } from '../types/status.ts'
import { summary } from './summary.ts'

const HOW = {
  confirmed: '',
  kept: ', who keeps, unproven,',
  reverted: ', who sent it back from',
  'auto-reverted': ', back by itself from',
} as const

export const status: StatusMessages = {
  states: {
    unreached: 'not reached',
    interrupted: 'not looked at',
    deviating: 'not as it was set up',
    busy: 'being changed',
    absent: 'no worker of ours',
    behind: 'behind the manifest',
    well: 'as the manifest says',
  },
  headings: {
    runs: 'runs',
    since: 'since',
    by: 'by',
    changed: 'changed',
    keep: 'to keep',
    repaired: 'else',
    unconfirmed: 'open',
    lease: 'held by',
    pending: 'to come',
    trouble: 'trouble',
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
      image ?? 'an image that it does not tell',
      container === 'running' ? '' : `container ${container ?? 'missing'}`,
    ]
      .filter(Boolean)
      .join(', '),
  nothing: 'nothing of ours',
  by: ({ who, how, generation, reason, revision, run }) =>
    [
      `${who}${HOW[how]}${how === 'confirmed' ? '' : ` ${generation}`}`,
      reason,
      revision === '' ? '' : `revision ${revision}`,
      run === '' ? '' : `run ${run}`,
    ]
      .filter(Boolean)
      .join(', '),
  drift: ({ field, current, desired }) => `${field}: ${current}, should be ${desired}`,
  unconfirmed: ({ run, generation, previous, reverting, timerGone }, { alone, left }) => {
    const what = alone ? `${generation} of run ${run} is not confirmed` : `run ${run} is not confirmed`
    const back = alone ? `back to ${previous}` : 'back to what ran before'
    if (timerGone) return `${what}, and the node was restarted since: it stays until the next run`
    if (reverting || left === undefined) return `${what}: on its way ${back}`
    return `${what}: ${back} by itself in ${left}`
  },
  lease: ({ holder, run, reason }, left) => `${holder}, run ${run}, ${reason}; expires in ${left}`,
  pending: ({ verdict, fields }) => `${verdict}${fields === '' ? '' : `: ${fields}`}`,
  moreGroups: (count) => `… and ${count} more kinds of nodes; --output json has them all`,
  totals: ({ nodes, states, milliseconds }) => {
    const parts = STATUS_STATES.filter((one) => states[one] > 0).map(
      (one) => `${states[one]} ${status.states[one]}`,
    )
    return `${summary.nodes(nodes)}: ${parts.join(', ')} · ${summary.duration(milliseconds)}`
  },
}
