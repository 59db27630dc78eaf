import { mend } from '../lab/faults/faults.ts'
import { type Lab, up } from '../lab/lab/lab.ts'
import { on } from '../lab/lab/observe.ts'

/** A lab of its own, so that nobody's demo is disturbed; all files that use it share it. `LAB` names another one. */
export const FLEET = process.env['LAB'] ?? 'rollout'

/** The fleet of these tests, up and well: one control node and three compute nodes, so that three may fail. */
export async function fleet(compute = 3): Promise<Lab> {
  const lab = await up({ name: FLEET, shape: { control: 1, compute } })
  await mend(lab)
  return lab
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
    await on(lab, node, 'docker images -q registry.lab/prom/prometheus | xargs -r docker rmi -f')
}

export async function stripAll(lab: Lab, keep?: 'images'): Promise<void> {
  await Promise.all(lab.nodes.map(({ name }) => strip(lab, name, keep)))
}
