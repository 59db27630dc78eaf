import { down, openLab } from '../lab/lab.ts'
import { FLEET } from './fleet.ts'

let wasUp = false

/** Vitest calls this before the first lab test: a fleet that somebody keeps up, to test faster, is not ours to end. */
export async function setup(): Promise<void> {
  wasUp = await openLab(FLEET).then(
    () => true,
    () => false,
  )
}

/** After the last lab test. */
export async function teardown(): Promise<void> {
  if (!wasUp) await down(FLEET)
}
