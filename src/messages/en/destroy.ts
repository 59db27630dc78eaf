import type { DestroyMessages } from '../types/destroy.ts'
import { summary } from './summary.ts'

export const destroy: DestroyMessages = {
  question: ({ count, nodes, directory }) =>
    `Remove the worker, its data and its files in ${directory} from ${summary.nodes(count)} (${nodes})?\nType yes: `,
  yes: 'yes',
  declined: 'nothing was removed',
  noTerminal:
    'there is no terminal to ask on, and nothing was removed; give --yes-i-really-really-mean-it to remove without being asked',
  removed: (things) => `removed ${things.join(', ')}`,
  absent: 'nothing of ours was there',
  interrupted: 'interrupted before anything was removed',
  files: (directory, names) => `not ours, and left in ${directory}: ${names.join(', ')}`,
  container: (name) => `a container ${name} that kolla-mimir did not make was left as it is`,
  totals: ({ nodes, states, milliseconds }) =>
    `${summary.nodes(nodes)}: ${states.removed} removed, ${states.absent} had nothing, ${states.failed} failed${
      states.interrupted === 0 ? '' : `, ${states.interrupted} interrupted`
    } · ${summary.duration(milliseconds)}`,
}
