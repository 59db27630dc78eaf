import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { role } from '../../roles/mimir-worker/role.ts'
import { main } from '../../src/cli/main.ts'
import { writeNewFile } from '../../src/files/atomic-file.ts'
import { readCloud } from '../../src/kolla/cloud.ts'
import { diskReader } from '../../src/kolla/files/files.ts'
import { EXPORTER_NAMES } from '../../src/kolla/releases/exporters.ts'
import { readManifestFile } from '../../src/manifest/manifest.ts'
import { thisMachine } from '../../src/manifest/this-machine.ts'
import { fleetOf } from '../lab/base/fleet-spec.ts'
import { globalsYml, prometheusGlobalsYml } from '../lab/operator/globals.ts'
import { multinodeIni } from '../lab/operator/multinode.ts'

let folder: string
let stdout: string
let stderr: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'import '))
  mkdirSync(join(folder, 'kolla', 'globals.d'), { recursive: true })
  writeFileSync(join(folder, 'kolla', 'globals.yml'), globalsYml({ internalAddress: '10.78.1.11' }))
  writeFileSync(join(folder, 'kolla', 'globals.d', 'prometheus.yml'), prometheusGlobalsYml())
  writeFileSync(join(folder, 'multinode'), multinodeIni(fleetOf({ control: 1, compute: 3 }, 1)))
  ;[stdout, stderr] = ['', '']
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    stdout += String(text)
    return true
  })
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    stderr += String(text)
    return true
  })
})
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true })
})

const at = (name: string): string => join(folder, name)

const lastLine = (): string => stderr.trimEnd().split('\n').at(-1) ?? ''

async function imported(...words: readonly string[]): Promise<number> {
  return main('import', role, ['--configdir', at('kolla'), '-i', at('multinode'), '--lang=en', ...words])
}

