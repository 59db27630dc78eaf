import { accounts, groups } from './accounts.ts'
import { copy, directory, type Entry, type ImageSuite, type LayerRecipe, link, text } from './recipe.ts'

const NOBODY = 65_534
const PYTHON = 'python3.11'

/** What only a running Debian needs; layers above the base keep their programs and libraries. */
const NOT_IN_IMAGES = ['etc', 'var', 'lib/systemd', 'usr/lib/systemd', 'usr/share']

/** Every layer that images are made of, by the suite its packages come from. */
export function layersOf(suite: ImageSuite): readonly LayerRecipe[] {
  const common = [base(suite), prometheus(suite)]
  return suite === 'bookworm' ? [...common, ...KOLLA_LAYERS] : common
}

/** A small Debian: the C library, and busybox under all its names, as in the images of Prometheus. */
function base(suite: ImageSuite): LayerRecipe {
  return {
    name: `base-${suite}`,
    suite,
    packages: ['busybox-static', 'libc6'],
    removed: ['usr/share', 'usr/lib/x86_64-linux-gnu/gconv', 'etc'],
    entries: [
      ...['dev', 'proc', 'sys', 'run', 'etc', 'var', 'usr/local/bin'].map((path) => directory(path)),
      directory('root', 0o700),
      ...['tmp', 'var/tmp'].map((path) => directory(path, 0o1777)),
      text('etc/passwd', accounts([])),
      text('etc/group', groups([])),
      text('etc/nsswitch.conf', 'passwd: files\ngroup: files\nhosts: files dns\n'),
      { kind: 'applets', busybox: 'usr/bin/busybox' },
    ],
  }
}

/** Prometheus and promtool; until bookworm they are one package. */
function prometheus(suite: ImageSuite): LayerRecipe {
  return {
    name: `prometheus-${suite}`,
    suite,
    packages: suite === 'bookworm' ? ['prometheus'] : ['prometheus', 'promtool'],
    removed: NOT_IN_IMAGES,
    entries: [
      copy('etc/prometheus/prometheus.yml', 'files/prometheus.yml', 0o644),
      directory('prometheus', 0o755, NOBODY),
      // Debian's default for --storage.tsdb.path lies below; that of prom/prometheus is in its working directory.
      link('var/lib/prometheus', '/prometheus'),
      directory('opt/prometheus'),
      link('opt/prometheus/prometheus', '/usr/bin/prometheus'),
      link('opt/prometheus/promtool', '/usr/bin/promtool'),
    ],
  }
}

/** What every image of Kolla's has: its start program, its accounts, its directories. */
const KOLLA: LayerRecipe = {
  name: 'kolla',
  suite: 'bookworm',
  packages: [],
  removed: [],
  entries: [
    text('etc/passwd', accounts(['prometheus', 'mysql', 'memcached'])),
    text('etc/group', groups(['prometheus', 'mysql', 'memcached', 'kolla'])),
    directory('etc/prometheus'),
    directory('var/lib/kolla/config_files'),
    directory('var/log/kolla/prometheus'),
    copy('usr/local/bin/kolla_start', 'files/kolla_start'),
  ],
}

const STAND_INS: LayerRecipe = {
  name: 'stand-ins',
  suite: 'bookworm',
  packages: [],
  removed: [],
  entries: [
    ...['cgroups.py', 'exposition.py', 'serving.py'].map((name) =>
      copy(`opt/lab/${name}`, `stand-ins/${name}`, 0o644),
    ),
    ...standIn('cadvisor', 'opt/cadvisor'),
    ...standIn('memcached_exporter', 'opt/memcached_exporter/memcached_exporter'),
    ...standIn('openstack_exporter', 'opt/openstack-exporter/openstack-exporter'),
  ],
}

const PYTHON_LAYER: LayerRecipe = {
  name: 'python',
  suite: 'bookworm',
  packages: [
    `${PYTHON}-minimal`,
    `lib${PYTHON}-minimal`,
    `lib${PYTHON}-stdlib`,
    'libexpat1',
    'libssl3',
    'zlib1g',
  ],
  removed: [
    ...NOT_IN_IMAGES,
    ...['ensurepip', 'idlelib', 'lib2to3', 'pydoc_data', 'test', 'tkinter'].map(
      (part) => `usr/lib/${PYTHON}/${part}`,
    ),
  ],
  entries: [link('usr/bin/python3', PYTHON)],
}

const MEMCACHED: LayerRecipe = {
  name: 'memcached',
  suite: 'bookworm',
  packages: ['libevent-2.1-7', 'libsasl2-2', 'libssl3', 'memcached'],
  removed: NOT_IN_IMAGES,
  entries: [],
}

const MARIADB_LIBRARIES = (
  'libaio1 libcap2 libcrypt1 libgcc-s1 libgcrypt20 libgpg-error0 liblz4-1 liblzma5 libnuma1 libpcre2-8-0 libssl3 ' +
  'libstdc++6 libsystemd0 liburing2 libzstd1 zlib1g'
).split(' ')

/** /usr/share/mysql holds what a data directory is made from. */
const MARIADB: LayerRecipe = {
  name: 'mariadb',
  suite: 'bookworm',
  packages: ['mariadb-server-core', ...MARIADB_LIBRARIES],
  removed: ['etc', 'var', 'usr/share/locale', 'usr/lib/systemd'],
  entries: [
    directory('etc/mysql'),
    directory('var/lib/mysql'),
    copy('usr/local/bin/lab-mariadb', 'files/lab-mariadb'),
  ],
}

const KOLLA_LAYERS: readonly LayerRecipe[] = [
  KOLLA,
  exporter('node-exporter', 'node_exporter'),
  exporter('mysqld-exporter', 'mysqld_exporter'),
  exporter('blackbox-exporter', 'blackbox_exporter'),
  PYTHON_LAYER,
  STAND_INS,
  MEMCACHED,
  MARIADB,
]

/** An exporter that Debian has, under the path where Kolla's image has it. */
function exporter(name: string, program: string): LayerRecipe {
  return {
    name,
    suite: 'bookworm',
    packages: [`prometheus-${name}`],
    removed: NOT_IN_IMAGES,
    entries: [directory(`opt/${program}`), link(`opt/${program}/${program}`, `/usr/bin/prometheus-${name}`)],
  }
}

/** An exporter that Debian has not: the lab's stand-in, under the path where Kolla's image has the real one. */
function standIn(name: string, path: string): readonly Entry[] {
  return [copy(`opt/lab/${name}.py`, `stand-ins/${name}.py`), link(path, `/opt/lab/${name}.py`)]
}
