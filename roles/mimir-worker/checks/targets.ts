import { EXPORTERS } from '../../../src/kolla/releases/exporters.ts'
import type { CheckResult, DownService } from '../../../src/model/check.ts'
import { parseDuration } from '../../../src/values/duration.ts'
import { safeLine } from '../../../src/values/safe-text.ts'
import type { DownMetric } from '../mimir/down-services.ts'
import type { Target } from '../node/facts.ts'
import { repairedLogs } from '../node/wal.ts'
import type { ProvenJob, ProvenVars } from '../worker/vars.ts'
import type { Evidence } from './evidence.ts'
import { lossesIn } from './lost-samples.ts'
import { broken, passed, waiting } from './result.ts'

/**
 * Exactly the expected targets are there, each scraped since the configuration was loaded, each up, and nothing of what
 * was scraped was lost on the node.
 */
export function targets(evidence: Evidence): CheckResult {
  const { vars, facts } = evidence
  // The operator's own scrape configs may discover anything.
  const extra = new Set(vars.extraScrapeConfigs.map(({ job_name }) => job_name))
  const found = (facts.worker?.targets ?? []).filter(({ job }) => !extra.has(job))
  const since = facts.worker?.reloadedAt ?? 0
  const missing = vars.jobs.filter((job) => !found.some((target) => isTargetOf(job, target)))
  const unexpected = found.filter((target) => !vars.jobs.some((job) => isTargetOf(job, target)))
  if (missing.length + unexpected.length > 0) {
    return waiting('targets', {
      kind: 'targets-differ',
      missing: missing.map(({ name, target }) => `${name} ${target}`),
      unexpected: unexpected.map(({ job, url }) => `${job} ${url}`),
    })
  }
  const down = found.filter((target) => target.health !== 'up' || target.lastScrape < since)
  if (down.length > 0) {
    const list = down.map(({ job, url, error }) => ({ job, url, error }))
    return waiting('targets', { kind: 'targets-down', targets: list, expected: vars.jobs.length })
  }
  // It happened once, at the start, and those samples will never be sent.
  if (repairedLogs(facts) > 0)
    return broken('targets', { kind: 'log-repaired', at: facts.worker?.startTime ?? 0 })
  const losing = judgeLosses(evidence)
  return losing ?? judgeServices(evidence) ?? passed('targets', { up: `${found.length}/${vars.jobs.length}` })
}

/** More than these of one node are not told apart. */
const MOST_SERVICES = 100

/**
 * An exporter that answers has only said that it runs. What it says of the service that it watches is read from
 * Mimir, once for the fleet; nothing on the node can mend it by waiting, and nothing of it is the worker's.
 */
function judgeServices({ arrival, serviceDown, vars }: Evidence): CheckResult | undefined {
  if (arrival === undefined || 'queryError' in arrival) return undefined
  const { services } = arrival
  if ('queryError' in services) return waiting('targets', services.queryError)
  const down = services.down.slice(0, MOST_SERVICES).flatMap((metric) => downService(metric, vars) ?? [])
  if (down.length === 0) return undefined
  const finding = { kind: 'watched-down', services: down, log: safeLine('') } as const
  return serviceDown === 'error'
    ? waiting('targets', finding)
    : { check: 'targets', state: 'warning', finding }
}

/** Undefined where the job is not the worker's any more. */
function downService({ job, metric, instance }: DownMetric, vars: ProvenVars): DownService | undefined {
  const name = vars.jobs.find((one) => one.name === job)?.exporter
  const exporter = EXPORTERS.find((one) => one.name === name)
  if (exporter === undefined) return undefined
  const target = instance === vars.node ? {} : { target: safeLine(instance) }
  const evidence = safeLine('')
  return {
    exporter: exporter.name,
    container: exporter.container,
    metric: safeLine(metric),
    ...target,
    evidence,
  }
}

/**
 * The counters cover the whole life of a process, and a mistake that was fixed leaves them as they are. So where one
 * is not zero, a whole round of scrapes is waited for: what is lost now makes it grow.
 */
function judgeLosses({ vars, facts, previous }: Evidence): CheckResult | undefined {
  const samples = facts.worker?.samples ?? []
  const ever = lossesIn(samples)
  if (ever.length === 0) return undefined
  const same = previous?.worker?.startTime === facts.worker?.startTime
  if (previous === undefined || !same) return waiting('targets', { kind: 'samples-lost', losses: ever })
  const lately = lossesIn(samples, previous.worker?.samples)
  if (lately.length > 0) return broken('targets', { kind: 'samples-lost', losses: lately })
  const round = Math.max(...vars.jobs.map(({ interval }) => parseDuration(interval) ?? 0)) / 1000
  return facts.now - previous.now < round
    ? waiting('targets', { kind: 'samples-lost', losses: ever })
    : undefined
}

function isTargetOf(job: ProvenJob, target: Target): boolean {
  return target.job === job.name && target.url === job.url
}
