import { join } from 'node:path'
import { attempt, type Finished } from '../base/shell.ts'
import type { Lab } from './lab.ts'
import { nodeNamed } from './machines.ts'

/** What an operator would type before the command: the lab's key, strict host keys, nothing of the user's own ssh. */
export function sshArguments(lab: Lab, node: string, user = 'root'): string[] {
  const options = {
    IdentityFile: join(lab.runDirectory, 'id'),
    IdentitiesOnly: 'yes',
    UserKnownHostsFile: join(lab.runDirectory, 'known_hosts'),
    GlobalKnownHostsFile: '/dev/null',
    StrictHostKeyChecking: 'yes',
    ConnectTimeout: '10',
  }
  const words = Object.entries(options).flatMap(([key, value]) => ['-o', `${key}=${value}`])
  return ['-F', '/dev/null', ...words, `${user}@${nodeNamed(lab, node).address}`]
}

/** Runs a shell command on a node over ssh; any exit code is an answer, 255 is ssh's own. */
export function ssh(lab: Lab, node: string, command: string, user = 'root'): Promise<Finished> {
  return attempt('ssh', ['-o', 'BatchMode=yes', ...sshArguments(lab, node, user), command], {
    timeout: 120_000,
  })
}
