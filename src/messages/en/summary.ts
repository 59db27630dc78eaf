import { quoted } from '../format.ts'
import type { SummaryMessages, Totals } from '../types/summary.ts'
import { hookEnd } from './failures/hook.ts'

export const summary: SummaryMessages = {
  duration: (milliseconds) => {
    const seconds = milliseconds / 1000
    if (seconds < 59.95) return `${seconds.toFixed(1)} s`
    const whole = Math.round(seconds)
    if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`
    return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`
  },
  started: ({ verb, nodes, tenant, run }) => `${verb} of ${counted(nodes)}, tenant ${tenant}, run ${run}`,
  nodes: counted,
  phaseFinished: ({ finished, failed }) => `${finished} done, ${failed} failed`,
  stillWaiting: ({ done, total, nodes, text }) =>
    `${done}/${total} done, still at work: ${nodes}${text === '' ? '' : ` (${text})`}`,
  interrupting: (force) =>
    force
      ? 'interrupted again: stopping what runs on the nodes'
      : 'interrupted: nothing new is started, what runs is finished; press Ctrl-C again to stop that too',
  moreFailed: (count) => `and ${count} more that failed, all named below`,
  totals: (totals) => `${counted(totals.nodes)}: ${parts(totals)} · ${summary.duration(totals.milliseconds)}`,
  nothingChanged: 'Nothing was changed: every node was already as it shall be.',
  likewise: (node) => `shown as found on ${node}`,
  left: {
    nowhere: 'nothing was changed',
    observe: 'nothing was changed: only looked at',
    plan: 'nothing was changed: only planned',
    stage: 'new files may lie in releases/, the worker was not touched',
    activate: 'the worker may run the old or the new generation, or be stopped: run again',
    verify:
      'the new generation runs, its arrival is not proven: run again, or the node goes back by itself, where it can',
    rollback: 'the worker may run the old or the new generation: run again',
    hold: 'nothing was changed: only held for a moment',
    remove: 'parts of the worker may be gone: run again',
  },
  goOn: ({ verb, manifest, run }) =>
    `to go on: \`npx zx scripts/${verb}.mjs ${quoted(manifest)} --resume ${run}\``,
  rolledBack: ({ to, scope }) => `is back on ${to}${BACK_WITH[scope]}`,
  batch: ({ batch, of, nodes, count }) => `batch ${batch} of ${of}: ${nodes} (${count})`,
  batchStates: { done: 'done', 'rolled-back': 'rolled back', 'not-started': 'not started' },
  maxFailures: ({ count, allowed }) => `failures: ${count} of ${allowed} allowed`,
  endings: {
    complete: 'every batch had its turn',
    'max-failures-exceeded': 'stopped: more nodes failed than max_failures allows',
    'stopped-by-gate': 'stopped: the gate to the next batch stayed closed',
    interrupted: 'stopped because it was interrupted',
    'nothing-to-do': 'nothing had to be changed',
    planned: 'only planned',
  },
  deferred: ({ nodes, count, by, with: other }) =>
    `${nodes} (${count}) not sooner: ${SHARED[by.kind]} ${by.name} is shared with ${other}`,
  files: {
    create: (path) => `${path} appears; its content is not shown`,
    update: (path) => `${path} changes; its content is not shown`,
    delete: (path) => `${path} vanishes; its content is not shown`,
  },
  moreChanges: (groups, nodes) =>
    `… and ${groups} more ways to change, of ${counted(nodes)}; \`--output json\` has them all`,
  keeps: ({ setting, nodes, reach }) =>
    `${setting} in the manifest keeps what somebody set on ${nodes}${{ them: '', override: '; for these alone, under worker.overrides', all: '; it then holds for all nodes' }[reach]}`,
  repaired: ({ named, more }) => {
    if (!named) return 'what somebody changed by hand is repaired by the next rollout'
    return more
      ? 'all else that somebody changed by hand is repaired by the next rollout'
      : 'what is not kept is repaired by the next rollout'
  },
  chooseOne: (key, choices) => `choose one for ${key}: ${choices}`,
  nothingToChange: 'Nothing would be changed: every node that was reached is as it shall be.',
  planTotals: ({ nodes, verdicts, failed, milliseconds }) =>
    [
      `${counted(nodes)}: ${[...verdicts.map(([verdict, count]) => `${count} ${verdict}`), `${failed} failed`].join(', ')}`,
      'nothing was changed',
      summary.duration(milliseconds),
    ].join(' · '),
  hookEnd,
  hookOfBatch: (batch) => `batch ${batch}`,
  rows: ({ running, waiting, failed, done }) =>
    [
      failed > 0 ? `${failed} failed` : '',
      running > 0 ? `${running} at work` : '',
      waiting > 0 ? `${waiting} waiting` : '',
      done > 0 ? `${done} done` : '',
    ]
      .filter(Boolean)
      .join(', '),
}

const BACK_WITH = { node: '', batch: ', with its batch', all: ', with the whole run' } as const

const SHARED = { group: 'group', domain: 'failure domain' } as const

function counted(nodes: number): string {
  return nodes === 1 ? '1 node' : `${nodes} nodes`
}

function parts(totals: Totals): string {
  const more = [
    totals['rolled-back'] > 0 ? `${totals['rolled-back']} rolled back` : '',
    totals.untouched > 0 ? `${totals.untouched} untouched` : '',
    totals.interrupted > 0 ? `${totals.interrupted} interrupted` : '',
  ]
  return [`${totals.verified} verified`, `${totals.failed} failed`, ...more].filter(Boolean).join(', ')
}
