import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Inspection } from '../../../../../roles/mimir-worker/prechecks/inspection.ts'
import { jsonRecord, textOf } from '../../../../../src/values/json.ts'
import { SHELLS, type Shell } from '../../../../remote/shells.ts'
import { nodeWorld, type World } from '../node-world.ts'
import { type PushStandIn, pushStandIn } from '../push-stand-in.ts'
import { BODY, inspectIn, SECRET, WELL } from './inspected.ts'

/** Older versions of curl say that it was refused. */
const UNCONNECTED: object = { silence: expect.stringMatching(/^(?:unconnected|refused)$/u) as unknown }

let world: World
let server: PushStandIn

beforeAll(async () => {
  server = await pushStandIn()
})
afterAll(async () => server.end())
beforeEach(() => {
  world = nodeWorld()
  for (const tool of ['cut', 'df', 'head', 'mktemp', 'sed', 'sort', 'tail', 'uniq', 'getent'])
    world.provide(tool)
  world.provide('curl')
  world.tell(WELL)
})
afterEach(() => world.remove())

function inspect(shell: Shell, changes: Readonly<Record<string, string>> = {}, before = ''): Inspection {
  return inspectIn({ world, port: server.port }, shell, changes, before)
}

describe.each(SHELLS)('prechecks in $name', (shell) => {
  it('tell of engine, compose, containers, networks, disks and the name', () => {
    expect(inspect(shell)).toMatchObject({
      docker: { exit: 0, text: '26.1.5 1.45' },
      podman: undefined,
      composePlugin: { exit: 0, text: '2.26.1' },
      composePluginSpeaks: { exit: 0 },
      composeV1: { exit: 0, text: '1.29.2' },
      composeV1Speaks: { exit: 0 },
      containers: new Map([
        ['prometheus_node_exporter', 'Up 3 hours'],
        ['keystone', 'Up 3 hours'],
      ]),
      networks: new Map([['prometheus_node_exporter', 'host']]),
      name: { exit: 0 },
    })
    world.calls()
  })

  it('tell what a compose plugin says that cannot talk to the engine', () => {
    const stderr =
      'Error response from daemon: client version 1.43 is too old. Minimum supported API version is 1.44'
    world.tell({ ...WELL, 'docker compose -p kolla-mimir-precheck *': { exit: 1, stderr } })
    expect(inspect(shell).composePluginSpeaks).toEqual({ exit: 1, text: stderr })
  })

  it('tell why a compose plugin that is installed cannot be run', () => {
    const help =
      'Usage:  docker\n\nInvalid Plugins:\n  buildx      bad\n  compose     exec format error\n\nGlobal Options:\n'
    expect(inspect(shell).composeInvalid).toBeUndefined()
    world.tell({ ...WELL, 'docker --help': { stdout: help } })
    expect(inspect(shell).composeInvalid).toBe('exec format error')
  })

  it('count what an exporter tells, and tell who does not answer', () => {
    const { targets } = inspect(shell)
    expect(targets.get('node_exporter')).toMatchObject({ answer: { status: 200 }, series: 2, family: 1 })
    expect(targets.get('cadvisor')).toMatchObject({ answer: { status: 404 }, family: 0 })
    expect(targets.get('back')).toMatchObject({ answer: UNCONNECTED, series: 0 })
  })

  const WATCHES = 'x_(a|b|c|d)_up'
  const watched = (path: string) => {
    const { targets } = inspect(shell, {
      TARGETS: `watcher 5 x_a_up ${WATCHES} prometheus_x http://127.0.0.1:${server.port}${path}`,
    })
    return targets.get('watcher')
  }

  it('name each metric that says that what the exporter watches is down, with the end of its log', () => {
    const log = 'level=info msg=x\nlevel=error err="connection refused"\n'
    world.tell({ ...WELL, 'docker logs --tail 400 prometheus_x': { stderr: log } })
    expect(watched('/down')).toMatchObject({
      down: ['x_a_up{name="} 1"} 0', 'x_b_up 0.0', 'x_d_up 0e+00 1700000000000'],
      words: 'level=error err="connection refused"',
    })
  })

  it('count the series of each metric, where that is asked', () => {
    const counted = (COUNT: string) => {
      const line = `x 5 - - c http://127.0.0.1:${server.port}/down`
      return inspect(shell, { COUNT, TARGETS: line }).targets.get('x')?.counts
    }
    expect(counted('')).toEqual(new Map())
    expect(counted('yes')).toEqual(
      new Map([
        ['x_a_up', 1],
        ['x_a_up_total', 1],
        ['x_b_up', 1],
        ['x_c_up', 1],
        ['x_d_up', 2],
      ]),
    )
  })

  it('keep long answers of exporters that are asked side by side apart', () => {
    const names = Array.from({ length: 6 }, (_, index) => `exporter-${index}`)
    const lines = names.map((name) => `${name} 5 - - c http://127.0.0.1:${server.port}/many`)
    const { targets } = inspect(shell, { COUNT: 'yes', TARGETS: lines.join('\n') })
    expect(names.map((name) => targets.get(name)?.counts.size)).toEqual(names.map(() => 1500))
  })

  it('take the words of a probe from its own answer', () => {
    expect(watched('/probe')).toMatchObject({
      down: ['x_a_up 0'],
      words: 'ts=1 level=error msg="Error for HTTP request" err="no route"',
    })
  })

  it('read no log where all that the exporter watches is up', () => {
    expect(watched('/up')).toMatchObject({ down: [], words: '' })
    expect(world.calls().filter((call) => call.includes('docker logs'))).toEqual([])
  })

  it('find a disk below a path that is not there yet', () => {
    const { disks } = inspect(shell)
    if ('exit' in disks.files) throw new Error(disks.files.text)
    expect(disks.files.free).toBeGreaterThan(0)
    expect(disks.files.mount).toMatch(/^\//u)
  })

  it.each(['curl', 'bash', 'wget'])('push the sample whole, its headers unharmed, with %s alone', (tool) => {
    world.withdraw('curl')
    world.provide(tool)
    const { ready, push } = inspect(shell)
    expect(ready).toMatchObject({ status: 200 })
    if (push === undefined || 'silence' in push) throw new Error(JSON.stringify(push))
    // wget tells headers and body in one piece.
    const received = jsonRecord(/\{.*\}/u.exec(push.body === '' ? push.headers : push.body)?.[0] ?? '')
    expect(push.status).toBe(200)
    expect(textOf(received, 'method')).toBe('POST')
    expect(Buffer.from(textOf(received, 'body'), 'base64')).toEqual(Buffer.from(BODY))
    expect(JSON.stringify(received?.['headers'])).toContain(JSON.stringify(SECRET).slice(1, -1))
  })

  it('show nobody a secret, and leave nothing behind', async () => {
    world.withdraw('curl')
    world.provide('wget')
    const scratch = () => readdirSync('/dev/shm').filter((name) => name.startsWith('kolla-mimir'))
    const before = scratch()
    inspect(shell)
    // Other tests inspect at the same time, and what they have there goes too.
    const found = scratch().filter((name) => !before.includes(name))
    await expect.poll(() => scratch().filter((name) => found.includes(name)), { timeout: 30_000 }).toEqual([])
    expect(world.calls().join('\n')).not.toContain('s3cret')
  })

  it('say that there is nothing to ask with', () => {
    world.withdraw('curl')
    const { ready, push, targets } = inspect(shell)
    expect(ready).toEqual({ silence: 'no-tool' })
    expect(push).toBeUndefined()
    expect(targets.get('node_exporter')?.answer).toEqual({ silence: 'no-tool' })
  })

  it('do not push where nothing answers', () => {
    const { ready, push } = inspect(shell, { READY_URL: 'http://127.0.0.1:9/ready' })
    expect(ready).toMatchObject(UNCONNECTED)
    expect(push).toBeUndefined()
  })

  it('tell rules for outgoing packets, those of iptables once', () => {
    world.provide(
      'iptables',
      '#!/bin/sh\n[ "$*" = "-w 2 -S OUTPUT" ] && printf -- "-P OUTPUT ACCEPT\\n-A OUTPUT -d 10.0.0.5/32 -j DROP\\n"\n',
    )
    world.provide('nft', `#!/bin/sh\ncat <<'END'\n${NFT}\nEND\n`)
    expect(inspect(shell).firewall).toEqual([
      '-P OUTPUT ACCEPT',
      '-A OUTPUT -d 10.0.0.5/32 -j DROP',
      'nft type filter hook output priority filter; policy drop;',
      'nft tcp dport 25 drop',
      'nft }',
    ])
  })

  it('tell that nothing can list rules', () => {
    expect(inspect(shell).firewall).toBeUndefined()
  })

  it('see podman where there is no docker', () => {
    world.withdraw('docker')
    world.provide('podman', '#!/bin/sh\necho podman version 5.4.2\n')
    expect(inspect(shell)).toMatchObject({
      docker: undefined,
      podman: 'podman version 5.4.2',
      containers: undefined,
    })
  })
})

const NFT = `table ip filter {
	chain OUTPUT {
		type filter hook output priority filter; policy accept;
		ip daddr 10.0.0.5 drop
	}
	chain input {
		type filter hook input priority filter; policy drop;
	}
	chain out {
		type filter hook output priority filter; policy drop;
		tcp dport 25 drop
	}
}`

describe('what the tests of pushing stand on', () => {
  it.each(['curl', 'bash', 'wget'])('%s is installed here', (tool) => {
    expect(spawnSync(tool, ['--version']).status).toBe(0)
  })
})

/** A key and a certificate of its own for 127.0.0.1; undefined where openssl is missing. */
function certificate(): { key: string; cert: string } | undefined {
  const words =
    'req -x509 -newkey rsa:2048 -nodes -keyout - -days 2 -subj /CN=x -addext subjectAltName=IP:127.0.0.1'
  const { status, stdout } = spawnSync('openssl', words.split(' '), { encoding: 'utf8' })
  const at = stdout?.indexOf('-----BEGIN CERTIFICATE-----') ?? -1
  return status === 0 && at > 0 ? { key: stdout.slice(0, at), cert: stdout.slice(at) } : undefined
}

const TLS = certificate()

describe.each(SHELLS)('a Mimir with TLS in $name', { skip: TLS === undefined }, (shell) => {
  let secure: PushStandIn

  beforeAll(async () => {
    secure = await pushStandIn(TLS)
  })
  afterAll(async () => secure.end())

  const urls = (): Record<string, string> => ({
    READY_URL: `https://127.0.0.1:${secure.port}/ready`,
    PUSH_URL: `https://127.0.0.1:${secure.port}/push`,
  })

  it('takes the sample where its authority is given', () => {
    const { push } = inspect(shell, { ...urls(), CA: TLS?.cert.trimEnd() ?? '' })
    expect(push).toMatchObject({ status: 200 })
  })

  it('is told as untrusted where it is not', () => {
    const { ready, push } = inspect(shell, urls())
    expect(ready).toMatchObject({ silence: 'certificate' })
    expect(push).toBeUndefined()
  })
})
