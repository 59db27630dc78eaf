import type { Finding } from '../../model/check.ts'
import type { Failure } from '../../model/failure.ts'
import type { PrecheckFinding } from '../../model/precheck.ts'
import { isRecord } from '../../values/json.ts'
import { escapeRegex } from '../../values/regex.ts'

type KeyOf<Member> = Member extends unknown ? keyof Member : never
type Key = KeyOf<Failure> | KeyOf<Finding> | KeyOf<PrecheckFinding>

/** What a node is and measures itself; it says nothing about why. */
const OWN: ReadonlySet<string> = new Set<Key>([
  'address',
  'lastSeen',
  'fingerprint',
  'entry',
  'seconds',
  'restarts',
  'failed',
  'pending',
  'retried',
  'total',
  'processes',
  'jumps',
  'others',
  'node',
  'free',
  'ahead',
  'series',
  'samples',
  'lag',
  'waited',
])

/** What a node or a server said, in its own words. */
const WORDING: ReadonlySet<string> = new Set<Key | 'error'>([
  'evidence',
  'log',
  'by',
  'found',
  'differences',
  'error',
])

const ADDRESS = /\b\d{1,3}(?:\.\d{1,3}){3}\b|\b(?:[\da-f]{0,4}:){2,7}[\da-f]{1,4}\b/giu
const TIME = /\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d)?/gu
/** Of a file that each node has in a form of its own. */
const LINE = /\bline \d+/gu
const IDENTIFIER = /\b[\da-f]{12,}\b|\bpid[ =:]?\d+/giu

/** Two causes are alike where this is equal: the same but for what belongs to the node itself. */
export function likeness(node: string, cause: Failure | Finding | PrecheckFinding): string {
  return JSON.stringify(cause, (key, value: unknown) => {
    if (OWN.has(key)) return undefined
    if (key === 'refusal') return reasonOf(value)
    return typeof value === 'string' ? withoutOwn(node, value) : value
  })
}

/** Likeness that also leaves out what was said, for causes that are worded differently on every node. */
export function coarseLikeness(node: string, cause: Failure | Finding | PrecheckFinding): string {
  return JSON.stringify(JSON.parse(likeness(node, cause)), (key, value: unknown) =>
    WORDING.has(key) ? undefined : value,
  )
}

/** A refusal whose reason is known is alike whatever numbers and series Mimir named. */
function reasonOf(refusal: unknown): unknown {
  return isRecord(refusal) && refusal['cause'] !== 'other' ? refusal['cause'] : refusal
}

function withoutOwn(node: string, text: string): string {
  return text
    .replaceAll(TIME, 'TIME')
    .replaceAll(ADDRESS, 'ADDRESS')
    .replaceAll(IDENTIFIER, 'ID')
    .replaceAll(LINE, 'LINE')
    .replaceAll(new RegExp(`(?<![\\w-])${escapeRegex(node)}(?![\\w-])`, 'gu'), 'NODE')
}
