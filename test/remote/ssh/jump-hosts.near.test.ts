import { type ChildProcess, execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { explainFailure } from '../../../src/messages/explain.ts'
import type { Node, SshLogin } from '../../../src/model/node.ts'
import { connector } from '../../../src/remote/connect.ts'
import { readKnownHosts } from '../../../src/remote/ssh/known-hosts-store.ts'
import { arrive, failureOf, type Operator, successOf } from '../operator.ts'
import { keyPair } from './key-pair.ts'
import { LACKING, startOpenSsh } from './openssh.ts'
import { command, useBench } from './ssh-node.ts'
import type { Sshd } from './sshd.ts'

const bench = useBench()

/** The login to a jump host, which is that to a node. */
function jump(operator: Operator, sshd: Pick<Sshd, 'port'>, but: Partial<SshLogin> = {}): SshLogin {
  const { address, port, user, keys, identitiesOnly, knownHosts, hostKeys } = operator.reach(sshd)
  return { address, port, user, keys, identitiesOnly, knownHosts, hostKeys, ...but }
}

test('50 nodes behind two jump hosts are reached through one connection to each of them', async () => {
  const [outer, inner] = [await bench.sshd({ forwards: 'yes' }), await bench.sshd({ forwards: 'yes' })]
  const node = await bench.sshd()
  const operator = bench.operator(outer, inner, node)
  const jumps = [jump(operator, outer), jump(operator, inner)]
  const connect = connector()
  const nodes = Array.from(
    { length: 50 },
    (_, index): Node => ({
      name: `cmp${index}`,
      groups: [],
      reach: operator.reach(node, { jumps }),
    }),
  )
  const hosts = await Promise.all(nodes.map(async (one) => successOf(await connect(one))))
  const said = await Promise.all(hosts.map(async (host) => host.exec(command(`echo ${host.name}`))))
  expect(said.map((one) => successOf(one).stdout)).toEqual(nodes.map(({ name }) => `${name}\n`))
  expect([outer.connections(), inner.connections(), node.connections()]).toEqual([1, 1, 50])
  await Promise.all(hosts.map(async (host) => host.close()))
  await Promise.all([outer.deserted(), inner.deserted(), node.deserted()])
})

test('a jump host that is needed again after all let go of it is connected to again', async () => {
  const [outer, node] = [await bench.sshd({ forwards: 'yes' }), await bench.sshd()]
  const operator = bench.operator(outer, node)
  const connect = connector()
  const one: Node = { name: 'n', groups: [], reach: operator.reach(node, { jumps: [jump(operator, outer)] }) }
  await successOf(await connect(one)).close()
  await outer.deserted()
  const again = successOf(await connect(one))
  expect(successOf(await again.exec(command('echo here'))).stdout).toBe('here\n')
  expect(outer.connections()).toBe(2)
  await again.close()
})

test('what is lost with a jump host has one cause, which names it', async () => {
  const [outer, node] = [
    await bench.sshd({ forwards: 'yes' }),
    await bench.sshd({ exec: () => outer.hangUp() }),
  ]
  const operator = bench.operator(outer, node)
  const connect = connector()
  const reach = operator.reach(node, { jumps: [jump(operator, outer)] })
  const hosts = await Promise.all(
    ['a', 'b'].map(async (name) => successOf(await connect({ name, groups: [], reach }))),
  )
  const lost = await Promise.all(hosts.map(async (host) => failureOf(await host.exec(command(':')))))
  const through = `the connection to the jump host 127.0.0.1:${outer.port} is lost: `
  for (const failure of lost)
    expect(failure).toMatchObject({
      reason: 'connection-lost',
      evidence: expect.stringContaining(through) as unknown,
    })
  await Promise.all(hosts.map(async (host) => host.close()))
  const next = successOf(await connect({ name: 'a', groups: [], reach }))
  await next.close()
})

test('a jump host that has no way to the node is named', async () => {
  const [open, node] = [await bench.sshd({ forwards: 'yes' }), await bench.sshd()]
  const operator = bench.operator(open, node)
  await node.stop()
  const gone = await operator.open(node, { jumps: [jump(operator, open)] })
  expect(failureOf(gone)).toMatchObject({ reason: 'ssh-unreachable', through: `127.0.0.1:${open.port}` })
})

test('a jump host whose host key is not known is told as that, and nothing goes through it', async () => {
  const [outer, node] = [await bench.sshd({ forwards: 'yes' }), await bench.sshd()]
  const operator = bench.operator(node)
  const opened = await operator.open(node, { jumps: [jump(operator, outer)] })
  expect(failureOf(opened)).toMatchObject({ reason: 'host-key-unknown', port: outer.port })
  expect(node.connections()).toBe(0)
})

test('the host key of a node behind a jump host is made known by the line that the remedy writes', async () => {
  const [outer, node] = [await bench.sshd({ forwards: 'yes' }), await bench.sshd()]
  const operator = bench.operator(outer)
  const jumps = [jump(operator, outer)]
  const failure = failureOf(await operator.open(node, { jumps }))
  expect(failure).toMatchObject({ reason: 'host-key-unknown', line: node.knownHost.trim() })
  const [, add = ''] = /`(echo [^`]*)`/u.exec(explainFailure(failure, 'en').remedy) ?? []
  execFileSync('/bin/sh', ['-c', add])
  successOf(await operator.open(node, { jumps }))
})

test('a jump host that is not reached is tried once for all that are behind it', async () => {
  const [outer, node] = [await bench.sshd({ forwards: 'yes' }), await bench.sshd()]
  const operator = bench.operator(node)
  const connect = connector()
  const reach = operator.reach(node, { jumps: [jump(operator, outer)] })
  const first = failureOf(await connect({ name: 'a', groups: [], reach }))
  const second = failureOf(await connect({ name: 'b', groups: [], reach }))
  expect([first.reason, second]).toEqual(['host-key-unknown', first])
  expect(outer.connections()).toBe(1)
})

test('a jump host that never answers costs the deadline, or until somebody gives up', async () => {
  const [outer, node] = [await bench.sshd({ forwards: 'never-answers' }), await bench.sshd()]
  const operator = bench.operator(outer, node)
  const jumps = [jump(operator, outer)]
  const late = await operator.open(node, { jumps }, { connectDeadline: 300 })
  expect(failureOf(late)).toMatchObject({ reason: 'ssh-unreachable', cause: 'timed-out' })
  const abort = new AbortController()
  const given = operator.open(node, { jumps }, { signal: abort.signal })
  setTimeout(() => abort.abort(), 50)
  expect(failureOf(await given)).toEqual({ reason: 'aborted', during: 'connect' })
  await outer.deserted()
})

test('a host key is known under its alias, in the place of address and port', async () => {
  const node = await bench.sshd()
  const operator = bench.operator(node)
  const [, type, key] = node.knownHost.split(/\s+/u)
  const knownHosts = join(operator.directory, 'aliases')
  writeFileSync(knownHosts, `cmp1.cloud ${type} ${key}\n`)
  const known = { knownHosts: [knownHosts], hostKeyAlias: 'cmp1.cloud' }
  successOf(await operator.open(node, known))
  const other = await operator.open(node, { ...known, hostKeyAlias: 'cmp2.cloud' })
  const failure = failureOf(other)
  expect(failure).toMatchObject({ reason: 'host-key-unknown', line: `cmp2.cloud ${type} ${key}` })
  const [, add = ''] = /`(echo [^`]*)`/u.exec(explainFailure(failure, 'en').remedy) ?? []
  execFileSync('/bin/sh', ['-c', add])
  successOf(await operator.open(node, { ...known, hostKeyAlias: 'cmp2.cloud' }))
  expect(readKnownHosts([knownHosts]).files).toEqual([knownHosts])
})

const RELAY = `require("net").connect(+process.argv[1], "127.0.0.1", function () { process.stdin.pipe(this).pipe(process.stdout) })`

test('a ProxyCommand is the connection, and its process ends with it', async () => {
  const node = await bench.sshd()
  const operator = bench.operator(node)
  const mark = `relay-${node.port}`
  const proxyCommand = `${process.execPath} -e '${RELAY}' ${node.port} ${mark}`
  const host = successOf(await operator.open(node, { proxyCommand }))
  const big = 'head -c 3000000 /dev/zero | tr "\\0" x'
  expect(successOf(await host.exec(command(`echo here; ${big} | wc -c`))).stdout).toBe('here\n3000000\n')
  expect(running(mark)).toBe(true)
  await host.close()
  await node.deserted()
  await expect.poll(() => running(mark)).toBe(false)
})

function running(mark: string): boolean {
  const processes = readdirSync('/proc').filter((name) => /^\d+$/u.test(name))
  return processes.some((pid) => commandOf(pid).endsWith(`${mark}\0`))
}

/** Empty for one that has ended. */
function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}

