import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mend } from '../lab/faults/faults.ts'
import type { Lab } from '../lab/lab/lab.ts'
import { machineNamed, nodeNamed } from '../lab/lab/machines.ts'
import { greeting } from '../lab/lab/observe.ts'
import { dropPackets } from '../lab/machine/packet-filter.ts'
import { labOf } from '../support/labs.ts'
import { manifest } from '../support/manifest.ts'
import { nodeOf, reportOf, rollout } from '../support/run.ts'

const JUMP = 'cmp3'
const BEHIND = ['ctl1', 'cmp1', 'cmp2']

let lab: Lab
let inventory: string

/** What begins a connection to sshd from anywhere else. */
const fromOthersThan = (address: string): readonly string[] => [
  '!',
  '-s',
  address,
  '-p',
  'tcp',
  '--dport',
  '22',
  '--syn',
]

beforeAll(async () => {
  lab = await labOf('rollout')
  await mend(lab)
  const { address } = nodeNamed(lab, JUMP)
  for (const node of BEHIND) await dropPackets(machineNamed(lab, node), 'INPUT', fromOthersThan(address))
  inventory = await manifest(lab, 'jump', { ssh: { jump: `root@${address}` } })
})
afterAll(async () => {
  await mend(lab)
})

describe('nodes that only a jump host reaches', () => {
  it('are not reached by this machine', async () => {
    expect(await greeting(lab, 'cmp1', 2000)).toBe('no connection')
  })

  it('are verified through it, and need nothing the second time', async () => {
    const first = reportOf(await rollout(inventory, '--output', 'json', '--lang', 'en'))
    expect([...BEHIND, JUMP].map((node) => nodeOf(first, node).state)).toEqual(
      [...BEHIND, JUMP].map(() => 'verified'),
    )
    const again = reportOf(await rollout(inventory, '--output', 'json', '--lang', 'en'))
    expect([...BEHIND, JUMP].map((node) => nodeOf(again, node).verdict)).toEqual(
      [...BEHIND, JUMP].map(() => 'noop'),
    )
  })
})
