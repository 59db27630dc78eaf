import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { program } from '../../../../../roles/mimir-worker/programs/program.ts'
import { SHELLS } from '../../../../remote/shells.ts'
import { answerOf, nodeWorld, type World } from '../node-world.ts'

let world: World
beforeEach(() => {
  world = nodeWorld()
  for (const tool of ['cut', 'tail']) world.provide(tool)
})
afterEach(() => world.remove())

describe.each(SHELLS)('what exporters logged, in $name', (shell) => {
  const logged = (...logs: readonly string[]): string[] => {
    const names = logs.map((_, index) => `prometheus_${index}`)
    world.tell(
      Object.fromEntries(
        logs.map((log, index) => [`docker logs --tail 400 prometheus_${index}`, { stderr: log }]),
      ),
    )
    const answer = answerOf(world.run(shell, program('exporter-logs', { CONTAINERS: names.join(' ') })))
    if (!answer.ok) throw new Error(answer.failure)
    return names.map((name) => answer.value.facts.get(name)?.value ?? '')
  }
  const errors = [1, 2, 3, 4, 5, 6].map((at) => `ts=${at} level=error err="connection refused"`)

  it('is the last five errors of each, without the chatter behind them', () => {
    expect(logged(`${errors.join('\n')}\nlevel=info msg=listening\n`, 'level=warn msg=x\n')).toEqual([
      errors.slice(1).join('\n'),
      'level=warn msg=x',
    ])
  })

  it('is the end of the log where there is no error in it', () => {
    expect(logged('a\nb\nc\nd\ne\nf\n')).toEqual(['b\nc\nd\ne\nf'])
  })

  it('is bounded, however long a line', () => {
    expect(logged(`error ${'x'.repeat(100_000)}\n`)[0]?.length).toBe(500)
  })
})
