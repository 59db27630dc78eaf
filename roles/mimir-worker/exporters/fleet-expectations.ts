import type { Cloud } from '../../../src/kolla/cloud.ts'
import { originText } from '../../../src/kolla/files/variable.ts'
import { ansibleBool } from '../../../src/kolla/jinja/python-value.ts'
import { exportersIn } from '../../../src/kolla/releases/exporters.ts'
import { doubtful } from '../../../src/manifest/problems/manifest-problem.ts'
import type { WorkerSpec } from '../../../src/manifest/settings.ts'
import { shellWord } from '../../../src/shell/posix-quote.ts'
import type { WorkerSettings } from '../worker/vars.ts'
import type { Expectation } from './jobs.ts'
import { type KollaProblem, kollaProblem } from './kolla-problem.ts'
import { expectationOf, type NodeReading } from './node-expectation.ts'

/** What every node of a fleet is expected to scrape, and with which settings. */
export interface Expected {
  readonly settings: WorkerSettings
  readonly expectations: readonly Expectation[]
  /** Once-per-cloud exporter → nodes of the whole cloud that may scrape it, preferred ones first. */
  readonly candidates: ReadonlyMap<string, readonly string[]>
}

/** What a fleet is expected to have, from Kolla's files and the manifest, and everything that is wrong with it. */
export function fleetExpectations(
  names: readonly string[],
  cloud: Cloud,
  spec: WorkerSpec,
): Omit<Expected, 'settings'> & {
  /** Exporters of which it cannot be said on which nodes they are. */
  readonly unclear: readonly string[]
  readonly problems: readonly KollaProblem[]
} {
  const all = new Map(cloud.nodes.map((node) => [node.name, expectationOf(node, cloud, spec)]))
  const chosen = names.flatMap((name) => all.get(name) ?? [])
  const unclear = [...new Set(chosen.flatMap((nodeExpectation) => nodeExpectation.unclear))]
  const expectations = chosen.map(({ expectation }) => expectation)
  const problems = [
    ...chosen.flatMap((nodeExpectation) => nodeExpectation.problems),
    ...nothingToScrape(expectations, cloud, {
      spec,
      hasNone: unclear.length === 0 && haveNone([...all.values()]),
    }),
  ]
  const candidates = candidatesOf([...all.values()], cloud)
  return { expectations, candidates, unclear, problems: distinct(problems) }
}

/** In the order of the inventory, and those that run it themselves before those that reach it through the cloud. */
function candidatesOf(
  all: readonly { readonly expectation: Expectation }[],
  cloud: Cloud,
): Map<string, readonly string[]> {
  const once = exportersIn(cloud.release).filter(({ scope }) => scope === 'cloud')
  return new Map(
    once.map(({ name, group }) => {
      const members = new Set(cloud.groups.get(group))
      const nodes = all
        .filter(({ expectation }) => expectation.exporters.some(({ exporter }) => exporter.name === name))
        .map(({ expectation }) => expectation.node)
      return [
        name,
        [...nodes.filter((node) => members.has(node)), ...nodes.filter((node) => !members.has(node))],
      ]
    }),
  )
}

/** A cloud without exporters is what Kolla deploys by default: it is said once, before any node is contacted. */
function nothingToScrape(
  expectations: readonly Expectation[],
  cloud: Cloud,
  { spec, hasNone }: { readonly spec: WorkerSpec; readonly hasNone: boolean },
): KollaProblem[] {
  const without = expectations.filter(({ exporters }) => exporters.length === 0)
  if (without.length === 0 || (spec.extraScrapeConfigs ?? []).length > 0) return []
  if (without.length < expectations.length)
    return [
      warning(
        spec,
        `${without.map(({ node }) => node).join(', ')} have no exporter; their workers send only metrics of themselves`,
      ),
    ]
  const flag = cloud.resolve(undefined, 'enable_prometheus')
  if (!flag.known || ansibleBool(flag.value)) {
    const message = 'no node has an exporter; the workers send only metrics of themselves'
    const isKollas = hasNone && Object.keys(spec.exporters).length === 0
    return [isKollas ? noneInGroups(cloud) : warning(spec, message)]
  }
  return [
    kollaProblem('enable_prometheus', flag, {
      message: `there is nothing to scrape: enable_prometheus is no (${originText(flag.origin)}), so Kolla has deployed no exporters`,
      remedy: enablePrometheus(cloud),
    }),
  ]
}

/** Not only the nodes of a run that is limited to some. */
function haveNone(all: readonly NodeReading[]): boolean {
  return all.every(({ expectation, unclear }) => expectation.exporters.length + unclear.length === 0)
}

/** Exporters are on, and none of them has a host. */
function noneInGroups({ inventory: [file] = [] }: Cloud): KollaProblem {
  return {
    severity: 'error',
    at: file === undefined ? undefined : { file },
    path: '',
    message: 'there is nothing to scrape: no node is in the group of an exporter that is on',
    remedy:
      "put the nodes into Kolla's exporter groups, as [prometheus-node-exporter:children] in its own multinode, and see that the enable_prometheus_… flags are on",
  }
}

/** The smallest change that brings exporters, and neither Kolla's Prometheus nor its alertmanager. */
function enablePrometheus(cloud: Cloud): string {
  const { inventory = [], layout } = cloud
  const folder = cloud.resolve(undefined, 'CONFIG_DIR')
  const name = layout === 'osism' ? 'configuration.yml' : 'globals.yml'
  const globals = folder.known && typeof folder.value === 'string' ? `${folder.value}/${name}` : name
  const files = (inventory.length === 0 ? ['INVENTORY'] : inventory).map((file) => `-i ${shellWord(file)}`)
  const deploy =
    layout === 'osism'
      ? 'osism apply prometheus'
      : `kolla-ansible deploy ${files.join(' ')} --tags prometheus`
  return `write enable_prometheus: "yes", enable_prometheus_server: "no" and enable_prometheus_alertmanager: "no" in ${globals}, then: ${deploy} (loadbalancer, rabbitmq and common, too, for the metrics of HAProxy, RabbitMQ and Fluentd)`
}

/** Where the manifest has settings for exporters, they may be why there are none. */
function warning({ exporters }: WorkerSpec, message: string): KollaProblem {
  const remedy = "see that they are in Kolla's exporter groups and that the enable_prometheus_… flags are on"
  if (Object.keys(exporters).length > 0) return doubtful(['worker', 'exporters'], message, remedy)
  return { severity: 'warning', at: undefined, path: '', message, remedy }
}

function distinct(problems: readonly KollaProblem[]): KollaProblem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()]
}
