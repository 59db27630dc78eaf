import type { Reason, Verdict } from '../../../src/model/report.ts'
import { safeLine } from '../../../src/values/safe-text.ts'
import type { DesiredGeneration } from '../generation/generation.ts'
import { configDifferences } from '../generation/loaded-differences.ts'
import type { Facts } from '../node/facts.ts'
import { failedWrites, LOG_FIELD, repairedLogs } from '../node/wal.ts'
import { DEFAULTS, LABELS } from '../worker/defaults.ts'
import { imageFor, runsImage } from '../worker/image.ts'
import { staleNames } from './stale-names.ts'

const LINKS: readonly string[] = ['current/docker-compose.yml', 'current/prometheus.yml']

export interface Decision {
  readonly verdict: Verdict
  readonly reasons: readonly Reason[]
}

/** What a node needs to reach this generation, and why; judged from one observation, before anything is touched. */
export function verdictOn(facts: Facts, generation: DesiredGeneration, project: string): Decision {
  const container = [
    ...containerReasons(facts, generation, project),
    ...tornLogReasons(facts),
    ...staleNames(facts, generation),
  ]
  const files = fileReasons(facts, generation)
  const process = [...processReasons(facts, generation), ...leftoverReasons(facts)]
  const reasons = [...container, ...files, ...process]
  return { verdict: verdict(facts, { container, files, process }), reasons }
}

interface FoundState {
  readonly container: readonly Reason[]
  readonly files: readonly Reason[]
  readonly process: readonly Reason[]
}

function verdict({ container, files }: Facts, found: FoundState): Verdict {
  if (found.container.length + found.files.length + found.process.length === 0) return 'noop'
  if (container === undefined && files.current === undefined) return 'first-install'
  const newGeneration = found.files.some(({ field }) => field === 'generation')
  if (container === undefined || container.status !== 'running') return newGeneration ? 'recreate' : 'repair'
  if (found.container.length > 0) return 'recreate'
  return newGeneration ? 'reload' : 'repair'
}

/** What of the container is not as its description has it. */
export function containerReasons(
  facts: Facts,
  generation: Pick<DesiredGeneration, 'container' | 'image'>,
  project: string,
): Reason[] {
  const { container } = facts
  const image = imageFor(facts.images, generation.image)
  if (container === undefined) return [reason('container', 'none', 'running')]
  const labels = container.labels
  return [
    ...differs('container', container.status, 'running'),
    ...differs('container.project', labels[LABELS.project] ?? 'none', project),
    ...differs('container.description', labels[LABELS.container] ?? 'none', generation.container),
    ...(image === undefined
      ? [reason('image', 'not on the node', 'pulled')]
      : runsImage(container, image, generation.image)
        ? []
        : [reason('image', container.image, image.id)]),
    ...differs('container.name', container.name ?? DEFAULTS.service, DEFAULTS.service),
  ]
}

/** Containers that an attempt to replace the worker left: no rollout needs them, and none is replaced for them. */
export function leftoverReasons({ leftovers = [] }: Facts): Reason[] {
  return leftovers.map(({ name, status }) => reason(`leftover container ${name}`, status, 'none'))
}

function tornLogReasons(facts: Facts): Reason[] {
  const failed = failedWrites(facts)
  if (failed > 0) return [reason(LOG_FIELD, `${failed} writes failed`, 'whole')]
  return repairedLogs(facts) > 0 ? [reason(LOG_FIELD, 'damaged when the worker started', 'whole')] : []
}

function fileReasons({ files }: Facts, generation: DesiredGeneration): Reason[] {
  if (files.current !== generation.name)
    return [reason('generation', files.current ?? 'none', generation.name)]
  const expected = new Map(generation.files.map(({ path, sha256 }) => [path, sha256]))
  const changed = [...expected].filter(([path, sum]) => files.onDisk.get(path) !== sum).map(([path]) => path)
  const strangers = [...files.onDisk.keys()].filter((path) => !expected.has(path))
  return [
    ...changed.map((path) =>
      reason(path, files.onDisk.has(path) ? 'changed by hand' : 'missing', 'as rendered'),
    ),
    ...strangers.map((path) => reason(path, 'put there by somebody', 'absent')),
    ...linkReasons(files),
    ...(files.closed ?? []).map(({ path, mode, uid }) =>
      reason(`mode of ${path}`, `${mode}, owner ${uid}`, '755, its own'),
    ),
  ]
}

/** The links that people use. */
export function linkReasons({ links }: Facts['files']): Reason[] {
  return differs('links', links.join(', ') || 'none', LINKS.join(', '))
}

/** A process that runs, but with something else than the files of its generation. */
function processReasons({ container, files, worker }: Facts, generation: DesiredGeneration): Reason[] {
  if (container?.status !== 'running' || files.current !== generation.name) return []
  const rendered = generation.files.find(({ path }) => path === 'prometheus.yml')?.sha256
  const processSum = files.seenByProcess.get('prometheus.yml')
  if (files.onDisk.get('prometheus.yml') === rendered && processSum !== rendered) {
    return [
      reason(
        'prometheus.yml seen by the worker',
        processSum === undefined ? 'none' : 'another file',
        'the file on the disk',
      ),
    ]
  }
  if (worker?.reloadedAt !== undefined && worker.reloadedAt < files.swappedAt) {
    return [reason('configuration loaded', 'before the files were swapped', 'after')]
  }
  // While it does not answer there is nothing to compare; the checks will say that it is silent.
  if (worker === undefined || worker.connectionError !== undefined) return []
  return configDifferences(generation, worker.config).map(({ field, expected, found }) =>
    reason(`loaded ${field}`, found, expected),
  )
}

function differs(field: string, current: string, desired: string): Reason[] {
  return current === desired ? [] : [reason(field, current, desired)]
}

function reason(field: string, current: string, desired: string): Reason {
  return { field, current: safeLine(current), desired: safeLine(desired) }
}
