import type { SshLogin } from '../../model/node.ts'
import type { SafeText } from '../../values/safe-text.ts'
import type { HostKeyVerdict } from './host-key.ts'
import type { Identities, Identity } from './identities.ts'

/** How far one attempt to connect came: what its failure is judged by. */
export interface Attempt {
  readonly login: SshLogin
  /** Whether the connection leads straight to the server, as that of ssh-keyscan would. */
  readonly isDirect: boolean
  /** The known_hosts files, for people. */
  readonly knownHosts: readonly string[]
  /** The host key that was shown, and what known_hosts say of it. */
  shown?: { readonly key: Buffer; readonly verdict: HostKeyVerdict }
  /** Why a new host key could not be written down. */
  unlearned?: string
  /** The server proved its host key; what follows is authentication. */
  handshaken: boolean
  readonly identities: Identities
  /** Those that were offered. */
  readonly tried: Identity[]
  /** Authentication methods that the server named when it last refused one. */
  accepted?: readonly string[]
  /** The server took a key, and wants more than that. */
  partial: boolean
  /** The server asked for a signature of an offered key, and it was given. */
  signed: boolean
  /** What the server said to the user, last. */
  banner?: SafeText
  /** There is nothing left to offer. */
  exhausted: boolean
  /** What an agent or a key said when it could not sign. */
  unsigned?: string
}

/** Why an attempt ended: our clock, our signal, an error of ssh2 or the socket, or the end of the connection. */
export type AttemptEnd =
  | { readonly kind: 'deadline'; readonly seconds: number }
  | { readonly kind: 'aborted' }
  | { readonly kind: 'closed'; readonly silent: boolean }
  | { readonly kind: 'error'; readonly error: SshError; readonly silent: boolean }

/** What ssh2 and sockets put on their errors. A number is the reason of a DISCONNECT message. */
export interface SshError {
  readonly message: string
  readonly level?: string
  readonly code?: string | number
}

/** Whatever was thrown, in the shape above. */
export function sshError(error: unknown): SshError {
  if (!(error instanceof Error)) return { message: String(error) }
  const level = 'level' in error && typeof error.level === 'string' ? { level: error.level } : {}
  const code =
    'code' in error && (typeof error.code === 'string' || typeof error.code === 'number')
      ? { code: error.code }
      : {}
  return { message: messageOf(error), ...level, ...code }
}

/** Node wraps the errors of a name's several addresses in one that says nothing itself. */
function messageOf(error: Error): string {
  if (error instanceof AggregateError) return error.errors.map((inner) => sshError(inner).message).join('; ')
  return error.message || String(error)
}

/** After an agent or a key failed to sign, ssh2 reports an error and goes on to the next; it is not the end. */
export function isPassing(error: SshError, { exhausted }: Attempt): boolean {
  return error.level === 'agent' || (error.level === 'client-authentication' && !exhausted)
}

/** A server under load refuses or drops connections before its banner (MaxStartups): worth another try. */
export function isWorthRetrying(end: AttemptEnd): boolean {
  if (end.kind === 'closed') return end.silent
  if (end.kind !== 'error' || !end.silent) return false
  const { code, level } = end.error
  return code === 'ECONNREFUSED' || code === 'ECONNRESET' || level === 'protocol'
}
