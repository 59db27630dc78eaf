import type { Command } from '../../../src/model/host.ts'
import { type FakeAnswer, type FakeHost, fakeHost, type ScriptedAnswer } from '../../support/fake-host.ts'
import { type Files, listenFlag, pushUrlIn, scrapes, textOfFile } from './fake-files.ts'
import { IMAGE_ID, IMAGES, PINNED, VERSION } from './fake-image.ts'
import { metrics } from './fake-metrics.ts'
import { carried, given } from './programs/sent-program.ts'

/** A node that does what the programs of the role would do to a real one, as far as its answers tell. */
export interface FakeNode {
  readonly host: FakeHost
  readonly address: string
  /** Name of the generation that its worker runs, and since when. */
  running(): Running | undefined
  /** Its time, seconds since 1970: it passes with each look at it. */
  clock(): number
  /** Whether its lease is free, what is not confirmed there, and what its history tells. */
  state(): Standing
  /** As its timer does when nobody confirmed. */
  goBack(): void
  /** From now on its worker is so many seconds behind with sending. */
  lags(seconds: number): void
  prunes(): void
  /** A new connection to the same node, for another run. */
  again(told?: readonly ScriptedAnswer[]): FakeNode
}

export interface Standing {
  readonly free: boolean
  /** Name of the generation that is not confirmed. */
  readonly unconfirmed: string | undefined
  /** `how generation`, oldest first. */
  readonly history: readonly string[]
}

export interface Running {
  readonly generation: string
  readonly startTime: number
  readonly reloadedAt: number
  readonly jobs: readonly string[]
}

/** Seconds that pass on the node between two looks at it. */
const BETWEEN_LOOKS = 2

interface State {
  now: number
  image: boolean
  staged: Files
  /** Name → the files of every generation that was ever brought. */
  releases: Map<string, Files>
  lease: { readonly run: string; readonly token: number; readonly held: boolean }
  unconfirmed?: { readonly generation: string; readonly previous: Current }
  history: string[]
  /** Seconds that sending is behind. */
  lag: number
  lagSince: number
  container?: { readonly startedAt: number; readonly description: string; readonly project: string }
  current?: Current
}

interface Current {
  readonly name: string
  readonly swappedAt: number
  readonly reloadedAt: number
  readonly files: Files
}

const base64 = (text: string): string => Buffer.from(text).toString('base64')
const fact = (name: string, value: string): string =>
  JSON.stringify({ fact: name, exit: 0, base64: base64(value) })
const answer = (...lines: string[]): FakeAnswer => ({ stdout: [...lines, '{"done":true}', ''].join('\n') })
const http = (data: unknown): string =>
  `HTTP/1.1 200 OK\r\n\r\n${JSON.stringify({ status: 'success', data })}`

/** What the told answers say is said first; the node answers the rest by its state. */
export function fakeNode(
  name: string,
  address: string,
  told: readonly ScriptedAnswer[] = [],
  state = bare(),
): FakeNode {
  const host = fakeHost(name, [
    ...told,
    ['observe', () => answer(...observed(state, address))],
    ['read-generation', (command) => recall(state, command)],
    ['resolve-image', () => resolve(state)],
    ['stage', (command) => stage(state, command)],
    ['start', (command) => held(state, command) ?? activate(state, command, true)],
    ['reload', (command) => held(state, command) ?? activate(state, command, false)],
    ['confirm', (command) => held(state, command) ?? confirm(state, command)],
    ['keep', (command) => held(state, command) ?? confirm(state, command)],
    ['revert', (command) => held(state, command) ?? revert(state, command)],
    ['renew-lease', (command) => held(state, command) ?? answer()],
    ['release-lease', (command) => held(state, command) ?? release(state)],
  ])
  return {
    host,
    address,
    running: () => running(state),
    clock: () => state.now,
    state: () => ({
      free: !state.lease.held,
      unconfirmed: state.unconfirmed?.generation,
      history: state.history,
    }),
    goBack: () => goBack(state),
    lags: (seconds) => void Object.assign(state, { lag: seconds, lagSince: state.now }),
    prunes: () => void Object.assign(state, { image: false }),
    again: (more = []) => fakeNode(name, address, more, state),
  }
}

