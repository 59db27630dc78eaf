import { KOLLA_TAG } from '../kolla/containers.ts'
import type { ImageConfig, ImageRecipe, ImageSuite } from './recipe.ts'

const PATH = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'
const KOLLA_NAMESPACE = 'openstack.kolla'
const KOLLA_BASE = ['base-bookworm', 'kolla']

/**
 * The images that are made once the packages of a suite are there. `version`: of its Prometheus, without Debian's part.
 * Kolla's own Prometheus has another version than workers have, and so shares no layer with them: a worker's image is
 * really pulled, on control nodes too.
 */
export function imagesOf(suite: ImageSuite, version: string): readonly ImageRecipe[] {
  const worker: ImageRecipe = {
    reference: `prom/prometheus:v${version}`,
    layers: [`base-${suite}`, `prometheus-${suite}`],
    config: WORKER,
    published: 'index',
  }
  return suite === 'bookworm' ? [worker, ...KOLLA_IMAGES] : [worker]
}

/** As in prom/prometheus. */
const WORKER: ImageConfig = {
  Env: [PATH],
  Entrypoint: ['/bin/prometheus'],
  Cmd: ['--config.file=/etc/prometheus/prometheus.yml', '--storage.tsdb.path=/prometheus'],
  WorkingDir: '/prometheus',
  User: 'nobody',
  ExposedPorts: { '9090/tcp': {} },
  Volumes: { '/prometheus': {} },
  Labels: { 'org.opencontainers.image.description': "Debian's Prometheus in the shape of prom/prometheus" },
}

const KOLLA_IMAGES: readonly ImageRecipe[] = [
  kolla('prometheus-server', ['prometheus-bookworm']),
  kolla('prometheus-node-exporter', ['node-exporter']),
  kolla('prometheus-mysqld-exporter', ['mysqld-exporter']),
  kolla('prometheus-blackbox-exporter', ['blackbox-exporter']),
  kolla('prometheus-cadvisor', ['python', 'stand-ins']),
  kolla('prometheus-memcached-exporter', ['python', 'stand-ins']),
  kolla('prometheus-openstack-exporter', ['python', 'stand-ins']),
  kolla('memcached', ['memcached']),
  kolla('mariadb-server', ['mariadb']),
]

function kolla(name: string, layers: readonly string[]): ImageRecipe {
  return {
    reference: `${KOLLA_NAMESPACE}/${name}:${KOLLA_TAG}`,
    layers: [...KOLLA_BASE, ...layers],
    config: {
      Env: [PATH, 'KOLLA_BASE_DISTRO=debian', 'KOLLA_BASE_ARCH=x86_64', 'KOLLA_DISTRO_PYTHON_VERSION=3.11'],
      Cmd: ['kolla_start'],
      Labels: {
        kolla_version: '20.0.0',
        name,
        'org.opencontainers.image.description': `The lab's ${name}, made of Debian packages in the shape of Kolla's image`,
      },
    },
    published: 'manifest',
  }
}
