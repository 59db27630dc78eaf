import { describe, expect, it } from 'vitest'
import type { Facts } from '../../../../../roles/mimir-worker/node/facts.ts'
import {
  type Action,
  actionFor,
  autoRevertFrom,
} from '../../../../../roles/mimir-worker/programs/changing/activate.ts'
import { container, facts, worker } from '../../sample.ts'

const status = (text: string): Facts => facts({ container: container({ status: text }) })
const seesOther = facts({
  files: { ...facts().files, seenByProcess: new Map([['prometheus.yml', 'f'.repeat(64)]]) },
})
const torn = facts({
  worker: worker({
    samples: [{ metric: 'prometheus_tsdb_wal_writes_failed_total', labels: {}, value: 61 }],
  }),
})
const repaired = facts({
  worker: worker({
    samples: [{ metric: 'prometheus_tsdb_wal_corruptions_total', labels: {}, value: 1 }],
  }),
})
const none = facts({ container: undefined })

const CASES: readonly (readonly [
  'reload' | 'recreate' | 'first-install' | 'repair',
  string,
  Facts,
  Action,
])[] = [
  ['first-install', 'no container', none, 'start'],
  ['repair', 'no container', none, 'start'],
  ['recreate', 'no container', none, 'start'],
  ['reload', 'a running container', facts(), 'reload'],
  ['recreate', 'a running container', facts(), 'replace'],
  ['recreate', 'a running container that could not write its log', torn, 'mend'],
  ['recreate', 'a running container that found its log damaged', repaired, 'replace'],
  ['repair', 'a running container that sees the files of the disk', facts(), 'reload'],
  ['repair', 'a running container that sees other files', seesOther, 'replace'],
  ['repair', 'a container that exited', status('exited'), 'mend'],
  ['repair', 'a container that was never started', status('created'), 'mend'],
  ['recreate', 'a container that exited', status('exited'), 'mend'],
  ['repair', 'a paused container', status('paused'), 'mend'],
  ['repair', 'a container in a crash loop', status('restarting'), 'mend'],
  ['recreate', 'a dead container', status('dead'), 'mend'],
]

describe('the gentlest action', () => {
  it.each(CASES)('for %s with %s', (...row) => {
    const [verdict, , seen, action] = row
    expect(actionFor(verdict, seen)).toBe(action)
  })
})

it('the way back from a reload is a reload, and from all else a new container', () => {
  expect((['reload', 'start', 'replace'] as const).map(autoRevertFrom)).toEqual([
    'reload',
    'replace',
    'replace',
  ])
})
