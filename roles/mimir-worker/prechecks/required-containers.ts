import type { Cloud } from '../../../src/kolla/cloud.ts'
import { ansibleBool } from '../../../src/kolla/jinja/python-value.ts'
import { exportersIn } from '../../../src/kolla/releases/exporters.ts'
import type { Expectation } from '../exporters/jobs.ts'

/**
 * Node → Kolla's containers that must run there: those of its exporters, and Kolla's own server where it is switched
 * on, which the guide wants to run although no worker scrapes it unless the manifest says so.
 */
export function requiredContainers(
  expectations: readonly Expectation[],
  cloud: Cloud,
): ReadonlyMap<string, readonly string[]> {
  return new Map(
    expectations.map(({ node, exporters }) => {
      const exporterContainers = exporters
        .filter(({ exporter }) => exporter.endpoints?.kind !== 'addresses')
        .map(({ exporter }) => exporter.container)
      return [node, [...new Set([...exporterContainers, ...serverOn(node, cloud)])]]
    }),
  )
}

function serverOn(node: string, cloud: Cloud): string[] {
  const groups = cloud.nodes.find(({ name }) => name === node)?.groups ?? []
  const isOn = (key: string): boolean => {
    const resolved = cloud.resolve(node, key)
    return resolved.known && ansibleBool(resolved.value)
  }
  return exportersIn(cloud.release)
    .filter(({ onlyIfAsked, group }) => onlyIfAsked === true && groups.includes(group))
    .filter(({ enabledBy }) => isOn('enable_prometheus') && isOn(enabledBy))
    .map(({ container }) => container)
}
