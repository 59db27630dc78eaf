import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { program } from '../../../../roles/mimir-worker/programs.ts'
import { SHELLS } from '../../../remote/shells.ts'
import { answerOf, nodeWorld, type World } from './node-world.ts'

const LOG = 'docker logs --since 3m --tail 2000 worker'
const refused = (at: number): string =>
  `ts=2026-11-22T20:00:0${at}Z component=remote level=error remote_name=mimir msg="non-recoverable error" err="server returned HTTP status 400"`

let world: World
beforeEach(() => {
  world = nodeWorld()
})
afterEach(() => world.remove())

describe.each(SHELLS)('the worker’s log about sending, in $name', (shell) => {
  const log = (): string | undefined => {
    const answer = answerOf(world.run(shell, program('log', { SERVICE: 'worker' })))
    return answer.ok ? answer.value.facts.get('log')?.value : answer.failure
  }

  it('is the last five complaints and nothing else of it, on either stream', () => {
    const chatter =
      'level=info component=remote msg="Done replaying WAL"\nlevel=error component="scrape manager" err="x"\n'
    const stderr = [0, 1, 2, 3, 4, 5].map(refused).join('\n')
    world.tell({ [LOG]: { stdout: chatter, stderr: `${stderr}\n` } })
    expect(log()).toBe([1, 2, 3, 4, 5].map(refused).join('\n'))
  })

  it('is bounded, however long a line', () => {
    world.tell({ [LOG]: { stdout: `${refused(1)}${'x'.repeat(100_000)}\n` } })
    expect(log()?.length).toBe(2000)
  })

  it.each([
    ['there is none', { exit: 1, stderr: 'Error: No such container: worker\n' }],
    ['it complained of nothing', { stdout: 'level=info msg=ready\n' }],
  ])('is empty where %s', (_case, said) => {
    world.tell({ [LOG]: said })
    expect(log()).toBe('')
  })
})
