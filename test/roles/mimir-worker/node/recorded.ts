import { readFileSync } from 'node:fs'
import { type Generation, renderGeneration } from '../../../../roles/mimir-worker/generation/generation.ts'
import type { WorkerVars } from '../../../../roles/mimir-worker/worker/vars.ts'
import { Secret } from '../../../../src/values/secret.ts'
import { VARS } from '../sample.ts'

/** Versions whose answers were recorded. */
export const VERSIONS = ['2.53.3', '3.5.3'] as const

/** What the recording workers ran with: secrets, and label values that YAML readers take for something else. */
export const RECORDED: WorkerVars = {
  ...VARS,
  scrapeInterval: '90s',
  labels: {
    cluster: 'openstack',
    environment: 'worker',
    region: 'no',
    zone: '1e3',
    rack: '0o14',
    row: '1_000',
    empty: '',
  },
  authorization: { type: 'basic', username: 'worker', password: new Secret('pw') },
  ca: 'PEM',
  jobs: VARS.jobs.filter(({ exporter }) => exporter !== 'node_exporter'),
}

export const RECORDED_GENERATION: Generation = renderGeneration(RECORDED)

/** The text of recorded/VERSION/FILE. */
export function recorded(version: (typeof VERSIONS)[number], file: string): string {
  return readFileSync(new URL(`recorded/${version}/${file}`, import.meta.url), 'utf8')
}
