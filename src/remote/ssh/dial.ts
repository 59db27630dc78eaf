import type { SshLogin } from '../../model/node.ts'
import { failed, type Result, success } from '../../model/result.ts'
import { safeLine } from '../../values/safe-text.ts'
import { COMPRESSION, hostKeyAlgorithms, KEY_EXCHANGES, MACS } from './algorithms.ts'
import { type Attempt, type AttemptEnd, isPassing, sshError } from './attempt.ts'
import type { Identities } from './identities.ts'
import { knownUnder } from './known-hosts.ts'
import type { KnownHosts } from './known-hosts-store.ts'
import type { Line } from './line.ts'
import type { LoginListener, SshClient, SshConfig, SshLibrary } from './ssh-library.ts'
import { createSession, type SshSession } from './ssh-session.ts'

/** What one attempt to connect needs. */
export interface Dialling {
  readonly login: SshLogin
  /** The way to the server; it is destroyed if the attempt fails. */
  readonly line: Line
  readonly identities: Identities
  readonly hostKeys: KnownHosts
  readonly keepalive: Keepalive
  /** Milliseconds for name look-up, TCP, key exchange and authentication together, in all attempts. */
  readonly deadline: number
  /** When they are over, on the clock of performance.now(). */
  readonly until: number
  readonly signal?: AbortSignal
}

/** A question every `interval` milliseconds; after `misses` without an answer the connection is lost. */
export interface Keepalive {
  readonly interval: number
  readonly misses: number
}

/** How an attempt failed. */
export interface DialFailure {
  readonly attempt: Attempt
  readonly end: AttemptEnd
}

/**
 * One attempt. It always settles, and leaves nothing behind when it fails: the line is ours and is destroyed,
 * for ssh2 forgets sockets that are half closed, and node-ssh gives up at errors after which ssh2 goes on.
 */
export function dial(library: SshLibrary, dialling: Dialling): Promise<Result<SshSession, DialFailure>> {
  const { login, line, identities, hostKeys, deadline, until, signal } = dialling
  const attempt: Attempt = {
    login,
    isDirect: line.isDirect,
    knownHosts: hostKeys.files,
    handshaken: false,
    identities,
    tried: [],
    partial: false,
    signed: false,
    exhausted: false,
  }
  if (signal?.aborted === true) {
    line.stream.destroy()
    return Promise.resolve(failed({ attempt, end: { kind: 'aborted' } }))
  }
  return new Promise((resolve) => {
    const settle = (result: Result<SshSession, DialFailure>): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
      if (!result.ok) line.stream.destroy()
      resolve(result)
    }
    const fail = (end: AttemptEnd): void => settle(failed({ attempt, end }))
    const timer = setTimeout(
      () => fail({ kind: 'deadline', seconds: deadline / 1000 }),
      until - performance.now(),
    )
    const onAbort = (): void => fail({ kind: 'aborted' })
    signal?.addEventListener('abort', onAbort, { once: true })
    begin(library, { dialling, attempt }, { fail, ready: (session) => settle(success(session)) })
  })
}

interface Dialled {
  readonly dialling: Dialling
  readonly attempt: Attempt
}

interface DialOutcome {
  fail(end: AttemptEnd): void
  ready(session: SshSession): void
}

function begin(library: SshLibrary, dialled: Dialled, outcome: DialOutcome): void {
  const { attempt, dialling } = dialled
  const { line } = dialling
  let received = false
  const silent = (): boolean => !received
  const onError = (thrown: unknown): void => {
    const error = sshError(thrown)
    if (isPassing(error, attempt)) {
      attempt.unsigned = error.message
      attempt.signed = false
    } else outcome.fail({ kind: 'error', error, silent: silent() })
  }
  line.stream.on('error', onError)
  const client: SshClient | undefined = library.connect(
    connectConfig(dialled),
    loginListener(attempt),
    onError,
  )
  if (client === undefined) return
  line.stream.once('data', () => {
    received = true
  })
  client.on('error', onError)
  client.on('banner', (text: string) => {
    attempt.banner = safeLine(text.slice(0, LONGEST_BANNER))
  })
  client.on('close', () => outcome.fail({ kind: 'closed', silent: silent() }))
  client.on('handshake', () => {
    attempt.handshaken = true
    learnHostKey(dialled)
    if (attempt.shown?.verdict.state !== 'known') outcome.fail({ kind: 'closed', silent: false })
  })
  client.on('ready', () => outcome.ready(createSession(client, line)))
}

/** Characters of a banner that are looked at. */
const LONGEST_BANNER = 2000

function loginListener(attempt: Attempt): LoginListener {
  return {
    refused(methods, partial) {
      attempt.accepted = methods
      if (!partial) return
      attempt.partial = true
      attempt.signed = false
    },
    wanted() {
      attempt.signed = true
    },
  }
}

function connectConfig({ dialling, attempt }: Dialled): SshConfig {
  const { login, line, hostKeys, keepalive } = dialling
  return {
    sock: line.stream,
    username: login.user,
    readyTimeout: 0,
    keepaliveInterval: keepalive.interval,
    keepaliveCountMax: keepalive.misses,
    algorithms: {
      kex: [...KEY_EXCHANGES],
      hmac: [...MACS],
      compress: [...COMPRESSION],
      serverHostKey: hostKeyAlgorithms(hostKeys.keyTypes(...knownUnder(login))),
    },
    hostVerifier: hostVerifier(attempt, hostKeys),
    authHandler: authHandler(attempt),
  }
}

/** Synchronous and boolean by its type: ssh2 takes a promise for a yes. */
function hostVerifier(attempt: Attempt, hostKeys: KnownHosts): (key: Buffer) => boolean {
  const { hostKeys: policy } = attempt.login
  return (key) => {
    const verdict = hostKeys.judge(...knownUnder(attempt.login), key)
    attempt.shown = { key, verdict }
    return verdict.state === 'known' || (verdict.state === 'unknown' && policy === 'accept-new')
  }
}

/** Only now has the server proven that the key is its own. Another node may have taught it to us meanwhile. */
function learnHostKey({ attempt, dialling }: Dialled): void {
  const { shown, login } = attempt
  if (shown?.verdict.state !== 'unknown') return
  const verdict = dialling.hostKeys.judge(...knownUnder(login), shown.key)
  attempt.shown = { key: shown.key, verdict }
  if (verdict.state !== 'unknown') return
  const problem = dialling.hostKeys.learn(...knownUnder(login), shown.key)
  if (problem === undefined) attempt.shown = { key: shown.key, verdict: { state: 'known' } }
  else attempt.unlearned = problem
}

/** Offers the identities in order, each once, and stops when the server will not take their kind. */
function authHandler(attempt: Attempt): NonNullable<SshConfig['authHandler']> {
  const waiting = [...attempt.identities.offered]
  return (_accepted, _partial, next) => {
    const identity = waiting.shift()
    if (identity === undefined || attempt.accepted?.includes('publickey') === false) {
      attempt.exhausted = true
      // @ts-expect-error -- false ends the authentication; the types do not know it
      next(false)
      return
    }
    attempt.tried.push(identity)
    next(identity.method)
  }
}
