import { CLOUD } from '../discovery/cloud.ts'
import { down, openLab } from '../lab/lab/lab.ts'
import { FLEET as PROOF } from '../verify/fleet.ts'
import { FLEET } from './fleet.ts'

/** The labs that several files share. */
const SHARED = [FLEET, CLOUD, PROOF]
const kept = new Set<string>()

/** Vitest calls this before the first lab test: a lab that somebody keeps up, to test faster, is not ours to end. */
export async function setup(): Promise<void> {
  for (const name of SHARED)
    await openLab(name).then(
      () => kept.add(name),
      () => undefined,
    )
}

/** After the last lab test. */
export async function teardown(): Promise<void> {
  for (const name of SHARED) if (!kept.has(name)) await down(name)
}
