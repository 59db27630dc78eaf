import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, expect, it } from 'vitest'
import schema from '../../schemas/hook.schema.json' with { type: 'json' }
import type { Lab } from '../lab/lab/lab.ts'
import { fleet, stripAll } from '../support/fleet.ts'
import { image, manifest } from '../support/manifest.ts'
import { inspectWorkers, onAll } from '../support/on-nodes.ts'
import {
  type RunResult,
  reportOf,
  rolloutOrThrow,
  start,
  stderrIncludes,
  run as typed,
} from '../support/run.ts'

const IMAGE = image('v2.53.3')
const STARTED = '{{.State.StartedAt}}'
/** Every file of the worker's, its node's lease and history among them. */
const FILES = 'cd /opt/mimir-worker && find . -type f | sort | xargs sha256sum'

const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true })
ajv.addFormat('date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/u)
const validate = ajv.compile(schema)

let lab: Lab
/** What the hooks of a test leave behind. */
let folder: string

const kept = (name: string): string => `cat > ${join(folder, name)}.json`

/** What a hook got; it must be as the schema says. */
async function got(name: string): Promise<unknown> {
  const document: unknown = JSON.parse(await readFile(join(folder, `${name}.json`), 'utf8'))
  validate(document)
  expect(validate.errors ?? []).toEqual([])
  return document
}

/** A manifest that wants another scrape interval than the fleet has, and these hooks around it. */
async function changing(interval: string, hooks: object): Promise<string> {
  return manifest(lab, `hooks-${interval}`, {
    worker: { image: IMAGE, scrape_interval: interval },
    rollout: { deadlines: { connect: '10s', activate: '30s', verify: '60s' }, order: ['control'], hooks },
  })
}

async function reload(file: string, ...words: readonly string[]): Promise<RunResult> {
  return typed('reload', file, '--output', 'json', '--batches', '1,100%', ...words)
}

beforeAll(async () => {
  lab = await fleet()
  folder = await mkdtemp(join(tmpdir(), 'hooks-'))
  await stripAll(lab, 'images')
  await rolloutOrThrow(await changing('2s', {}))
})

afterAll(async () => rm(folder, { recursive: true, force: true }))

it('a before that fails leaves the fleet untouched, tells each node why, and on_failure hears of it', async () => {
  const [files, started] = [await onAll(lab, FILES), await inspectWorkers(lab, STARTED)]
  const before = [kept('before'), 'echo "change freeze until Monday" >&2; exit 4']
  const ended = await reload(await changing('3s', { before, on_failure: kept('on_failure') }))
  expect(ended.exitCode).toBe(1)
  expect(reportOf(ended).nodes.map(({ failure }) => failure?.reason)).toEqual(
    lab.nodes.map(() => 'hook-failed'),
  )
  expect(stderrIncludes(ended, 'change freeze until Monday')).toBe(true)
  expect(await onAll(lab, FILES)).toEqual(files)
  expect(await inspectWorkers(lab, STARTED)).toEqual(started)
  expect(await got('before')).toMatchObject({
    hook: 'before',
    verb: 'reload',
    nodes: lab.nodes.map(() => ({ state: 'pending', verdict: 'reload' })),
  })
  expect(await got('on_failure')).toMatchObject({ exitCode: 1, totals: { failed: lab.nodes.length } })
})

it('an after_batch that fails stops before batch 2, and once it is well --resume goes on from there', async () => {
  const open = join(folder, 'open')
  const hooks = {
    after_batch: [kept('after_batch'), `test -e ${open}`],
    after: kept('after'),
    on_failure: kept('on_failure'),
  }
  const file = await changing('4s', hooks)
  const ended = await reload(file, '--reason', 'CHG-7')
  expect(ended.exitCode).toBe(1)
  const { rollout, nodes, run } = reportOf(ended)
  expect(rollout?.ending).toBe('stopped-by-gate')
  expect(nodes.map(({ state }) => state)).toEqual(['verified', 'untouched', 'untouched', 'untouched'])
  const [first, ...others] = nodes.map(({ node }) => node)
  expect(await got('after_batch')).toMatchObject({
    run,
    reason: 'CHG-7',
    batch: { number: 1, of: 2, nodes: [{ node: first, state: 'verified' }] },
    nodes: [{ state: 'verified' }, ...others.map((node) => ({ node, state: 'pending' }))],
  })
  expect(await got('on_failure')).toMatchObject({
    exitCode: 1,
    ending: 'stopped-by-gate',
    totals: { untouched: 3 },
  })

  const again = await typed('reload', file, '--output', 'json', '--resume', 'last')
  expect(again.exitCode).toBe(1)
  expect(await got('after_batch')).toMatchObject({ resumes: run, batch: { number: 1, of: 2 } })
  await writeFile(open, '')
  const last = await typed('reload', file, '--output', 'json', '--resume', 'last')
  expect(last.exitCode).toBe(0)
  expect(await got('after_batch')).toMatchObject({ batch: { number: 2, of: 2 } })
  expect(await got('after')).toMatchObject({ exitCode: 0, totals: { verified: lab.nodes.length } })
})

it('hooks of a run that was interrupted hear of it', async () => {
  const slow = `${kept('before')}; echo waiting; while [ ! -e ${join(folder, 'end')} ]; do sleep 0.2; done`
  const file = await changing('5s', { before: slow, on_failure: kept('on_failure') })
  const running = start('reload', file, '--output', 'lines')
  await running.waitForOutput('hook before | waiting')
  running.signalAll('SIGINT')
  await running.waitForOutput('no new work is started')
  await writeFile(join(folder, 'end'), '')
  expect((await running.ended).exitCode).toBe(130)
  expect(await got('on_failure')).toMatchObject({
    exitCode: 130,
    interrupted: true,
    totals: { untouched: lab.nodes.length },
  })
})
