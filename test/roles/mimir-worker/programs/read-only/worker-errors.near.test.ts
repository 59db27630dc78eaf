import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { program } from '../../../../../roles/mimir-worker/programs/program.ts'
import { SHELLS, type Shell } from '../../../../remote/shells.ts'
import { answerOf, nodeWorld, type World } from '../node-world.ts'

const LOG = 'docker logs --since 1700000001.500 --tail 2000 worker'
const WHOLE_LOG = 'docker logs --tail 5000 worker'
const refused = (at: number): string =>
  `ts=2026-11-22T20:00:0${at}Z component=remote level=error remote_name=mimir msg="non-recoverable error" err="server returned HTTP status 400"`

let world: World
beforeEach(() => {
  world = nodeWorld()
})
afterEach(() => world.remove())

/** What the program tells of the worker's log about `log` or `loading`. */
function told(shell: Shell, about: string): string | undefined {
  const answer = answerOf(
    world.run(shell, program('worker-errors', { SERVICE: 'worker', SINCE: '1700000001.500' })),
  )
  return answer.ok ? answer.value.facts.get(about)?.value : answer.failure
}

describe.each(SHELLS)('the worker’s log about sending, in $name', (shell) => {
  const log = (): string | undefined => told(shell, 'log')

  it('is the last ten complaints since then and nothing else of it, on either stream', () => {
    const chatter =
      'level=info component=remote msg="Done replaying WAL"\nlevel=error component="scrape manager" err="x"\n'
    const stderr = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map(refused).join('\n')
    world.tell({ [WHOLE_LOG]: {}, [LOG]: { stdout: chatter, stderr: `${stderr}\n` } })
    expect(log()).toBe([1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map(refused).join('\n'))
  })

  it('is bounded, however long a line', () => {
    world.tell({ [WHOLE_LOG]: {}, [LOG]: { stdout: `${refused(1)}${'x'.repeat(100_000)}\n` } })
    expect(log()?.length).toBe(2000)
  })

  it.each([
    ['there is none', { exit: 1, stderr: 'Error: No such container: worker\n' }],
    ['it complained of nothing', { stdout: 'level=info msg=ready\n' }],
  ])('is empty where %s', (_case, said) => {
    world.tell({ [WHOLE_LOG]: {}, [LOG]: said })
    expect(log()).toBe('')
  })
})

describe.each(SHELLS)('the worker’s log about its configuration, in $name', (shell) => {
  const loads =
    'ts=1 level=info msg="Loading configuration file" filename=/etc/mimir-worker/current/prometheus.yml'
  const fails = (at: number): string =>
    `ts=${at} level=error msg="error reloading scrape pool" err="no file ${at}"`
  const loading = (...lines: readonly string[]): string | undefined => {
    world.tell({ [LOG]: {}, [WHOLE_LOG]: { stderr: lines.map((line) => `${line}\n`).join('') } })
    return told(shell, 'loading')
  }

  it('is its first errors since it last read that, in the words of Prometheus 2 and 3', () => {
    const third = 'time=4 level=ERROR msg="Error reloading config" err="one or more errors occurred"'
    const said = [loads, fails(1), loads, fails(2), 'ts=3 level=info msg=x', fails(3), third, fails(5)]
    expect(loading(...said)).toBe([fails(2), fails(3), third].join('\n'))
  })

  it('is empty where it read that without one', () => {
    expect(loading(fails(1), loads)).toBe('')
    expect(loading(loads, 'ts=2 level=info msg="Completed loading of configuration file"')).toBe('')
    expect(loading()).toBe('')
  })
})
