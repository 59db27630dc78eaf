import { spawn } from 'node:child_process'
import { connect } from 'node:net'
import { Duplex } from 'node:stream'
import { endGroup } from '../../shell/process-group.ts'
import { createLookup } from './lookup.ts'

/** A stream of bytes to a server, before anything of SSH is on it. */
export interface Line {
  readonly stream: Duplex
  /** Whether it leads straight to the server. */
  readonly isDirect: boolean
  /** What else is known of its end: what a command printed, or that a jump host is lost. */
  readonly ending: () => string | undefined
}

/** What a line leads to. */
export interface ServerAddress {
  readonly address: string
  readonly port: number
}

const lookup = createLookup()

/** A TCP connection, on its way. */
export function tcpLine({ address, port }: ServerAddress): Line {
  return {
    stream: connect({ host: address, port, noDelay: true, lookup }),
    isDirect: true,
    ending: () => undefined,
  }
}

/** Characters of what a command printed that are kept. */
const LONGEST_WORDS = 600

/** Milliseconds between asking a command to end and ending it. */
const PATIENCE = 500

/**
 * A command of this machine whose stdin and stdout are the connection, run as OpenSSH runs a ProxyCommand: by a shell that
 * becomes it, here in a process group of its own, which ends with the line.
 */
export function commandLine(command: string): Line {
  const child = spawn('/bin/sh', ['-c', `exec ${command}`], { stdio: 'pipe', detached: true })
  let words = ''
  let end: string | undefined
  child.stderr.on('data', (chunk: Buffer) => {
    words = `${words}${chunk.toString('utf8')}`.slice(-LONGEST_WORDS)
  })
  // Whoever writes to a command that has ended hears of it by its end.
  child.stdin.on('error', () => undefined)
  const stream = new Duplex({
    read: () => void child.stdout.resume(),
    write: (chunk, encoding, done) => void child.stdin.write(chunk, encoding, () => done()),
    final: (done) => void child.stdin.end(() => done()),
    destroy: (error, done) => endGroup(child, PATIENCE, () => done(error)),
  })
  child.stdout.on('data', (chunk: Buffer) => {
    if (!stream.push(chunk)) child.stdout.pause()
  })
  child.on('error', (error) => stream.destroy(error))
  child.on('close', (code, signal) => {
    end = signal === null ? `ended with exit code ${String(code)}` : `was ended by ${signal}`
    stream.push(null)
  })
  return {
    stream,
    isDirect: false,
    ending: () => {
      const said = words.trim()
      return (
        [end, said === '' ? undefined : said].filter((part) => part !== undefined).join(': ') || undefined
      )
    },
  }
}
