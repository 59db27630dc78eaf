import { beforeAll, describe, expect, it } from 'vitest'
import type { Lab } from '../lab/lab/lab.ts'
import { on } from '../lab/lab/observe.ts'
import { fleet } from '../support/fleet.ts'
import { manifest } from '../support/manifest.ts'
import { inspectWorkers, layoutOf, onAll, snapshotIn, takeSnapshots } from '../support/on-nodes.ts'
import {
  nodeOf,
  outcome,
  outcomeOf,
  type RunResult,
  reportOf,
  rollout,
  rolloutOrThrow,
  run,
  stderrIncludes,
} from '../support/run.ts'

const NODES = ['ctl1', 'cmp1', 'cmp2', 'cmp3']
const SUMS = 'cd /opt/mimir-worker && sha256sum current/* docker-compose.yml openstack-worker-prometheus.yml'

/** In place: the inode stays, as with an editor that writes into the file. */
const EDIT =
  'cd /opt/mimir-worker && sed "s/2s/7s/" current/prometheus.yml > /root/edited && cat /root/edited > current/prometheus.yml'

let lab: Lab
let inventory: string
let sums: Map<string, string>

/** As the user kolla, who becomes root with sudo: what repairs must write belongs to root. */
beforeAll(async () => {
  lab = await fleet()
  inventory = await manifest(lab, 'repairs', { ssh: { user: 'kolla' } })
  await rolloutOrThrow(inventory)
  sums = await onAll(lab, SUMS)
})

function reasonsOf(ended: RunResult, node: string): string[] {
  const { reasons } = nodeOf(reportOf(ended), node)
  return reasons.map(({ field, current, desired }) => `${field}: ${current} → ${desired}`)
}

async function expectAsBefore(): Promise<void> {
  expect(await onAll(lab, SUMS)).toEqual(sums)
  const states = await takeSnapshots(lab)
  for (const node of NODES) {
    const links = layoutOf(snapshotIn(states, node)).filter((line) => line.includes(' -> '))
    expect(links.map((line) => line.replace(/^.* -> /u, ''))).toEqual([
      expect.stringMatching(/^releases\/[0-9a-f]+$/u),
      'current/docker-compose.yml',
      'current/prometheus.yml',
    ])
  }
}

describe('files that a human changed on a node', () => {
  let started: Map<string, string>
  let planned: RunResult
  let ended: RunResult

  beforeAll(async () => {
    started = await inspectWorkers(lab, '{{.Id}} {{.State.StartedAt}}')
    await Promise.all([
      on(lab, 'cmp1', `${EDIT} && docker kill --signal HUP openstack-worker-prometheus`),
      on(lab, 'cmp2', EDIT),
      on(
        lab,
        'cmp3',
        'echo mine > /opt/mimir-worker/current/notes.txt; rm /opt/mimir-worker/docker-compose.yml',
      ),
    ])
    planned = await run('plan', inventory, '--adopt')
    ended = await rollout(inventory, '--output', 'json')
  })

  it('could be kept by a setting that a plan names, and writes as a part of a manifest', () => {
    expect(
      stderrIncludes(
        planned,
        'set worker.scrape_interval: 7s in the manifest (under worker.overrides, for these nodes only) to keep the manual change on cmp[1-2] (2)',
      ),
    ).toBe(true)
    expect(planned.stdout).toBe(
      [
        'worker:',
        '  overrides:',
        '    cmp1:',
        '      scrape_interval: "7s"',
        '    cmp2:',
        '      scrape_interval: "7s"',
        '',
      ].join('\n'),
    )
  })

  it('are found on those nodes and repaired; the fourth needs nothing', () => {
    expect(outcomeOf(ended)).toEqual(
      outcome(0, {
        ctl1: 'verified noop',
        cmp1: 'verified repair',
        cmp2: 'verified repair',
        cmp3: 'verified repair',
      }),
    )
  })

  it('are named as the reasons', () => {
    const byHand = 'prometheus.yml: changed by hand → as rendered'
    expect(reasonsOf(ended, 'cmp1')).toEqual(
      expect.arrayContaining([byHand, 'loaded global.scrape_interval: "7s" → "2s"']),
    )
    expect(reasonsOf(ended, 'cmp2')).toEqual([byHand])
    expect(reasonsOf(ended, 'cmp3')).toEqual([
      'notes.txt: put there by somebody → absent',
      expect.stringMatching(/^links: current\/prometheus\.yml → current\/docker-compose\.yml, /u),
    ])
  })

  it('are as they were, the worker runs with them, and no container was started anew for it', async () => {
    await expectAsBefore()
    const config = await on(lab, 'cmp1', 'curl -s http://127.0.0.1:9091/api/v1/status/config')
    expect(config).toContain('scrape_interval: 2s')
    expect(config).not.toContain('scrape_interval: 7s')
    expect(await inspectWorkers(lab, '{{.Id}} {{.State.StartedAt}}')).toEqual(started)
  })
})

describe('a container stopped by hand, one removed by hand, and a node whose `current` is gone', () => {
  let ended: RunResult

  beforeAll(async () => {
    await Promise.all([
      on(lab, 'cmp1', 'docker stop openstack-worker-prometheus'),
      on(lab, 'cmp2', 'docker rm -f openstack-worker-prometheus'),
      on(lab, 'cmp3', 'rm /opt/mimir-worker/current'),
    ])
    ended = await rollout(inventory, '--output', 'json')
  })

  it('are found and repaired; the fourth needs nothing', () => {
    expect(outcomeOf(ended)).toEqual(
      outcome(0, {
        ctl1: 'verified noop',
        cmp1: 'verified repair',
        cmp2: 'verified repair',
        cmp3: expect.stringMatching(/^verified re(?:pair|load)$/u),
      }),
    )
  })

  it('are named as the reasons', () => {
    expect(reasonsOf(ended, 'cmp1')).toEqual(['container: exited → running'])
    expect(reasonsOf(ended, 'cmp2')).toEqual(['container: none → running'])
    expect(reasonsOf(ended, 'cmp3').join()).toMatch(/^generation: none → [0-9a-f]+$/u)
  })

  it('run again with the files they had', async () => {
    await expectAsBefore()
    for (const status of (await inspectWorkers(lab, '{{.State.Status}}')).values()) {
      expect(status).toBe('running')
    }
  })

  it('leave nothing to do for the run after', async () => {
    const nodes = Object.fromEntries(NODES.map((node) => [node, 'verified noop']))
    expect(outcomeOf(await rollout(inventory, '--output', 'json'))).toEqual(outcome(0, nodes))
  })
})
