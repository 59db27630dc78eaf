import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Promtool, takePromtools } from '../../../lab/images/promtools.ts'
import { plansOf, SCENARIOS } from './scenarios.ts'

const run = promisify(execFile)
const folder = mkdtempSync(join(tmpdir(), 'golden-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let promtools: readonly Promtool[] = []
beforeAll(async () => {
  promtools = await takePromtools(folder)
})

const PLANS = Object.entries(SCENARIOS).flatMap(([name, scenario]) =>
  plansOf(scenario).map((plan) => [`${name}/${plan.vars.node}`, plan] as const),
)

/** All that is rendered for a node but for its secrets, whose files need only be there. */
function written(name: string, files: readonly { readonly path: string; readonly text: string }[]): string {
  for (const { path, text } of files) {
    const file = join(folder, name, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
  return join(folder, name, 'prometheus.yml')
}

/** Below it the lab's Prometheus 2.42 stands for what no worker is to run. */
const isSupported = ({ version }: Promtool): boolean => !version.startsWith('2.4')

describe('the golden files', () => {
  it('are judged by the promtool of 2.53 and of 3.5, where a lab has been up on this machine', ({ skip }) => {
    if (promtools.length === 0) skip('no lab has been up on this machine')
    const versions = promtools.filter(isSupported).map(({ version }) => version)
    expect(versions).toEqual([expect.stringMatching(/^2\.53\./u), expect.stringMatching(/^3\.5\./u)])
  })

  it.for(PLANS)('of %s satisfy each of them', async ([name, plan], { skip }) => {
    if (promtools.length === 0) skip('no lab has been up on this machine')
    const file = written(name, plan.generation.files)
    for (const { path } of promtools.filter(isSupported)) {
      const { stdout } = await run(path, ['check', 'config', file], { timeout: 30_000 })
      expect(stdout).toContain('SUCCESS')
    }
  })
})