test('a ProxyCommand that fails is told by its words and its end, and not by its arguments', async () => {
  const node = await bench.sshd()
  const operator = bench.operator(node)
  const proxyCommand = `sh -c 'echo "no such gateway" >&2; exit 3' --password=hunter2`
  const failure = failureOf(await operator.open(node, { proxyCommand }))
  expect(failure).toMatchObject({
    reason: 'ssh-unreachable',
    cause: 'proxy-command',
    through: 'sh',
    evidence: 'ended with exit code 3: no such gateway',
  })
  expect(JSON.stringify(failure)).not.toContain('hunter2')
})

describe.skipIf(LACKING.length > 0)('a real OpenSSH server', () => {
  let directory: string
  let server: ChildProcess | undefined

  const started = async (forwarding: 'yes' | 'no') => {
    writeFileSync(join(directory, 'authorized_keys'), keyPair('ed25519', 'user').public)
    const keys = `AuthorizedKeysFile ${directory}/authorized_keys\nPermitRootLogin yes`
    const sshd = await startOpenSsh(directory, `${keys}\nAllowTcpForwarding ${forwarding}`)
    server = sshd.server
    return sshd
  }
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'jump-'))
  })
  afterEach(() => {
    server?.kill()
    rmSync(directory, { recursive: true, force: true })
  })

  test('is a jump host, and says what it cannot reach', async () => {
    const [sshd, node] = [await started('yes'), await bench.sshd()]
    const operator = arrive(sshd.knownHost, node.knownHost)
    const jumps = [jump(operator, sshd)]
    const host = successOf(await operator.open(node, { jumps }))
    expect(successOf(await host.exec(command('echo here'))).stdout).toBe('here\n')
    await node.stop()
    const gone = failureOf(await operator.open(node, { jumps }))
    expect(gone).toMatchObject({ cause: 'refused', through: `127.0.0.1:${sshd.port}` })
    await operator.leave()
  })

  test('that forwards nothing is named, and what it has to allow', async () => {
    const [sshd, node] = [await started('no'), await bench.sshd()]
    const operator = arrive(sshd.knownHost, node.knownHost)
    const failure = failureOf(await operator.open(node, { jumps: [jump(operator, sshd)] }))
    expect(failure).toMatchObject({ cause: 'not-forwarded', through: `127.0.0.1:${sshd.port}` })
    expect(explainFailure(failure, 'en').remedy).toContain('AllowTcpForwarding yes')
    await operator.leave()
  })
})
