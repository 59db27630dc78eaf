import { type Release, releaseMeant } from '../kolla/releases/release.ts'
import type { Failure } from '../model/failure.ts'
import type { Host } from '../model/host.ts'
import type { Node } from '../model/node.ts'
import type { Result } from '../model/result.ts'
import { safeLine } from '../values/safe-text.ts'

/** What the images of Kolla's containers on a node are tagged with. */
export interface ReleaseSeen {
  readonly node: string
  readonly release: Release
  /** The tag, and how many of the containers have it or one of the same release. */
  readonly tag: string
  readonly count: number
}

export interface NodesAsked {
  readonly seen: ReleaseSeen | undefined
  /** Nodes that could not be asked. */
  readonly failures: readonly { readonly node: string; readonly failure: Failure }[]
}

const MOST_NODES = 3
const DEADLINE = 30_000

/** The image and Kolla's own label of each container of Kolla's, by whichever engine has some. */
const PROGRAM = `PATH=$PATH:/usr/local/bin:/usr/bin:/bin
for engine in docker podman; do
  command -v "$engine" >/dev/null 2>&1 || continue
  "$engine" ps --filter label=kolla_version --format '{{.Image}}' 2>/dev/null
done | head -n 500`

/** Asks some nodes, one after the other, until one says which release its containers are of. */
export async function releaseOnNodes(
  nodes: readonly Node[],
  connect: (node: Node) => Promise<Result<Host>>,
): Promise<NodesAsked> {
  const failures: { node: string; failure: Failure }[] = []
  for (const node of nodes.slice(0, MOST_NODES)) {
    const images = await imagesOn(node, connect)
    if (!images.ok) failures.push({ node: node.name, failure: images.failure })
    const seen = images.ok ? releaseOf(images.value) : undefined
    if (seen !== undefined) return { seen: { node: node.name, ...seen }, failures }
  }
  return { seen: undefined, failures }
}

async function imagesOn(
  node: Node,
  connect: (node: Node) => Promise<Result<Host>>,
): Promise<Result<readonly string[]>> {
  const host = await connect(node)
  if (!host.ok) return host
  try {
    const order = { title: 'images of Kolla', program: PROGRAM, deadline: DEADLINE, cancellable: true }
    const exit = await host.value.exec(order)
    return exit.ok ? { ok: true, value: exit.value.stdout.split('\n', 500) } : exit
  } finally {
    await host.value.close()
  }
}

/** The release that most of the tags name; a node may run something of its own beside. */
export function releaseOf(images: readonly string[]): Omit<ReleaseSeen, 'node'> | undefined {
  const found = new Map<Release, { tag: string; count: number }>()
  for (const image of images) {
    const tag = image.length > 300 ? '' : image.slice(image.lastIndexOf(':') + 1)
    const release = releaseMeant(tag)
    if (release === undefined) continue
    const { count, tag: first } = found.get(release) ?? { count: 0, tag: safeLine(tag, 100) }
    found.set(release, { tag: first, count: count + 1 })
  }
  const [most] = [...found].sort(([, a], [, b]) => b.count - a.count)
  return most && { release: most[0], ...most[1] }
}
