import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { run as runProgram } from '../lab/base/shell.ts'
import { cut, fillDisk, killDocker, mend, registryFault } from '../lab/faults/faults.ts'
import type { Lab } from '../lab/lab/lab.ts'
import { on } from '../lab/lab/observe.ts'
import { fleet, strip } from '../support/fleet.ts'
import { IMAGE, manifest, variant } from '../support/manifest.ts'
import { snapshotIn, takeSnapshots, workerOf } from '../support/on-nodes.ts'
import {
  missingOnStderr,
  outcome,
  outcomeOf,
  type RunResult,
  rollout,
  stderrIncludes,
} from '../support/run.ts'

const NODES = ['ctl1', 'cmp1', 'cmp2', 'cmp3']

let lab: Lab

beforeAll(async () => {
  lab = await fleet()
})

afterAll(() => mend(lab))

function verifiedNodes(nodes: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(nodes.map((node) => [node, expect.stringMatching(/^verified /u)]))
}

/** A node that is cut off is reported by our deadline or, if no host answers ARP for its address, by the kernel. */
function silence(address = ''): RegExp {
  const endpoint = `${address.replaceAll('.', String.raw`\.`)}:22`
  return new RegExp(`^failed: no (?:answer from|route to) ${endpoint}\\b`, 'u')
}

describe('one node cut off, one with Docker killed, one with the registry failing', () => {
  let inventory: string
  let ended: RunResult

  beforeAll(async () => {
    inventory = await manifest(lab, 'failing', { rollout: { deadlines: { connect: '5s' } } })
    // The fourth needs nothing of the registry that is about to fail.
    await Promise.all([strip(lab, 'cmp3'), on(lab, 'ctl1', `docker pull -q ${IMAGE}`)])
    await Promise.all([cut(lab, 'cmp1'), killDocker(lab, 'cmp2'), registryFault(lab, { status: 500 })])
    ended = await rollout(inventory, '--output', 'json')
  })

  it('ends with 1: the fourth is verified, and each of the three has its own cause', () => {
    const [, cmp1] = lab.nodes
    expect(outcomeOf(ended)).toEqual(
      outcome(1, {
        ...verifiedNodes(['ctl1']),
        cmp1: expect.stringMatching(silence(cmp1?.address)),
        cmp2: expect.stringContaining('failed: docker does not answer'),
        cmp3: expect.stringContaining(
          'failed first-install: the registry registry.lab returned an error for registry.lab/prom',
        ),
      }),
    )
  })

  it('names three causes with their remedies to people', () => {
    expect(missingOnStderr(ended)).toEqual([])
    expect(stderrIncludes(ended, '4 nodes: 1 verified, 3 failed')).toBe(true)
  })

  it('completes with a plain re-run when all is mended', async () => {
    await mend(lab)
    expect(outcomeOf(await rollout(inventory, '--output', 'json'))).toEqual(outcome(0, verifiedNodes(NODES)))
    const states = await takeSnapshots(lab)
    for (const node of NODES) expect(workerOf(snapshotIn(states, node))).toContain(' running ')
  })
})

