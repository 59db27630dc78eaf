import { describe, expect, it } from 'vitest'
import { LANGUAGES } from '../../../src/messages/language.ts'
import type { DestroyedNode, DestroyReport } from '../../../src/model/destroy-report.ts'
import { destroySummary } from '../../../src/report/destroy/summary.ts'
import { widthOf } from '../../../src/report/text/columns.ts'
import { PLAIN } from '../../../src/report/text/style.ts'
import { safeLine } from '../../../src/values/safe-text.ts'

function gone(nth: number, changes: Partial<DestroyedNode> = {}): DestroyedNode {
  const removed = ['container', 'volume', 'files']
  return { node: `cmp${nth}`, groups: [], state: 'removed', removed, files: [], ...changes }
}

const REPORT: DestroyReport = {
  run: 'run-1',
  verb: 'destroy',
  manifest: 'inventory.yml',
  tenant: 'openstack',
  startedAt: '2026-11-26T14:00:00.000Z',
  milliseconds: 1400,
  interrupted: false,
  warnings: [],
  directory: '/opt/mimir-worker',
  nodes: [
    ...Array.from({ length: 1000 }, (_, nth) => gone(nth)),
    gone(1001, { files: ['docker-compose.yml.before-kolla-mimir.1700000000'] }),
    gone(1002, { files: ['docker-compose.yml.before-kolla-mimir.1700000009'] }),
    gone(1003, { state: 'absent', removed: [], container: 'openstack-worker-prometheus' }),
    gone(1004, {
      state: 'failed',
      removed: [],
      failure: {
        reason: 'removal-failed',
        thing: safeLine('volume'),
        evidence: safeLine('volume is in use'),
      },
    }),
  ],
}

describe('the summary of a destroy', () => {
  it('folds nodes that came out alike, what failed first, and names what was left', () => {
    expect(destroySummary(REPORT, { columns: 100, language: 'en', style: PLAIN })).toEqual([
      '✗ cmp1004 (1): the volume could not be removed: volume is in use',
      '  to do: find what uses it, then run `destroy` again; it continues where it stopped',
      '✓ cmp[0-999] (1000): removed container, volume, files',
      '✓ cmp[1001-1002] (2): removed container, volume, files',
      '  not created by kolla-mimir, kept in /opt/mimir-worker: docker-compose.yml.before-kolla-mimir.*',
      '- cmp1003 (1): not installed',
      '  not created by kolla-mimir, kept: container openstack-worker-prometheus',
      '',
      '1004 nodes: 1002 removed, 1 not installed, 1 failed · 1.4 s',
    ])
  })

  it.each(LANGUAGES)('in %s fits 80 columns', (language) => {
    const lines = destroySummary(REPORT, { columns: 80, language, style: PLAIN })
    expect(lines.filter((line) => widthOf(line) > 80)).toEqual([])
  })
})
