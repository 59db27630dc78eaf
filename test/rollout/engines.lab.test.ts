import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { NodeStatus } from '../../src/model/node-status.ts'
import type { Lab } from '../lab/lab/lab.ts'
import { stripAll } from '../support/fleet.ts'
import { labOf } from '../support/labs.ts'
import { image, manifest } from '../support/manifest.ts'
import { onAll } from '../support/on-nodes.ts'
import { outcome, outcomeOf, type RunResult, rollout, rolloutOrThrow, run } from '../support/run.ts'

/** bookworm: 20.10 and 1.29; trixie: 26.1 and 2.26; compose1: 26.1 and 1.29; forky: 28.5 as 29 with 2.40, containerd's store. */
const NODES = ['ctl1', 'cmp1', 'cmp2', 'cmp3']
const SERVICE = 'openstack-worker-prometheus'
const LEFT = `3d07673384b6_${SERVICE}`
const JSON_OUTPUT = ['--output', 'json'] as const

let lab: Lab

const all = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(NODES.map((node) => [node, text]))

/** Name and state of every container of a worker on every node. */
async function workers(): Promise<Record<string, string>> {
  const command = `docker ps --all --filter label=kolla-mimir.container --format '{{.Names}} {{.State}}'`
  return Object.fromEntries([...(await onAll(lab, command))].map(([node, text]) => [node, text.trim()]))
}

async function statuses(path: string): Promise<readonly NodeStatus[]> {
  const { stdout } = await run('status', path, ...JSON_OUTPUT)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the tests look at what is in it
  return (JSON.parse(stdout) as { readonly nodes: readonly NodeStatus[] }).nodes
}

const changed = async (name: string, retention: string, tag = 'v2.53.3'): Promise<string> =>
  manifest(lab, name, { worker: { retention, image: image(tag) } })

beforeAll(async () => {
  lab = await labOf('engines')
  await stripAll(lab)
  await rolloutOrThrow(await changed('engines', '2h'))
})
afterAll(async () => stripAll(lab))

describe('on every pairing of an engine and a compose', () => {
  it('a rollout that changes nothing restarts nothing', async () => {
    const ended = await rollout(await changed('engines', '2h'), ...JSON_OUTPUT)
    expect(outcomeOf(ended)).toEqual(outcome(0, all('verified noop')))
  })

  describe('a worker that has to be replaced', () => {
    let replaced: RunResult
    let back: RunResult

    beforeAll(async () => {
      const path = await changed('engines-replaced', '3h')
      replaced = await rollout(path, ...JSON_OUTPUT)
      back = await run('rollback', path, '--batches', '100%', ...JSON_OUTPUT)
    })

    it('is replaced, and rolled back', async () => {
      expect(outcomeOf(replaced)).toEqual(outcome(0, all('verified recreate')))
      expect(outcomeOf(back)).toEqual(outcome(0, all('verified recreate')))
      expect(await workers()).toEqual(all(`${SERVICE} running`))
    })
  })

  it('a worker that was left stopped under another name is seen, and replaced by a rollout', async () => {
    await onAll(lab, `docker stop -t 30 ${SERVICE} && docker rename ${SERVICE} ${LEFT}`)
    const path = await changed('engines', '2h')
    expect((await statuses(path)).map(({ drift }) => drift.map(({ field }) => field))).toEqual(
      NODES.map(() => ['container', 'container.name']),
    )
    expect(outcomeOf(await rollout(path, ...JSON_OUTPUT))).toEqual(outcome(0, all('verified repair')))
    expect(await workers()).toEqual(all(`${SERVICE} running`))
  })

  it('a container that was left beside the worker is removed, and the worker runs on', async () => {
    const started = await onAll(lab, `docker inspect --format '{{.State.StartedAt}}' ${SERVICE}`)
    await onAll(lab, leaveOne())
    const ended = await rollout(await changed('engines', '2h'), ...JSON_OUTPUT)
    expect(outcomeOf(ended)).toEqual(outcome(0, all('verified repair')))
    expect(await workers()).toEqual(all(`${SERVICE} running`))
    expect(await onAll(lab, `docker inspect --format '{{.State.StartedAt}}' ${SERVICE}`)).toEqual(started)
  })

  describe('the image of the generation before, removed by a cron job', () => {
    let seen: readonly NodeStatus[]
    let back: RunResult

    beforeAll(async () => {
      const path = await changed('engines-upgraded', '2h', 'v3.5.3')
      await rolloutOrThrow(path)
      await onAll(lab, 'docker image prune --all --force')
      seen = await statuses(path)
      back = await run('rollback', path, '--batches', '100%', ...JSON_OUTPUT)
    })

    it('is named by status, and pulled by a rollback', () => {
      const images = seen.map(({ wayBack }) => wayBack?.image.replace(/@sha256:[0-9a-f]{64}$/u, '@DIGEST'))
      expect(images).toEqual(NODES.map(() => 'registry.lab/prom/prometheus@DIGEST'))
      expect(outcomeOf(back)).toEqual(outcome(0, all('verified recreate')))
    })
  })

  it('destroy removes the worker, its data and what was left beside it', async () => {
    await onAll(lab, leaveOne())
    const ended = await run('destroy', await changed('engines', '2h'), '--yes-i-really-really-mean-it')
    expect(ended.exitCode).toBe(0)
    expect(await workers()).toEqual(all(''))
    const left = await onAll(
      lab,
      'docker volume ls --quiet | grep mimir-worker; ls -d /opt/mimir-worker || true',
    )
    expect([...left.values()].map((text) => text.trim())).toEqual(NODES.map(() => ''))
  })
})

/** As a compose leaves one that failed to replace it: stopped, under another name, with the worker's data. */
function leaveOne(): string {
  const made = `$(docker inspect --format '{{.Config.Image}}' ${SERVICE})`
  return `docker create --name ${LEFT} --label kolla-mimir.container=x --network host -v mimir-worker-data:/prometheus ${made}`
}
