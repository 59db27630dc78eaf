import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Arguments, readArguments } from '../../src/cli/command-line/arguments.ts'
import { readInputs } from '../../src/cli/inputs.ts'
import type { Role, RoleOrder } from '../../src/play/role.ts'

const BATCHES = [['ctl1']]

describe('what a role is asked to prepare', () => {
  let folder = ''

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kolla-mimir-inputs-'))
    await writeFile(join(folder, 'globals.yml'), 'network_interface: eth0\n')
    await writeFile(
      join(folder, 'inventory.yml'),
      [
        'mimir: { url: "http://10.0.0.5:9009" }',
        `kolla: { configdir: ${folder}, release: "2025.1" }`,
        'nodes: { control: { hosts: { ctl1: { ansible_host: 10.0.0.11 } } } }',
        '',
      ].join('\n'),
    )
  })
  afterAll(async () => rm(folder, { recursive: true }))

  it('has the batches of the run that is resumed, as well as the image and generation of the command line', async () => {
    const order = await orderFor({ earlierBatches: BATCHES }, '--image', 'prom/prometheus:v3.0.0')
    expect(order).toMatchObject({ earlierBatches: BATCHES, image: 'prom/prometheus:v3.0.0' })
    expect(order).not.toHaveProperty('pinned')
    expect(order).not.toHaveProperty('to')
  })

  async function orderFor(
    resumed: Pick<RoleOrder, 'pinned' | 'earlierBatches'>,
    ...options: readonly string[]
  ): Promise<RoleOrder | undefined> {
    let order: RoleOrder | undefined
    const role: Pick<Role, 'exporters' | 'prepare'> = {
      exporters: [],
      prepare: async (given) => {
        order = given
        return { problems: [] }
      },
    }
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- readInputs asks nothing else of a role
    await readInputs(argumentsOf(options), role as Role, { verb: 'upgrade', phases: ['observe'] }, resumed)
    return order
  }

  function argumentsOf(options: readonly string[]): Arguments {
    const read = readArguments([join(folder, 'inventory.yml'), ...options], 'upgrade')
    if (read.kind !== 'run') throw new Error(JSON.stringify(read))
    return read.arguments
  }
})