describe('a node that refuses the key, one whose host key changed, one where sudo refuses', () => {
  let ended: RunResult

  /** Each node's way is said by Kolla's inventory, so that the three can differ. */
  async function inventoryWithThreeWrongWays(): Promise<string> {
    const key = join(lab.runDirectory, 'strange-id')
    await runProgram('sh', ['-c', `test -f ${key} || ssh-keygen -q -t ed25519 -N '' -f ${key}`])
    const own = `ansible_ssh_private_key_file=${join(lab.runDirectory, 'id')}`
    const inventory = await variant(lab, 'multinode', 'multinode-wrong-ways', (text) =>
      text
        .replaceAll(/(?<=ansible_host=\S+)$/gmu, ` ${own}`)
        .replace(/^(?<host>cmp1 .*) \S+$/mu, `$<host> ansible_ssh_private_key_file=${key}`)
        .replace(/^cmp3 .*$/mu, '$& ansible_user=kolla'),
    )
    const knownHosts = await variant(lab, 'known_hosts', 'known_hosts-changed', withKeyOfAnother)
    return manifest(lab, 'wrong-ways', {
      kolla: { inventory: [inventory] },
      ssh: { user: undefined, keys: undefined, known_hosts: [knownHosts] },
    })
  }

  /** The host key of cmp3 in the place of that of cmp2. */
  function withKeyOfAnother(knownHosts: string): string {
    const keys = lab.nodes.map(({ address }) => knownHosts.split('\n').find((line) => line.includes(address)))
    const [cmp2 = '', cmp3 = ''] = keys.slice(2).map((line) => line?.split(' ').at(2))
    return knownHosts.replace(cmp2, cmp3)
  }

  beforeAll(async () => {
    const inventory = await inventoryWithThreeWrongWays()
    await on(lab, 'cmp3', 'mv /etc/sudoers.d/kolla /root/sudoers-of-kolla')
    try {
      ended = await rollout(inventory, '--output', 'json')
    } finally {
      await on(lab, 'cmp3', 'mv /root/sudoers-of-kolla /etc/sudoers.d/kolla')
    }
  })

  it('ends with 1: the fourth is verified, and each of the three has its own cause', () => {
    const [, cmp1, cmp2] = lab.nodes
    expect(outcomeOf(ended)).toEqual(
      outcome(1, {
        ...verifiedNodes(['ctl1']),
        cmp1: expect.stringContaining(`failed: ${cmp1?.address} refused the login of root (tried `),
        cmp2: expect.stringContaining(`failed: the host key of ${cmp2?.address}:22 changed`),
        cmp3: expect.stringContaining('failed: sudo does not let kolla become root without a password'),
      }),
    )
  })

  it('names three causes with their remedies to people', () => {
    expect(missingOnStderr(ended)).toEqual([])
  })
})

describe('a node with a full disk, one whose port is taken, one without Docker', () => {
  let inventory: string
  let ended: RunResult

  beforeAll(async () => {
    // A label more is a generation more, so that every node has files to write.
    inventory = await manifest(lab, 'obstacles', { worker: { labels: { obstacle: 'true' } } })
    await strip(lab, 'cmp2', 'images')
    const listen =
      'use IO::Socket; my $socket = IO::Socket::INET->new(Listen => 1, ReuseAddr => 1, LocalAddr => "127.0.0.1:9091") or die; sleep'
    const listens = 'timeout 20 sh -c "until ss -ltn | grep -q 127.0.0.1:9091; do sleep 0.1; done"'
    await Promise.all([
      fillDisk(lab, 'cmp1'),
      on(
        lab,
        'cmp2',
        `setsid perl -e '${listen}' > /dev/null 2>&1 < /dev/null & echo $! > /run/squatter; ${listens}`,
      ),
      on(lab, 'cmp3', 'mv /usr/bin/docker /usr/bin/docker.away'),
    ])
    try {
      ended = await rollout(inventory, '--output', 'json')
    } finally {
      await on(lab, 'cmp3', 'mv /usr/bin/docker.away /usr/bin/docker')
      await on(lab, 'cmp2', 'kill "$(cat /run/squatter)"')
    }
  })

  it('ends with 1: the fourth is verified, and each of the three has its own cause', () => {
    expect(outcomeOf(ended)).toEqual(
      outcome(1, {
        ctl1: 'verified reload',
        cmp1: expect.stringMatching(
          /^failed re(?:load|create): no space left on the disk of \/(?:opt\/mimir-worker|var\/lib\/docker)/u,
        ),
        cmp2: expect.stringMatching(/^failed: 127\.0\.0\.1:9091 is already in use by .*"perl",pid=\d+/u),
        cmp3: 'failed: docker is not installed on the node',
      }),
    )
  })

  it('names three causes with their remedies to people', () => {
    expect(missingOnStderr(ended)).toEqual([])
  })

  it('completes with a plain re-run when all is mended, also where the full disk tore the log of the worker', async () => {
    await mend(lab)
    expect(outcomeOf(await rollout(inventory, '--output', 'json'))).toEqual(
      outcome(0, {
        ctl1: 'verified noop',
        cmp1: 'verified recreate',
        cmp2: 'verified first-install',
        cmp3: 'verified reload',
      }),
    )
  })
})
