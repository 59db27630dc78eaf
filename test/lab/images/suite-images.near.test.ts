import { createHash } from 'node:crypto'
import { copyFile, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { attempt, run } from '../base/shell.ts'
import type { Suite } from '../rootfs/apt.ts'
import { startRegistry } from '../services/registry.ts'
import type { Service } from '../services/service.ts'
import { debianPackage } from './debian-package.ts'
import { indexOf, type NamedImage } from './layout.ts'
import { suiteImages } from './suite-images.ts'

const isRoot = process.getuid?.() === 0
const hasDpkg = (await attempt('dpkg-deb', ['--version'])).exitCode === 0
const BUSYBOX = '#!/bin/sh\n[ "$1" = --list ] && printf "sh\\nwget\\n"\n'

/** Four small packages like those that an image of Prometheus is made of. */
function smallPackages(into: string, version: string): Promise<string[]> {
  return Promise.all([
    debianPackage(into, 'busybox-static', '1.0', { 'usr/bin/busybox': BUSYBOX }),
    debianPackage(into, 'libc6', '2.0', { 'lib/libc.so.6': 'libc', 'usr/share/doc/libc6/x': 'x' }),
    debianPackage(into, 'prometheus', version, {
      'usr/bin/prometheus': 'prometheus',
      'usr/share/prometheus/x': 'x',
      'etc/prometheus/prometheus.yml': "Debian's own",
    }),
    debianPackage(into, 'promtool', version, { 'usr/bin/promtool': 'promtool' }),
  ])
}

/** An apt that knows these packages only, and counts its downloads. */
function smallSuite(files: readonly string[]): Suite & { downloads: number } {
  const suite = {
    name: 'sid',
    downloads: 0,
    download: async (packages: readonly string[], intoDir: string) => {
      suite.downloads += 1
      expect([...packages].sort()).toEqual(['busybox-static', 'libc6', 'prometheus', 'promtool'])
      await mkdir(intoDir, { recursive: true })
      for (const file of files) await copyFile(file, join(intoDir, basename(file)))
      return files.map((file) => join(intoDir, basename(file)))
    },
    downloadWithDependencies: () => Promise.reject(new Error('images are made of the named packages only')),
    packageState: () => Promise.resolve(files.map((file) => basename(file))),
  }
  return suite
}

describe.skipIf(!isRoot || !hasDpkg)('images made of packages (skipped without root or dpkg-deb)', () => {
  let directory = ''
  let files: string[] = []
  let newer: string[] = []
  const work = async (apt: Suite, name: string) => {
    const store = join(directory, name)
    for (const path of ['blobs/sha256', 'suites']) await mkdir(join(store, path), { recursive: true })
    const kept: string[] = []
    const keep = async (layer: string) => {
      kept.push(...(await readdir(join(layer, 'usr/bin'))))
    }
    return { work: { suite: 'sid', apt, store, log: () => undefined, keep } as const, kept }
  }

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'images-'))
    for (const path of ['files', 'newer']) await mkdir(join(directory, path))
    files = await smallPackages(join(directory, 'files'), '9.1.2+ds1-1')
    newer = await smallPackages(join(directory, 'newer'), '9.1.3+ds1-1')
  })
  afterAll(() => rm(directory, { recursive: true, force: true }))

  it('are the same for the same packages, whenever and under whatever umask they are made', async () => {
    const first = await suiteImages((await work(smallSuite(files), 'first')).work)
    const umask = process.umask(0o077)
    try {
      const second = await suiteImages((await work(smallSuite(files), 'second')).work)
      expect(second).toEqual(first)
    } finally {
      process.umask(umask)
    }
    expect(first.images.map(({ reference }) => reference)).toEqual(['prom/prometheus:v9.1.2'])
    const other = await suiteImages((await work(smallSuite(newer), 'other')).work)
    expect(other.images.map(({ reference }) => reference)).toEqual(['prom/prometheus:v9.1.3'])
  })

  it('are made once: the second time nothing is downloaded', async () => {
    const apt = smallSuite(files)
    const once = await work(apt, 'once')
    const made = await suiteImages(once.work)
    expect(once.kept.sort()).toEqual(['prometheus', 'promtool'])
    const before = await stat(join(once.work.store, 'suites'))
    expect(await suiteImages(once.work)).toEqual(made)
    expect(apt.downloads).toBe(1)
    expect((await stat(join(once.work.store, 'suites'))).mtimeMs).toBe(before.mtimeMs)
    expect((await readdir(once.work.store)).sort()).toEqual(['blobs', 'suites'])
  })

  describe('pulled from the registry', () => {
    let registry: Service
    let image: NamedImage | undefined
    const pull = async (path: string) => {
      const answer = await fetch(`${registry.url}/v2/prom/prometheus/${path}`)
      const body = Buffer.from(await answer.arrayBuffer())
      const digest = `sha256:${createHash('sha256').update(body).digest('hex')}`
      expect([answer.status, answer.headers.get('docker-content-digest')]).toEqual([200, digest])
      return { type: answer.headers.get('content-type'), body }
    }

    beforeAll(async () => {
      const { work: served } = await work(smallSuite(files), 'served')
      const { images } = await suiteImages(served)
      image = images[0]
      await writeFile(join(served.store, 'index.json'), JSON.stringify(indexOf(images)))
      registry = await startRegistry({ store: served.store, listen: { host: '127.0.0.1', port: 0 } })
    })
    afterAll(() => registry.close())

    it('are whole, from the tag down to the last file', async () => {
      const list = await pull('manifests/v9.1.2')
      expect(list.type).toBe(image?.mediaType)
      const manifest = await pull(`manifests/${digestsIn(list.body)[0]}`)
      expect(manifest.type).toBe('application/vnd.docker.distribution.manifest.v2+json')
      const [config = '', ...layers] = digestsIn(manifest.body)
      expect(digestsIn((await pull(`blobs/${config}`)).body)).toEqual(layers)
      const root = await mkdtemp(join(directory, 'root-'))
      for (const layer of layers) {
        const file = join(directory, 'layer.tar')
        await writeFile(file, (await pull(`blobs/${layer}`)).body)
        await run('tar', ['-C', root, '-xpf', file])
      }
      expect(await run('sh', ['-c', 'cd "$1" && find . | LC_ALL=C sort', 'sh', root])).toBe(TREE)
      const stated = await run('stat', ['-c', '%a %u', join(root, 'tmp'), join(root, 'prometheus')])
      expect(stated).toBe('1777 0\n755 65534\n')
      const own = await run('cat', [join(root, 'etc/prometheus/prometheus.yml')])
      expect(own).toMatch(/^# The image's own configuration/u)
    })
  })
})

/** The digests in a manifest or configuration, in their order; a JSON parser would only be in the way. */
function digestsIn(json: Buffer): readonly string[] {
  return json.toString().match(/sha256:[0-9a-f]{64}/gu) ?? []
}

const TREE = `.
./bin
./dev
./etc
./etc/group
./etc/nsswitch.conf
./etc/passwd
./etc/prometheus
./etc/prometheus/prometheus.yml
./lib
./lib64
./opt
./opt/prometheus
./opt/prometheus/prometheus
./opt/prometheus/promtool
./proc
./prometheus
./root
./run
./sbin
./sys
./tmp
./usr
./usr/bin
./usr/bin/busybox
./usr/bin/prometheus
./usr/bin/promtool
./usr/bin/sh
./usr/bin/wget
./usr/lib
./usr/lib/libc.so.6
./usr/lib64
./usr/local
./usr/local/bin
./usr/sbin
./var
./var/lib
./var/lib/prometheus
./var/tmp
`
