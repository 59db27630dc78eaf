import type { Cloud } from '../../src/kolla/cloud.ts'
import type { WorkerWishes } from '../../src/manifest/settings.ts'
import { nearest } from '../../src/model/nearest.ts'
import type { Problem } from '../../src/model/problem.ts'
import { DEFAULTS } from './defaults.ts'
import { EXPORTERS } from './exporters.ts'

/** What of the manifest's wishes does not fit the cloud: overrides for nobody, and scrape configs of our own names. */
export function wishProblems(worker: WorkerWishes, cloud: Cloud, file: string): Problem[] {
  const known = [...cloud.nodes.map(({ name }) => name), ...cloud.groups.keys()]
  const nobody = Object.keys(worker.overrides ?? {}).filter((name) => !known.includes(name))
  const own = new Set([DEFAULTS.selfJob, ...EXPORTERS.flatMap(({ job, kollaJob }) => [job, kollaJob])])
  const taken = (worker.extraScrapeConfigs ?? []).filter(({ job_name }) => own.has(job_name))
  return [
    ...nobody.map((name) => {
      const meant = nearest(name, known)
      const remedy =
        meant === undefined ? 'name a group or a host of the inventory' : `did you mean ${meant}?`
      return problem(
        file,
        `worker.overrides.${name}`,
        'no group or host of the inventory has that name',
        remedy,
      )
    }),
    ...taken.map(({ job_name: name }) =>
      problem(
        file,
        'worker.extra_scrape_configs',
        `${name} is the name of a job that the worker has itself`,
        'give it another job_name',
      ),
    ),
  ]
}

function problem(file: string, path: string, message: string, remedy: string): Problem {
  return { severity: 'error', at: { file }, path, message, remedy }
}
