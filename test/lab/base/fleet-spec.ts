/**
 * What nodes are made of. Debian's suites: bookworm has docker.io 20.10 with docker-compose 1.29, trixie 26.1 with the
 * v2 plugin, forky 28.5 as a cloud of today has it. `compose1` is trixie's engine with bookworm's docker-compose: what
 * the guide's command runs on every Ubuntu 22.04 with Docker's own packages.
 */
export const SUITES = ['bookworm', 'trixie', 'forky', 'compose1'] as const

export type SuiteName = (typeof SUITES)[number]

/** One node of a lab. */
export interface LabNode {
  readonly name: string
  readonly role: 'control' | 'compute'
  readonly address: string
  readonly suite: SuiteName
  /** One node in the default fleet has neither curl nor wget. */
  readonly downloaders: boolean
}

export interface FleetShape {
  readonly control: number
  readonly compute: number
  /** What a node is made of where it is not what others in its place are, by its name. */
  readonly suites?: Readonly<Record<string, SuiteName>>
}

export const DEFAULT_SHAPE: FleetShape = { control: 1, compute: 2 }
export const LARGEST: FleetShape = { control: 80, compute: 150 }

const FIRST_CONTROL = 11
const FIRST_COMPUTE = 101

/** Pure: the nodes of a lab in 10.78.`subnet`.0/24. A bigger fleet begins with the nodes of a smaller one. */
export function fleetOf(shape: FleetShape, subnet: number): LabNode[] {
  const control = Array.from({ length: shape.control }, (_, index) => controlNode(index, subnet))
  const compute = Array.from({ length: shape.compute }, (_, index) => computeNode(index, subnet))
  return [...control, ...compute].map((node) => ({ ...node, suite: shape.suites?.[node.name] ?? node.suite }))
}

const OF_COMPUTE = ['trixie', 'bookworm', 'forky'] as const

function controlNode(index: number, subnet: number): LabNode {
  return {
    name: `ctl${index + 1}`,
    role: 'control',
    address: `10.78.${subnet}.${FIRST_CONTROL + index}`,
    suite: index % 2 === 0 ? 'bookworm' : 'trixie',
    downloaders: true,
  }
}

function computeNode(index: number, subnet: number): LabNode {
  return {
    name: `cmp${index + 1}`,
    role: 'compute',
    address: `10.78.${subnet}.${FIRST_COMPUTE + index}`,
    suite: OF_COMPUTE[index % OF_COMPUTE.length] ?? 'trixie',
    downloaders: index % 2 === 0,
  }
}
