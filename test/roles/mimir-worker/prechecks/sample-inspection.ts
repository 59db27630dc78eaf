import type { Inspection } from '../../../../roles/mimir-worker/prechecks/inspection.ts'

/** A node on which all is well, with changes. */
export function inspection(changes: Partial<Inspection> = {}): Inspection {
  const disk = { mount: '/', free: 20 * 1024 ** 3, freeInodes: 1_000_000 }
  return {
    docker: { exit: 0, text: '26.1.5 1.45' },
    podman: undefined,
    composePlugin: { exit: 0, text: '2.26.1' },
    composePluginSpeaks: { exit: 0, text: '' },
    composeInvalid: undefined,
    composeV1: undefined,
    composeV1Speaks: undefined,
    containers: new Map([['prometheus_node_exporter', 'Up 3 hours']]),
    networks: new Map([['prometheus_node_exporter', 'host']]),
    credentials: undefined,
    writing: { files: { exit: 0, text: '' }, images: { exit: 0, text: '' } },
    disks: { files: disk, images: disk },
    firewall: ['-P OUTPUT ACCEPT'],
    targets: new Map(),
    name: { exit: 0, addresses: ['10.0.0.5'], ofNode: ['10.0.0.5'] },
    ready: undefined,
    push: undefined,
    ...changes,
  }
}
