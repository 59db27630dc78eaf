import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { projectDirectory } from '../lab/base/project.ts'
import type { Lab } from '../lab/lab/lab.ts'
import { fleet } from '../support/fleet.ts'
import { manifest } from '../support/manifest.ts'
import { inspectWorkers, onAll } from '../support/on-nodes.ts'
import { nodeOf, reportOf, rolloutOrThrow } from '../support/run.ts'

const NAME = 'mimir.names.example'
const NODES = ['ctl1', 'cmp1', 'cmp2']

let lab: Lab
let byAddress: string
let byName: string

beforeAll(async () => {
  lab = await fleet()
  byAddress = await manifest(lab, 'names-address')
  byName = await manifest(lab, 'names', { mimir: { url: lab.masterUrl.replace(/\d+(?:\.\d+){3}/u, NAME) } })
  await rolloutOrThrow(byAddress)
  const [, address = ''] = /\/\/(?<address>[^:/]+)/u.exec(lab.masterUrl) ?? []
  const hosts = await readFile('/etc/hosts', 'utf8')
  await writeFile(join(lab.runDirectory, 'hosts'), `${hosts}\n${address} ${NAME}\n`)
  // As Ansible writes it, and so Kolla: another file takes the place of the one that was there.
  await onAll(
    lab,
    `cp /etc/hosts /etc/hosts.new && echo '${address} ${NAME}' >> /etc/hosts.new && mv /etc/hosts.new /etc/hosts`,
  )
})
afterAll(async () => {
  await onAll(lab, `sed -i /${NAME}/d /etc/hosts`)
})

/** Runs a verb on a deploy host that knows the name as well: /etc/hosts is another one for this process alone. */
async function runWithName(verb: string): Promise<ReturnType<typeof reportOf>> {
  const script =
    'mount --bind "$0" /etc/hosts && exec node_modules/.bin/zx "scripts/$1.mjs" "$2" --output json'
  const { stdout, stderr } = await promisify(execFile)(
    'unshare',
    ['--mount', 'sh', '-c', script, join(lab.runDirectory, 'hosts'), verb, byName],
    { cwd: projectDirectory, env: { ...process.env, KOLLA_MIMIR_STATE: join(lab.runDirectory, 'state') } },
  )
  return reportOf({ stdout, stderr, exitCode: 0, took: 0 })
}

describe('a name in mimir.url that the workers’ containers do not know yet', () => {
  it('is why they are replaced, not reloaded; then all of it arrives, and again nothing is to be done', async () => {
    const before = await inspectWorkers(lab, '{{.Id}}')
    const report = await runWithName('rollout')
    for (const node of NODES) {
      const { state, verdict, reasons } = nodeOf(report, node)
      expect({ state, verdict }).toEqual({ state: 'verified', verdict: 'recreate' })
      expect(reasons.map(({ field }) => field)).toContain(`${NAME} in /etc/hosts`)
    }
    const after = await inspectWorkers(lab, '{{.Id}}')
    expect(NODES.filter((node) => before.get(node) === after.get(node))).toEqual([])
    const again = await runWithName('rollout')
    expect(NODES.map((node) => nodeOf(again, node).verdict)).toEqual(['noop', 'noop', 'noop'])
  })
})
