import { mend } from '../lab/faults/faults.ts'
import type { Lab } from '../lab/lab/lab.ts'
import { eventually, on } from '../lab/lab/observe.ts'
import { labOf } from '../support/labs.ts'
import { manifest } from '../support/manifest.ts'
import { nodeOf, reportOf, rollout } from '../support/run.ts'

/** Odd ones have compose's plugin and curl, even ones docker-compose 1.29 and neither curl nor wget. */
export const NODES = ['cmp1', 'cmp2', 'cmp3', 'cmp4', 'cmp5', 'cmp6']

export const WORKER = 'openstack-worker-prometheus'
export const DIRECTORY = '/opt/mimir-worker'

/** As many compute nodes as there are lies to be told at once, up and well. */
export async function fleet(): Promise<Lab> {
  return labOf('proof')
}

/**
 * A manifest with no more patience than a proof needs. As each scrape is sent at once, two senders of one series find
 * their samples mixed rather than refused: where several wait for each other, the later batch begins with old ones.
 */
export async function proofManifest(lab: Lab, name: string, worker: object = {}): Promise<string> {
  return manifest(lab, name, {
    worker: { ...worker },
    rollout: { deadlines: { connect: '30s', verify: '1s' } },
  })
}

/** Every worker installed and proven, whatever was there before. */
export async function asItShallBe(
  lab: Lab,
  inventory: string,
  nodes: readonly string[] = NODES,
): Promise<void> {
  await mend(lab)
  await Promise.all(nodes.map((node) => on(lab, node, REMOVE_STRANGERS)))
  const ended = await rollout(inventory, '--limit', nodes.join(), '--output', 'json')
  const report = reportOf(ended)
  const wrong = nodes.map((node) => nodeOf(report, node)).filter(({ state }) => state !== 'verified')
  if (wrong.length > 0) throw new Error(`the fleet is not well to begin with: ${JSON.stringify(wrong)}`)
}

/** A container under the worker's name that compose did not make is as strange as any other. */
const REMOVE_STRANGERS = [
  'docker rm -fv stranger',
  `[ -n "$(docker ps -aq --filter name=${WORKER} --filter label=com.docker.compose.project)" ] || docker rm -f ${WORKER}`,
  'true',
].join('; ')

/** What the worker on a node says over HTTP, asked from that node with what every node of the lab has. */
export async function says(lab: Lab, node: string, path: string): Promise<string> {
  const get = `exec 3<>/dev/tcp/127.0.0.1/9091 && printf 'GET ${path} HTTP/1.0\\r\\n\\r\\n' >&3 && cat <&3`
  return on(lab, node, `bash -c ${JSON.stringify(get)}`)
}

/** The sum of a metric of the worker's own; undefined where it has none. */
export async function metric(lab: Lab, node: string, name: string): Promise<number | undefined> {
  const lines = (await says(lab, node, '/metrics')).split('\n').filter((line) => line.startsWith(name))
  const values = lines.map((line) => Number(line.trimEnd().slice(line.lastIndexOf(' '))))
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0)
}

/** Waits until whatever listens on the worker's port of a node says that it is ready. */
export async function ready(lab: Lab, node: string): Promise<void> {
  const answer = await eventually(
    () => says(lab, node, '/-/ready').catch(String),
    (text) => text.includes('200 OK'),
  )
  if (!answer.includes('200 OK')) throw new Error(`nothing is ready on ${node}: ${answer}`)
}

/** Stops the worker, writes garbage into the middle of its newest log, and starts it. */
export async function tearLog(lab: Lab, node: string, log = 'wal'): Promise<void> {
  const data = `{{range .Mounts}}{{if eq .Destination "/prometheus"}}{{.Source}}{{end}}{{end}}`
  const folder = `"$(docker inspect -f '${data}' ${WORKER})/${log}"`
  const middle = '$(($(stat -c %s "$last") / 2))'
  const tear = `cd ${folder} && for last in 0*; do :; done && printf garbage | dd of="$last" bs=1 seek=${middle} conv=notrunc`
  await on(lab, node, `docker stop ${WORKER} && ${tear} && docker start ${WORKER}`)
  await ready(lab, node)
}