function bare(): State {
  return {
    now: 1_700_000_000,
    image: false,
    staged: new Map(),
    releases: new Map(),
    lease: { run: '', token: 0, held: false },
    history: [],
    lag: 0,
    lagSince: 0,
  }
}

function running({ container, current }: State): Running | undefined {
  if (container === undefined || current === undefined) return undefined
  return {
    generation: current.name,
    startTime: container.startedAt + 0.25,
    reloadedAt: current.reloadedAt,
    jobs: scrapes(current.files).map(({ job }) => job),
  }
}

function failure(reason: string, evidence: string): FakeAnswer {
  return {
    exitCode: 10,
    stdout: `${JSON.stringify({ failure: reason, base64: base64(evidence) })}\n`,
  }
}

function leaseText({ lease, now }: State): string {
  const { run, token, held: isHeld } = lease
  const state = isHeld ? 'held' : 'free'
  return `run=${run}\ntoken=${token}\nholder=somebody\nstate=${state}\nsince=${now}\nexpires=${now + 180}\nreason=rollout`
}

function tellLease(state: State): string {
  return `now=${state.now}\n${leaseText(state)}`
}

/** What a program of the holder's answers to somebody who is not. */
function held(state: State, { program }: Command): FakeAnswer | undefined {
  const { run, token, held: isHeld } = state.lease
  if (isHeld && run === given(program, 'RUN') && String(token) === given(program, 'TOKEN')) return undefined
  return failure('lease-lost', tellLease(state))
}

function resolve(state: State): FakeAnswer {
  state.image = true
  return answer(fact('images', IMAGES), fact('version', VERSION))
}

function stage(state: State, { program }: Command): FakeAnswer {
  const run = given(program, 'RUN')
  const after = given(program, 'AFTER')
  if (after !== '' && after !== String(state.lease.token)) return failure('lease-lost', tellLease(state))
  const mayTake = !state.lease.held || [run, ...given(program, 'DEAD').split(' ')].includes(state.lease.run)
  if (!mayTake && given(program, 'BREAK') === '') return failure('lease-held', tellLease(state))
  state.lease = { run, token: state.lease.token + 1, held: true }
  const name = given(program, 'GENERATION')
  const files = carried(program)
  state.staged = files.size > 0 ? files : (state.releases.get(name) ?? files)
  state.releases.set(name, state.staged)
  state.image = true
  const token = fact('token', String(state.lease.token))
  return answer(token, '{"progress":"files"}', '{"changed":"files"}', '{"progress":"promtool"}')
}

/** Only the generation that is current is kept here with its texts. */
function recall({ current }: State, { program }: Command): FakeAnswer {
  if (current?.name !== given(program, 'GENERATION')) return failure('generation-missing', '')
  const text = (path: string): string => textOfFile(current.files, path).trimEnd()
  return answer(
    fact('record', text('generation.json')),
    fact('configuration', text('prometheus.yml')),
    fact('project', text('docker-compose.yml')),
    fact('files', [...current.files.keys()].map((key) => key.replace('  ', '  ./')).join('\n')),
  )
}

function confirm(state: State, { program }: Command): FakeAnswer {
  delete state.unconfirmed
  state.history.push(`${given(program, 'HOW')} ${state.current?.name}`)
  return given(program, 'RELEASE') === 'yes' ? release(state) : answer()
}

function revert(state: State, { program }: Command): FakeAnswer {
  const to = state.unconfirmed?.previous.name ?? ''
  if (state.unconfirmed !== undefined) state.history.push(`reverted ${state.unconfirmed.generation}`)
  comeBack(state)
  if (given(program, 'RELEASE') === 'yes') release(state)
  return answer(
    fact('returned', to),
    ...(to === '' ? [] : ['{"changed":"links"}', '{"changed":"configuration"}']),
  )
}

function release(state: State): FakeAnswer {
  state.lease = { ...state.lease, held: false }
  return answer()
}

function goBack(state: State): void {
  if (state.unconfirmed === undefined) return
  state.history.push(`auto-reverted ${state.unconfirmed.generation}`)
  comeBack(state)
  state.lease = { ...state.lease, token: state.lease.token + 1, held: false }
}

/** The worker's process and container as they were, but for what a reload changes. */
function comeBack(state: State): void {
  if (state.unconfirmed === undefined) return
  state.current = { ...state.unconfirmed.previous, swappedAt: state.now, reloadedAt: state.now + 0.5 }
  state.now += 20
  delete state.unconfirmed
}

