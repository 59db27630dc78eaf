import type { Activation } from '../../../src/model/node-status.ts'
import { type SafeText, safeLine } from '../../../src/values/safe-text.ts'
import type { GenerationRecord } from '../generation/record.ts'
import { readRecord } from '../generation/record.ts'
import { count, keyed, type LeaseOnNode, readLease } from './lease.ts'

/** The node's own record of who changed it, and when. Times are seconds of its own clock. */
export interface NodeRecords {
  readonly lease?: LeaseOnNode
  readonly unconfirmed?: Unconfirmed
  /** The last activations that ended, oldest first. */
  readonly history: readonly Activation[]
  /** The last events of its journal, oldest first. */
  readonly journal: readonly SafeText[]
  /** Of the current generation; not there where that was made by an older version, or the file was changed by hand. */
  readonly generation?: GenerationRecord
  /** All generations on the node. */
  readonly releases: readonly ReleaseRecord[]
}

/** An activation that is not confirmed yet: the node reverts it on its own. */
export interface Unconfirmed {
  readonly run: string
  readonly token: number
  readonly generation: string
  readonly previous: string
  readonly back: 'reload' | 'replace'
  readonly deadline: number
  /** The revert has begun. */
  readonly reverting: boolean
  /** The node was restarted since, so no timer waits there any more. */
  readonly timerGone: boolean
}

export interface ReleaseRecord {
  readonly generation: string
  readonly modified: number
}

/** Pure: from the output of observe.sh: the ends of the files, each behind a line with its name, and the releases. */
export function readRecords(tails: string, releases: string): NodeRecords {
  const file = filesOf(tails)
  const lease = readLease(file('lease'))
  const unconfirmed = readUnconfirmed(file('unconfirmed'), file('/proc/sys/kernel/random/boot_id').trim())
  const generation = readRecord(file('current/generation.json'))
  return {
    ...(lease === undefined ? {} : { lease }),
    ...(unconfirmed === undefined ? {} : { unconfirmed }),
    history: lines(file('history')).flatMap(pastActivation),
    journal: lines(file('journal')).map((line) => safeLine(line)),
    ...(generation === undefined ? {} : { generation }),
    releases: lines(releases).flatMap(release),
  }
}

/** Pure: the output of `tail -v` for several files. */
function filesOf(tails: string): (name: string) => string {
  const files = new Map<string, string[]>()
  let current: string[] = []
  for (const line of tails.split('\n')) {
    const name = /^==> (?<name>.+) <==$/u.exec(line)?.groups?.['name']
    if (name === undefined) current.push(line)
    else {
      current = []
      files.set(name, current)
    }
  }
  return (name) => (files.get(name) ?? []).join('\n')
}

function readUnconfirmed(text: string, boot: string): Unconfirmed | undefined {
  const value = keyed(text)
  if (value('run') === '') return undefined
  return {
    run: safeLine(value('run')),
    token: count(value('token')),
    generation: safeLine(value('generation')),
    previous: safeLine(value('previous')),
    back: value('back') === 'reload' ? 'reload' : 'replace',
    deadline: count(value('deadline')),
    reverting: value('reverting') === 'yes',
    timerGone: boot !== '' && value('boot') !== '' && value('boot') !== boot,
  }
}

const HOW = ['confirmed', 'kept', 'reverted', 'auto-reverted'] as const

function pastActivation(line: string): Activation[] {
  const [at = '', generation = '', word, run = '', who = '', reason = '', revision = ''] = line.split('\t')
  const how = HOW.find((outcome) => outcome === word)
  if (how === undefined) return []
  const texts = { run: safeLine(run), who: safeLine(who), reason: safeLine(reason) }
  return [{ at: count(at), generation: safeLine(generation), how, ...texts, revision: safeLine(revision) }]
}

/** A line of `stat -c '%Y %n'`; what is no generation is passed over. */
function release(line: string): ReleaseRecord[] {
  const found = /^(?<modified>\d+) releases\/(?<generation>[0-9a-f]+)$/u.exec(line)?.groups
  if (found === undefined) return []
  return [{ generation: found['generation'] ?? '', modified: count(found['modified'] ?? '') }]
}

function lines(text: string): string[] {
  return text.split('\n').filter((line) => line !== '')
}