describe('import', () => {
  it('writes a manifest that is valid, and leads to the same cloud', async () => {
    expect(await imported('--mimir-url', 'http://10.0.0.5:9009', '--out', at('inventory.yml'))).toBe(0)
    const { manifest, problems } = await readManifestFile(at('inventory.yml'), thisMachine(EXPORTER_NAMES))
    expect(problems).toEqual([])
    expect(manifest?.mimir).toMatchObject({ url: 'http://10.0.0.5:9009', tenant: 'openstack' })
    const { configdir, inventory = [] } = manifest?.kolla ?? {}
    const { cloud } = readCloud({ configdir, inventory }, diskReader)
    expect(cloud?.nodes.map(({ name }) => name).sort()).toEqual(['cmp1', 'cmp2', 'cmp3', 'ctl1'])
  })

  it('says what it found, and what to do next', async () => {
    await imported('--mimir-url', 'http://10.0.0.5:9009', '--out', at('inventory.yml'))
    expect(stderr).toContain('found 4 nodes: cmp[1-3], ctl1\n')
    expect(stderr).toContain('release: 2025.1\n')
    expect(stderr).toContain('exporter node_exporter: cmp[1-3], ctl1 (4)\n')
    expect(stderr).toContain('exporter mysqld_exporter: ctl1 (1)\n')
    expect(stderr).not.toContain('exporter libvirt_exporter')
    expect(lastLine()).toBe(
      `wrote ${at('inventory.yml')}; next: npx zx scripts/prechecks.mjs '${at('inventory.yml')}'`,
    )
    expect(stdout).toBe('')
  })

  it('writes down the release that only the installed Kolla-Ansible tells, or the operator', async () => {
    const told = /^openstack_release.*$/mu
    writeFileSync(at('kolla/globals.yml'), globalsYml({ internalAddress: '10.78.1.11' }).replace(told, ''))
    const site = at('venv/lib/python3.12/site-packages/kolla_ansible-21.1.0.dist-info')
    mkdirSync(site, { recursive: true })
    mkdirSync(at('venv/bin'))
    mkdirSync(at('bin'))
    writeFileSync(at('venv/bin/kolla-ansible'), '')
    symlinkSync(at('venv/bin/kolla-ansible'), at('bin/kolla-ansible'))
    const url = ['--mimir-url', 'http://10.0.0.5:9009']
    vi.stubEnv('PATH', `${at('nothing')}:${at('bin')}`)
    expect(await imported('--out', '-', ...url)).toBe(0)
    expect(stdout).toContain('  release: "2025.2"\n')
    expect(stderr).toContain('release: 2025.2\n')
    expect(await imported('--out', '-', ...url, '--release', '2024.1')).toBe(0)
    expect(stdout).toContain('  release: "2024.1"\n')
    vi.unstubAllEnvs()
  })

  it('takes the release of a kolla-ansible that is installed beside, and says where that is', async () => {
    const told = /^openstack_release.*$/mu
    writeFileSync(at('kolla/globals.yml'), globalsYml({ internalAddress: '10.78.1.11' }).replace(told, ''))
    mkdirSync(at('kolla-venv/lib/python3.12/site-packages/kolla_ansible-20.4.0.dist-info'), {
      recursive: true,
    })
    mkdirSync(at('kolla-venv/bin'))
    writeFileSync(at('kolla-venv/bin/kolla-ansible'), '')
    vi.stubEnv('PATH', at('nothing'))
    expect(await imported('--out', at('inventory.yml'), '--mimir-url', 'http://10.0.0.5:9009')).toBe(0)
    vi.unstubAllEnvs()
    expect(stderr).toContain(`release 2025.1, from the kolla-ansible in ${at('kolla-venv')}\n`)
    const { manifest } = await readManifestFile(at('inventory.yml'), thisMachine(EXPORTER_NAMES))
    expect(manifest?.kolla).toMatchObject({ installation: at('kolla-venv') })
  })

  it('asks a node for the release where nothing else has it, and has it confirmed', async () => {
    writeFileSync(
      at('kolla/globals.yml'),
      'openstack_release: master\nkolla_internal_vip_address: 10.78.1.11\n',
    )
    const groups = ['prometheus-node-exporter', 'prometheus-mysqld-exporter', 'loadbalancer']
    const children = groups.map((group) => `[${group}:children]\ncontrol\n`).join('')
    writeFileSync(at('multinode'), `[control]\nme ansible_connection=local ansible_become=false\n${children}`)
    mkdirSync(at('bin'))
    writeFileSync(
      at('bin/docker'),
      '#!/bin/sh\necho "$*" >&2\necho quay.io/openstack.kolla/nova-api:2025.1-ubuntu-noble\n',
    )
    chmodSync(at('bin/docker'), 0o755)
    vi.stubEnv('PATH', `${at('bin')}:/usr/bin:/bin`)
    const words = ['--out', at('inventory.yml'), '--mimir-url', 'http://10.0.0.5:9009']
    expect(await imported(...words, '--ask-nodes')).toBe(5)
    vi.unstubAllEnvs()
    expect(stderr).toContain('me: 1 Kolla image with the tag 2025.1-ubuntu-noble: release 2025.1\n')
    expect(lastLine()).toContain(`${at('inventory.yml')}:7: remove the # if the release is 2025.1,`)
    expect(readFileSync(at('inventory.yml'), 'utf8')).toContain(
      'A guess: me runs Kolla images with the tag 2025.1-ubuntu-noble.\n',
    )
  })

  it('writes to stdout and nowhere else with -o -', async () => {
    expect(await imported('--out', '-', '--mimir-url', 'http://10.0.0.5:9009')).toBe(0)
    expect(stdout).toContain(`  inventory: ${JSON.stringify(at('multinode'))}\n`)
    expect(lastLine()).toBe(
      'save the output as inventory.yml; next: npx zx scripts/prechecks.mjs inventory.yml',
    )
    expect(readdirSync(folder).sort()).toEqual(['kolla', 'multinode'])
  })

  it('never writes over a file, nor through a link that leads nowhere', async () => {
    writeFileSync(at('mine.yml'), 'mine')
    symlinkSync(at('nowhere'), at('link.yml'))
    expect([await imported('--out', at('mine.yml')), await imported('--out', at('link.yml'))]).toEqual([2, 2])
    expect(stderr).toContain(`${at('mine.yml')} exists and is never overwritten`)
    expect(readFileSync(at('mine.yml'), 'utf8')).toBe('mine')
    expect(readdirSync(folder).sort()).toEqual(['kolla', 'link.yml', 'mine.yml', 'multinode'])
  })

  it.each([
    [['--mimir-url', 'ftp://x'], 'mimir.url'],
    [['--tenant', 'a|b'], 'mimir.tenant'],
    [['--release', 'zed'], 'releases older than 2023.1 are not supported'],
    [['--release', 'soon'], 'kolla.release: expected'],
    [['-i', 'ctl1,cmp1'], 'a list of hosts and no file'],
    [['-i', '/nowhere/multinode'], 'there is no such inventory'],
    [['surplus'], 'expected only options, found surplus'],
  ])('refuses %j with what is wrong, and writes nothing', async (words, said) => {
    expect(await imported('--out', at('inventory.yml'), ...words)).toBe(2)
    expect(stderr).toContain(said)
    expect(readdirSync(folder).sort()).toEqual(['kolla', 'multinode'])
  })

  it('wants an inventory, and has a help', async () => {
    expect(await main('import', role, [])).toBe(2)
    expect(stderr).toContain('no inventory is named; write e.g. -i /etc/kolla/multinode')
    expect(await main('import', role, ['--help'])).toBe(0)
    expect(stdout).toContain('--mimir-url URL')
  })

  it('speaks Korean', async () => {
    await main('import', role, [
      '--configdir',
      at('kolla'),
      '-i',
      at('multinode'),
      '--out',
      '-',
      '--lang',
      'ko',
    ])
    expect(stderr).toContain('노드 4개를 찾았습니다')
  })
})

describe('a new file', () => {
  it('is there whole or not at all, also where the folder is missing', async () => {
    const written = await writeNewFile(at('not/there.yml'), 'x')
    expect(written).toMatchObject({ ok: false, failure: { reason: 'refused' } })
    expect(await writeNewFile(at('new.yml'), 'x')).toMatchObject({ ok: true })
    expect(readFileSync(at('new.yml'), 'utf8')).toBe('x')
  })
})
