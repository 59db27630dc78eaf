import type { Cloud } from '../../../src/kolla/cloud.ts'
import { EXPORTERS } from '../../../src/kolla/releases/exporters.ts'
import { type ManifestProblem, wrong, wrongKey } from '../../../src/manifest/problems/manifest-problem.ts'
import type { WorkerSpec } from '../../../src/manifest/settings.ts'
import { nearest } from '../../../src/values/did-you-mean.ts'
import { DEFAULTS } from '../worker/defaults.ts'

/** What of the manifest does not fit the cloud: overrides for no host or group, and job names that are taken. */
export function overrideProblems(worker: WorkerSpec, cloud: Cloud): ManifestProblem[] {
  const known = [...cloud.nodes.map(({ name }) => name), ...cloud.groups.keys()]
  const nobody = Object.keys(worker.overrides ?? {}).filter((name) => !known.includes(name))
  const jobNames = new Set([DEFAULTS.selfJob, ...EXPORTERS.flatMap(({ job, kollaJob }) => [job, kollaJob])])
  return [
    ...nobody.map((name) => overridesForNobody(name, known)),
    ...(worker.extraScrapeConfigs ?? []).flatMap(({ job_name: name }, index) =>
      jobNames.has(name) ? [takenName(name, index)] : [],
    ),
  ]
}

function overridesForNobody(name: string, known: readonly string[]): ManifestProblem {
  const meant = nearest(name, known)
  return wrongKey(
    ['worker', 'overrides', name],
    'no group or host of the inventory has that name',
    meant === undefined ? 'name a group or a host of the inventory' : `did you mean ${meant}?`,
  )
}

function takenName(name: string, index: number): ManifestProblem {
  return wrong(
    ['worker', 'extra_scrape_configs', index, 'job_name'],
    `${name} is the name of a job that the worker has itself`,
    'give it another job_name',
  )
}
