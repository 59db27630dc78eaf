import type { Exporter } from '../../../src/kolla/releases/exporter.ts'
import type { ExporterSpec, NodeSpec } from '../../../src/manifest/settings.ts'
import { matchesWhole } from '../../../src/values/regex.ts'
import type { Filter } from '../worker/vars.ts'

type Preset = NonNullable<NodeSpec['filters']>

/** Costly metrics that are hardly used: of every exporter, and of some. */
export const RECOMMENDED = {
  all: { drop: ['go_.+', 'promhttp_.+'], dropLabels: [] },
  cadvisor: {
    drop: [
      'container_tasks_state',
      'container_memory_failures_total',
      'container_fs_(sector_.+|.+_merged_total|io_current|io_time_weighted_seconds_total|inodes_.+)',
      'container_blkio_.+',
    ],
    dropLabels: ['container_label_.+'],
  },
  node_exporter: { drop: ['node_(cooling_device|schedstat|softnet|timex|xfs)_.+'], dropLabels: [] },
  rabbitmq: { drop: ['erlang_vm_allocators'], dropLabels: [] },
} as const

/** What an overview needs, where there is much more. Sentinels are always kept. */
export const MINIMAL: Readonly<Record<string, readonly string[]>> = {
  node_exporter: [
    'node_(boot_time|time)_seconds',
    'node_load(1|5|15)',
    'node_cpu_seconds_total',
    'node_memory_(MemTotal|MemFree|MemAvailable|Buffers|Cached|SwapTotal|SwapFree)_bytes',
    'node_filesystem_(size_bytes|avail_bytes|free_bytes|readonly|files|files_free)',
    'node_disk_(read_bytes|written_bytes|io_time_seconds)_total',
    'node_network_(receive|transmit)_(bytes|errs|drop)_total',
  ],
  cadvisor: [
    'container_(last_seen|start_time_seconds|cpu_usage_seconds_total|oom_events_total)',
    'container_memory_(usage_bytes|working_set_bytes|rss)',
    'container_network_(receive|transmit)_bytes_total',
    'machine_(cpu_cores|memory_bytes)',
  ],
  mysqld_exporter: [
    'mysql_global_status_(uptime|threads_.+|connections|queries|slow_queries|aborted_.+|wsrep_.+)',
    'mysql_global_variables_(max_connections|wsrep_.+)',
  ],
  memcached_exporter: [
    'memcached_(uptime_seconds|current_.+|limit_bytes|commands_total|items_evicted_total|connections_total)',
  ],
  haproxy: [
    'haproxy_(frontend|backend|server)_(status|current_sessions|http_responses_total|bytes_(in|out)_total)',
    'haproxy_(backend|server)_(active_servers|check_status|connection_errors_total|current_queue)',
  ],
  rabbitmq: [
    'rabbitmq_(identity_info|queue_messages.*|queues|connections|channels|consumers|alarms_.+)',
    'rabbitmq_(process_(open_fds|resident_memory_bytes)|resident_memory_limit_bytes|disk_space_.+)',
  ],
}

/** What is kept of an exporter's scrapes: the operator's own lists, and the set that `filters` names. */
export function filterOf(exporter: Exporter, exporterSpec: ExporterSpec, preset: Preset): Filter | undefined {
  const ready = preset === 'none' ? [] : readyFor(exporter.name)
  const minimal = preset === 'minimal' ? MINIMAL[exporter.name] : undefined
  const keep = exporterSpec.keep ?? minimal
  const filter = {
    ...(keep === undefined
      ? {}
      : { keep: [...new Set([...keep, exporter.sentinel, ...ownState(exporter)])] }),
    drop: [...new Set([...ready.flatMap(({ drop }) => drop), ...(exporterSpec.drop ?? [])])],
    dropLabels: [
      ...new Set([...ready.flatMap(({ dropLabels }) => dropLabels), ...(exporterSpec.dropLabels ?? [])]),
    ],
    ownNode: exporter.honorLabels === true && exporter.scope === 'node',
  }
  const isEmpty = keep === undefined && filter.drop.length + filter.dropLabels.length === 0
  return isEmpty && !filter.ownNode ? undefined : filter
}

/** By what an exporter says whether what it watches is up; most often that is its sentinel. */
function ownState({ upMetrics }: Exporter): string[] {
  return upMetrics === undefined ? [] : [upMetrics]
}

/** The expression that drops the metric by which arrival is proven, if one does; of those only RE2 reads none is known. */
export function sentinelDrop({ sentinel }: Exporter, filter: Filter | undefined): string | undefined {
  // Prometheus makes `up` itself, after the filters.
  if (sentinel === 'up') return undefined
  return filter?.drop.find((pattern) => matchesWhole(pattern, sentinel) === true)
}

interface Drops {
  readonly drop: readonly string[]
  readonly dropLabels: readonly string[]
}

function readyFor(name: string): Drops[] {
  const exporterDrops: Drops | undefined = Object.entries(RECOMMENDED).find(([key]) => key === name)?.[1]
  return exporterDrops === undefined ? [RECOMMENDED.all] : [RECOMMENDED.all, exporterDrops]
}
