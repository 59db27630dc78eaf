import type { Catalog } from '../../src/messages/types/catalog.ts'
import { safeLine } from '../../src/values/safe-text.ts'

/** Sets of arguments for each message of a section that is a function. */
type ArgumentsOf<Section> = {
  readonly [Name in keyof Section as Section[Name] extends (...args: never) => string
    ? Name
    : never]: Section[Name] extends (...args: infer Arguments) => string ? readonly Arguments[] : never
}

type Sections = 'progress' | 'summary' | 'page' | 'status' | 'approval' | 'destroy' | 'import' | 'logs'

const TOTALS = { verified: 1, failed: 1, 'rolled-back': 1, untouched: 1, interrupted: 1 }
const ACTIVATION = {
  at: 1795377000,
  generation: safeLine('6ce8b6fd993e'),
  run: safeLine('r1'),
  who: safeLine('root@deploy'),
  reason: safeLine('rollout'),
  revision: safeLine('abc123'),
}
const UNCONFIRMED = {
  run: safeLine('r1'),
  generation: safeLine('6ce8b6fd993e'),
  previous: safeLine('aa17d24f1c09'),
  deadline: 1795377000,
  reverting: false,
  timerGone: false,
}
const NODES = 'cmp[1-2]'

/** What the messages of a Catalog are shown and tested with; failures, findings and prechecks have samples elsewhere. */
export const ARGUMENTS: { readonly [Section in Sections]: ArgumentsOf<Catalog[Section]> } = {
  progress: {
    waiting: [['targets, arrival', 40]],
    draining: [['12,000', 30]],
    wayBackGone: [['cmp[1-4]', 'prom/prometheus@sha256:0123']],
    unsent: [['300', NODES]],
    elsewhere: [
      [NODES, { job: 'cadvisor', expected: safeLine('a:1'), found: safeLine('a:2'), used: safeLine('a:2') }],
    ],
    batch: [[{ batch: 1, of: 3, nodes: NODES }]],
    imagePinned: (['manifest', 'registry', 'fleet', 'nodes'] as const).map((word) => [
      {
        name: 'prom/prometheus:v2',
        image: safeLine(`prom/prometheus@sha256:${'0'.repeat(64)}`),
        word,
        nodes: NODES,
      },
    ]),
    imageDiffers: [[{ image: 'prom/prometheus:v2', nodes: NODES, count: 2 }]],
    imageMoved: [[{ image: 'prom/prometheus:v2', digest: `sha256:${'0'.repeat(64)}` }]],
    resolving: [[{ image: 'prom/prometheus:v2', node: 'cmp1' }]],
    registryLimits: [[30]],
    soaking: [[60]],
    gapTooLong: [[{ node: 'cmp1', seconds: 90, most: 60 }]],
    mimirBurdened: [[12]],
    leasesLost: [[NODES, "'!cmp1,!cmp2'"]],
    keeping: [[NODES]],
    backUnchecked: [[NODES, 'http://10.0.0.5:9009/api/v1/push']],
    hookBegins: [['before', './announce.sh']],
    hookSays: [['before', 'done']],
    rollingBack: [
      [NODES, 'node'],
      [NODES, 'batch'],
      [NODES, 'all'],
    ],
    removed: [[['container', 'volume', 'files']]],
    backOn: [['6ce8b6fd993e']],
    proven: [[9]],
    prechecked: [[{ checks: 15, failed: 0 }], [{ checks: 15, failed: 2 }]],
  },
  summary: {
    duration: [[400], [65_000], [3_700_000]],
    started: [[{ verb: 'rollout', nodes: 3, tenant: 'openstack', run: 'r1' }]],
    nodes: [[1], [12]],
    phaseFinished: [[{ finished: 11, failed: 1 }]],
    stillWaiting: [[{ done: 3, total: 12, nodes: NODES, text: 'pulling' }]],
    interrupting: [[false], [true]],
    moreFailed: [[460]],
    totals: [[{ ...TOTALS, nodes: 5, milliseconds: 12_700 }]],
    likewise: [['cmp1']],
    goOn: [[{ verb: 'rollout', manifest: 'inventory.yml', run: 'r1' }]],
    rolledBack: [
      [{ to: '6ce8b6fd993e', scope: 'node' }],
      [{ to: '6ce8b6fd993e', scope: 'batch' }],
      [{ to: '6ce8b6fd993e', scope: 'all' }],
    ],
    batch: [[{ batch: 1, of: 3, nodes: NODES, count: 2 }]],
    maxFailures: [[{ allowed: 5, count: 2 }]],
    deferred: [
      [{ nodes: NODES, count: 2, by: { kind: 'domain', name: 'r1' }, with: 'cmp3' }],
      [{ nodes: 'cmp1', count: 1, by: { kind: 'group', name: 'control' }, with: 'ctl1' }],
    ],
    canary: [['url, secrets']],
    batchOrder: [[{ first: 'compute', last: 'network, control' }]],
    moreChanges: [[4, 12]],
    keeps: [
      [{ setting: 'worker.retention: 1d', nodes: NODES, reach: 'them' }],
      [{ setting: 'worker.retention: 1d', nodes: NODES, reach: 'override' }],
      [{ setting: 'worker.retention: 1d', nodes: NODES, reach: 'all' }],
    ],
    repaired: [[{ named: false, more: true }], [{ named: true, more: true }], [{ named: true, more: false }]],
    chooseOne: [['worker.retention', '1d (cmp1); 3d (cmp2)']],
    planTotals: [[{ nodes: 3, verdicts: [['reload', 2]], failed: 1, milliseconds: 1500 }]],
    hookEnd: [
      [{ how: 'exited', exitCode: 3 }],
      [{ how: 'killed', signal: 'SIGKILL' }],
      [{ how: 'late', seconds: 60 }],
      [{ how: 'aborted' }],
      [{ how: 'not-run', reason: safeLine('ENOENT') }],
    ],
    hookOfBatch: [[2]],
    rows: [[{ running: 1, waiting: 2, failed: 3, done: 4 }]],
  },
  page: {
    title: [['rollout']],
    headline: [
      [{ ...TOTALS, nodes: 5, milliseconds: 1 }],
      [{ ...TOTALS, failed: 0, nodes: 4, milliseconds: 1 }],
    ],
    slowest: [
      [3, 3],
      [40, 900],
    ],
    failedCount: [[3]],
    waitedFor: [[{ node: 'cmp1', nodes: 4, longest: '12 s' }]],
    samples: [[12_204]],
    more: [[7]],
  },
  status: {
    wayBack: [['prom/prometheus@sha256:0123']],
    age: [[5], [120], [4000], [200_000]],
    ago: [['5 min']],
    runs: [
      [{ generation: '6ce8b6fd993e', image: 'prom/prometheus:v2', container: 'running' }],
      [{ generation: 12, image: undefined, container: undefined }],
    ],
    by: (['confirmed', 'kept', 'reverted', 'auto-reverted'] as const).map((how) => [{ ...ACTIVATION, how }]),
    drift: [[{ field: 'links', current: safeLine('none'), desired: safeLine('both') }]],
    unconfirmed: [
      [UNCONFIRMED, { alone: true, left: '2 min' }],
      [UNCONFIRMED, { alone: false, left: undefined }],
      [
        { ...UNCONFIRMED, timerGone: true },
        { alone: true, left: '2 min' },
      ],
    ],
    lease: [
      [
        {
          run: safeLine('r1'),
          token: 4,
          holder: safeLine('ann@laptop'),
          reason: safeLine('upgrade'),
          since: 1795377000,
          expires: 1795377180,
          live: true,
        },
        '2 min',
      ],
    ],
    pending: [[{ verdict: 'reload', fields: 'links' }]],
    moreGroups: [[20]],
    totals: [
      [
        {
          nodes: 7,
          states: { unreached: 1, interrupted: 1, deviating: 1, busy: 1, absent: 1, behind: 1, well: 1 },
          milliseconds: 1200,
        },
      ],
    ],
  },
  approval: {
    question: [[{ nodes: 1, batches: 1 }], [{ nodes: 12, batches: 3 }]],
  },
  destroy: {
    question: [[{ count: 2, nodes: NODES, directory: '/opt/mimir-worker' }]],
    removed: [[['container', 'volume']]],
    files: [['/opt/mimir-worker', ['notes.txt']]],
    container: [['openstack-worker-prometheus']],
    totals: [
      [{ nodes: 4, states: { removed: 1, absent: 1, failed: 1, interrupted: 1 }, milliseconds: 1400 }],
    ],
  },
  import: {
    nodes: [[{ count: 12, names: NODES }]],
    groups: [[['control', 'compute']]],
    release: [['2024.1'], [undefined]],
    exporter: [[{ name: 'cadvisor', count: 2, nodes: NODES }]],
    installation: [[{ folder: '/opt/kolla-venv', release: '2025.1' }]],
    seenOnNode: [
      [{ node: 'ctl1', tag: '2025.1-ubuntu-noble', count: 1, release: '2025.1' }],
      [{ node: 'ctl1', tag: '2025.1-ubuntu-noble', count: 40, release: '2025.1' }],
    ],
    notAsked: [['ctl1', 'nothing answers at 10.0.0.11:22', 'check that the node is up']],
    incomplete: [['libvirt_exporter, proxysql']],
    written: [['inventory.yml']],
    next: [['wrote inventory.yml', 'npx zx scripts/prechecks.mjs inventory.yml']],
    first: [
      [
        'wrote inventory.yml',
        'set mimir.url in inventory.yml',
        { command: 'npx zx scripts/prechecks.mjs inventory.yml', more: 0 },
      ],
      [
        'wrote inventory.yml',
        'set mimir.url in inventory.yml',
        { command: 'npx zx scripts/prechecks.mjs inventory.yml', more: 2 },
      ],
    ],
    urlStep: [['inventory.yml']],
    releaseStep: [
      ['inventory.yml:7', '2025.1'],
      ['inventory.yml:7', undefined],
    ],
    nothing: [
      ['/etc/kolla/globals.yml: correct it', 0],
      ['/etc/kolla/globals.yml: correct it', 1],
    ],
    exists: [['inventory.yml']],
    refused: [['inventory.yml', 'EACCES']],
  },
  logs: {
    lost: [['cmp1', 'the connection was lost', 'check the network']],
    away: [['cmp1', 'the connection was lost']],
    back: [['cmp1']],
    leftOut: [['cmp1', 300]],
  },
}
