import type { ContainerState, PrecheckResult } from '../../../src/model/precheck.ts'
import { safeLine } from '../../../src/values/safe-text.ts'
import type { Inspection } from './inspection.ts'
import { failing, notReached, passed } from './result.ts'

/** Whether Kolla's containers that the worker needs run, after the list with which the guide begins. */
export function containers(wanted: readonly string[], inspection: Inspection): PrecheckResult {
  const { containers: found } = inspection
  if (found === undefined) return notReached('containers', 'engine')
  const states = wanted.map((name) => ({ name, state: safeLine(found.get(name) ?? '') }))
  const notRunning = states.filter(
    ({ state }) => !/^Up\b/u.test(state) || /\((?:unhealthy|Paused)\)/u.test(state),
  )
  if (notRunning.length > 0)
    return failing('containers', { kind: 'containers-not-running', containers: notRunning })
  return passed('containers', { running: wanted.length === 0 ? '-' : wanted.join(' ') })
}

/** Whether they use the host's network: what listens in another one is reached by nobody on the API address. */
export function hostNetwork(
  wanted: readonly string[],
  { networks, containers: found }: Inspection,
): PrecheckResult {
  if (found === undefined) return notReached('host-network', 'engine')
  const others: ContainerState[] = wanted.flatMap((name) => {
    const mode = networks.get(name)
    return mode === undefined || mode === 'host' ? [] : [{ name, state: safeLine(mode) }]
  })
  if (others.length > 0) return failing('host-network', { kind: 'not-host-network', containers: others })
  const known = wanted.filter((name) => networks.has(name))
  return known.length === 0 && wanted.length > 0
    ? notReached('host-network', 'containers')
    : passed('host-network', { host: known.length })
}
