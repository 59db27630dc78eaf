import type { DownTarget } from '../../../src/model/check.ts'
import type { LocalImage } from '../worker/image.ts'
import type { NodeRecords } from './records.ts'

/** One observation of a node. Plain data; nothing in it is judged yet. */
export interface Facts {
  /** The node's clock, seconds since 1970. */
  readonly now: number
  /** Seconds that the node's clock is ahead of this machine's, beyond what the exchange itself leaves open. */
  readonly skew?: number
  /** The same for two names of one machine: its boot, and the inode of the worker's directory or what that will be in. */
  readonly machine?: string
  readonly engine:
    | { readonly state: 'up' }
    | { readonly state: 'missing' }
    /** What podman says of itself, where it is what answers to `docker`, or there is no other engine. */
    | { readonly state: 'podman'; readonly evidence: string }
    | { readonly state: 'down'; readonly evidence: string }
  /** Addresses of the API interface, primary first; undefined where the interface does not exist. */
  readonly addresses: readonly string[] | undefined
  /** Names of all interfaces, where the API interface was not among them. */
  readonly interfaces: readonly string[]
  readonly listeners: readonly Listener[]
  /** What listens on the worker's port; missing where the worker's process could not be inspected. */
  readonly sockets?: readonly ListeningSocket[]
  /** Name of each container of the node → its state; undefined where every expected port was found listening. */
  readonly containers: ReadonlyMap<string, string> | undefined
  readonly container: Container | undefined
  /** Other containers of the worker, such as an attempt to replace it leaves under another name; missing where there are none. */
  readonly leftovers?: readonly LeftContainer[]
  /** How the worker's process finds Mimir; missing where it could not be inspected. */
  readonly names?: FoundNames
  /** What the engine has of the manifest's image and of those of the generations on the node. */
  readonly images: readonly LocalImage[]
  /** Generation on the node → the image that it is made of. */
  readonly madeOf?: ReadonlyMap<string, string>
  readonly files: WorkerFiles
  readonly worker: WorkerAnswers | undefined
  /** Missing where kolla-mimir has nothing on the node. */
  readonly records?: NodeRecords
  /** The line in which an agent says that it repairs its log; it does not count that. */
  readonly repair?: string
}

export interface Listener {
  readonly host: string
  readonly port: number
  /** As ss prints it: users:(("prometheus",pid=1,fd=3)); empty where it was not observed. */
  readonly by: string
  /** Name of the container of the process, where that was observed and there is one. */
  readonly container?: string
}

export interface ListeningSocket {
  readonly host: string
  /** Whether the main process of the worker's container holds it. */
  readonly held: boolean
}

export interface LeftContainer {
  readonly name: string
  readonly status: string
}

export interface Container {
  readonly id: string
  /** Its own, or the one that compose gave it while it was replaced; missing where the node did not say. */
  readonly name?: string
  readonly image: string
  /** The name of the image that it was made from; missing where the node did not say. */
  readonly reference?: string
  readonly restarts: number
  readonly status: string
  readonly exitCode: number
  /** Seconds since 1970. */
  readonly startedAt: number
  /** When it ended last, seconds since 1970; not there where it never did. */
  readonly endedAt?: number
  readonly health: string | undefined
  /** Its last health check; before the first of them, the same one made by the observation. */
  readonly healthCheck?: { readonly exitCode: number; readonly output: string }
  readonly labels: Readonly<Record<string, string>>
  /** The last lines it wrote, where it is not simply running. */
  readonly log: string
}

/** What stands for names on the node, and to the worker, whose container has copies from its start. */
export interface FoundNames {
  /** Lines of the one's /etc/hosts that the other's has not; when the node's was changed, in seconds since 1970. */
  readonly hosts: Copied
  /** Lines of resolv.conf that mean something; missing where the engine gives containers servers of its own. */
  readonly servers?: Copied
  /** What Mimir's name stands for on the node now, by which source; missing where that is not known. */
  readonly mimir?: {
    readonly name: string
    readonly source: 'files' | 'dns'
    readonly addresses: readonly string[]
  }
  /** Remote addresses of the connections that the worker's process has open on Mimir's port. */
  readonly connections: readonly string[]
}

export interface Copied {
  readonly node: readonly string[]
  readonly worker: readonly string[]
  readonly changedAt: number
}

export interface WorkerFiles {
  /** Name of the generation that `current` links to; undefined where there is none. */
  readonly current: string | undefined
  /** When `current` was swapped, seconds since 1970. */
  readonly swappedAt: number
  readonly links: readonly string[]
  /** Names of the jobs in the current generation. */
  readonly jobs: readonly string[]
  /** Path in the generation → sha256 on the disk. */
  readonly onDisk: ReadonlyMap<string, string>
  /** Path in the generation, folders too and `.` for itself → when it was changed, seconds since 1970. */
  readonly changedAt?: ReadonlyMap<string, number>
  /** The same as the running process sees it. */
  readonly seenByProcess: ReadonlyMap<string, string>
  /** Folders that this user does not own, or that not everybody may enter, or that others may write to; missing: none. */
  readonly closed?: readonly ClosedFolder[]
}

export interface ClosedFolder {
  /** Relative to worker.directory; `.` for itself. */
  readonly path: string
  /** Octal, as chmod takes it. */
  readonly mode: string
  readonly uid: string
}

/** What the process that listens on the worker's address says of itself. */
export interface WorkerAnswers {
  readonly connectionError: string | undefined
  readonly startTime: number | undefined
  readonly reloadSuccessful: boolean
  /** Seconds since 1970; NaN-free: undefined where the worker did not say. */
  readonly reloadedAt: number | undefined
  readonly flags: Readonly<Record<string, string>>
  /** The loaded configuration as YAML text, as /api/v1/status/config gives it. */
  readonly config: string
  readonly targets: readonly Target[]
  readonly samples: readonly FactSample[]
}

export interface Target extends DownTarget {
  readonly health: string
  /** Seconds since 1970; 0 where it was not scraped yet. */
  readonly lastScrape: number
}

/** One line of a /metrics answer. */
export interface FactSample {
  readonly metric: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

/** The last second that a Date can hold. */
const LATEST = 8.64e12

/** Seconds since 1970 as they came from outside; undefined for what is no time: NaN, an infinity, beyond every date. */
export function moment(seconds: number | undefined): number | undefined {
  return seconds !== undefined && seconds >= 0 && seconds <= LATEST ? seconds : undefined
}
