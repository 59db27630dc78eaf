import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mend } from '../lab/faults/faults.ts'
import type { Lab } from '../lab/lab/lab.ts'
import { eventually, on } from '../lab/lab/observe.ts'
import { prechecks, resultOf } from '../prechecks/run.ts'
import { labOf } from '../support/labs.ts'
import { manifest } from '../support/manifest.ts'
import { nodeOf, reportOf, rolloutOrThrow, run, stderrIncludes } from '../support/run.ts'
import { type Verdicts, verify } from './verify.ts'

const SERVICES = ['mariadb', 'memcached']
const EXPORTERS = ['memcached_exporter', 'mysqld_exporter']

let lab: Lab
let inventory: string

beforeAll(async () => {
  lab = await labOf('rollout')
  await mend(lab)
  inventory = await manifest(lab, 'services', {})
  await rolloutOrThrow(inventory)
})

const saysDown = (verdicts: Verdicts): boolean =>
  EXPORTERS.every((exporter) => verdicts.check('ctl1', 'targets').en.includes(exporter))

describe('MariaDB and memcached that are stopped behind their exporters', () => {
  let verdicts: Verdicts

  beforeAll(async () => {
    await on(lab, 'ctl1', `docker stop -t 2 ${SERVICES.join(' ')}`)
    verdicts = await eventually(() => verify(inventory, ['ctl1', 'cmp1']), saysDown)
  }, 120_000)
  afterAll(async () => on(lab, 'ctl1', `docker start ${SERVICES.join(' ')}`))

  it('are a warning of the node, in the words of each exporter, and keep it verified', () => {
    const { state, kind, en } = verdicts.check('ctl1', 'targets')
    expect({ state, kind, exitCodes: verdicts.exitCodes, failed: verdicts.failed('ctl1') }).toEqual({
      state: 'warning',
      kind: 'watched-down',
      exitCodes: [0, 0],
      failed: [],
    })
    expect(en).toContain('mysqld_exporter (mysql_up is 0)')
    expect(en).toContain('connection refused')
    expect(en).toContain('memcached_exporter (memcached_up is 0)')
    expect(verdicts.check('cmp1', 'targets').state).toBe('passed')
  })

  it('are what an operator reads at the end', async () => {
    const ended = await run('verify', inventory, '--lang', 'en')
    expect(stderrIncludes(ended, '! the exporter answers, but the service that it monitors is down')).toBe(
      true,
    )
    expect(stderrIncludes(ended, 'docker logs --tail 20 prometheus_mysqld_exporter')).toBe(true)
  })

  it('fail the node where the manifest has it as an error', async () => {
    const strict = await manifest(lab, 'strict', {
      rollout: { service_down: 'error', deadlines: { verify: '1s' } },
    })
    const ended = await run('verify', strict, '--limit', 'ctl1,cmp1', '--output', 'json', '--lang', 'en')
    expect(ended.exitCode).toBe(1)
    expect(nodeOf(reportOf(ended), 'ctl1').state).toBe('failed')
    expect(nodeOf(reportOf(ended), 'cmp1').state).toBe('verified')
  })

  it.each(EXPORTERS)('are red in prechecks, by %s', async (exporter) => {
    const ended = await prechecks(inventory, '--limit', 'ctl1', '--lang', 'en')
    const { state, finding, message } = resultOf(ended, 'ctl1', 'exporter', exporter)
    expect({ state, kind: finding.kind }).toEqual({ state: 'failed', kind: 'watched-down' })
    expect(message).toMatch(/connection refused/iu)
    expect(ended.exitCode).toBe(1)
  })
})
