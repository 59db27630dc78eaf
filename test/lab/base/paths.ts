import { join } from 'node:path'
import { projectDirectory } from './project.ts'

/** Where one lab keeps its things on this machine, and what the kernel's objects of it are called. */
export interface Place {
  readonly name: string
  /** What an operator would have: keys, known_hosts, Kolla's files, the manifest. */
  readonly runDirectory: string
  /** Node disks, logs, process records; root only. */
  readonly stateDirectory: string
  readonly bridge: string
  /** The alias of every link and the comment of every iptables rule of this lab. */
  readonly tag: string
}

/** All labs of this machine. */
export const STATE_ROOT = '/var/lib/kolla-mimir-lab'
export const DEFAULT_NAME = 'lab'

const NAME = /^[a-z][a-z0-9]{0,10}$/
const NAMES_OF_LABS = 'a letter a-z, then up to 10 letters a-z or digits'

/** A bridge's name may have 15 characters, and one lab's name must not be the beginning of another's objects. */
export function checkName(name: string): string {
  if (NAME.test(name)) return name
  throw new Error(`--name: expected ${NAMES_OF_LABS}, found ${JSON.stringify(name)}`)
}

export function placeOf(name: string): Place {
  checkName(name)
  return {
    name,
    runDirectory: join(projectDirectory, 'test/lab', name === DEFAULT_NAME ? 'run' : `run-${name}`),
    stateDirectory: join(STATE_ROOT, name),
    bridge: `km-${name}`,
    tag: `kolla-mimir-lab:${name}`,
  }
}

/** What the machines of all labs share, and what may be thrown away at any time that no lab is up. */
export function cacheDirectory(): string {
  return process.env['KOLLA_MIMIR_LAB_CACHE'] ?? '/var/cache/kolla-mimir-lab'
}

/** What a command locks while it works on a lab of this name, or on what all labs share. */
export function lockFile(name: string): string {
  return join(cacheDirectory(), 'locks', name)
}
