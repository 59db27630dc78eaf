import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { LabNode } from './fleet-spec.ts'
import { type Place, placeOf, STATE_ROOT } from './paths.ts'

/** A node as it was made: a later cache may hold another root file system, its disk only fits this one. */
export interface MadeNode extends LabNode {
  readonly rootfs: string
}

/** What a lab remembers between two commands. */
export interface LabState {
  readonly name: string
  /** The checkout that made the lab: its run directory. */
  readonly runDirectory: string
  /** The X of 10.78.X.0/24. */
  readonly subnet: number
  readonly diskSize: string
  readonly nodes: readonly MadeNode[]
}

export async function readState(place: Place): Promise<LabState | undefined> {
  const text = await readFile(stateFile(place), 'utf8').catch(() => undefined)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only writeState below writes this file
  return text === undefined ? undefined : (JSON.parse(text) as LabState)
}

export async function writeState(place: Place, state: LabState): Promise<void> {
  await mkdir(place.stateDirectory, { recursive: true, mode: 0o700 })
  const unfinished = `${stateFile(place)}.unfinished`
  await writeFile(unfinished, `${JSON.stringify(state, null, 2)}\n`)
  await rename(unfinished, stateFile(place))
}

/** Every lab of this machine, also of other checkouts. */
export async function allStates(): Promise<LabState[]> {
  const names = await readdir(STATE_ROOT).catch(() => [])
  const states = await Promise.all(names.map((name) => readState(placeOf(name))))
  return states.filter((state) => state !== undefined)
}

function stateFile(place: Place): string {
  return join(place.stateDirectory, 'lab.json')
}
