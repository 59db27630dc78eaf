import { spawn } from 'node:child_process'
import { progressOnStderr } from '../base/progress.ts'
import * as faults from '../faults/faults.ts'
import { down, type Lab, openLab, removeCache, up } from '../lab/lab.ts'
import { sshArguments } from '../lab/ssh.ts'
import { statusOf, statusText } from '../lab/status.ts'
import { type LabCommand, parseCommand } from './arguments.ts'
import { HELP } from './help.ts'
import { actOnNode } from './verbs.ts'

/** Exit codes: 0 done, 1 it could not be done, 2 the command line is wrong; `ssh` gives the remote command's. */
async function main(args: readonly string[]): Promise<number> {
  const command = understood(args)
  if (command === undefined) return 2
  try {
    return await obey(command)
  } catch (error) {
    complain(error)
    return 1
  }
}

function understood(args: readonly string[]): LabCommand | undefined {
  try {
    return parseCommand(args)
  } catch (error) {
    complain(error)
    return undefined
  }
}

async function obey(command: LabCommand): Promise<number> {
  if (command.verb === 'help') {
    process.stdout.write(HELP)
    return 0
  }
  if (command.verb === 'up') return bringUp(command)
  if (command.verb === 'down') return takeDown(command)
  return act(await openLab(command.name), command)
}

async function takeDown({ name, cache }: Extract<LabCommand, { verb: 'down' }>): Promise<number> {
  await down(name)
  if (cache) await removeCache()
  return 0
}

async function bringUp(command: Extract<LabCommand, { verb: 'up' }>): Promise<number> {
  const progress = progressOnStderr()
  const lab = await up({ ...command, progress })
  progress(`lab ${lab.name} is up: ${lab.manifest}`)
  return 0
}

type Act = Exclude<LabCommand, { verb: 'help' | 'up' | 'down' }>

async function act(lab: Lab, command: Act): Promise<number> {
  if (command.verb === 'ssh') return shell(sshArguments(lab, command.node), command.command)
  if (command.verb === 'status') process.stdout.write(statusText(lab, await statusOf(lab)))
  else await changeLab(lab, command)
  return 0
}

type Change = Exclude<Act, { verb: 'ssh' | 'status' }>

async function changeLab(lab: Lab, command: Change): Promise<void> {
  switch (command.verb) {
    case 'mend':
      await faults.mend(lab)
      break
    case 'slow':
      await faults.slow(lab, command.node, command.kilobits)
      break
    case 'lose':
      await faults.lose(lab, command.node, command.fraction)
      break
    case 'skew':
      await faults.skew(lab, command.node, command.seconds)
      break
    case 'registry-fault':
      await faults.registryFault(lab, command.trouble)
      break
    case 'master-fault':
      await faults.masterFault(lab, command.trouble)
      break
    case 'act':
      await actOnNode(lab, command.action, command.node)
      break
  }
}

function shell(args: readonly string[], command: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn('ssh', [...args, ...command], { stdio: 'inherit' })
    child.on('error', reject)
    child.on('close', (code) => resolve(code ?? 255))
  })
}

function complain(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
}

process.exitCode = await main(process.argv.slice(2))
