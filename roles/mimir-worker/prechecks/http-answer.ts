import type { Silence } from '../../../src/model/precheck.ts'
import { classify, type Patterns } from '../../../src/values/classify.ts'
import { type SafeText, safeLine } from '../../../src/values/safe-text.ts'

/** How one HTTP exchange of a node ended: with an answer, or without one and why. */
export type PrecheckHttpAnswer =
  | {
      readonly status: number
      readonly headers: string
      readonly body: SafeText
      readonly seconds: number
    }
  | { readonly silence: Silence; readonly evidence: SafeText; readonly seconds: number }
  | { readonly silence: 'no-tool' }

/** What prechecks.sh reports of an exchange: its exit status, and a line of its own before the raw answer. */
export interface Exchanged {
  readonly exit: number
  readonly value: string
}

/** Reads the raw answer as curl -i, a bare socket, or wget -S give it. */
export function httpAnswer({ exit, value }: Exchanged): PrecheckHttpAnswer {
  const end = value.indexOf('\n')
  const [tool, from, to] = value.slice(0, end < 0 ? undefined : end).split(' ')
  const raw = end < 0 ? '' : value.slice(end + 1)
  if (tool === 'none') return { silence: 'no-tool' }
  const seconds = Math.max(0, Math.round((Number(to) - Number(from)) * 100) / 100)
  const answers = [...raw.matchAll(/^ *HTTP\/\d(?:\.\d)? (?<status>\d{3})/gmu)]
  // After `100 Continue` comes the real one.
  const status = Number(answers.at(-1)?.groups?.['status'] ?? 0)
  if (status === 0) return { silence: silenceOf(exit, raw), evidence: safeLine(raw), seconds }
  const [headers = '', ...rest] = raw.slice(answers.at(-1)?.index ?? 0).split(/\r?\n\r?\n/u)
  return { status, headers, body: safeLine(rest.join('\n').trim(), 500), seconds }
}

const MESSAGES: Patterns<Silence> = [
  [/certificate|\bSSL|\bTLS|self.signed/iu, 'certificate'],
  [
    /could not resolve|name or service not known|name resolution|unable to resolve|no address associated/iu,
    'unknown-host',
  ],
  [/connection refused/iu, 'refused'],
  [/no route to host|network is unreachable|host is unreachable/iu, 'no-route'],
  [/timed out|timeout/iu, 'timed-out'],
  [/could ?n.t connect|could not connect|failed to connect/iu, 'unconnected'],
  [/reset by peer|empty reply|closed|broken pipe/iu, 'closed'],
]

/** curl's exit statuses that say it all; timeout(1) ends with 124. */
const EXITS: ReadonlyMap<number, Silence> = new Map([
  [6, 'unknown-host'],
  [28, 'timed-out'],
  [35, 'certificate'],
  [52, 'closed'],
  [56, 'closed'],
  [58, 'certificate'],
  [60, 'certificate'],
  [77, 'certificate'],
  [124, 'timed-out'],
])

function silenceOf(exit: number, raw: string): Silence {
  return EXITS.get(exit) ?? classify(raw, MESSAGES) ?? (exit === 0 ? 'closed' : 'other')
}
