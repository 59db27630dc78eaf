import { isIPv6 } from 'node:net'

/** The hosts that a pattern such as `ctl[01:03]:2222` names, and the port they share. */
export type Expansion =
  | { readonly ok: true; readonly hosts: readonly string[]; readonly port: number | undefined }
  | { readonly ok: false; readonly fault: string }

const MOST_HOSTS = 20_000
const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'
const RANGE = String.raw`\[(?:[a-z]:[a-z]|[0-9]+:[0-9]+)(?::[0-9]+)?\]`
const LABEL = String.raw`(?:[\p{L}\p{N}_]|${RANGE})(?:[\p{L}\p{N}_-]|${RANGE})*(?<![_-])`
const HOST_NAME = new RegExp(String.raw`^${LABEL}(?:\.${LABEL})*$`, 'iu')
const BRACKETED_PORT = /^\[(?<host>.+)\]:(?<port>[0-9]+)$/u
const PORT = /^(?<host>(?:[^:[\]]|\[[^\]]*\])*):(?<port>[0-9]+)$/u
const HEX_RANGE = /\[[0-9a-f]+:[0-9a-f]+(?::[0-9]+)?\]/giu

/** Expands a host pattern of an inventory line: ranges in any part, `host:port` and `[address]:port`. */
export function expandHosts(pattern: string): Expansion {
  const { host, port } = splitPort(pattern)
  if (pattern.trim().endsWith(':') && port === undefined)
    return { ok: false, fault: `found ${pattern}, which ends in a colon without a port` }
  const expanded = expandRanges(host)
  if (typeof expanded === 'string') return { ok: false, fault: expanded }
  return { ok: true, hosts: expanded, port }
}

/** Whether a text could be one host's name or address, ranges allowed. */
function isHostPattern(text: string): boolean {
  return HOST_NAME.test(text) || isIPv6(text.replace(HEX_RANGE, '1'))
}

/** A text that is not a host with a port is a host as a whole, and not valid. */
export function splitPort(pattern: string): { host: string; port: number | undefined; valid: boolean } {
  let host = pattern
  let port: number | undefined
  for (const form of [BRACKETED_PORT, PORT]) {
    const found = form.exec(host)?.groups
    if (!found) continue
    host = found['host'] ?? ''
    port = Number(found['port'])
  }
  const valid = isHostPattern(host)
  return valid ? { host, port, valid } : { host: pattern, port: undefined, valid }
}

function expandRanges(pattern: string): readonly string[] | string {
  let done = ['']
  let rest = pattern
  while (rest.includes('[')) {
    const found = /^(?<head>[^[]*)\[(?<range>[^\]]*)\](?<tail>.*)$/u.exec(rest)?.groups
    if (!found) return `found ${pattern}, in which a [ has no ]`
    const { head = '', range = '', tail = '' } = found
    const steps = rangeSteps(range)
    if (typeof steps === 'string') return `found ${pattern}; ${steps}`
    if (done.length * steps.length > MOST_HOSTS)
      return `found ${pattern}, which names more than ${MOST_HOSTS} hosts`
    done = done.flatMap((start) => steps.map((step) => `${start}${head}${step}`))
    rest = tail
  }
  return done.map((start) => `${start}${rest}`)
}

function rangeSteps(range: string): readonly string[] | string {
  const [first = '', end, step = '1', ...more] = range.split(':')
  if (end === undefined || more.length > 0) return 'a range is [begin:end] or [begin:end:step]'
  const begin = first === '' ? '0' : first
  if (end === '') return 'the range has no end'
  if (begin.startsWith('0') && begin.length > 1 && begin.length !== end.length)
    return 'begin and end of a range with leading zeros must be equally long'
  if (!/^[-+]?[0-9]+$/u.test(step) || Number(step) === 0) return `the step ${step} is not a number above 0`
  if (LETTERS.includes(begin) && LETTERS.includes(end)) return letterSteps(begin, end, Number(step))
  if (![begin, end].every((bound) => /^[-+]?[0-9]+$/u.test(bound)))
    return 'begin and end must be two numbers or two letters'
  const width = begin.startsWith('0') ? begin.length : 0
  return numberSteps(Number(begin), Number(end), Number(step)).map((value) =>
    String(value).padStart(width, '0'),
  )
}

function letterSteps(begin: string, end: string, step: number): readonly string[] | string {
  const from = LETTERS.indexOf(begin)
  const to = LETTERS.indexOf(end)
  if (from > to) return 'the range runs backwards'
  return LETTERS.slice(from, to + 1)
    .split('')
    .filter((_, index) => index % Math.abs(step) === 0)
}

/** Numbers from `begin` through `end`; none where the range runs backwards, as in Ansible. */
function numberSteps(begin: number, end: number, step: number): readonly number[] {
  const count = Math.max(0, Math.ceil((end + 1 - begin) / step))
  return Array.from({ length: Math.min(count, MOST_HOSTS + 1) }, (_, index) => begin + index * step)
}
