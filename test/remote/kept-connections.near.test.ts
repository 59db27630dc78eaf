import { expect, test } from 'vitest'
import type { Node } from '../../src/model/node.ts'
import { connector } from '../../src/remote/connect.ts'
import { keepConnections } from '../../src/remote/kept-connections.ts'
import { failureOf, type Operator, successOf } from './operator.ts'
import { command, useBench } from './ssh/ssh-node.ts'
import type { Sshd } from './ssh/sshd.ts'

const bench = useBench()

/** One round of a watch: it connects, runs a command and closes, as every play does. */
function watcher(sshd: Sshd, operator: Operator) {
  const connections = { kept: keepConnections(), lastSeen: new Map<string, number>() }
  const node: Node = { name: 'ctl1', groups: [], reach: operator.reach(sshd) }
  return {
    close: () => connections.kept.close(),
    round: async () => {
      const host = await connector({ ...connections, retryPause: 20 })(node)
      if (!host.ok) return host
      const exit = await host.value.exec(command('echo up'))
      await host.value.close()
      return exit
    },
  }
}

test('rounds that follow each other use one connection, which is closed at the end', async () => {
  const sshd = await bench.sshd()
  const { round, close } = watcher(sshd, bench.operator(sshd))
  for (let number = 0; number < 5; number += 1) expect(successOf(await round()).stdout).toBe('up\n')
  expect(sshd.connections()).toBe(1)
  await close()
  await sshd.deserted()
})

test('a connection that was lost between two rounds is opened again, and costs no round', async () => {
  const sshd = await bench.sshd()
  const { round, close } = watcher(sshd, bench.operator(sshd))
  successOf(await round())
  sshd.hangUp()
  expect(successOf(await round()).stdout).toBe('up\n')
  expect(sshd.connections()).toBe(2)
  await close()
})

test('a refusal says how long ago the node let this run in, for a limit may be in its way', async () => {
  const sshd = await bench.sshd()
  const { round, close } = watcher(sshd, bench.operator(sshd))
  successOf(await round())
  await sshd.stop()
  expect(failureOf(await round())).toMatchObject({
    reason: 'ssh-unreachable',
    cause: 'refused',
    lastSeen: expect.closeTo(0, -2) as unknown,
  })
  await close()
})

test('a node that was never reached is refused without a word of a limit', async () => {
  const sshd = await bench.sshd()
  await sshd.stop()
  const { round, close } = watcher(sshd, bench.operator(sshd))
  expect(failureOf(await round())).not.toHaveProperty('lastSeen')
  await close()
})
