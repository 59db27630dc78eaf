import { describe, expect, it } from 'vitest'
import { eventsIn } from './node-journal.ts'
import { contradictions, type NodeAfterRun, recordOf, resumeLines } from './node-record.ts'

const HEADER = {
  type: 'run',
  run: 'one',
  verb: 'upgrade',
  version: '0',
  manifest: '/m.yml',
  who: { user: 'root', host: 'deploy', pid: 1, started: '' },
  arguments: {},
}
const PLANNED = { type: 'planned', node: 'cmp1', verdict: 'recreate', generation: 'new', previous: 'old' }
const STAGE = { type: 'begins', step: 'stage', node: 'cmp1' }
const STAGED = { type: 'ends', step: 'stage', node: 'cmp1', outcome: 'changed' }
const ACTIVATE = { type: 'begins', step: 'activate', node: 'cmp1' }

const journal = (...entries: readonly object[]): string =>
  entries.map((entry) => `${JSON.stringify({ at: '1970-01-01T00:01:00.500Z', ...entry })}\n`).join('')

const left = (now: string, ...events: readonly string[]): ReadonlyMap<string, NodeAfterRun> => {
  const text = events.map((event) => `60\tone\t1\t${event}\t\n`).join('')
  return new Map([['cmp1', { before: 'releases/old', now: `releases/${now}`, events: eventsIn(text) }]])
}

describe('what a killed run left behind', () => {
  it('has no contradiction where everything was written before it was done, and the node is where its proof has it', () => {
    const whole = journal(HEADER, PLANNED, STAGE, STAGED, ACTIVATE)
    expect(
      contradictions(whole, left('old', 'took', 'staged', 'armed', 'activated', 'auto-reverted')),
    ).toEqual([])
    expect(contradictions(whole, left('new', 'took', 'staged', 'armed', 'activated', 'confirmed'))).toEqual(
      [],
    )
    expect(contradictions(`${journal(HEADER, PLANNED)}{"at":"19`, left('old'))).toEqual([])
    expect(contradictions('', left('old'))).toEqual([])
  })

  it.each([
    ['a line is cut off', '{"at":\n', left('old'), '1 lines are incomplete'],
    [
      'a change was not written down',
      journal(HEADER, PLANNED, STAGE, STAGED),
      left('old', 'took', 'staged', 'armed', 'auto-reverted'),
      'activate of cmp1 at 60 was written down at NaN',
    ],
    [
      'the journal says more than was done',
      journal(HEADER, PLANNED, STAGE, STAGED),
      left('old', 'took'),
      'cmp1 is staged in the journal, and its own events are took',
    ],
    [
      'a node stays where it was not proven',
      journal(HEADER, PLANNED, STAGE, STAGED, ACTIVATE),
      left('new', 'took', 'staged', 'armed', 'activated'),
      'cmp1 is on releases/new, not on releases/old',
    ],
  ])('has a contradiction where %s', (_, text, nodes, contradiction) => {
    expect(contradictions(text, nodes)).toContain(contradiction)
  })

  it('is summed up by the run that resumes it', () => {
    const record = recordOf(journal(HEADER, PLANNED, STAGE, STAGED))
    expect(record && resumeLines(record)).toEqual(['run one of upgrade', 'staged: cmp1 (1)'])
  })
})
