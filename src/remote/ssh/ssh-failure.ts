import type { Failure, LoginRefusal, SshFailure } from '../../model/failure.ts'
import type { SshLogin } from '../../model/node.ts'
import { defined } from '../../values/defined.ts'
import { type SafeText, safeLine, safeText } from '../../values/safe-text.ts'
import type { Attempt, AttemptEnd, SshError } from './attempt.ts'
import { knownHostsName, knownUnder } from './known-hosts.ts'
import { fingerprint, keyTypeOf } from './public-key.ts'

/** Names why an attempt to connect failed, by what the attempt had reached and by codes, not by wording. */
export function sshFailure(attempt: Attempt, end: AttemptEnd): Failure {
  if (end.kind === 'aborted') return { reason: 'aborted', during: 'connect' }
  const hostKey = hostKeyFailure(attempt)
  if (hostKey !== undefined) return hostKey
  if (end.kind === 'deadline') return unreachable(attempt, 'timed-out', silence(attempt, end.seconds))
  const refusal = loginRefusal(attempt, end)
  if (refusal !== undefined) return authenticationFailure(attempt, refusal, wordsOf(end, attempt))
  if (end.kind === 'closed') return unreachable(attempt, closing(attempt), 'the server closed the connection')
  return errorFailure(attempt, end.error, end.silent)
}

/** Nothing is accepted but a known key, or under accept-new an unknown one that could be written down. */
function hostKeyFailure({ login, isDirect, knownHosts, shown, unlearned }: Attempt): SshFailure | undefined {
  if (shown === undefined) return undefined
  const { key, verdict } = shown
  const { state } = verdict
  if (state === 'known') return undefined
  if (state === 'unknown' && login.hostKeys === 'accept-new' && unlearned === undefined) return undefined
  return {
    reason: HOST_KEY_REASONS[state],
    address: login.address,
    port: login.port,
    keyType: safeLine(keyTypeOf(key)),
    fingerprint: fingerprint(key),
    knownHosts: unlearned === undefined ? knownHosts : [unlearned],
    ...(isDirect && login.hostKeyAlias === undefined ? {} : { line: lineOf(login, key) }),
    ...defined({ entry: verdict.entry && `${verdict.entry.file}:${verdict.entry.line}` }),
  }
}

/** Bytes of base64 of the largest key that a line is made for: RSA with 16,384 bits. */
const LONGEST_LINE = 4000

function lineOf(login: SshLogin, key: Buffer): SafeText {
  const words = [knownHostsName(...knownUnder(login)), keyTypeOf(key), key.toString('base64')]
  return safeLine(words.join(' '), LONGEST_LINE)
}

const HOST_KEY_REASONS = {
  unknown: 'host-key-unknown',
  changed: 'host-key-changed',
  revoked: 'host-key-revoked',
} as const

function errorFailure(attempt: Attempt, error: SshError, silent: boolean): SshFailure {
  const { code, level, message } = error
  if (typeof code === 'string') {
    const cause = CAUSES[code] ?? 'other'
    return unreachable(attempt, cause === 'closed' ? closing(attempt) : cause, message)
  }
  if (level === 'client-timeout') return unreachable(attempt, 'timed-out', message)
  if (silent) return unreachable(attempt, 'closed', message)
  const { address, port } = attempt.login
  return { reason: 'ssh-negotiation', address, port, evidence: safeLine(message) }
}

type SshCause = Extract<SshFailure, { reason: 'ssh-unreachable' }>['cause']

const CAUSES: Readonly<Record<string, SshCause>> = {
  ECONNREFUSED: 'refused',
  ETIMEDOUT: 'timed-out',
  EHOSTUNREACH: 'no-route',
  ENETUNREACH: 'no-route',
  EHOSTDOWN: 'no-route',
  ENETDOWN: 'no-route',
  ENOTFOUND: 'unknown-host',
  EAI_AGAIN: 'unknown-host',
  EAI_NODATA: 'unknown-host',
  ECONNRESET: 'closed',
  ECONNABORTED: 'closed',
  EPIPE: 'closed',
}

function closing({ handshaken }: Attempt): SshCause {
  return handshaken ? 'dropped' : 'closed'
}

/** What ended the login, where it was not that nothing was left to offer. */
function wordsOf(end: AttemptEnd, { exhausted }: Attempt): string {
  if (exhausted) return ''
  return end.kind === 'error' ? end.error.message : 'the server closed the connection'
}

function unreachable({ login, banner }: Attempt, cause: SshCause, evidence: string): SshFailure {
  const said = banner === undefined ? evidence : `${evidence}; ${banner}`
  return {
    reason: 'ssh-unreachable',
    address: login.address,
    port: login.port,
    cause,
    evidence: safeLine(said, 600),
  }
}

function silence({ handshaken, shown }: Attempt, seconds: number): string {
  if (handshaken) return `authentication did not end within ${seconds} s`
  if (shown !== undefined) return `the key exchange did not end within ${seconds} s`
  return `no SSH connection within ${seconds} s`
}

function authenticationFailure(attempt: Attempt, cause: LoginRefusal, evidence: string): SshFailure {
  const { login, identities, tried, accepted = [], unsigned, banner = '' } = attempt
  const { address, port, user } = login
  const said = [evidence, banner, ...(unsigned === undefined ? [] : [unsigned]), ...identities.passedOver]
  const file = tried.find((identity) => identity.file !== undefined)
  return {
    reason: 'ssh-authentication',
    cause,
    address,
    port,
    user,
    tried: tried.map(({ label }) => label),
    available: identities.offered.length,
    accepted: accepted.slice(0, MOST_METHODS).map((method) => safeLine(method, 60)),
    ...defined({ file: file?.file, publicFile: file?.publicFile }),
    evidence: safeText(said.filter((part) => part !== '').join('; ')),
  }
}

/** A server may name as many as it likes. */
const MOST_METHODS = 8

/**
 * What a login was refused for; undefined where the connection broke for another reason. sshd with PAM closes the
 * connection without a word of SSH when it took the key and the account may not log in: its reason is the banner.
 */
function loginRefusal(attempt: Attempt, end: AttemptEnd): LoginRefusal | undefined {
  const { handshaken, exhausted, identities, tried, partial, signed, accepted, unsigned } = attempt
  if (!handshaken) return undefined
  const isDisconnected = end.kind === 'error' && typeof end.error.code === 'number'
  if (!exhausted && !isDisconnected && !(signed && isClosed(end))) return undefined
  if (partial) return 'second-factor'
  if (signed) return 'not-admitted'
  if (exhausted && accepted?.includes('publickey') === false) return 'no-publickey'
  if (unsigned !== undefined) return 'not-signed'
  return tried.length < identities.offered.length ? 'too-many-keys' : 'keys-refused'
}

function isClosed(end: AttemptEnd): boolean {
  if (end.kind === 'closed') return true
  return end.kind === 'error' && ['ECONNRESET', 'EPIPE'].includes(String(end.error.code))
}
