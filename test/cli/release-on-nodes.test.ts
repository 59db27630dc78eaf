import { describe, expect, it } from 'vitest'
import { releaseOf, releaseOnNodes } from '../../src/cli/release-on-nodes.ts'
import type { Failure } from '../../src/model/failure.ts'
import type { Host } from '../../src/model/host.ts'
import type { Node } from '../../src/model/node.ts'
import { failed, type Result, success } from '../../src/model/result.ts'
import { safeText } from '../../src/values/safe-text.ts'

const node = (name: string): Node => ({ name, groups: [], reach: { transport: 'local', become: false } })
const LOST: Failure = { reason: 'internal', during: 'connect', evidence: safeText('lost') }

describe("the tags of Kolla's images", () => {
  it.each([
    [['q/o/nova-api:2025.1-ubuntu-noble', 'q/o/keystone:2025.1-ubuntu-noble', 'x:2024.1'], '2025.1', 2],
    [['r.example:5000/k/nova-api:20.4.0-site', ''], '2025.1', 1],
    [
      ['nova-api:master-rocky', 'prom/prometheus:v2.53.3', `x:${'2025.1'.padEnd(400, 'x')}`],
      undefined,
      undefined,
    ],
  ])('%j are of release %s', (images, release, count) => {
    expect([releaseOf(images)?.release, releaseOf(images)?.count]).toEqual([release, count])
  })

  it('are asked of one node after the other, until one says, and each connection is closed', async () => {
    const log: string[] = []
    const connect = async ({ name }: Node): Promise<Result<Host>> => {
      log.push(`connect ${name}`)
      if (name === 'ctl1') return failed(LOST)
      return success({
        name,
        exec: async () =>
          success({ exitCode: 0, stdout: name === 'ctl3' ? 'o/nova:2024.2-debian\n' : '', stderr: '' }),
        close: async () => {
          log.push(`close ${name}`)
        },
      })
    }
    const asked = await releaseOnNodes(['ctl1', 'ctl2', 'ctl3', 'ctl4'].map(node), connect)
    expect(asked).toEqual({
      seen: { node: 'ctl3', release: '2024.2', tag: '2024.2-debian', count: 1 },
      failures: [{ node: 'ctl1', failure: LOST }],
    })
    expect(log).toEqual(['connect ctl1', 'connect ctl2', 'close ctl2', 'connect ctl3', 'close ctl3'])
  })
})
