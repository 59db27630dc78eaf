/** What the lab's manifest says: paths are relative to the manifest. */
export interface LabManifest {
  readonly masterUrl: string
  /** `registry.lab/prom/prometheus:v2.53.3` */
  readonly image: string
}

const TENANT = 'openstack'

/** Pure: the inventory.yml that an operator of the lab's cloud would write. */
export function manifestYml({ masterUrl, image }: LabManifest): string {
  return `mimir:
  url: ${masterUrl}
  tenant: ${TENANT}
kolla:
  configdir: kolla
  inventory: [multinode]
ssh:
  user: root
  keys: [id]
  known_hosts: [known_hosts]
worker:
  image: ${image}
  scrape_interval: 5s
  exporters:
    # Kolla's 60 s would keep whoever watches the demo waiting.
    openstack_exporter: { scrape_interval: 10s, scrape_timeout: 9s }
`
}
