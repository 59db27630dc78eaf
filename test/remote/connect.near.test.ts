import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Node } from '../../src/model/node.ts'
import { connector } from '../../src/remote/connect.ts'
import { failureOf, successOf } from './operator.ts'
import { afterStart, command, useBench } from './ssh/ssh-node.ts'

const bench = useBench()

test('a node is reached by the transport that its reach names', async () => {
  const sshd = await bench.sshd()
  const operator = bench.operator(sshd)
  const connect = connector()
  const nodes: Node[] = [
    { name: 'ctl1', groups: [], reach: operator.reach(sshd) },
    { name: 'deploy', groups: [], reach: { transport: 'local', become: false } },
  ]
  for (const node of nodes) {
    const host = successOf(await connect(node))
    expect(host.name).toBe(node.name)
    expect(successOf(await host.exec(command('echo here'))).stdout).toBe('here\n')
    await host.close()
  }
  expect(sshd.connections()).toBe(1)
})

test('known_hosts files are read once, and what one node taught is known for the next', async () => {
  const [first, second] = [await bench.sshd(), await bench.sshd()]
  const operator = bench.operator()
  const connect = connector()
  const reach = { hostKeys: 'accept-new' } as const
  const node = (sshd: typeof first): Node => ({ name: 'n', groups: [], reach: operator.reach(sshd, reach) })

  await successOf(await connect(node(first))).close()
  const written = readFileSync(operator.knownHosts, 'utf8')
  writeFileSync(operator.knownHosts, '')
  await successOf(await connect(node(first))).close()
  await successOf(await connect(node(second))).close()
  expect(written).toContain(`:${first.port} `)
  expect(readFileSync(operator.knownHosts, 'utf8')).toMatch(
    new RegExp(`^\\[127.0.0.1\\]:${second.port} \\S+ \\S+\n$`, 'u'),
  )
})

test('a fleet of 200 is reached over one connection a node, and one bad node costs itself only', async () => {
  const bad = [
    { accepts: () => true },
    { admits: () => false },
    afterStart(({ socket }) => socket.resetAndDestroy()),
    afterStart(({ channel }) => channel.close()),
  ]
  const sshds = await Promise.all(
    Array.from({ length: 200 }, (_, index) => bench.sshd(bad[index] ?? answering(index))),
  )
  const operator = bench.operator(...sshds)
  const { signal } = new AbortController()
  const connect = connector({ connectDeadline: 10_000, signal })
  const results = await Promise.all(
    sshds.map(async (sshd, index) => {
      const node: Node = { name: `n${index}`, groups: [], reach: operator.reach(sshd) }
      const host = await connect({ ...node })
      if (!host.ok) return failureOf(host).reason
      const exits = [
        await host.value.exec(command(':', { signal })),
        await host.value.exec(command(':', { signal })),
      ]
      await host.value.close()
      return exits
        .map((exit) => (exit.ok ? exit.value.stdout.replace('begun\n', '') : failureOf(exit).reason))
        .join(' ')
    }),
  )
  expect(results.slice(0, 4)).toEqual([
    'ssh-unreachable',
    'ssh-authentication',
    'connection-lost connection-lost',
    'no-exit-status no-exit-status',
  ])
  expect(results.slice(4)).toEqual(
    Array.from({ length: 196 }, (_, index) => `node ${index + 4} node ${index + 4}`),
  )
  expect(bench.connections()).toBe(200)
}, 120_000)

/** A node that needs no process to answer. */
function answering(index: number) {
  return afterStart(({ channel }) => {
    channel.write(`node ${index}`)
    channel.exit(0)
    channel.close()
  })
}
