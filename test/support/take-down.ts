import { takeDown } from './labs.ts'

/** Vitest calls this before the first lab test: what a run that was killed has left is nobody's. */
export async function setup(): Promise<void> {
  await takeDown()
}

/** After the last lab test. */
export async function teardown(): Promise<void> {
  await takeDown()
}
