import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { role as worker } from '../../../roles/mimir-worker/role.ts'
import { runRollout } from '../../../roles/mimir-worker/rollout/rollout.ts'
import { main } from '../../../src/cli/main.ts'
import { entriesOf } from '../../../src/journal/read-journal.ts'
import { failed, success } from '../../../src/model/result.ts'
import type { Prepared, Role, RolloutOrder, Services, Task, Tasks } from '../../../src/play/role.ts'
import type { WordedReport } from '../../../src/report/files/json.ts'
import { fakeMimir } from '../../roles/mimir-worker/fake-mimir.ts'
import type { FakeNode } from '../../roles/mimir-worker/fake-node.ts'
import { POLICY } from '../../roles/mimir-worker/sample.ts'
import { fleetOf, three, titles, UNREACHABLE } from '../../roles/mimir-worker/small-rollout.ts'

let folder: string
const written = { stdout: '', stderr: '' }

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hooks-'))
  mkdirSync(join(folder, 'kolla'))
  writeFileSync(join(folder, 'kolla', 'globals.yml'), 'enable_prometheus: yes\nopenstack_release: "2025.1"\n')
  vi.stubEnv('LC_ALL', 'C.UTF-8')
  for (const name of ['stdout', 'stderr'] as const) {
    written[name] = ''
    vi.spyOn(process[name], 'write').mockImplementation((text, ...rest) => {
      written[name] += String(text)
      for (const done of rest) if (typeof done === 'function') done()
      return true
    })
  }
})

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true, force: true })
})

/** What the role was asked for last. */
let lastOrder: RolloutOrder | undefined

/** The worker's role over nodes that are not real, one batch a node; all else is the program itself. */
function roleOver(nodes: readonly FakeNode[]): Role {
  return {
    ...worker,
    prepare: async <T extends Task>(
      _: T,
      order: Tasks[T]['order'],
    ): Promise<Prepared<Tasks[T]['outcome']>> => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- these tests only roll out
      lastOrder = order as RolloutOrder
      const { phases, verb } = lastOrder
      const fleet = { ...fleetOf(nodes, { phases }), policy: { ...POLICY, sizes: [{ nodes: 1 }] } as const }
      const { mimir, history } = fakeMimir(nodes)
      const connect = async ({ name }: { readonly name: string }) => {
        const found = nodes.find(({ host }) => host.name === name)
        return Promise.resolve(found === undefined ? failed(UNREACHABLE) : success(found.host))
      }
      const means = { mimir, history, connect }
      const restarts = { restarts: verb !== 'reload' }
      const play = async (services: Services) =>
        runRollout({ ...fleet, ...restarts }, { ...services, ...means })
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the outcome of a rollout
      return Promise.resolve({ problems: [], play } as Prepared<Tasks[T]['outcome']>)
    },
  }
}

interface Came {
  readonly code: number
  readonly report: WordedReport
}

/** A rollout by a manifest with these hooks, as it is typed. */
async function rollout(
  nodes: readonly FakeNode[],
  hooks: object,
  ...words: readonly string[]
): Promise<Came> {
  const manifest = join(folder, 'inventory.yml')
  const hosts = (names: readonly string[]) => ({
    hosts: Object.fromEntries(names.map((name) => [name, { ansible_host: name }])),
  })
  const document = {
    mimir: { url: 'http://192.0.2.9:9009', tenant: 'openstack' },
    kolla: { configdir: 'kolla' },
    nodes: { control: hosts(['ctl1']), compute: hosts(['cmp1', 'cmp2']) },
    rollout: { hooks },
  }
  writeFileSync(manifest, JSON.stringify(document))
  written.stdout = ''
  const options = ['--output', 'json', '--lang', 'en', '--state-dir', join(folder, 'state'), ...words]
  const code = await main('rollout', roleOver(nodes), [manifest, ...options])
  if (written.stdout === '') throw new Error(written.stderr)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the tests look at what is in it
  return { code, report: JSON.parse(written.stdout) as WordedReport }
}

const textOf = (file: string): string => readFileSync(join(folder, file), 'utf8')
const jsonOf = (file: string): unknown => JSON.parse(textOf(file))

function journal() {
  const runs = join(folder, 'state', 'runs')
  const [last = ''] = readdirSync(runs).sort().slice(-1)
  return entriesOf(readFileSync(join(runs, last), 'utf8'))
}

