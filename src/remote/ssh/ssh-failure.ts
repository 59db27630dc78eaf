import type { Failure, SshFailure } from '../../model/failure.ts'
import { defined } from '../../values/defined.ts'
import { safeLine, safeText } from '../../values/safe-text.ts'
import type { Attempt, AttemptEnd, SshError } from './attempt.ts'
import { fingerprint, keyTypeOf } from './public-key.ts'

/** Names why an attempt to connect failed, by what the attempt had reached and by codes, not by wording. */
export function sshFailure(attempt: Attempt, end: AttemptEnd): Failure {
  if (end.kind === 'aborted') return { reason: 'aborted', during: 'connect' }
  const hostKey = hostKeyFailure(attempt)
  if (hostKey !== undefined) return hostKey
  if (end.kind === 'deadline') return unreachable(attempt, 'timed-out', silence(attempt, end.seconds))
  if (attempt.exhausted)
    return authenticationFailure(attempt, 'the server refused every key that was offered')
  if (end.kind === 'closed') return unreachable(attempt, 'closed', 'the server closed the connection')
  return errorFailure(attempt, end.error, end.silent)
}

/** Nothing is accepted but a known key, or under accept-new an unknown one that could be written down. */
function hostKeyFailure({ reach, knownHosts, shown, unlearned }: Attempt): SshFailure | undefined {
  if (shown === undefined) return undefined
  const { key, verdict } = shown
  const { state } = verdict
  if (state === 'known') return undefined
  if (state === 'unknown' && reach.hostKeys === 'accept-new' && unlearned === undefined) return undefined
  return {
    reason: HOST_KEY_REASONS[state],
    address: reach.address,
    port: reach.port,
    keyType: safeLine(keyTypeOf(key)),
    fingerprint: fingerprint(key),
    knownHosts: unlearned === undefined ? knownHosts : [unlearned],
    ...defined({ entry: verdict.entry && `${verdict.entry.file}:${verdict.entry.line}` }),
  }
}

const HOST_KEY_REASONS = {
  unknown: 'host-key-unknown',
  changed: 'host-key-changed',
  revoked: 'host-key-revoked',
} as const

function errorFailure(attempt: Attempt, error: SshError, silent: boolean): SshFailure {
  const { code, level, message } = error
  if (typeof code === 'string') return unreachable(attempt, CAUSES[code] ?? 'other', message)
  if (typeof code === 'number' && attempt.handshaken) return authenticationFailure(attempt, message)
  if (level === 'client-timeout') return unreachable(attempt, 'timed-out', message)
  if (silent) return unreachable(attempt, 'closed', message)
  return { reason: 'ssh-negotiation', address: attempt.reach.address, evidence: safeLine(message) }
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

function unreachable({ reach }: Attempt, cause: SshCause, evidence: string): SshFailure {
  return {
    reason: 'ssh-unreachable',
    address: reach.address,
    port: reach.port,
    cause,
    evidence: safeLine(evidence),
  }
}

function silence({ handshaken, shown }: Attempt, seconds: number): string {
  if (handshaken) return `authentication did not end within ${seconds} s`
  if (shown !== undefined) return `the key exchange did not end within ${seconds} s`
  return `no SSH connection within ${seconds} s`
}

function authenticationFailure(attempt: Attempt, evidence: string): SshFailure {
  const { reach, tried, accepted, unsigned } = attempt
  const said = [
    evidence,
    ...(accepted.length === 0 ? [] : [`it accepts: ${accepted.join(', ')}`]),
    ...(unsigned === undefined ? [] : [unsigned]),
    ...(reach.keys.length > 0 ? [] : ['certificates and security keys (sk-…) in the agent cannot be used']),
  ]
  return {
    reason: 'ssh-authentication',
    address: reach.address,
    user: reach.user,
    tried: [...tried],
    evidence: safeText(said.join('; ')),
  }
}
