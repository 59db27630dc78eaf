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
    `${done}/${total} done, still running: ${nodes}${text === '' ? '' : ` (${text})`}`,
  interrupting: (force) =>
    force
      ? 'interrupted again: stopping the commands on the nodes'
      : 'interrupted: no new work is started, running work is finished; press Ctrl-C again to stop that too',
  moreFailed: (count) => `${count} more failed; all of them are listed below`,
  totals: (totals) => `${counted(totals.nodes)}: ${parts(totals)} · ${summary.duration(totals.milliseconds)}`,
  nothingChanged: 'Nothing changed: every node is already up to date.',
  likewise: (node) => `shown as found on ${node}`,
  left: {
    nowhere: 'nothing was changed',
    observe: 'nothing was changed; the node was only observed',
    plan: 'nothing was changed; the node was only planned',
    stage: 'releases/ may contain new files; the worker was not changed',
    activate: 'the worker may run the old or the new generation, or be stopped; run again',
    verify:
      'the new generation runs, but is not verified; run again, else the node auto-reverts if it has a previous generation',
    rollback: 'the worker may run the old or the new generation; run again',
    hold: 'nothing was changed; the lease was held briefly',
    remove: 'parts of the worker may be gone; run again',
  },
  goOn: ({ verb, manifest, run }) =>
    `to resume: \`npx zx scripts/${verb}.mjs ${quoted(manifest)} --resume ${run}\``,
  rolledBack: ({ to, scope, unchecked, incomplete }) =>
    incomplete === true
      ? `not rolled back: it may run the new generation until it auto-reverts to ${to}`
      : `rolled back to ${to}${WITH[scope]}${unchecked === undefined ? '' : ', arrival not checked'}`,
  batch: ({ batch, of, nodes, count }) => `batch ${batch} of ${of}: ${nodes} (${count})`,
  batchStates: { done: 'done', 'rolled-back': 'rolled back', 'not-started': 'not started' },
  maxFailures: ({ count, allowed }) => `failures: ${count} of ${allowed} allowed`,
  endings: {
    complete: 'all batches were run',
    'canary-failed': 'stopped: the canary failed, and remote write changes on all other nodes too',
    'max-failures-exceeded': 'stopped: more nodes failed than max_failures allows',
    'stopped-by-gate': 'stopped: the gate before the next batch did not open',
    interrupted: 'stopped: the run was interrupted',
    'nothing-to-do': 'nothing to change',
    planned: 'plan only',
  },
  deferred: ({ nodes, count, by, with: sharer }) =>
    `${nodes} (${count}) deferred: ${count === 1 ? 'it shares' : 'they share'} ${SHARED[by.kind]} ${by.name} with ${sharer}`,
  canary: (changes) =>
    `one node is changed first (canary), and no other if it fails: remote write changes (${changes})`,
  batchOrder: ({ first, last }) =>
    `${first} goes first, as the largest group without control, network and loadbalancer nodes; last: ${last}; to change the order: rollout.order`,
  files: {
    create: (path) => `${path} will be created (content not shown)`,
    update: (path) => `${path} will be updated (content not shown)`,
    delete: (path) => `${path} will be deleted (content not shown)`,
  },
  moreChanges: (groups, nodes) =>
    `… and ${groups} more kinds of change on ${counted(nodes)}; see \`--output json\``,
  keeps: ({ setting, nodes, reach }) =>
    `set ${setting} in the manifest${REACH[reach]} to keep the manual change on ${nodes}`,
  repaired: ({ named, more }) => {
    if (!named) return 'manual changes are reverted by the next rollout'
    return more
      ? 'all other manual changes are reverted by the next rollout'
      : 'manual changes that are not kept are reverted by the next rollout'
  },
  chooseOne: (key, choices) => `choose one for ${key}: ${choices}`,
  nothingToChange: 'No changes: every node that was reached is up to date.',
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
      running > 0 ? `${running} running` : '',
      waiting > 0 ? `${waiting} waiting` : '',
      done > 0 ? `${done} done` : '',
    ]
      .filter(Boolean)
      .join(', '),
}

const WITH = { node: '', batch: ', with its batch', all: ', with the whole run' } as const

const REACH = {
  them: '',
  override: ' (under worker.overrides, for these nodes only)',
  all: ' (it applies to all nodes)',
} as const

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
