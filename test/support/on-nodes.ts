import type { Lab } from '../lab/lab/lab.ts'
import { on } from '../lab/lab/observe.ts'

/** A node as somebody sees it who logs in and does not ask the product. Lines, sorted. */
export interface NodeState {
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

const QUESTIONS: Readonly<Record<keyof NodeState, string>> = {
  files: "find /opt/mimir-worker -printf '%p %y %m %u:%g %i %T@ %l\\n' 2>/dev/null",
  containers:
    "docker ps -aq | xargs -r docker inspect --format '{{.Name}} {{.Id}} {{.State.Status}} {{.State.StartedAt}} {{.RestartCount}}'",
  images: "docker images --no-trunc --format '{{.Repository}}:{{.Tag}} {{.ID}}'",
  resources: "docker network ls --format 'network {{.Name}}'; docker volume ls --format 'volume {{.Name}}'",
  kolla: "find /etc/kolla /etc/docker -printf '%p %i %T@\\n'",
  listening: "ss -ltnH | awk '{print $4}'",
}

const WORKER = '/openstack-worker-prometheus'

/** One look over ssh at a node. */
async function stateOf(lab: Lab, node: string): Promise<NodeState> {
  const answers = await on(lab, node, Object.values(QUESTIONS).join('; echo ---; '))
  const parts = answers.split(/^---$/mu).map((part) => part.split('\n').filter(Boolean).sort())
  const [files = [], containers = [], images = [], resources = [], kolla = [], listening = []] = parts
  return { files, containers, images, resources, kolla, listening }
}

export async function statesOf(lab: Lab): Promise<Map<string, NodeState>> {
  const states = lab.nodes.map(async ({ name }) => [name, await stateOf(lab, name)] as const)
  return new Map(await Promise.all(states))
}

/** Pure: one node's; throws where it was not looked at. */
export function stateIn(states: ReadonlyMap<string, NodeState>, node: string): NodeState {
  const state = states.get(node)
  if (state === undefined) throw new Error(`${node} was not looked at`)
  return state
}

/** Pure: what of a node is Kolla's and not to be touched: its containers, images, networks, files and ports. */
export function kollaOf({ containers, images, resources, kolla, listening }: NodeState): object {
  return {
    containers: containers.filter((line) => !line.startsWith(`${WORKER} `)),
    images: images.filter((line) => !line.includes('prom/prometheus')),
    resources: resources.filter((line) => !line.startsWith('volume mimir-worker-data')),
    kolla,
    listening: listening.filter((socket) => !socket.startsWith('127.0.0.1:')),
  }
}

/** Pure: the line of the worker's container; undefined where there is none. */
export function workerOf({ containers }: NodeState): string | undefined {
  return containers.find((line) => line.startsWith(`${WORKER} `))
}

/** Pure: the files by path, type, mode, owner and link target, whatever their inode and time. */
export function layoutOf({ files }: NodeState): string[] {
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

/** Node → what `docker inspect` tells of its worker with a Go template. */
export async function inspectWorkers(lab: Lab, format: string): Promise<Map<string, string>> {
  return onAll(lab, `docker inspect --format '${format}' openstack-worker-prometheus`)
}
