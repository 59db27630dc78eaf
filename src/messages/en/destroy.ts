import type { DestroyMessages } from '../types/destroy.ts'
import { summary } from './summary.ts'

export const destroy: DestroyMessages = {
  question: ({ count, nodes, directory }) =>
    `Remove the worker, its data and its files in ${directory} from ${summary.nodes(count)} (${nodes})?\nType yes: `,
  yes: 'yes',
  declined: 'nothing was removed',
  noTerminal:
    'nothing was removed: there is no terminal to confirm on; pass --yes-i-really-really-mean-it to remove without confirmation',
  removed: (things) => `removed ${things.join(', ')}`,
  absent: 'not installed',
  interrupted: 'interrupted before anything was removed',
  files: (directory, names) => `not created by kolla-mimir, kept in ${directory}: ${names.join(', ')}`,
  container: (name) => `not created by kolla-mimir, kept: container ${name}`,
  totals: ({ nodes, states, milliseconds }) =>
    `${summary.nodes(nodes)}: ${states.removed} removed, ${states.absent} not installed, ${states.failed} failed${
      states.interrupted === 0 ? '' : `, ${states.interrupted} interrupted`
    } · ${summary.duration(milliseconds)}`,
}
