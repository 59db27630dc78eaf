import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fleetOf } from '../base/fleet-spec.ts'
import { containersOf, KOLLA_TAG } from '../kolla/containers.ts'
import { accounts, groups } from './accounts.ts'
import { imagesOf } from './catalogue.ts'
import { layersOf } from './layers.ts'
import type { ImageSuite } from './recipe.ts'
import { prometheusVersion } from './suite-images.ts'
import { imagesDirectory } from './unpack.ts'

const SUITES: readonly ImageSuite[] = ['bookworm', 'trixie', 'sid']

describe.each(SUITES)('the recipes for packages of %s', (suite) => {
  const layers = layersOf(suite)
  const images = imagesOf(suite, '9.9.9')

  it('make every layer that an image is made of, and no other', () => {
    const used = new Set(images.flatMap((image) => image.layers))
    expect([...used].sort()).toEqual(layers.map(({ name }) => name).sort())
  })

  it('take packages of that suite only, and copy files that exist to paths within the layer', () => {
    const entries = layers.flatMap((layer) => layer.entries)
    const copied = entries.flatMap((entry) => (entry.kind === 'copy' ? [entry.from] : []))
    expect(copied.filter((from) => !existsSync(join(imagesDirectory, from)))).toEqual([])
    const paths = entries.flatMap((entry) => ('path' in entry ? [entry.path] : []))
    expect(paths.filter((path) => path.startsWith('/') || path.includes('..'))).toEqual([])
    expect(layers.filter((layer) => layer.suite !== suite)).toEqual([])
  })

  it('give a worker in the shape of prom/prometheus, under the version of its package', () => {
    expect(images.find(({ reference }) => reference === 'prom/prometheus:v9.9.9')).toMatchObject({
      published: 'index',
      config: {
        Entrypoint: ['/bin/prometheus'],
        User: 'nobody',
        WorkingDir: '/prometheus',
        Volumes: { '/prometheus': {} },
      },
    })
  })
})

describe("Kolla's images", () => {
  const [node] = fleetOf({ control: 1, compute: 0 }, 0)
  const kolla = imagesOf('bookworm', '9.9.9').filter(({ reference }) =>
    reference.startsWith('openstack.kolla/'),
  )

  it('are those that the containers of a control node run', () => {
    const containers = node === undefined ? [] : containersOf(node)
    const wanted = containers.map(({ image }) => `openstack.kolla/${image}:${KOLLA_TAG}`)
    expect(wanted).toHaveLength(9)
    expect(kolla.map(({ reference }) => reference).sort()).toEqual(wanted.sort())
  })

  it('start with kolla_start and say their version', () => {
    for (const { config } of kolla) {
      expect(config).toMatchObject({ Cmd: ['kolla_start'], Labels: { kolla_version: '20.0.0' } })
    }
  })

  it('share no layer of programs with the images of workers, so that these are really pulled', () => {
    const worker = imagesOf('trixie', '9.9.9').flatMap(({ layers }) => layers)
    expect(kolla.flatMap(({ layers }) => layers).filter((name) => worker.includes(name))).toEqual([])
  })
})

describe('the accounts of an image', () => {
  it("have Kolla's numbers", () => {
    expect(accounts(['prometheus'])).toBe(
      'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/home:/bin/false\nprometheus:x:42472:42472::/var/lib/prometheus:/bin/sh\n',
    )
    expect(groups(['mysql', 'kolla'])).toBe('root:x:0:\nnobody:x:65534:\nmysql:x:42434:\nkolla:x:42400:\n')
  })
})

describe('the version of Prometheus', () => {
  it.each([
    ['/x/prometheus_2.42.0+ds-5+deb12u1_amd64.deb', '2.42.0'],
    ['/x/prometheus_2.53.3+ds1-2_amd64.deb', '2.53.3'],
    ['/x/prometheus_3.5.3+ds1-6_amd64.deb', '3.5.3'],
  ])('in %s is %s', (file, version) => {
    expect(prometheusVersion(['/x/prometheus-node-exporter_1.5.0-1_amd64.deb', file])).toBe(version)
  })

  it('is missed where no package has one', () => {
    expect(() => prometheusVersion(['/x/promtool_2.53.3_amd64.deb'])).toThrow(
      'no package prometheus with a version among promtool_2.53.3_amd64.deb',
    )
  })
})
