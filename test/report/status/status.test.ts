import { describe, expect, it } from 'vitest'
import { LANGUAGES } from '../../../src/messages/language.ts'
import type { NodeStatus, StatusReport } from '../../../src/model/node-status.ts'
import { foldStatuses } from '../../../src/report/status/fold-statuses.ts'
import { statusJson, statusJsonLines } from '../../../src/report/status/json.ts'
import { statusTable } from '../../../src/report/status/table.ts'
import { widthOf } from '../../../src/report/text/columns.ts'
import { PLAIN } from '../../../src/report/text/style.ts'
import { safeLine } from '../../../src/values/safe-text.ts'

const NOW = 1_700_000_000

/** The nth node as the run of the night left it: a generation and a second of its own. */
function well(nth: number, changes: Partial<NodeStatus> = {}): NodeStatus {
  const generation = (nth + 0xaaaaaaaaaaaa).toString(16)
  return {
    node: `cmp${nth}`,
    groups: ['compute'],
    state: 'well',
    now: NOW + (nth % 3),
    generation,
    image: safeLine('prom/prometheus:v2.53.3'),
    since: NOW - 90_000 + (nth % 5),
    container: { status: safeLine('running'), startedAt: NOW - 90_000, restarts: 0 },
    last: {
      at: NOW - 90_000,
      generation,
      how: 'confirmed',
      run: safeLine('run-1'),
      who: safeLine('root@deploy'),
      reason: safeLine('rollout: night'),
      revision: safeLine('abc123'),
    },
    drift: [],
    releases: [generation],
    journal: [],
    ...changes,
  }
}

const DRIFT = {
  field: 'prometheus.yml',
  current: safeLine('changed by hand'),
  desired: safeLine('as rendered'),
  since: NOW - 3600,
}

const NODES = [
  ...Array.from({ length: 1000 }, (_, nth) => well(nth + 1)),
  well(1001, { state: 'deviating', drift: [DRIFT] }),
  well(1002, {
    state: 'busy',
    unconfirmed: {
      run: 'run-2',
      generation: 'bbbbbbbbbbbb',
      previous: 'aaaaaaaaaaaa',
      deadline: NOW + 120,
      reverting: false,
      timerGone: false,
    },
    lease: {
      run: 'run-2',
      token: 4,
      holder: safeLine('ann@laptop'),
      reason: safeLine('upgrade'),
      since: NOW - 10,
      expires: NOW + 170,
      live: true,
    },
  }),
  {
    node: 'ctl1',
    groups: [],
    state: 'unreached',
    failure: { reason: 'engine-missing', engine: 'docker' },
    drift: [],
    releases: [],
    journal: [],
  } as const,
]

function report(nodes: readonly NodeStatus[] = NODES): StatusReport {
  return {
    verb: 'status',
    manifest: 'inventory.yml',
    tenant: 'openstack',
    startedAt: '2026-11-26T14:00:00.000Z',
    milliseconds: 1234,
    interrupted: false,
    warnings: [],
    nodes,
  }
}

const table = (language: 'en' | 'ko' = 'en', nodes = NODES as readonly NodeStatus[]): readonly string[] =>
  statusTable(report(nodes), { columns: 80, language, style: PLAIN })

describe('the table of a status', () => {
  it('has what deviates first, and a thousand like nodes as one', () => {
    const heads = table().filter((line) => /^[^ ]/u.test(line))
    expect(heads).toEqual([
      '✗ ctl1 (1): not reached',
      '✗ cmp1001 (1): drifted',
      '▸ cmp1002 (1): change in progress',
      '✓ cmp[1-1000] (1000): up to date',
      '1003 nodes: 1 not reached, 1 drifted, 1 change in progress, 1000 up to date ·',
      '1.2 s',
    ])
  })

  it('says what a rollback needs that is no longer on the node', () => {
    const image = safeLine('prom/prometheus@sha256:0123')
    const nodes = [well(1), well(2, { wayBack: { generation: 'aaaaaaaaaaaa', image } })]
    const text = (language: 'en' | 'ko'): string => table(language, nodes).join('\n').replaceAll(/\s+/gu, ' ')
    expect(text('en')).toContain(
      'rollback needs the registry: prom/prometheus@sha256:0123 is no longer on the node',
    )
    expect(text('ko')).toContain(
      '롤백 레지스트리가 필요합니다. 노드에 이미지가 없습니다: prom/prometheus@sha256:0123',
    )
    expect(text('en').match(/up to date/gu)).toHaveLength(3)
  })

  it('says of each kind what runs, since when, by whom, what was changed and who holds it', () => {
    const text = table().join('\n').replaceAll(/\s+/gu, ' ')
    expect(text).toContain('1000 generations, prom/prometheus:v2.53.3')
    expect(text).toContain('2023-11-13 21:13 UTC (1 d 1 h ago)')
    expect(text).toContain('root@deploy, rollout: night, revision abc123, run run-1')
    expect(text).toContain(
      'prometheus.yml: changed by hand, should be as rendered (2023-11-14 21:13 UTC, 1 h 0 min ago)',
    )
    expect(text).toContain(
      'bbbbbbbbbbbb of run run-2 is not confirmed; auto-reverts to aaaaaaaaaaaa in 2 min',
    )
    expect(text).toContain('held by ann@laptop, run run-2, upgrade; expires in 2 min')
  })

  it.each(LANGUAGES)('in %s fits 80 columns', (language) => {
    expect(table(language).filter((line) => widthOf(line) > 80)).toEqual([])
  })

  it('counts the kinds beyond what is read', () => {
    const all = Array.from({ length: 60 }, (_, nth) =>
      well(nth, { state: 'deviating', drift: [{ ...DRIFT, field: `file-${nth}.yml` }] }),
    )
    const lines = table('en', all)
    expect(lines.filter((line) => line.startsWith('✗'))).toHaveLength(40)
    expect(lines).toContain('… and 20 more groups of nodes; see --output json')
  })

  it('keeps nodes apart that another run brought where they are', () => {
    const [one, two] = [well(1), well(2)]
    const other = { ...two, last: { ...(two.last ?? failing()), run: safeLine('run-9') } }
    expect(foldStatuses([one, other])).toHaveLength(2)
    expect(foldStatuses([one, two])).toHaveLength(1)
  })
})

function failing(): never {
  throw new Error('the sample has a last activation')
}

describe('the JSON of a status', () => {
  it('has every node whole, and counts', () => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the test looks at what is in it
    const read = JSON.parse(statusJson(report(), 'en')) as { readonly nodes: readonly NodeStatus[] }
    expect(read).toMatchObject({
      format: 1,
      verb: 'status',
      totals: { unreached: 1, interrupted: 0, deviating: 1, busy: 1, absent: 0, behind: 0, well: 1000 },
    })
    expect(read.nodes.slice(0, -1)).toEqual(NODES.slice(0, -1))
    expect(read.nodes.at(-1)).toHaveProperty('message')
    expect(read.nodes.at(-1)).toMatchObject({ node: 'ctl1', failure: { engine: 'docker' } })
  })

  it('has a line for each node and one for the whole', () => {
    const lines = statusJsonLines(report(), 'ko').split('\n').slice(0, -1)
    expect(lines).toHaveLength(1004)
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ type: 'status', language: 'ko' })
  })
})
