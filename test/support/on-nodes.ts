import type { Lab } from '../lab/lab/lab.ts'
import { on } from '../lab/lab/observe.ts'

/** A node as an operator sees it who logs in and does not use the product. Lines, sorted. */
export interface NodeSnapshot {
  /** Path, type, mode, owner, inode, time of change, link target. */
  readonly files: readonly string[]
  /** Name, id, status, StartedAt, restarts. */
  readonly containers: readonly string[]
  readonly images: readonly string[]
  /** Networks and volumes of the engine. */
  readonly resources: readonly string[]
  /** /etc/kolla and the engine's own settings: path, inode, time of change. */
  readonly kolla: readonly string[]
  /** Addresses with ports on which anything listens. */
  readonly listening: readonly string[]
}

const COMMANDS: Readonly<Record<keyof NodeSnapshot, string>> = {
  files: "find /opt/mimir-worker -printf '%p %y %m %u:%g %i %T@ %l\\n' 2>/dev/null",
  containers:
    "docker ps -aq | xargs -r docker inspect --format '{{.Name}} {{.Id}} {{.State.Status}} {{.State.StartedAt}} {{.RestartCount}}'",
  images: "docker images --no-trunc --format '{{.Repository}}:{{.Tag}} {{.ID}}'",
  resources: "docker network ls --format 'network {{.Name}}'; docker volume ls --format 'volume {{.Name}}'",
  kolla: "find /etc/kolla /etc/docker -printf '%p %i %T@\\n'",
  listening: "ss -ltnH | awk '{print $4}'",
}

const WORKER = '/openstack-worker-prometheus'

async function takeSnapshot(lab: Lab, node: string): Promise<NodeSnapshot> {
  const answers = await on(lab, node, Object.values(COMMANDS).join('; echo ---; '))
  const parts = answers.split(/^---$/mu).map((part) => part.split('\n').filter(Boolean).sort())
  const [files = [], containers = [], images = [], resources = [], kolla = [], listening = []] = parts
  return { files, containers, images, resources, kolla, listening }
}

export async function takeSnapshots(lab: Lab): Promise<Map<string, NodeSnapshot>> {
  const states = lab.nodes.map(async ({ name }) => [name, await takeSnapshot(lab, name)] as const)
  return new Map(await Promise.all(states))
}

/** Pure: the snapshot of one node; throws where there is none. */
export function snapshotIn(states: ReadonlyMap<string, NodeSnapshot>, node: string): NodeSnapshot {
  const state = states.get(node)
  if (state === undefined) throw new Error(`${node} is not a node of this lab`)
  return state
}

/** Pure: what of a node is Kolla's and not to be touched: its containers, images, networks, files and ports. */
export function kollaOf({ containers, images, resources, kolla, listening }: NodeSnapshot): object {
  return {
    containers: containers.filter((line) => !line.startsWith(`${WORKER} `)),
    images: images.filter((line) => !line.includes('prom/prometheus')),
    resources: resources.filter((line) => !line.startsWith('volume mimir-worker-data')),
    kolla,
    listening: listening.filter((socket) => !socket.startsWith('127.0.0.1:')),
  }
}

/** Pure: the line of the worker's container; undefined where there is none. */
export function workerOf({ containers }: NodeSnapshot): string | undefined {
  return containers.find((line) => line.startsWith(`${WORKER} `))
}

/** Pure: the files by path, type, mode, owner and link target, whatever their inode and time. */
export function layoutOf({ files }: NodeSnapshot): string[] {
  return files.map((line) => {
    const [path = '', type = '', mode = '', owner = '', , , target = ''] = line.split(' ')
    return [path, type, mode, owner, ...(target === '' ? [] : [`-> ${target}`])].join(' ')
  })
}

/** Node → what a command printed there, all nodes at once. */
export async function onAll(lab: Lab, command: string): Promise<Map<string, string>> {
  const answers = lab.nodes.map(async ({ name }) => [name, await on(lab, name, command)] as const)
  return new Map(await Promise.all(answers))
}

/** Node → the output of `docker inspect` of its worker with a Go template. */
export async function inspectWorkers(lab: Lab, format: string): Promise<Map<string, string>> {
  return onAll(lab, `docker inspect --format '${format}' openstack-worker-prometheus`)
}
