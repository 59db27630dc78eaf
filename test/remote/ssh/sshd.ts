import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import ssh2, {
  type AuthContext,
  type AuthenticationType,
  type Connection,
  type ServerChannel,
  type ServerConfig,
} from 'ssh2'
import { type KeyPair, keyPair } from './key-pair.ts'

const { Server } = ssh2

/** One command that came in. */
export interface Exec {
  readonly line: string
  readonly channel: ServerChannel
  readonly connection: Connection
  /** The TCP connection below, to be hurt. */
  readonly socket: Socket
}

export interface SshdBehaviour {
  readonly hostKeys?: readonly KeyPair[]
  /** What is done with each command; through a real shell where nothing is said. */
  readonly exec?: (exec: Exec) => void
  /** Whether an attempt to authenticate is let in; publickey is where nothing is said. */
  readonly admits?: (context: AuthContext) => boolean
  /** Methods that it says it takes when it refuses one. */
  readonly offers?: AuthenticationType[]
  /** Leaves every attempt to authenticate unanswered. */
  readonly ignoresAuthentication?: boolean
  /** Disconnects at the first attempt to authenticate, as sshd does after too many. */
  readonly hangsUpOnAuthentication?: boolean
  /** Shown before anything is asked. */
  readonly banner?: string
  /** Takes the right key and asks for this as well. */
  readonly asksFor?: AuthenticationType
  /** Shown when the right key was given; then the connection is closed, as sshd does it for an expired account. */
  readonly farewell?: string
  /** Sees each TCP connection first; true when it dealt with it and SSH shall not. */
  readonly accepts?: (socket: Socket, number: number) => boolean
  /** Leaves every request for a session unanswered. */
  readonly ignoresSessions?: boolean
  /** Sessions at a time on one connection; more are refused as sshd refuses them. */
  readonly maxSessions?: number
  readonly algorithms?: ServerConfig['algorithms']
  /** Forwards connections as a jump host does: opens them, refuses to, or never answers; refuses where nothing is said. */
  readonly forwards?: 'yes' | 'never-answers'
}

/** A fake node's SSH server on loopback. */
export interface Sshd {
  readonly port: number
  /** A line for known_hosts that knows it. */
  readonly knownHost: string
  /** TCP connections so far. */
  connections(): number
  /** Resolves when none of them is left. */
  deserted(): Promise<void>
  /** Commands so far. */
  lines(): readonly string[]
  /** Ends every connection, and goes on listening. */
  hangUp(): void
  stop(): Promise<void>
}

export async function startSshd(behaviour: SshdBehaviour = {}): Promise<Sshd> {
  const hostKeys = behaviour.hostKeys ?? [keyPair('ed25519')]
  const sockets = new Set<Socket>()
  const lines: string[] = []
  let connections = 0
  const ssh = new Server({
    hostKeys: hostKeys.map((pair) => pair.private),
    ...(behaviour.banner !== undefined && { banner: behaviour.banner }),
    ...(behaviour.algorithms && { algorithms: behaviour.algorithms }),
  })
  ssh.on('connection', (connection: Connection) => {
    const socket = [...sockets].find((one) => one === Reflect.get(connection, '_sock'))
    if (socket === undefined) throw new Error('a connection on no socket of this server')
    serve({ connection, socket, behaviour, lines })
  })
  const listener = createServer((socket) => {
    connections += 1
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => undefined)
    if (behaviour.accepts?.(socket, connections) === true) return
    ssh.injectSocket(socket)
  })
  listener.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const address = listener.address()
  if (address === null || typeof address === 'string') throw new Error('the server listens on no port')
  const { port } = address
  return {
    port,
    knownHost: hostKeys.map((pair) => `[127.0.0.1]:${port} ${pair.public.trim()}\n`).join(''),
    connections: () => connections,
    async deserted() {
      await Promise.all(
        Array.from(sockets, (socket) => new Promise((resolve) => socket.once('close', resolve))),
      )
    },
    lines: () => lines,
    hangUp() {
      for (const socket of sockets) socket.destroy()
    },
    async stop() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => listener.close(resolve))
    },
  }
}

interface Served {
  readonly connection: Connection
  readonly socket: Socket
  readonly behaviour: SshdBehaviour
  readonly lines: string[]
}

