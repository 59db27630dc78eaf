import { type ChildProcess, spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer as createHttpServer } from 'node:http'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { attempt } from '../base/shell.ts'
import { imagesDirectory } from './unpack.ts'

const hasPython = (await attempt('python3', ['--version'])).exitCode === 0

describe.skipIf(!hasPython)('the stand-ins for exporters (skipped without python3)', () => {
  let directory = ''
  const running: ChildProcess[] = []
  const servers: Server[] = []

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'stand-in-'))
  })
  afterEach(async () => {
    for (const child of running.splice(0)) child.kill('SIGKILL')
    await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))))
    await rm(directory, { recursive: true })
  })

  const listen = async (server: Server, where: string | number): Promise<number> => {
    servers.push(server)
    await new Promise<void>((resolve) => {
      if (typeof where === 'string') server.listen(where, resolve)
      else server.listen(where, '127.0.0.1', resolve)
    })
    const bound = server.address()
    return bound === null || typeof bound === 'string' ? 0 : bound.port
  }
  /** A port that was free a moment ago. */
  const freePort = async (): Promise<number> => {
    const server = createServer()
    const port = await listen(server, 0)
    servers.pop()
    await new Promise((resolve) => server.close(resolve))
    return port
  }
  const write = async (path: string, text: string): Promise<void> => {
    await mkdir(dirname(join(directory, path)), { recursive: true })
    await writeFile(join(directory, path), text)
  }
  /** Starts a stand-in and waits until it says that it listens. */
  const start = async (name: string, args: readonly string[]): Promise<ChildProcess> => {
    const env = { ...process.env, LAB_SYSFS: `${directory}/sys`, LAB_HOSTS: `${directory}/hosts` }
    const program = join(imagesDirectory, 'stand-ins', `${name}.py`)
    const child = spawn('python3', ['-B', program, ...args], { env, stdio: ['ignore', 'ignore', 'pipe'] })
    running.push(child)
    await new Promise<void>((resolve, reject) => {
      child.once('exit', (code) => reject(new Error(`${name} ended with ${code}`)))
      createInterface({ input: child.stderr }).on('line', (line) => {
        if (line.includes(' listens on ')) resolve()
      })
    })
    return child
  }
  const get = async (port: number, path = '/metrics'): Promise<string> =>
    (await fetch(`http://127.0.0.1:${port}${path}`)).text()
  const samples = async (port: number): Promise<string[]> =>
    (await get(port)).split('\n').filter((line) => line !== '' && !line.startsWith('#'))

  describe('for memcached', () => {
    const answers: Readonly<Record<string, string>> = {
      stats:
        'STAT version 1.6.18\r\nSTAT uptime 42\r\nSTAT curr_items 3\r\nSTAT get_hits 7\r\nSTAT get_misses 2\r\nSTAT cmd_set 9\r\nSTAT cas_hits 1\r\nEND\r\n',
      'stats settings': 'STAT lru_crawler yes\r\nEND\r\n',
      'stats slabs': 'STAT 1:used_chunks 3\r\nSTAT active_slabs 1\r\nSTAT total_malloced 1048576\r\nEND\r\n',
    }
    const fakeMemcached = () =>
      createServer((socket) => {
        socket.on('data', (chunk) => socket.end(answers[chunk.toString().trim()] ?? 'ERROR\r\n'))
      })

    it('tell what the server answers when they are scraped', async () => {
      const memcached = await listen(fakeMemcached(), 0)
      const port = await freePort()
      await start('memcached_exporter', [
        `--web.listen-address=127.0.0.1:${port}`,
        `--memcached.address=127.0.0.1:${memcached}`,
      ])
      expect(await samples(port)).toEqual([
        'memcached_up 1',
        'memcached_version{version="1.6.18"} 1',
        'memcached_uptime_seconds 42',
        'memcached_current_items 3',
        'memcached_commands_total{command="get",status="hit"} 7',
        'memcached_commands_total{command="get",status="miss"} 2',
        'memcached_commands_total{command="cas",status="hit"} 1',
        'memcached_commands_total{command="set",status="hit"} 8',
        'memcached_lru_crawler_enabled 1',
        'memcached_malloced_bytes 1048576',
        'memcached_slab_chunks_used{slab="1"} 3',
        'lab_standin_info{exporter="memcached_exporter",source="measured"} 1',
        expect.stringMatching(/^lab_standin_collect_seconds \d/u),
      ])
    })

    it('say that it is down when nobody answers, and go on', async () => {
      const port = await freePort()
      const args = ['--web.listen-address', `127.0.0.1:${port}`, '--memcached.address', '127.0.0.1:1']
      await start('memcached_exporter', args)
      expect(await samples(port)).toContain('memcached_up 0')
      expect(await samples(port)).toContain('memcached_up 0')
      expect(await get(port, '/')).toContain('href="/metrics"')
      expect((await fetch(`http://127.0.0.1:${port}/probe`)).status).toBe(404)
    })
  })

  describe('for cadvisor', () => {
    const ID = 'ab'.repeat(32)
    const CONTAINER = { Id: ID, Names: ['/memcached'], Image: 'memcached:1', Created: 1_700_000_000 }
    const of = `id="/docker/${ID}",image="memcached:1",name="memcached"`

    const fakeDocker = (containers: readonly object[]) =>
      createHttpServer((request, response) => {
        const known: Readonly<Record<string, unknown>> = {
          '/version': { Version: '20.10.24' },
          '/containers/json': containers,
        }
        const answer = known[request.url ?? '']
        response.writeHead(answer === undefined ? 500 : 200).end(JSON.stringify(answer ?? {}))
      })
    const startCadvisor = async (): Promise<number> => {
      const port = await freePort()
      await start('cadvisor', [
        `--port=${port}`,
        '--listen_ip=127.0.0.1',
        '--docker_only',
        '--store_container_labels=false',
        `--docker=unix://${directory}/docker.sock`,
      ])
      return port
    }

    it('tell what cgroup v1 counts for the containers of the engine', async () => {
      const memory = 'total_rss 100\ntotal_cache 50\ntotal_inactive_file 20\n'
      await write(`sys/fs/cgroup/memory/docker/${ID}/memory.stat`, memory)
      await write(`sys/fs/cgroup/memory/docker/${ID}/memory.usage_in_bytes`, '170\n')
      await write(`sys/fs/cgroup/memory/docker/${ID}/memory.limit_in_bytes`, '9223372036854771712\n')
      await write(`sys/fs/cgroup/memory/docker/${ID}/cgroup.procs`, '7\n8\n')
      await write(`sys/fs/cgroup/cpuacct/docker/${ID}/cpuacct.usage`, '2500000000\n')
      await write(
        `sys/fs/cgroup/blkio/docker/${ID}/blkio.throttle.io_service_bytes`,
        '254:0 Read 4096\n254:0 Write 8192\nTotal 12288\n',
      )
      await mkdir(join(directory, 'sys/dev/block'), { recursive: true })
      await symlink('../../devices/vda', join(directory, 'sys/dev/block/254:0'))
      await write('sys/devices/vda/uevent', '')
      await listen(fakeDocker([CONTAINER]), `${directory}/docker.sock`)
      const told = await samples(await startCadvisor())
      expect(told).toEqual(
        expect.arrayContaining([
          'container_scrape_error 0',
          `container_start_time_seconds{${of}} 1700000000`,
          `container_memory_usage_bytes{${of}} 170`,
          `container_memory_rss{${of}} 100`,
          `container_memory_cache{${of}} 50`,
          `container_memory_working_set_bytes{${of}} 150`,
          `container_spec_memory_limit_bytes{${of}} 0`,
          `container_processes{${of}} 2`,
          `container_cpu_usage_seconds_total{cpu="total",${of}} 2.5`,
          `container_fs_reads_bytes_total{device="/dev/vda",${of}} 4096`,
          `container_fs_writes_bytes_total{device="/dev/vda",${of}} 8192`,
          'lab_standin_info{exporter="cadvisor",source="measured"} 1',
          expect.stringContaining('dockerVersion="20.10.24"'),
          expect.stringMatching(/^container_network_receive_bytes_total\{id="\/",interface="lo"\} \d+$/u),
        ]),
      )
    })

    it('tell what cgroup v2 counts, also where systemd holds the cgroups', async () => {
      const scope = `sys/fs/cgroup/system.slice/docker-${ID}.scope`
      await write('sys/fs/cgroup/cgroup.controllers', 'cpu io memory\n')
      await write(`${scope}/memory.stat`, 'anon 100\nfile 50\ninactive_file 20\n')
      await write(`${scope}/memory.current`, '170\n')
      await write(`${scope}/memory.max`, 'max\n')
      await write(`${scope}/memory.events`, 'low 0\nmax 3\n')
      await write(`${scope}/cpu.stat`, 'usage_usec 2500000\nuser_usec 1500000\nsystem_usec 1000000\n')
      await write(`${scope}/io.stat`, '254:0 rbytes=4096 wbytes=8192 rios=1 wios=2\n')
      await listen(fakeDocker([CONTAINER]), `${directory}/docker.sock`)
      const told = await samples(await startCadvisor())
      const scoped = of.replace(`/docker/${ID}`, `/system.slice/docker-${ID}.scope`)
      expect(told).toEqual(
        expect.arrayContaining([
          `container_memory_usage_bytes{${scoped}} 170`,
          `container_memory_rss{${scoped}} 100`,
          `container_memory_working_set_bytes{${scoped}} 150`,
          `container_memory_failcnt{${scoped}} 3`,
          `container_spec_memory_limit_bytes{${scoped}} 0`,
          `container_cpu_usage_seconds_total{cpu="total",${scoped}} 2.5`,
          `container_cpu_user_seconds_total{${scoped}} 1.5`,
          `container_cpu_system_seconds_total{${scoped}} 1.0`,
          `container_fs_writes_bytes_total{device="254:0",${scoped}} 8192`,
        ]),
      )
    })

    it('go on while the engine is down, with the containers that they knew', async () => {
      await write(`sys/fs/cgroup/memory/docker/${ID}/memory.usage_in_bytes`, '170\n')
      const docker = fakeDocker([CONTAINER])
      await listen(docker, `${directory}/docker.sock`)
      const port = await startCadvisor()
      expect(await samples(port)).toContain('container_scrape_error 0')
      await new Promise((resolve) => docker.close(resolve))
      servers.length = 0
      const told = await samples(port)
      expect(told).toContain('container_scrape_error 1')
      expect(told).toContain(`container_memory_usage_bytes{${of}} 170`)
      await rm(join(directory, 'sys/fs/cgroup/memory/docker', ID), { recursive: true })
      expect((await samples(port)).join('\n')).not.toContain(ID)
    })
  })

  describe('for OpenStack', () => {
    const startExporter = async (...more: string[]): Promise<number> => {
      await write(
        'hosts',
        '127.0.0.1 localhost\n192.0.2.11 ctl1\n192.0.2.21 cmp1\n192.0.2.1 registry.lab x.y\n',
      )
      await write('clouds.yml', 'clouds: {}\n')
      const port = await freePort()
      await start('openstack_exporter', [
        '--endpoint-type=internal',
        `--os-client-config=${directory}/clouds.yml`,
        `--web.listen-address=127.0.0.1:${port}`,
        ...more,
        'default',
      ])
      return port
    }

    it('show a made-up cloud on the real nodes, and say that it is made up', async () => {
      const told = (await samples(await startExporter())).join('\n')
      const names = ['nova', 'neutron', 'cinder', 'glance', 'identity', 'placement']
      for (const name of names) expect(told).toContain(`openstack_${name}_up 1`)
      expect(told).toContain('lab_standin_info{exporter="openstack-exporter",source="fixture"} 1')
      expect(told).toMatch(/openstack_nova_total_vms \d/u)
      expect(told).toMatch(/openstack_nova_running_vms\{.*hostname="cmp1"\} \d/u)
      expect(told).toMatch(/openstack_nova_agent_state\{.*hostname="cmp1".*service="nova-compute".*\} 1/u)
      expect(told).toMatch(/openstack_neutron_agent_state\{.*service="neutron-dhcp-agent".*\} 1/u)
      expect(told).toMatch(/openstack_cinder_agent_state\{.*service="cinder-volume".*\} 1/u)
      expect(told).toMatch(/openstack_glance_images \d/u)
      expect(told).toMatch(/openstack_identity_projects \d/u)
      expect(told).not.toContain('registry')
    })

    it('leave out what they are told to leave out', async () => {
      const told = await samples(await startExporter('--disable-service.volume', '--disable-slow-metrics'))
      expect(told.filter((line) => line.includes('cinder') || line.includes('_limits_'))).toEqual([])
      expect(told.some((line) => line.startsWith('openstack_nova_up'))).toBe(true)
    })

    it('count their scrapes', async () => {
      const port = await startExporter()
      await get(port)
      expect(await samples(port)).toContain('openstack_nova_exporter_scrapes_total 2')
    })

    it.each([
      [['default'], 'no file /etc/openstack/clouds.yaml'],
      [[], 'expected the name of one cloud'],
      [['--nonsense', 'default'], 'unrecognized arguments: --nonsense'],
    ])('refuse %j', async (args, said) => {
      const program = join(imagesDirectory, 'stand-ins/openstack_exporter.py')
      const ended = await attempt('python3', ['-B', program, ...args])
      expect(ended.exitCode).toBeGreaterThan(0)
      expect(ended.stderr).toContain(said)
    })
  })

  it('end at once when the container is stopped, also as its first process', async () => {
    const port = await freePort()
    const child = await start('memcached_exporter', [`--web.listen-address=127.0.0.1:${port}`])
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    expect(await ended).toBe(0)
  })
})
