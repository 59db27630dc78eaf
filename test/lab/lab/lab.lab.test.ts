import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { placeOf } from '../base/paths.ts'
import { compiledModule } from '../base/project.ts'
import { attempt, run } from '../base/shell.ts'
import { fillDisk, freeze } from '../faults/faults.ts'
import { parsePasswords } from '../operator/passwords.ts'
import { leftovers } from './clean-up.ts'
import { down, type Lab, openLab, up } from './lab.ts'
import { eventually, on } from './observe.ts'
import { missingPackages } from './requirements.ts'
import { ssh } from './ssh.ts'

const NAME = 'selftest'
const WORKER = 'registry.lab/prom/prometheus'

let lab: Lab

beforeAll(async () => {
  await down(NAME)
  lab = await up({ name: NAME })
})

afterAll(() => down(NAME))

describe('a lab that is up', () => {
  it('lacks no package of this machine', async () => {
    expect(await missingPackages()).toEqual([])
  })

  it('has nodes with host names of their own', async () => {
    const names = await Promise.all(['ctl1', 'cmp1', 'cmp2'].map((node) => on(lab, node, 'hostname')))
    expect(names).toEqual(['ctl1', 'cmp1', 'cmp2'])
  })

  it('has a host key of its own on each node, and a known_hosts that knows them all', async () => {
    const keys = (await readFile(join(lab.runDirectory, 'known_hosts'), 'utf8')).trim().split('\n')
    expect(new Set(keys.map((line) => line.split(' ')[2])).size).toBe(3)
    const shown = await on(lab, 'cmp1', 'cat /etc/ssh/ssh_host_ed25519_key.pub')
    expect(keys.some((line) => line.endsWith(shown.split(' ')[1] ?? 'no key'))).toBe(true)
  })

  it('lets kolla in by the same key, and make itself root without a password', async () => {
    expect(await ssh(lab, 'cmp2', 'id -un; sudo -n id -un', 'kolla')).toMatchObject({
      exitCode: 0,
      stdout: 'kolla\nroot\n',
    })
  })

  it('has docker-compose 1.29 on bookworm and the compose plugin 2.26 on trixie', async () => {
    expect(await on(lab, 'ctl1', 'docker-compose version --short')).toBe('1.29.2')
    expect(await on(lab, 'cmp2', 'docker-compose version --short')).toBe('1.29.2')
    expect(await on(lab, 'cmp1', 'docker compose version')).toMatch(/ 2\.26\./)
    expect((await ssh(lab, 'cmp2', 'docker compose version')).exitCode).not.toBe(0)
    expect((await ssh(lab, 'cmp1', 'command -v docker-compose')).exitCode).not.toBe(0)
  })

  it('has neither curl nor wget on cmp2', async () => {
    expect(await on(lab, 'cmp1', 'command -v curl wget')).toBe('/usr/bin/curl\n/usr/bin/wget')
    expect((await ssh(lab, 'cmp2', 'command -v curl; command -v wget')).stdout).toBe('')
  })

  it("has Kolla's containers, each on the API address and on no other", async () => {
    const address = lab.nodes[0]?.address
    const ports = [9100, 18080, 3306, 9104, 11211, 9150, 9198, 9115, 9091]
    const listening = (await on(lab, 'ctl1', "ss -ltnH | awk '{print $4}'")).split('\n')
    expect(listening.filter((socket) => !socket.endsWith(':22')).sort()).toEqual(
      ports.map((port) => `${address}:${port}`).sort(),
    )
    expect((await on(lab, 'cmp1', "docker ps --format '{{.Names}}'")).split('\n').sort()).toEqual([
      'prometheus_cadvisor',
      'prometheus_node_exporter',
    ])
  })

  it('has a Docker engine without bridge and iptables, as Kolla sets it', async () => {
    expect((await on(lab, 'cmp1', "docker network ls --format '{{.Name}}'")).split('\n').sort()).toEqual([
      'host',
      'none',
    ])
    expect(await on(lab, 'cmp1', 'iptables-save')).not.toContain('DOCKER')
  })

  it("opens Kolla's Prometheus to admin with the password of passwords.yml alone", async () => {
    const url = `http://${lab.nodes[0]?.address}:9091/api/v1/status/buildinfo`
    const file = await readFile(join(lab.runDirectory, 'kolla/passwords.yml'), 'utf8')
    const { prometheus_password: password } = parsePasswords(file)
    const credentials = Buffer.from(`admin:${password}`).toString('base64')
    expect((await fetch(url)).status).toBe(401)
    expect((await fetch(url, { headers: { Authorization: `Basic ${credentials}` } })).status).toBe(200)
  })

  it('measures a real database and a real cache', async () => {
    const exporter = async (port: number): Promise<string> =>
      (await fetch(`http://${lab.nodes[0]?.address}:${port}/metrics`)).text()
    expect(
      await eventually(
        () => exporter(9104),
        (text) => /^mysql_up 1$/m.test(text),
      ),
    ).toMatch(/^mysql_up 1$/m)
    expect(await exporter(9150)).toMatch(/^memcached_up 1$/m)
  })

  it('stays as it is when it is brought up again', async () => {
    const started = "docker inspect --format '{{.Name}} {{.State.StartedAt}}' $(docker ps -q) | sort"
    const before = await on(lab, 'ctl1', started)
    await up({ name: NAME })
    expect(await on(lab, 'ctl1', started)).toBe(before)
    expect(await openLab(NAME)).toEqual(lab)
  })
})