function serve({ connection, socket, behaviour, lines }: Served): void {
  let sessions = 0
  connection.on('error', () => undefined)
  connection.on('authentication', (context) => {
    if (behaviour.ignoresAuthentication === true) return undefined
    if (behaviour.hangsUpOnAuthentication === true) return disconnect(connection)
    if (behaviour.asksFor !== undefined && isSigned(context)) return context.reject([behaviour.asksFor], true)
    if (behaviour.farewell !== undefined && isSigned(context)) {
      sendBanner(connection, behaviour.farewell)
      socket.end()
      return undefined
    }
    const admitted = behaviour.admits?.(context) ?? context.method === 'publickey'
    if (admitted) context.accept()
    else context.reject(behaviour.offers ?? ['publickey'])
    return undefined
  })
  connection.on('session', (accept, reject) => {
    if (behaviour.ignoresSessions === true) return undefined
    if (sessions >= (behaviour.maxSessions ?? 10)) return reject()
    sessions += 1
    const session = accept()
    session.on('close', () => {
      sessions -= 1
    })
    session.on('exec', (acceptExec, _reject, { command }) => {
      lines.push(command)
      const channel = acceptExec()
      channel.on('error', () => undefined)
      const answer = behaviour.exec ?? throughShell
      answer({ line: command, channel, connection, socket })
    })
    return undefined
  })
  connection.on('tcpip', (accept, reject, { destIP, destPort }) => {
    if (behaviour.forwards === 'never-answers') return
    if (behaviour.forwards === 'yes') forward(accept, reject, connect({ host: destIP, port: destPort }))
    else reject()
  })
}

function forward(accept: () => ServerChannel, reject: () => void, socket: Socket): void {
  const refused = (): void => reject()
  socket.once('error', refused)
  socket.once('connect', () => {
    socket.off('error', refused)
    socket.on('error', () => undefined)
    const channel = accept()
    channel.on('error', () => undefined)
    channel.on('close', () => socket.destroy())
    socket.on('close', () => channel.end())
    socket.pipe(channel).pipe(socket)
  })
}

const PROTOCOL_ERROR = 2

/** ssh2 has no public means to do so for any reason but an ordinary end. */
function disconnect(connection: Connection): void {
  call(connection, 'disconnect', [PROTOCOL_ERROR])
}

/** Sends a message that ssh2 has no public means for. */
function call(connection: Connection, message: string, values: readonly unknown[]): void {
  const protocol: unknown = Reflect.get(connection, '_protocol')
  const send: unknown = Reflect.get(Object(protocol), message)
  if (typeof send !== 'function') throw new Error(`ssh2 has no ${message} any more`)
  Reflect.apply(send, protocol, values)
}

interface ServerProtocol {
  readonly _packetRW: {
    readonly write: {
      readonly allocStart: number
      alloc(bytes: number): Buffer
      finalize(packet: Buffer): Buffer
    }
  }
  readonly _cipher: { encrypt(packet: Buffer): void }
}

/** ssh2 sends a banner only before the first request. */
function sendBanner(connection: Connection, text: string): void {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- ssh2's own, which its types leave out
  const { _packetRW: writer, _cipher: cipher } = Reflect.get(connection, '_protocol') as ServerProtocol
  const bytes = Buffer.from(text)
  const packet = writer.write.alloc(1 + 4 + bytes.length + 4)
  let at = packet.writeUInt8(USERAUTH_BANNER, writer.write.allocStart)
  at = packet.writeUInt32BE(bytes.length, at)
  at += bytes.copy(packet, at)
  packet.writeUInt32BE(0, at)
  cipher.encrypt(writer.write.finalize(packet))
}

const USERAUTH_BANNER = 53

function isSigned(context: AuthContext): boolean {
  return context.method === 'publickey' && context.signature !== undefined
}

/** As sshd does it: a session of its own, exit status when the process ends, close when its output ends. */
function throughShell({ line, channel }: Exec): void {
  runShell(line, channel)
}

export function runShell(
  line: string,
  channel: ServerChannel,
  env: NodeJS.ProcessEnv = process.env,
): ChildProcessWithoutNullStreams {
  const child = spawn('/bin/sh', ['-c', line], { detached: true, env })
  child.stdin.on('error', () => undefined)
  channel.pipe(child.stdin)
  channel.on('close', () => {
    for (const stream of child.stdio) stream?.destroy()
  })
  child.stdout.on('data', (chunk: Buffer) => channel.write(chunk))
  child.stderr.on('data', (chunk: Buffer) => channel.stderr.write(chunk))
  child.on('exit', (code, signal) => {
    if (code !== null) channel.exit(code)
    else channel.exit((signal ?? 'SIGKILL').slice(3))
  })
  child.on('close', () => channel.close())
  return child
}
