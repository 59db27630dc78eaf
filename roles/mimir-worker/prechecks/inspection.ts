import type { ProgramOutput } from '../node/program-output.ts'
import { httpAnswer, type PrecheckHttpAnswer } from './http-answer.ts'

/** A command's exit status and what it printed. */
export interface CommandOutput {
  readonly exit: number
  readonly text: string
}

/** What prechecks.sh found on a node. Plain data; nothing in it is judged yet. */
export interface Inspection {
  /** Version and API of the engine; undefined where there is no docker. */
  readonly docker: CommandOutput | undefined
  readonly podman: boolean
  readonly composePlugin: CommandOutput | undefined
  /** How it ended when it was to list a project, for which it has to reach the engine. */
  readonly composePluginSpeaks: CommandOutput | undefined
  /** Why a plugin that is installed cannot be run. */
  readonly composeInvalid: string | undefined
  readonly composeV1: CommandOutput | undefined
  readonly composeV1Speaks: CommandOutput | undefined
  /** Name → status, as `Up 3 hours`; undefined where the engine did not answer. */
  readonly containers: ReadonlyMap<string, string> | undefined
  /** Name → network mode. */
  readonly networks: ReadonlyMap<string, string>
  readonly disks: { readonly files: Disk | undefined; readonly images: Disk | undefined }
  /** Rules for outgoing packets; undefined where nothing could list them. */
  readonly firewall: readonly string[] | undefined
  /** Exporter → how it answered. */
  readonly targets: ReadonlyMap<string, TargetAnswer>
  /** Addresses of Mimir's name; undefined where nothing could resolve it. */
  readonly name: { readonly exit: number; readonly addresses: readonly string[] } | undefined
  readonly ready: PrecheckHttpAnswer | undefined
  readonly push: PrecheckHttpAnswer | undefined
}

/** Bytes and inodes; a file system without inodes reports none, and has no limit. */
export interface Disk {
  readonly mount: string
  readonly free: number
  readonly freeInodes: number
}

export interface TargetAnswer {
  readonly answer: PrecheckHttpAnswer
  readonly series: number
  readonly family: number
  /** Metric → series; empty where they were not counted. */
  readonly counts: ReadonlyMap<string, number>
  /** The metrics that are 0 because what the exporter watches is down, as it writes them. */
  readonly down: readonly string[]
  /** What the exporter says about that. */
  readonly words: string
}

export function readInspection({ facts }: ProgramOutput): Inspection {
  const output = (name: string): CommandOutput | undefined => {
    const fact = facts.get(name)
    return fact === undefined ? undefined : { exit: fact.exit, text: fact.value.trim() }
  }
  const names = facts.get('name')
  return {
    docker: output('docker'),
    podman: facts.has('podman'),
    composePlugin: output('compose-plugin'),
    composePluginSpeaks: output('compose-plugin-speaks'),
    composeInvalid: facts.get('compose-invalid')?.value,
    composeV1: output('compose-v1'),
    composeV1Speaks: output('compose-v1-speaks'),
    containers: pairsOf(output('containers-all')),
    networks: pairsOf(output('networks')) ?? new Map(),
    disks: { files: disk(output('disk-files')), images: disk(output('disk-images')) },
    firewall: facts
      .get('firewall')
      ?.value.split('\n')
      .map((line) => line.trim())
      .filter(Boolean),
    targets: targets(facts),
    name:
      names === undefined
        ? undefined
        : { exit: names.exit, addresses: names.value.split('\n').filter(Boolean) },
    ready: exchange(facts, 'ready'),
    push: exchange(facts, 'push'),
  }
}

function exchange(facts: ProgramOutput['facts'], name: string): PrecheckHttpAnswer | undefined {
  const fact = facts.get(name)
  return fact === undefined ? undefined : httpAnswer(fact)
}

const PREFIX = 'target-'

/** What is read of one exporter, whatever a node sends. */
const [MOST_DOWN, MOST_METRICS] = [20, 5000]

function targets(facts: ProgramOutput['facts']): Map<string, TargetAnswer> {
  const targetFacts = [...facts].filter(([name]) => name.startsWith(PREFIX))
  return new Map(
    targetFacts.map(([name, fact]) => {
      const [, , , series, family] = (fact.value.split('\n', 1)[0] ?? '').split(' ')
      const target = name.slice(PREFIX.length)
      const down = facts.get(`down-${target}`)?.value.split('\n', MOST_DOWN).filter(Boolean) ?? []
      const words = facts.get(`words-${target}`)?.value ?? ''
      const counts = countsOf(facts.get(`series-${target}`)?.value ?? '')
      const answer = httpAnswer(fact)
      return [
        target,
        { answer, series: Number(series ?? 0), family: Number(family ?? 0), counts, down, words },
      ]
    }),
  )
}

/** Lines of `uniq -c`. */
function countsOf(text: string): Map<string, number> {
  return new Map(
    text.split('\n', MOST_METRICS).flatMap((line): [string, number][] => {
      const { count, metric } = /^ *(?<count>\d{1,9}) (?<metric>\w{1,200})$/u.exec(line)?.groups ?? {}
      return metric === undefined ? [] : [[metric, Number(count)]]
    }),
  )
}

/** Lines of a name and the rest; undefined where the command failed. `inspect` puts a slash before names. */
function pairsOf(output: CommandOutput | undefined): Map<string, string> | undefined {
  if (output === undefined || output.exit > 0) return undefined
  const lines = output.text.split('\n').filter(Boolean)
  return new Map(
    lines.map((line) => {
      const [name = '', ...rest] = line.split(' ')
      return [name.replace(/^\//u, ''), rest.join(' ')]
    }),
  )
}

/** The last lines of `df -Pk` and `df -Pi`: file system, size, used, free, percent, mount. */
function disk(output: CommandOutput | undefined): Disk | undefined {
  const [blocks = '', inodes = ''] = output?.text.split('\n') ?? []
  const [, , , kibibytes, , mount] = blocks.split(/\s+/u)
  const [, all, , left] = inodes.split(/\s+/u)
  if (mount === undefined || !/^\d+$/u.test(kibibytes ?? '')) return undefined
  const counted = /^\d+$/u.test(left ?? '') && all !== '0'
  return {
    mount,
    free: Number(kibibytes) * 1024,
    freeInodes: counted ? Number(left) : Number.POSITIVE_INFINITY,
  }
}
