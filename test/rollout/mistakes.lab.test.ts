import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { projectDirectory } from '../lab/base/project.ts'
import type { Lab } from '../lab/lab/lab.ts'
import { gatewayAddress } from '../lab/network/addresses.ts'
import { fleet } from '../support/fleet.ts'
import { type ManifestChanges, manifest } from '../support/manifest.ts'
import { outcome, outcomeOf, type RunResult, rollout } from '../support/run.ts'

/** A node and a master that count who calls, and hang up. */
let listener: Server
let calls = 0
let wishes: ManifestChanges
let lab: Lab

beforeAll(async () => {
  lab = await fleet()
  const address = gatewayAddress(lab.subnet)
  listener = createServer((socket) => {
    calls += 1
    socket.destroy()
  }).listen(0, address)
  await once(listener, 'listening')
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server that listens has such an address
  const { port } = listener.address() as AddressInfo
  wishes = {
    mimir: { url: `http://${address}:${port}` },
    nodes: { control: { hosts: { ctl1: { ansible_host: address, ansible_port: port } } } },
  }
})

afterAll(() => listener.close())

describe('a manifest with mistakes', () => {
  let ended: RunResult
  let before: string[]

  beforeAll(async () => {
    const wrong = await manifest(lab, 'mistakes', {
      ...wishes,
      mimir: { ...wishes.mimir, tennant: 'openstack' },
      worker: { listen: '127.0.0.1', retention: 'soon' },
      rollout: { parallel: 0 },
    })
    before = await everything()
    ended = await rollout(
      wrong,
      '--output',
      'json',
      '--report-dir',
      join(lab.runDirectory, 'mistakes-report'),
    )
  })

  async function everything(): Promise<string[]> {
    return [...(await readdir(projectDirectory)), ...(await readdir(lab.runDirectory))]
  }

  it('ends with 2 and nothing on stdout', () => {
    expect({ exitCode: ended.exitCode, stdout: ended.stdout }).toEqual({ exitCode: 2, stdout: '' })
  })

  it('names every mistake at once, each with its place', () => {
    const places = [...ended.stderr.matchAll(/mistakes\.yml:(?<line>\d+):\d+ (?<path>[\w.]+): /gu)]
    expect(places.map(({ groups }) => groups?.['path'] ?? '').sort()).toEqual([
      'mimir.tennant',
      'rollout.parallel',
      'worker.listen',
      'worker.retention',
    ])
    expect(ended.stderr).toContain('did you mean tenant')
  })

  it('dials no node and no master', () => {
    expect(calls).toBe(0)
  })

  it('leaves no file and no folder', async () => {
    expect(await everything()).toEqual(before)
    expect(existsSync(join(lab.runDirectory, 'mistakes-report'))).toBe(false)
  })
})

describe('the same manifest without its mistakes', () => {
  it('is dialled', async () => {
    const ended = await rollout(await manifest(lab, 'no-mistakes', wishes), '--output', 'json')
    expect(outcomeOf(ended)).toEqual(
      outcome(1, { ctl1: expect.stringContaining(`failed: ${gatewayAddress(lab.subnet)}:`) }),
    )
    expect(calls).toBeGreaterThan(0)
  })
})
