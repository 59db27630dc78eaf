import type { Lab } from '../lab/lab/lab.ts'
import { on } from '../lab/lab/observe.ts'
import { labOf } from './labs.ts'

/** The fleet of these tests, up and well: one control node and three compute nodes, so that three may fail. */
export async function fleet(compute = 3): Promise<Lab> {
  return labOf('rollout', { control: 1, compute })
}

/** Takes everything of the worker off a node, by hand: container, data, files and, unless kept, its images. */
export async function strip(lab: Lab, node: string, keep?: 'images'): Promise<void> {
  await on(
    lab,
    node,
    'docker rm -fv openstack-worker-prometheus; docker volume rm -f mimir-worker-data mimir-worker-data-3',
  )
  await on(lab, node, 'rm -rf /opt/mimir-worker')
  if (keep === undefined)
    await on(lab, node, 'docker images --all -q registry.lab/prom/prometheus | xargs -r docker rmi -f')
}

export async function stripAll(lab: Lab, keep?: 'images'): Promise<void> {
  await Promise.all(lab.nodes.map(({ name }) => strip(lab, name, keep)))
}
