import type { Verb } from '../../src/model/verb.ts'
import type { Lab } from '../lab/lab/lab.ts'
import { image, manifest } from './manifest.ts'
import { onAll } from './on-nodes.ts'
import { type RunResult, reportOf, run as runVerb } from './run.ts'

export const OLD = image('v2.53.3')
export const NEW = image('v3.5.3')
export const CURRENT = 'readlink /opt/mimir-worker/current'

/**
 * Short, for tests wait for what cannot be proven; still longer than two scrapes. The control node is first, as in the
 * inventory.
 */
export const testRollout = (more: Readonly<Record<string, unknown>> = {}) => ({
  rollout: {
    deadlines: { connect: '10s', activate: '30s', verify: '40s' },
    order: ['control'],
    ...more,
  },
})

/**
 * A manifest under which there is something to do wherever another environment was rolled out before. Few metrics: what
 * is proven does not hang on how many, and several labs are to run side by side.
 */
export async function environment(
  lab: Lab,
  name: string,
  more: { readonly worker?: object; readonly rollout?: Readonly<Record<string, unknown>> } = {},
): Promise<string> {
  return manifest(lab, name, {
    ...testRollout(more.rollout),
    worker: {
      image: OLD,
      scrape_interval: '2s',
      filters: 'minimal',
      labels: { environment: name },
      ...more.worker,
    },
  })
}

/** Runs a verb to its end, for its report. */
export async function run(verb: Verb, file: string, ...words: readonly string[]): Promise<RunResult> {
  return runVerb(verb, file, '--output', 'json', ...words)
}

/** Node → `verified noop`. */
export const states = (ended: RunResult): Record<string, string> =>
  Object.fromEntries(
    reportOf(ended).nodes.map(({ node, state, verdict }) => [node, `${state} ${verdict ?? ''}`.trim()]),
  )

/** The same words for every node of a lab. */
export function onEveryNode<Words>(lab: Lab, words: Words): Record<string, Words> {
  return Object.fromEntries(lab.nodes.map(({ name }) => [name, words]))
}

/** Node → `free` or `held`. */
export async function leases(lab: Lab): Promise<Record<string, string>> {
  return Object.fromEntries(await onAll(lab, 'sed -n s/^state=//p /opt/mimir-worker/lease'))
}
