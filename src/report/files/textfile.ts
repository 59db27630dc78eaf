import { CHECKS } from '../../model/check.ts'
import type { NodeState, Report } from '../../model/report.ts'
import { safeLine } from '../../values/safe-text.ts'
import { phaseSpans } from '../digest/phase-spans.ts'
import { totalsOf } from '../digest/totals.ts'

interface Metric {
  readonly name: string
  readonly help: string
  readonly samples: readonly TextfileSample[]
}

interface TextfileSample {
  readonly labels?: Readonly<Record<string, string>>
  readonly value: number
}

const STATES: readonly NodeState[] = ['verified', 'failed', 'rolled-back', 'untouched', 'interrupted']

/** kolla-mimir.prom: a run's own figures for node_exporter's textfile collector. */
export function textfileOf(report: Report): string {
  const run = { verb: report.verb, tenant: report.tenant }
  return metricsOf(report)
    .map(({ name, help, samples }) => {
      const lines = samples.map(({ labels, value }) => `${name}${braced({ ...run, ...labels })} ${value}`)
      return [`# HELP ${name} ${help}`, `# TYPE ${name} gauge`, ...lines, ''].join('\n')
    })
    .join('')
}

function metricsOf(report: Report): readonly Metric[] {
  const totals = totalsOf(report)
  const began = Date.parse(report.startedAt) / 1000
  return [
    {
      name: 'kolla_mimir_run_nodes',
      help: 'Nodes of the last run by how they ended.',
      samples: STATES.map((state) => ({ labels: { state }, value: totals[state] })),
    },
    {
      name: 'kolla_mimir_run_end_time_seconds',
      help: 'When the last run ended, since 1970.',
      samples: [{ value: began + report.milliseconds / 1000 }],
    },
    {
      name: 'kolla_mimir_run_duration_seconds',
      help: 'How long the last run took.',
      samples: [{ value: report.milliseconds / 1000 }],
    },
    {
      name: 'kolla_mimir_run_interrupted',
      help: '1 where the last run was interrupted.',
      samples: [{ value: report.interrupted ? 1 : 0 }],
    },
    ...countsOf(report),
  ]
}

function countsOf({ nodes }: Report): readonly Metric[] {
  const failed = nodes.flatMap(({ checks }) => checks.filter(({ state }) => state === 'failed'))
  const spans = phaseSpans(nodes)
  return [
    {
      name: 'kolla_mimir_run_checks_failed',
      help: 'Nodes on which a check failed, by check.',
      samples: CHECKS.map((check) => ({
        labels: { check },
        value: failed.filter((result) => result.check === check).length,
      })),
    },
    {
      name: 'kolla_mimir_run_phase_seconds',
      help: 'From the first node that began a phase to the last that ended it.',
      samples: spans.map(({ phase, from, to }) => ({ labels: { phase }, value: (to - from) / 1000 })),
    },
  ]
}

function braced(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`)
  return `{${pairs.join(',')}}`
}

function escaped(value: string): string {
  return safeLine(value).replaceAll('\\', '\\\\').replaceAll('"', '\\"')
}
