import { mkdirSync, readFileSync, statSync } from 'node:fs'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readFacts } from '../../../../../roles/mimir-worker/node/read-facts.ts'
import { program } from '../../../../../roles/mimir-worker/programs/program.ts'
import { SHELLS } from '../../../../remote/shells.ts'
import { answerOf, nodeWorld, type World } from '../node-world.ts'

let world: World
beforeEach(() => {
  world = nodeWorld()
  world.withdraw('docker')
  world.tell({ 'ss -ltnHp': {} })
})
afterEach(() => world.remove())

it.each(SHELLS)(
  'which machine a node is, in $name, is its boot and the directory of the worker or what that will be in',
  (shell) => {
    const machine = (directory: string): string | undefined => {
      const variables = {
        DIRECTORY: directory,
        PROJECT: 'p',
        IMAGE: 'i',
        SERVICE: 'w',
        LISTEN: '',
        LISTEN_HOST: '',
        LISTEN_PORT: '9091',
      }
      const more = { MOUNTED_AT: '', INTERFACE: '', ADDRESS: '', PORTS: '' }
      const answer = answerOf(world.run(shell, program('observe', { ...variables, ...more })))
      if (!answer.ok) throw new Error(answer.failure)
      return readFacts(answer.value).machine
    }
    mkdirSync(world.directory, { recursive: true })
    const { dev, ino } = statSync(world.directory)
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    expect(machine(world.directory)).toBe(`${boot} ${dev}:${ino}`)
    expect(machine(`${world.directory}/not/there yet`)).toBe(`${boot} ${dev}:${ino}`)
  },
)
