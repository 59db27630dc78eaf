import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { Lab } from './lab.ts'
import { nodeNamed } from './machines.ts'
import { ssh } from './ssh.ts'
import { statusOf } from './status.ts'

/** What a command prints on a node, trimmed. Throws where it does not succeed. */
export async function on(lab: Lab, node: string, command: string): Promise<string> {
  const finished = await ssh(lab, node, command)
  if (finished.exitCode === 0) return finished.stdout.trim()
  throw new Error(`${node}: \`${command}\` exited ${finished.exitCode}: ${finished.stderr.trim()}`)
}

/** How sshd of a node greets: with its banner, not at all, or there is no connection. `patience` in milliseconds. */
export function greeting(
  lab: Lab,
  node: string,
  patience: number,
): Promise<'banner' | 'silence' | 'no connection'> {
  return new Promise((resolve) => {
    let answer: 'silence' | 'no connection' = 'no connection'
    const socket = connect({ host: nodeNamed(lab, node).address, port: 22 })
    const timer = setTimeout(() => socket.destroy(), patience)
    socket.on('connect', () => {
      answer = 'silence'
    })
    socket.on('data', () => {
      clearTimeout(timer)
      socket.removeAllListeners('close').destroy()
      resolve('banner')
    })
    socket.on('error', () => undefined)
    socket.on('close', () => {
      clearTimeout(timer)
      resolve(answer)
    })
  })
}

/** What ails a machine of the lab, in the verbs' words. */
export async function faultsOf(lab: Lab, name: string): Promise<readonly string[]> {
  return (await statusOf(lab)).find((machine) => machine.name === name)?.faults ?? []
}

/** Asks until the answer is right; gives the last answer when patience, in milliseconds, is over, right or not. */
export async function eventually<T>(
  ask: () => Promise<T>,
  right: (answer: T) => boolean,
  patience = 30_000,
): Promise<T> {
  const deadline = Date.now() + patience
  for (;;) {
    const answer = await ask()
    if (right(answer) || Date.now() > deadline) return answer
    await pause(200)
  }
}
