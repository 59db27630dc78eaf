import type { Cloud } from '../../src/kolla/cloud.ts'
import { ansibleBool } from '../../src/kolla/jinja/python-value.ts'
import type { Resolved } from '../../src/kolla/resolve.ts'
import type { WorkerWishes } from '../../src/manifest/settings.ts'
import type { Problem } from '../../src/model/problem.ts'
import { EXPORTERS, type Exporter } from './exporters.ts'
import type { Expectation, ExpectedExporter } from './jobs.ts'

/** What Kolla's files and the manifest say of one node's exporters, and what in them could not be understood. */
export function expectationOf(
  node: { readonly name: string; readonly groups: readonly string[] },
  cloud: Cloud,
  wishes: WorkerWishes,
): { expectation: Expectation; problems: Problem[] } {
  const problems: Problem[] = []
  const read = (key: string): unknown => known(cloud.resolve(node.name, key), problems)
  const address = literalAddress(cloud, node.name)
  const exporters = EXPORTERS.flatMap((exporter) => expected(exporter, node.groups, { read, wishes }))
  const expectation = {
    node: node.name,
    apiInterface: address === undefined ? String(read('api_interface')) : undefined,
    address,
    family: read('api_address_family') === 'ipv6' ? ('ipv6' as const) : ('ipv4' as const),
    exporters,
  }
  return { expectation, problems }
}

interface Sources {
  readonly read: (key: string) => unknown
  readonly wishes: WorkerWishes
}

/** An exporter is there when group, flag and enable_prometheus all say so, unless the manifest says otherwise. */
function expected(
  exporter: Exporter,
  groups: readonly string[],
  { read, wishes }: Sources,
): ExpectedExporter[] {
  const wish = wishes.exporters[exporter.name] ?? {}
  if (!groups.includes(exporter.group)) return []
  const enabled =
    wish.enabled ?? (ansibleBool(read('enable_prometheus')) && ansibleBool(read(exporter.enabledBy)))
  if (!enabled) return []
  return [
    {
      exporter,
      port: wish.port ?? Number(read(exporter.portVariable)),
      ...(wish.scrapeInterval === undefined ? {} : { interval: wish.scrapeInterval }),
      ...(wish.scrapeTimeout === undefined ? {} : { timeout: wish.scrapeTimeout }),
    },
  ]
}

/** The API address where somebody wrote it down; as a rule only the node itself knows it. */
function literalAddress(cloud: Cloud, node: string): string | undefined {
  const [target, own] = ['prometheus_target_address', 'api_interface_address'].map((key) =>
    cloud.resolve(node, key),
  )
  const written = [target, own].find((one) => one?.known && typeof one.value === 'string' && one.value !== '')
  return written?.known ? String(written.value) : undefined
}

function known(resolved: Resolved, problems: Problem[]): unknown {
  if (resolved.known) return resolved.value
  problems.push(resolved.problem)
  return undefined
}
