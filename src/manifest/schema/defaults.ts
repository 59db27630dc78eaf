/**
 * The manifest's own defaults, in the manifest's shape and notation. Those of `worker` are the role's, what Kolla decides
 * has none here, and neither have batches and max_failures, which depend on the verb. The schema's `default` annotations are tested to be equal.
 */
export const MANIFEST_DEFAULTS = {
  mimir: { tenant: 'openstack', push_path: '/api/v1/push', query_path: '/prometheus' },
  grafana: { datasource: 'Mimir-OpenStack' },
  kolla: { configdir: '/etc/kolla' },
  ssh: {
    known_hosts: ['~/.ssh/known_hosts', '/etc/ssh/ssh_known_hosts'],
    host_keys: 'strict',
    become: true,
  },
  rollout: {
    parallel: 50,
    pulls: 20,
    soak: '0s',
    drain: '30s',
    rollback: 'batch',
    exclusive: ['mariadb', 'rabbitmq', 'loadbalancer'],
    confirm_prompt: true,
    failure_domain: 'zone',
    hooks: { deadline: '1m' },
    deadlines: { connect: '15s', observe: '30s', stage: '10m', activate: '2m', verify: '3m' },
  },
} as const
