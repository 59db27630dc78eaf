import type { PrecheckResult } from '../../../src/model/precheck.ts'
import type { Result } from '../../../src/model/result.ts'
import { endpointOf } from '../../../src/values/endpoint.ts'
import type { Facts } from '../node/facts.ts'
import { imageFor } from '../worker/image.ts'
import { listenBefore } from '../worker/listen.ts'
import type { WorkerSettings } from '../worker/vars.ts'
import { containers, hostNetwork } from './containers.ts'
import { clock, disk, port } from './disk-clock-port.ts'
import { compose, engine } from './engine.ts'
import type { ExporterProbe } from './exporter-probes.ts'
import { exporters } from './exporters.ts'
import { files } from './files.ts'
import { firewall } from './firewall.ts'
import { readyUrl } from './inspect.ts'
import type { Inspection } from './inspection.ts'
import { name, push, reach, reached } from './mimir.ts'
import { broken, notReached, passed } from './result.ts'

/** All that was seen of one node. */
export interface Inspected {
  readonly facts: Facts
  readonly inspection: Inspection
  /** The API address, or why there is none. */
  readonly address: Result<string>
  readonly probes: readonly ExporterProbe[]
  readonly required: readonly string[]
  /** As whom, and how the node is reached. */
  readonly login: string
}

/** The worker's port, where its address is known. */
function portOn({ facts, address }: Inspected, { listen }: WorkerSettings): PrecheckResult {
  // Whether it is the worker's own that is there, only the engine knows.
  if (facts.engine.state !== 'up') return notReached('port', 'engine')
  const known = listenBefore(listen, address.ok ? address.value : undefined)
  return known === undefined ? notReached('port', 'address') : port(facts, known)
}

/** Pure: the prechecks of one node, but for the last, which needs Mimir. */
export function judge(inspected: Inspected, settings: WorkerSettings): PrecheckResult[] {
  const { facts, inspection, address, required } = inspected
  const hasImage = imageFor(facts.images, settings.image) !== undefined
  const { host, port: mimirPort } = endpointOf(settings.pushUrl)
  return [
    passed('login', { as: inspected.login }),
    engine(inspection, settings.image, hasImage),
    compose(inspection),
    disk(inspection, settings, hasImage),
    files(inspection, settings),
    clock(facts),
    address.ok ? passed('address', { API: address.value }) : broken('address', address.failure),
    portOn(inspected, settings),
    containers(required, inspection),
    hostNetwork(required, inspection),
    firewall(inspection.firewall, {
      addresses: [host, ...(inspection.name?.addresses ?? [])],
      port: mimirPort,
      node: {
        addresses: ['127.0.0.1', '::1', ...(address.ok ? [address.value] : [])],
        ports: [settings.listen.port, ...inspected.probes.map((probe) => probe.port)],
      },
      mimirReached: reached(inspection.ready) && reached(inspection.push),
    }),
    ...(address.ok ? exporters(inspected.probes, facts, inspection) : [notReached('exporter', 'address')]),
    name(inspection, host),
    reach(inspection, readyUrl(settings.pushUrl)),
    push(inspection, settings),
  ]
}
