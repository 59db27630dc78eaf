/** Every default of the role, once. Durations are Prometheus's; the reasons are in docs/decisions.md. */
export const DEFAULTS = {
  directory: '/opt/mimir-worker',
  image: 'docker.io/prom/prometheus:v2.53.5',
  listen: '127.0.0.1:9091',
  mode: 'server',
  /** The guide keeps one hour on the node; Prometheus keeps two hours of head at the least. */
  retention: '2h',
  cluster: 'openstack',
  environment: 'worker',
  selfJob: 'prometheus-worker',
  /** The guide's service name, so that its `docker-compose logs -f openstack-worker-prometheus` keeps working. */
  service: 'openstack-worker-prometheus',
  volume: 'mimir-worker-data',
  /** `nobody`, as whom the images of Prometheus run; user and group. */
  user: '65534:65534',
  jobNames: 'guide',
  filters: 'none',
} as const

/** Where the worker sees `worker.directory`: the whole folder is mounted, never a single file or a link. */
export const MOUNTED_AT = '/etc/mimir-worker'

/**
 * The queue to Mimir, in Prometheus's own keys. It is small on purpose: a thousand workers with Prometheus's default
 * of 50 shards each would storm Mimir after an outage.
 */
export const REMOTE_WRITE = {
  capacity: 10_000,
  max_shards: 10,
  max_samples_per_send: 2000,
  batch_send_deadline: '5s',
  min_backoff: '100ms',
  max_backoff: '10s',
} as const

/** Prometheus's own default for how long samples may wait for others to be sent with, in milliseconds. */
export const SEND_DEADLINE = 5000

/** Labels on the worker's container: compose's name of its project, and kolla-mimir's. */
export const LABELS = {
  project: 'com.docker.compose.project',
  node: 'kolla-mimir.node',
  /** What the container is made of. */
  container: 'kolla-mimir.container',
} as const