function activate(state: State, { program }: Command, started: boolean): FakeAnswer {
  const swappedAt = state.now
  const text = textOfFile(state.staged, 'docker-compose.yml')
  const description = /kolla-mimir.container: "(?<name>\w+)"/u.exec(text)?.groups?.['name'] ?? ''
  const container = { startedAt: swappedAt, description, project: given(program, 'PROJECT') }
  if (started) Object.assign(state, { container, lag: 0 })
  const previous = state.unconfirmed?.previous ?? state.current
  const name = given(program, 'GENERATION')
  if (previous !== undefined && (state.unconfirmed !== undefined || previous.name !== name))
    state.unconfirmed = { generation: name, previous }
  state.current = {
    name,
    swappedAt,
    reloadedAt: swappedAt + 0.5,
    files: state.staged,
  }
  state.now += 20
  return answer('{"changed":"links"}', started ? '{"changed":"container"}' : '{"changed":"configuration"}')
}

function observed(state: State, address: string): string[] {
  state.now += BETWEEN_LOOKS
  const { now, image, container, current } = state
  const sums = (prefix: string): string =>
    [...(current?.files.keys() ?? [])].map((key) => key.replace('  ', `  ${prefix}`)).join('\n')
  return [
    fact('now', String(now)),
    fact('addresses', JSON.stringify([{ addr_info: [{ scope: 'global', local: address }] }])),
    fact('images', image ? IMAGES : ''),
    fact('made-of', current === undefined ? '' : `${current.name} ${PINNED}`),
    fact('current', current === undefined ? '' : `releases/${current.name}`),
    fact('swapped', String(current?.swappedAt ?? '')),
    fact('links', current === undefined ? '' : 'current/docker-compose.yml\ncurrent/prometheus.yml'),
    fact('jobs', (current === undefined ? [] : scrapes(current.files)).map(({ job }) => job).join('\n')),
    fact('files', sums('current/')),
    fact('releases', current === undefined ? '' : `${now} releases/${current.name}`),
    ...(state.lease.token === 0 ? [] : [fact('records', recordsText(state))]),
    fact('listeners', `LISTEN 0 4096 ${address}:9100 0.0.0.0:*`),
    ...(container === undefined || current === undefined
      ? []
      : [...workerFacts(state), fact('process-files', sums('./'))]),
  ]
}

function recordsText(state: State): string {
  const { unconfirmed, current } = state
  const left =
    unconfirmed === undefined
      ? ''
      : `==> unconfirmed <==\nrun=${state.lease.run}\ngeneration=${unconfirmed.generation}\nprevious=${unconfirmed.previous.name}\nback=reload\n\n`
  const record = textOfFile(current?.files ?? new Map(), 'generation.json')
  return `==> lease <==\n${leaseText(state)}\n\n${left}==> current/generation.json <==\n${record}`
}

function workerFacts({ now, container, current, lag, lagSince }: State): string[] {
  if (container === undefined || current === undefined) return []
  const { startedAt, description, project } = container
  const labels = { 'com.docker.compose.project': project, 'kolla-mimir.container': description }
  const started = new Date(startedAt * 1000).toISOString()
  const record = {
    id: 'c1',
    image: IMAGE_ID,
    restarts: 0,
    status: 'running',
    exitCode: 0,
    startedAt: started,
    state: { Health: { Status: 'healthy' } },
    labels,
  }
  const lastScrape = new Date((now - 1) * 1000).toISOString()
  const config = textOfFile(current.files, 'prometheus.yml')
  const activeTargets = scrapes(current.files).map(({ job, url }) => ({
    scrapePool: job,
    scrapeUrl: url,
    health: 'up',
    lastError: '',
    lastScrape,
  }))
  return [
    fact('container', JSON.stringify(record)),
    fact('runtime', http({})),
    fact(
      'flags',
      http({
        'config.file': '/etc/mimir-worker/current/prometheus.yml',
        'web.listen-address': listenFlag(current.files),
      }),
    ),
    fact('config', http({ yaml: config })),
    fact('targets', http({ activeTargets })),
    fact(
      'metrics',
      metrics(pushUrlIn(config), { startedAt, reloadedAt: current.reloadedAt, now, lag, lagSince }),
    ),
  ]
}
