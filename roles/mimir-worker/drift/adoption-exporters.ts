import type { Exporter } from '../../../src/kolla/releases/exporter.ts'
import { EXPORTERS } from '../../../src/kolla/releases/exporters.ts'
import type { Adoptable } from '../../../src/model/adoption.ts'
import type { SettingKind } from '../../../src/model/file-change.ts'
import { isLonger } from '../../../src/values/duration.ts'
import { jobUrl } from '../exporters/scrape-url.ts'
import type { Job, WorkerVars } from '../worker/vars.ts'
import { type AdoptionCandidate, isCount, isDuration } from './candidate.ts'
import type { Setting } from './settings-in-files.ts'

const LIMITS = ['sample_limit', 'label_limit', 'label_name_length_limit', 'label_value_length_limit'] as const

/** The jobs of one exporter, as the vars have them. */
interface Subject {
  readonly exporter: Exporter
  readonly job: Job
  readonly vars: WorkerVars
}

/** The key of one exporter that would give its job the value that it has on the node, or remove the job. */
export function exporterCandidate(
  setting: Setting,
  vars: WorkerVars,
  gone?: 'gone',
): AdoptionCandidate | undefined {
  const name = setting.kind === 'job' ? setting.name : setting.job
  const job = vars.jobs.find((candidate) => candidate.name === name)
  const exporter = EXPORTERS.find((candidate) => candidate.name === job?.exporter)
  if (job === undefined || exporter === undefined) return undefined
  const subject = { exporter, job, vars }
  if (gone !== undefined) return setting.kind === 'job' ? withoutJob(subject) : undefined
  return CANDIDATES[setting.kind]?.(setting, subject)
}

const CANDIDATES: Partial<
  Record<SettingKind, (setting: Setting, subject: Subject) => AdoptionCandidate | undefined>
> = {
  interval: intervalCandidate,
  timeout: timeoutCandidate,
  target: portCandidate,
  setting: limitCandidate,
}

function changed(
  { exporter, vars }: Subject,
  key: string,
  value: Adoptable['value'],
  change: (job: Job) => Job,
): AdoptionCandidate {
  return {
    settings: [{ key: `worker.exporters.${exporter.name}.${key}`, value, overridable: true }],
    vars: { ...vars, jobs: vars.jobs.map((job) => (job.exporter === exporter.name ? change(job) : job)) },
  }
}

/** An exporter of the whole cloud would then be scraped by another node, not by none. */
function withoutJob({ exporter, vars }: Subject): AdoptionCandidate | undefined {
  if (exporter.scope === 'cloud') return undefined
  return {
    settings: [{ key: `worker.exporters.${exporter.name}.enabled`, value: false, overridable: true }],
    vars: { ...vars, jobs: vars.jobs.filter((job) => job.exporter !== exporter.name) },
  }
}

function intervalCandidate({ value }: Setting, subject: Subject): AdoptionCandidate | undefined {
  const text = String(value)
  const { timeout } = subject.job
  const shorter = timeout !== undefined && isLonger(timeout, text) ? { timeout: text } : {}
  if (!isDuration(text, ['1s', '1d'])) return undefined
  return changed(subject, 'scrape_interval', text, (job) => ({ ...job, interval: text, ...shorter }))
}

function timeoutCandidate({ value }: Setting, subject: Subject): AdoptionCandidate | undefined {
  const text = String(value)
  const { interval, timeout } = subject.job
  // An interval that was stretched to its timeout would not be any more.
  if (!isDuration(text, ['1s', '1d']) || isLonger(text, interval) || interval === timeout) return undefined
  return changed(subject, 'scrape_timeout', text, (job) => ({ ...job, timeout: text }))
}

/** Another port of the same host, where there is one target. */
function portCandidate({ name }: Setting, subject: Subject): AdoptionCandidate | undefined {
  const { exporter, job, vars } = subject
  const target = name.slice(job.name.length + 1)
  const host = hostIn(target)
  const port = Number(target.slice(host.length + 1))
  const isOnly = vars.jobs.filter(({ name: other }) => other === job.name).length === 1
  const isPort = Number.isInteger(port) && port > 0 && port < 65_536
  if (!isOnly || !isPort || exporter.endpoints !== undefined || host !== hostIn(job.target)) return undefined
  return changed(subject, 'port', port, (before) => {
    const { url: _, ...rest } = { ...before, target }
    return { ...rest, url: jobUrl(rest) }
  })
}

function hostIn(target: string): string {
  return target.slice(0, target.lastIndexOf(':'))
}

function limitCandidate({ name, value }: Setting, subject: Subject): AdoptionCandidate | undefined {
  const key = LIMITS.find((limit) => name === `${subject.job.name} ${limit}`)
  if (key === undefined || !isCount(value, 100_000_000)) return undefined
  return changed(subject, `limits.${key}`, value, (job) => ({
    ...job,
    limits: { ...job.limits, [key]: value },
  }))
}