const SAVE = (name: string): string => `cat > ${name}.json; echo "$KOLLA_MIMIR_HOOK $KOLLA_MIMIR_VERB" >> ran`

describe('hooks of a rollout', () => {
  it('run in the folder of the manifest, each in its time, with what the docs promise on stdin', async () => {
    const hooks = {
      before: SAVE('before'),
      after_batch: SAVE('after_batch'),
      after: SAVE('after'),
      on_failure: SAVE('on_failure'),
    }
    const { code, report } = await rollout(three(), hooks, '--reason', 'CHG-1')
    expect(code).toBe(0)
    expect(textOf('ran').trim().split('\n')).toEqual([
      'before rollout',
      'after_batch rollout',
      'after_batch rollout',
      'after_batch rollout',
      'after rollout',
    ])
    expect(jsonOf('before.json')).toMatchObject({
      hook: 'before',
      run: report.run,
      reason: 'CHG-1',
      manifest: join(folder, 'inventory.yml'),
      startedAt: report.startedAt,
      nodes: ['ctl1', 'cmp1', 'cmp2'].map((node) => ({ node, state: 'pending', verdict: 'first-install' })),
    })
    expect(jsonOf('after_batch.json')).toMatchObject({
      batch: { number: 3, of: 3, nodes: [{ node: 'cmp2', state: 'verified' }] },
    })
    expect(jsonOf('after.json')).toMatchObject({ exitCode: 0, ending: 'complete', totals: { verified: 3 } })
    expect(report.hooks?.map(({ hook, batch, outcome }) => [hook, batch, outcome])).toEqual([
      ['before', undefined, 'done'],
      ['after_batch', 1, 'done'],
      ['after_batch', 2, 'done'],
      ['after_batch', 3, 'done'],
      ['after', undefined, 'done'],
    ])
  })

  it('end the run before any node is touched, where the first one is against it', async () => {
    const nodes = three()
    const before = ['echo looking', 'echo "no change tonight" >&2; exit 3', 'touch never']
    const { code, report } = await rollout(nodes, {
      before,
      on_failure: SAVE('on_failure'),
      after: 'touch never',
    })
    expect(code).toBe(1)
    expect(nodes.map(titles)).toEqual([['observe'], ['observe'], ['observe']])
    expect(report.nodes.map(({ state, failure }) => [state, failure?.reason])).toEqual(
      nodes.map(() => ['failed', 'hook-failed']),
    )
    expect(report.nodes[0]?.message).toContain('exited with code 3: no change tonight')
    expect(jsonOf('on_failure.json')).toMatchObject({ exitCode: 1, totals: { failed: 3 } })
    expect(readdirSync(folder)).not.toContain('never')
    const noted = journal().filter(({ type }) => type.startsWith('hook-'))
    expect(
      noted.map((entry) => [entry.type, 'hook' in entry && entry.hook, 'end' in entry && entry.end]),
    ).toEqual([
      ['hook-begins', 'before', false],
      ['hook-ends', 'before', { how: 'exited', exitCode: 0 }],
      ['hook-begins', 'before', false],
      ['hook-ends', 'before', { how: 'exited', exitCode: 3 }],
      ['hook-begins', 'on_failure', false],
      ['hook-ends', 'on_failure', { how: 'exited', exitCode: 0 }],
    ])
  })

  it('let no other batch begin where one is not well', async () => {
    const nodes = three()
    const { code, report } = await rollout(nodes, { after_batch: 'exit 7', on_failure: SAVE('on_failure') })
    expect(code).toBe(1)
    expect(report.nodes.map(({ state }) => state)).toEqual(['verified', 'untouched', 'untouched'])
    expect(report.rollout?.ending).toBe('stopped-by-gate')
    expect(report.rollout?.reason).toContain('`exit 7` exited with code 7')
    expect(jsonOf('on_failure.json')).toMatchObject({ exitCode: 1, ending: 'stopped-by-gate' })
  })

  it('make a run end with 1 that fails after its last batch, though every node is verified', async () => {
    const after = 'test "$(cat ran 2>/dev/null | wc -l)" -lt 2 && echo x >> ran'
    const { code, report } = await rollout(three(), { after_batch: after, after: 'touch never' })
    expect(code).toBe(1)
    expect(report.totals.verified).toBe(3)
    expect(readdirSync(folder)).not.toContain('never')
  })

  it('change nothing of what a run came to once it is over', async () => {
    const { code, report } = await rollout(three(), { after: 'echo "no chat" >&2; exit 5' })
    expect(code).toBe(0)
    expect(report.warnings).toEqual([
      'the hook after failed: `echo "no chat" >&2; exit 5` exited with code 5: no chat',
    ])
    expect(report.hooks).toMatchObject([{ outcome: 'failed', output: 'no chat' }])
  })

  it('are ended with all that they started when they are late', async () => {
    const { code, report } = await rollout(three(), { before: 'sleep 60 & sleep 60', deadline: '1s' })
    expect(code).toBe(1)
    expect(report.hooks).toMatchObject([{ outcome: 'failed', end: { how: 'late', seconds: 1 } }])
  })

  it('are heard on stderr by name, bounded and harmless, and never on stdout', async () => {
    await rollout(three(), { before: String.raw`printf '\033[2Jhello\n'; seq 1 1000` })
    expect(written.stderr).toContain('hook before | hello\n')
    expect(written.stderr).toContain('hook before | 19\n')
    expect(written.stderr).not.toContain('hook before | 20\n')
    expect(written.stderr).not.toContain('\u001b[2J')
  })

  it('tell of an interruption, which lets the one that runs come to its end', async () => {
    const nodes = three()
    const before = ['kill -INT $PPID; sleep 0.3; touch ended', 'touch never']
    const { code } = await rollout(nodes, { before, on_failure: SAVE('on_failure') })
    expect(code).toBe(130)
    expect(readdirSync(folder)).toContain('ended')
    expect(readdirSync(folder)).not.toContain('never')
    expect(nodes.map(titles)).toEqual([['observe'], ['observe'], ['observe']])
    expect(jsonOf('on_failure.json')).toMatchObject({
      exitCode: 130,
      interrupted: true,
      totals: { untouched: 3 },
    })
  })

  it('are ended by a second one, after which none begins', async () => {
    const before = 'kill -INT $PPID; sleep 0.3; kill -INT $PPID; sleep 60; touch never'
    const { code, report } = await rollout(three(), { before, on_failure: 'touch never' })
    expect(code).toBe(130)
    expect(report.hooks).toMatchObject([{ hook: 'before', end: { how: 'aborted' } }])
    expect(report.warnings).toEqual(['stopped during `hook on_failure`'])
    expect(readdirSync(folder)).not.toContain('never')
  })

  it('are run again by a run that resumes another in its batches, and know which', async () => {
    const nodes = three()
    const first = await rollout(nodes, { after_batch: 'exit 7' })
    expect(lastOrder?.earlierBatches).toBeUndefined()
    const again = nodes.map((node) => node.again())
    await rollout(again, { before: SAVE('before') }, '--resume', 'last')
    expect(jsonOf('before.json')).toMatchObject({ resumes: first.report.run })
    expect(lastOrder?.earlierBatches).toEqual(first.report.rollout?.batches.map((batch) => batch.nodes))
  })

  it('are only named where nothing is to be changed', async () => {
    const hooks = { before: ['touch never', 'b'], after_batch: 'c', after: 'd', on_failure: 'e' }
    const nodes = three()
    const { code, report } = await rollout(nodes, hooks, '--check')
    expect(code).toBe(0)
    expect(report.hooks?.map(({ hook, command, outcome }) => `${hook} ${command} ${outcome}`)).toEqual([
      'before touch never planned',
      'before b planned',
      'after_batch c planned',
      'after d planned',
      'on_failure e planned',
    ])
    expect(readdirSync(folder)).not.toContain('never')
    await rollout(
      nodes.map((node) => node.again()),
      {},
    )
    const settled = nodes.map((node) => node.again())
    const again = await rollout(settled, hooks, '--check')
    expect(again.report.hooks?.map(({ hook }) => hook)).toEqual(['after', 'on_failure'])
  })

  it('hear of a node that was not reached, and of those that did well without it', async () => {
    const nodes = three([['observe', { failure: UNREACHABLE }]])
    const { code } = await rollout(nodes, { on_failure: SAVE('on_failure'), after: 'touch never' })
    expect(code).toBe(1)
    expect(jsonOf('on_failure.json')).toMatchObject({
      nodes: [
        { node: 'ctl1' },
        { node: 'cmp1', state: 'failed', failure: { reason: 'ssh-unreachable' } },
        { node: 'cmp2' },
      ],
    })
    expect(readdirSync(folder)).not.toContain('never')
  })
})
