import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Promtool, takePromtools } from '../../../lab/images/promtools.ts'
import { rejectedBy, rejectedManifest } from './rejected-manifest.ts'

const run = promisify(execFile)
const folder = mkdtempSync(join(tmpdir(), 'rejected-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let promtools: readonly Promtool[] = []
beforeAll(async () => {
  promtools = await takePromtools(folder)
})

/** What a promtool says against the files of a manifest. */
async function judged({ path }: Promtool, text: string): Promise<string> {
  const { plan } = await rejectedManifest(text)
  for (const { path: name, text: content } of plan.generation.files) {
    const file = join(folder, 'files', name)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, content)
  }
  const judgement = run(path, ['check', 'config', join(folder, 'files', 'prometheus.yml')], {
    timeout: 30_000,
  })
  return judgement.then(
    () => '',
    (error: { stderr: string; stdout: string }) => `${error.stdout}${error.stderr}`,
  )
}

describe('a key that the real promtool rejects', () => {
  it.for([
    [
      'worker:\n  extra_scrape_configs:\n    - job_name: a\n    - job_name: b\n      scheem: https',
      '6:7 worker.extra_scrape_configs[1].scheem',
    ],
    [
      'worker:\n  extra_scrape_configs:\n    - job_name: a\n      scrape_interval: "30"',
      '5:7 worker.extra_scrape_configs[0].scrape_interval',
    ],
    [
      'worker:\n  extra_scrape_configs:\n    - job_name: a\n      scrape_timeout: 2m',
      '5:7 worker.extra_scrape_configs[0].scrape_timeout',
    ],
    [
      'worker:\n  extra_scrape_configs:\n    - job_name: a\n      metric_relabel_configs: [{ regex: "(x", action: drop }]',
      '5:34 worker.extra_scrape_configs[0].metric_relabel_configs[0].regex',
    ],
    [
      'worker:\n  exporters:\n    node_exporter:\n      drop: [a, "b(", c]',
      '5:17 worker.exporters.node_exporter.drop[1]',
    ],
    [
      'worker:\n  exporters: { node_exporter: { drop: [x] } }\n  overrides:\n    cmp1: { exporters: { node_exporter: { keep: ["*x"] } } }',
      '5:50 worker.overrides.cmp1.exporters.node_exporter.keep[0]',
    ],
  ])('is named: %s', async ([text, key], { skip }) => {
    const [newest] = promtools.toReversed()
    if (newest === undefined) return skip('no lab has been up on this machine')
    const said = await judged(newest, text ?? '')
    expect(await rejectedBy(text ?? '', said)).toEqual([`inventory.yml:${key}`])
  })
})
