import { afterEach, beforeEach } from 'vitest'
import type { Command, Host } from '../../../src/model/host.ts'
import type { SshReach } from '../../../src/model/node.ts'
import { PROGRAM_STARTED, SHELL_STARTED, USER_REACHED } from '../../../src/remote/execution/program.ts'
import type { SshOptions } from '../../../src/remote/ssh/ssh-host.ts'
import { arrive, type Operator, successOf } from '../operator.ts'
import { type Exec, runShell, type Sshd, type SshdBehaviour, startSshd } from './sshd.ts'

/** What a test starts here is stopped after it. */
export interface Bench {
  sshd(behaviour?: SshdBehaviour): Promise<Sshd>
  /** Knows these servers' host keys. */
  operator(...servers: readonly Sshd[]): Operator
  /** A server, an operator who knows it, and the connection between them. */
  node(behaviour?: SshdBehaviour, options?: Partial<SshOptions>, but?: Partial<SshReach>): Promise<Host>
  /** Commands that the servers were given. */
  lines(): readonly string[]
  /** TCP connections that the servers saw. */
  connections(): number
}

/** For use at the top of a test file: what nobody caught, and what Node warned of, fails the test that caused it. */
export function useBench(): Bench {
  let sshds: Sshd[] = []
  let operators: Operator[] = []
  const uncaught: unknown[] = []
  const note = (error: unknown): number => uncaught.push(error)

  beforeEach(() => {
    uncaught.length = 0
    process.on('uncaughtException', note)
    process.on('warning', note)
  })
  afterEach(async () => {
    await Promise.all(operators.map((operator) => operator.leave()))
    await Promise.all(sshds.map((sshd) => sshd.stop()))
    sshds = []
    operators = []
    process.off('uncaughtException', note)
    process.off('warning', note)
    if (uncaught.length > 0) throw new AggregateError(uncaught, `nobody caught: ${uncaught.join('; ')}`)
  })

  const sshd = async (behaviour?: SshdBehaviour): Promise<Sshd> => {
    const started = await startSshd(behaviour)
    sshds.push(started)
    return started
  }
  const operator = (...servers: readonly Sshd[]): Operator => {
    const arrived = arrive(...servers.map((server) => server.knownHost))
    operators.push(arrived)
    return arrived
  }
  return {
    sshd,
    operator,
    async node(behaviour, options, but) {
      const server = await sshd(behaviour)
      return successOf(await operator(server).open(server, but, options))
    },
    lines: () => sshds.flatMap((server) => server.lines()),
    connections: () => sshds.reduce((sum, server) => sum + server.connections(), 0),
  }
}

/** A command with a patient deadline. */
export function command(program: string, but: Partial<Command> = {}): Command {
  return { title: 'observe', program, deadline: 20_000, ...but }
}

/** A node on which the program starts, says `begun`, and then this happens. */
export function afterStart(then: (exec: Exec) => void): SshdBehaviour {
  return {
    exec(exec) {
      exec.channel.write(`${SHELL_STARTED}${USER_REACHED}${PROGRAM_STARTED}begun\n`)
      exec.channel.resume()
      then(exec)
    },
  }
}

/** A node that runs commands, and tells how the last one's process ended: exit code and signal. */
export function watchedShell(): {
  readonly behaviour: SshdBehaviour
  readonly ended: () => Promise<unknown[]>
} {
  let ended: Promise<unknown[]> | undefined
  return {
    behaviour: {
      exec({ line, channel }) {
        const child = runShell(line, channel)
        ended = new Promise((resolve) => child.once('exit', (...how) => resolve(how)))
      },
    },
    async ended() {
      if (ended === undefined) throw new Error('no command was run')
      return await ended
    },
  }
}