describe('the registry and the master', () => {
  it('bring the metrics of a worker on a node into its tenant, and into no other', async () => {
    const manifest = await readFile(lab.manifest, 'utf8')
    const image = /image: (\S+)/.exec(manifest)?.[1] ?? ''
    expect(image.startsWith(`${WORKER}:v`)).toBe(true)
    const config = [
      'global: { scrape_interval: 1s, external_labels: { node: cmp1 } }',
      'scrape_configs: [{ job_name: self, static_configs: [{ targets: ["127.0.0.1:19091"] }] }]',
      `remote_write: [{ url: "${lab.masterUrl}/api/v1/push", headers: { X-Scope-OrgID: openstack } }]`,
    ].join('\n')
    await on(lab, 'cmp1', `mkdir -p /opt/try && cat > /opt/try/prometheus.yml << 'EOF'\n${config}\nEOF`)
    const options = '--config.file=/try/prometheus.yml --storage.tsdb.path=/prometheus'
    await on(
      lab,
      'cmp1',
      `docker run -d --name try --network host -v /opt/try:/try:ro ${image} ${options} --web.listen-address=127.0.0.1:19091`,
    )
    const query = async (tenant: string): Promise<string> => {
      const url = `${lab.masterUrl}/prometheus/api/v1/query?query=${encodeURIComponent('up{node="cmp1"}')}`
      return (await fetch(url, { headers: { 'X-Scope-OrgID': tenant } })).text()
    }
    expect(
      await eventually(
        () => query('openstack'),
        (text) => text.includes('"cmp1"'),
      ),
    ).toContain('"cmp1"')
    expect(await query('anonymous-lab')).not.toContain('"cmp1"')
    await on(lab, 'cmp1', 'docker rm -f try && rm -r /opt/try')
  })
})

describe('a lab that grows', () => {
  it('keeps its nodes as they are', async () => {
    const boot = await on(lab, 'cmp1', 'stat -c %Y /run/lab/ready')
    lab = await up({ name: NAME, shape: { control: 1, compute: 3 } })
    expect(lab.nodes.map(({ name }) => name)).toEqual(['ctl1', 'cmp1', 'cmp2', 'cmp3'])
    expect(await on(lab, 'cmp1', 'stat -c %Y /run/lab/ready')).toBe(boot)
    expect(await on(lab, 'cmp3', 'hostname')).toBe('cmp3')
  })

  it('has the engine of today on forky, which lists images as Docker 29 does', async () => {
    expect(
      await on(lab, 'cmp3', "docker version -f '{{.Server.Version}} {{.Server.MinAPIVersion}}'"),
    ).toMatch(/^28\..* 1\.44$/)
    expect(await on(lab, 'cmp3', "docker info -f '{{.Driver}}'")).toBe('overlayfs')
    expect(await on(lab, 'cmp3', 'docker compose version --short')).toMatch(/^2\.40\./)
    await on(lab, 'cmp3', `docker pull -q ${WORKER}:v2.53.3`)
    const names = async (option: string): Promise<string[]> =>
      (await on(lab, 'cmp3', `docker images ${option} --format '{{.Repository}}'`)).split('\n')
    expect(await names('')).toContain(WORKER)
    const digest = await on(lab, 'cmp3', `docker images --digests --format '{{.Digest}}' ${WORKER}`)
    await on(lab, 'cmp3', `docker rmi ${WORKER}:v2.53.3 && docker pull -q ${WORKER}@${digest}`)
    expect(await names('')).not.toContain(WORKER)
    expect(await names('--all')).toContain(WORKER)
  })
})

describe('a lab that is taken down', () => {
  /** What the kernel knows of this lab, asked past the lab's own code. */
  async function traces(): Promise<string> {
    const answers = await Promise.all([
      run('ip', ['-o', 'link']),
      run('ip', ['netns']),
      run('iptables-save', []),
      run('losetup', ['--list']),
      readFile('/proc/self/mounts', 'utf8'),
      run('find', ['/sys/fs/cgroup', '-name', `kolla-mimir-lab-${NAME}-*`]),
      attempt('pgrep', ['-af', placeOf(NAME).stateDirectory]).then(({ stdout }) => stdout),
    ])
    const lines = answers.join('\n').split('\n')
    return lines.filter((line) => line.includes(NAME) && !line.includes('pgrep')).join('\n')
  }

  it('leaves nothing, frozen and filled nodes included', async () => {
    await freeze(lab, 'cmp1')
    await fillDisk(lab, 'cmp2')
    expect(await leftovers(placeOf(NAME))).not.toEqual([])
    await down(NAME)
    expect(await leftovers(placeOf(NAME))).toEqual([])
    expect(await traces()).toBe('')
    expect(existsSync(placeOf(NAME).runDirectory)).toBe(false)
    expect(existsSync(placeOf(NAME).stateDirectory)).toBe(false)
  })

  it('leaves nothing either when the command that brought it up was killed half-way', async () => {
    const bringing = spawn(process.execPath, [compiledModule('cli/main'), 'up', '--name', NAME], {
      stdio: 'ignore',
    })
    const node = join(placeOf(NAME).stateDirectory, 'cmp1/process.json')
    await eventually(async () => existsSync(node), Boolean)
    expect(existsSync(node)).toBe(true)
    bringing.kill('SIGKILL')
    await once(bringing, 'exit')
    await down(NAME)
    expect(await leftovers(placeOf(NAME))).toEqual([])
    expect(await traces()).toBe('')
  })

  it('is no longer there to be opened', async () => {
    await expect(openLab(NAME)).rejects.toThrow('no lab `selftest` is up; bring it up with')
  })
})
