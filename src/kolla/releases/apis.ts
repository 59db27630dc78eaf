import type { Release } from './release.ts'

/**
 * What HAProxy serves at the cloud's addresses, and the variable that holds its port, with its default. Kolla names
 * the other variables of each alike; a few have `base` in the names of their endpoints.
 */
const APIS: readonly (readonly [name: string, portVariable: string, port: string, kind?: 'base'])[] = [
  ['aodh', 'aodh_api_port', '8042'],
  ['barbican', 'barbican_api_port', '9311'],
  ['blazar', 'blazar_api_port', '1234', 'base'],
  ['ceph_rgw', 'ceph_rgw_port', '6780', 'base'],
  ['cinder', 'cinder_api_port', '8776', 'base'],
  ['cloudkitty', 'cloudkitty_api_port', '8889'],
  ['designate', 'designate_api_port', '9001'],
  ['glance', 'glance_api_port', '9292'],
  ['gnocchi', 'gnocchi_api_port', '8041'],
  ['grafana', 'grafana_server_port', '3000'],
  ['heat', 'heat_api_port', '8004', 'base'],
  ['heat_cfn', 'heat_api_cfn_port', '8000', 'base'],
  ['ironic', 'ironic_api_port', '6385'],
  ['ironic_inspector', 'ironic_inspector_port', '5050'],
  ['magnum', 'magnum_api_port', '9511', 'base'],
  ['manila', 'manila_api_port', '8786', 'base'],
  ['masakari', 'masakari_api_port', '15868'],
  ['mistral', 'mistral_api_port', '8989', 'base'],
  ['neutron', 'neutron_server_port', '9696'],
  ['nova', 'nova_api_port', '8774', 'base'],
  ['octavia', 'octavia_api_port', '9876'],
  ['placement', 'placement_api_port', '8780'],
  ['prometheus', 'prometheus_port', '9091'],
  ['prometheus_alertmanager', 'prometheus_alertmanager_port', '9093'],
  ['skyline_apiserver', 'skyline_apiserver_port', '9998'],
  ['skyline_console', 'skyline_console_port', '9999'],
  ['swift', 'swift_proxy_server_port', '8080', 'base'],
  ['tacker', 'tacker_server_port', '9890'],
  ['trove', 'trove_api_port', '8779', 'base'],
  ['venus', 'venus_api_port', '10010'],
  ['watcher', 'watcher_api_port', '9322'],
  ['zun', 'zun_api_port', '9517', 'base'],
]

/** Variables with an API's addresses: the one for everybody, and the one inside the cloud. */
export interface ApiEndpoints {
  readonly public: string
  readonly internal: string
}

/** APIs whose variables Kolla names otherwise. */
const OTHERWISE: Readonly<Record<string, ApiEndpoints>> = {
  keystone: { public: 'keystone_public_url', internal: 'keystone_internal_url' },
  opensearch_dashboards: {
    public: 'opensearch_dashboards_external_endpoint',
    internal: 'opensearch_dashboards_internal_endpoint',
  },
}

/** The variables with the addresses of an API. */
export function apiEndpoints(name: string): ApiEndpoints {
  const base = APIS.some(([api, , , kind]) => api === name && kind === 'base') ? '_base' : ''
  return (
    OTHERWISE[name] ?? {
      public: `${name}_public${base}_endpoint`,
      internal: `${name}_internal${base}_endpoint`,
    }
  )
}

/** The port of HAProxy's frontend for everybody: its own, or the one that all share. */
export function frontendPort(port: string): string {
  return `{{ haproxy_single_external_frontend_public_port if haproxy_single_external_frontend | bool else ${port} }}`
}

/** Defaults of all these variables, as Kolla has them since 2024.2, or since the release that is named. */
export function apiDefaults(): readonly (readonly [key: string, value: unknown, since?: Release])[] {
  return [...APIS.flatMap(([name, portVariable, port]) => defaultsOf(name, portVariable, port)), ...ODD]
}

function defaultsOf(name: string, portVariable: string, port: string): (readonly [string, string])[] {
  const endpoints = apiEndpoints(name)
  // Swift has the same port everywhere.
  const publicPort = name === 'swift' ? portVariable : portVariable.replace(/_port$/u, '_public_port')
  return [
    ...addressDefaults(name),
    [portVariable, port],
    ...(publicPort === portVariable ? [] : [[publicPort, frontendPort(portVariable)] as const]),
    [endpoints.public, `{{ ${name}_external_fqdn | kolla_url(public_protocol, ${publicPort}) }}`],
    [endpoints.internal, `{{ ${name}_internal_fqdn | kolla_url(internal_protocol, ${portVariable}) }}`],
  ]
}

function addressDefaults(name: string): (readonly [string, string])[] {
  return [
    [`${name}_external_fqdn`, '{{ kolla_external_fqdn }}'],
    [`${name}_internal_fqdn`, '{{ kolla_internal_fqdn }}'],
  ]
}

const HORIZON_PORT = (side: string) => `horizon_tls_port if kolla_enable_tls_${side} | bool else horizon_port`

/** Those that follow no rule. */
const ODD: readonly (readonly [key: string, value: string, since?: Release])[] = [
  ...['keystone', 'horizon', 'opensearch_dashboards'].flatMap(addressDefaults),
  ['keystone_internal_port', '5000'],
  ['keystone_public_listen_port', '5000'],
  ['keystone_public_port', frontendPort('keystone_public_listen_port')],
  ['keystone_public_url', '{{ keystone_external_fqdn | kolla_url(public_protocol, keystone_public_port) }}'],
  [
    'keystone_internal_url',
    '{{ keystone_internal_fqdn | kolla_url(internal_protocol, keystone_internal_port) }}',
  ],
  ['horizon_port', '80'],
  ['horizon_tls_port', '443'],
  [
    'horizon_public_endpoint',
    `{{ kolla_external_fqdn | kolla_url(public_protocol, ${HORIZON_PORT('external')}) }}`,
  ],
  [
    'horizon_internal_endpoint',
    `{{ kolla_internal_fqdn | kolla_url(internal_protocol, ${HORIZON_PORT('internal')}) }}`,
  ],
  [
    'horizon_public_endpoint',
    `{{ horizon_external_fqdn | kolla_url(public_protocol, ${HORIZON_PORT('external')}) }}`,
    '2025.1',
  ],
  [
    'horizon_internal_endpoint',
    `{{ horizon_internal_fqdn | kolla_url(internal_protocol, ${HORIZON_PORT('internal')}) }}`,
    '2025.1',
  ],
  ['opensearch_address', '{{ elasticsearch_address | default(kolla_internal_fqdn) }}'],
  ['opensearch_port', "{{ elasticsearch_port | default('9200') }}"],
  [
    'opensearch_internal_endpoint',
    '{{ opensearch_address | kolla_url(internal_protocol, opensearch_port) }}',
  ],
  ['opensearch_dashboards_port', '5601'],
  ['opensearch_dashboards_port_external', frontendPort('opensearch_dashboards_port')],
  [
    'opensearch_dashboards_external_endpoint',
    '{{ opensearch_dashboards_external_fqdn | kolla_url(public_protocol, opensearch_dashboards_port_external) }}',
  ],
  [
    'opensearch_dashboards_internal_endpoint',
    '{{ opensearch_dashboards_internal_fqdn | kolla_url(internal_protocol, opensearch_dashboards_port) }}',
  ],
]
