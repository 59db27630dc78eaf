import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { program } from '../../../../../roles/mimir-worker/programs/program.ts'
import { SHELLS, type Shell } from '../../../../remote/shells.ts'
import { about, putRelease } from '../changing/activated.ts'
import { answerOf, failureOf, nodeWorld, QUESTIONS, type World } from '../node-world.ts'
import { HELD, leaseOf, noted, now, putLease, WISH } from './leases.ts'

const GENERATION = '0123456789ab'

let world: World
const at = (...path: string[]): string => join(world.directory, ...path)

/** Takes the lease, for a generation that lies there already. */
function staging(changes: Partial<typeof WISH> | Record<string, string> = {}): string {
  const variables = {
    ...about(world),
    GENERATION,
    IMAGE: 'prom/prometheus:v2',
    REPLACES: 'no',
    CHECK: '',
    WORKER: '0',
    GROUP: '0',
    MOUNTED_AT: '/etc/mimir-worker',
  }
  return program('stage', { ...variables, ...WISH, ...changes })
}

function take(shell: Shell, changes: Record<string, string> = {}) {
  return answerOf(world.run(shell, staging(changes)))
}

function held(shell: Shell, name: 'renew-lease' | 'release-lease', changes: Record<string, string> = {}) {
  return answerOf(world.run(shell, program(name, { ...about(world), ...HELD, ...changes })))
}

const tokenOf = (answer: ReturnType<typeof take>): string | undefined =>
  answer.ok ? answer.value.facts.get('token')?.value : answer.failure

beforeEach(() => {
  world = nodeWorld()
  world.tell({ ...QUESTIONS, 'docker*': {} })
  mkdirSync(world.directory, { recursive: true })
  putRelease(world, GENERATION)
})
afterEach(() => world.remove())

describe.each(SHELLS)('the lease in $name', (shell) => {
  it('is taken where there is none, and told with its token', () => {
    const before = now()
    expect(tokenOf(take(shell))).toBe('1')
    const lease = leaseOf(world)
    expect(lease).toMatchObject({
      run: 'run-1',
      token: 1,
      holder: 'root@deploy 1',
      state: 'held',
      reason: 'rollout',
    })
    expect(lease?.since).toBeGreaterThanOrEqual(before)
    expect((lease?.expires ?? 0) - (lease?.renewed ?? 0)).toBe(180)
    expect(noted(world, 'journal')).toEqual([
      ['run-1', '1', 'took', 'rollout'],
      ['run-1', '1', 'staged', GENERATION],
    ])
  })

  it.each([
    ['free', { state: 'free', run: 'run-9', token: 7 }, '8'],
    ['expired', { run: 'run-9', token: 7, expires: now() - 1 }, '8'],
    ['of a clock that was ahead', { run: 'run-9', token: 7, expires: now() + 86_400 }, '8'],
    ['its own', { token: 7 }, '8'],
    ['unreadable', { token: '0x1', run: 'run-9', state: 'hel' }, '1'],
  ])('is taken where it is %s, with a higher token', (_case, lease, token) => {
    putLease(world, lease)
    expect(tokenOf(take(shell))).toBe(token)
    expect(leaseOf(world)).toMatchObject({ run: 'run-1', token: Number(token), state: 'held' })
  })

  it('is refused where another run holds it, by the words of that, and nothing is written', () => {
    putLease(world, { run: 'run-9', token: 7, holder: 'kim@desk 77', reason: 'a=b upgrade' })
    const before = readFileSync(at('lease'), 'utf8')
    const answer = take(shell, { GENERATION: 'abc' })
    expect(failureOf(answer)).toMatch(/^lease-held: now=\d+\nrun=run-9\ntoken=7\nholder=kim@desk 77\n/u)
    expect(failureOf(answer)).toContain('\nreason=a=b upgrade')
    expect(readFileSync(at('lease'), 'utf8')).toBe(before)
    expect(existsSync(at('journal'))).toBe(false)
  })

  it('is taken from a live holder with a reason, or from one that is known to be dead, and the journal says so', () => {
    putLease(world, { run: 'run-9', token: 7, holder: 'kim@desk 77' })
    expect(tokenOf(take(shell, { BREAK: String.raw`the \new desk burnt` }))).toBe('8')
    expect(tokenOf(take(shell, { RUN: 'run-2', DEAD: 'run-0 run-1' }))).toBe('9')
    expect(noted(world, 'journal').filter(([, , event]) => event !== 'staged')).toEqual([
      ['run-1', '8', 'broke', String.raw`the lease of kim@desk 77, run run-9: the \new desk burnt`],
      ['run-2', '9', 'took-over', 'from run run-1, which is dead'],
    ])
  })

  it('is not taken again by a run that had given it back, where another one was there since', () => {
    putLease(world, { run: 'run-9', token: 7, state: 'free' })
    const before = readFileSync(at('lease'), 'utf8')
    expect(failureOf(take(shell, { AFTER: '6', BREAK: 'it is mine' }))).toMatch(
      /^lease-lost: now=\d+\nrun=run-9\n/u,
    )
    expect(readFileSync(at('lease'), 'utf8')).toBe(before)
    expect(tokenOf(take(shell, { AFTER: '7' }))).toBe('8')
  })

  it('goes on counting where somebody deleted it while an activation is not confirmed', () => {
    writeFileSync(at('unconfirmed'), 'run=run-9\ntoken=41\ngeneration=aa\nprevious=bb\n')
    expect(tokenOf(take(shell))).toBe('42')
  })

  it('is renewed by its holder', () => {
    putLease(world, { renewed: now() - 100, expires: now() + 80, since: now() - 100 })
    expect(held(shell, 'renew-lease')).toMatchObject({ ok: true, value: { changed: [] } })
    expect(leaseOf(world)?.expires).toBeGreaterThanOrEqual(now() + 178)
    expect(leaseOf(world)?.since).toBeLessThanOrEqual(now() - 100)
  })

  it('is given back by its holder, who may say so twice', () => {
    putLease(world)
    expect(held(shell, 'release-lease').ok).toBe(true)
    expect(leaseOf(world)).toMatchObject({ run: 'run-1', token: 1, state: 'free' })
    expect(held(shell, 'release-lease').ok).toBe(true)
    expect(noted(world, 'journal')).toEqual([['run-1', '1', 'released', '']])
  })

  it('is given back by its run also where that never came to know the token, but not by another run', () => {
    putLease(world, { token: 7 })
    expect(failureOf(held(shell, 'release-lease', { RUN: 'run-9', TOKEN: '' }))).toMatch(/^lease-lost: /u)
    expect(leaseOf(world)?.state).toBe('held')
    expect(held(shell, 'release-lease', { TOKEN: '' }).ok).toBe(true)
    expect(leaseOf(world)).toMatchObject({ run: 'run-1', token: 7, state: 'free' })
  })

  it.each([
    ['another run took it', { run: 'run-9', token: 2 }],
    ['its own run took it again', { token: 2 }],
    ['the node went back and freed it', { token: 2, state: 'free' }],
  ])('is lost for a holder that wakes up when %s', (_case, lease) => {
    putLease(world, lease)
    const before = readFileSync(at('lease'), 'utf8')
    for (const name of ['renew-lease', 'release-lease'] as const)
      expect(failureOf(held(shell, name))).toMatch(/^lease-lost: now=\d+\nrun=/u)
    expect(readFileSync(at('lease'), 'utf8')).toBe(before)
  })

  it('is lost where its file is gone', () => {
    expect(failureOf(held(shell, 'renew-lease'))).toMatch(/^lease-lost: now=\d+$/u)
  })

  it('is given back by a staging that failed, and by one that is ended', () => {
    world.tell({ ...QUESTIONS, 'docker compose*': {}, 'docker run*': { exit: 1, stderr: 'FAILED' } })
    expect(failureOf(take(shell))).toBe('config-rejected: FAILED')
    expect(leaseOf(world)).toMatchObject({ token: 1, state: 'free' })
    world.tell({ ...QUESTIONS, 'docker compose*': {}, 'docker run*': { run: 'kill -s TERM "$PPID"' } })
    expect(answerOf(world.run(shell, staging())).ok).toBe(false)
    expect(leaseOf(world)).toMatchObject({ token: 2, state: 'free' })
  })

  it('is given back by a staging that is ended in the very moment in which it takes it', () => {
    // What is written next behind the lease is a line of the journal, by a subshell that asks for the time.
    const once = `[ -e '${at('lease')}' ] && [ ! -e '${at('ended')}' ] && : >'${at('ended')}'`
    const end = 'kill -s TERM "$(cut -d " " -f 4 "/proc/$PPID/stat")"'
    world.provide('date', `#!/bin/sh\n${once} && ${end}\nexec /bin/date "$@"\n`)
    expect(answerOf(world.run(shell, staging())).ok).toBe(false)
    expect(leaseOf(world)).toMatchObject({ run: 'run-1', token: 1, state: 'free' })
  })

  it('is not given back by a staging that lost it meanwhile', () => {
    const other = 'sed -i "s/^run=.*/run=run-9/; s/^token=.*/token=5/" "$OTHERS"'
    world.tell({
      ...QUESTIONS,
      'docker compose*': {},
      'docker run*': { run: `OTHERS='${at('lease')}'; ${other}` },
    })
    expect(failureOf(take(shell))).toMatch(/^lease-lost: now=\d+\nrun=run-9\ntoken=5\n/u)
    expect(leaseOf(world)).toMatchObject({ run: 'run-9', token: 5, state: 'held' })
  })

  it('is not held while an image is pulled: who holds it may renew it meanwhile', () => {
    world.tell({
      ...QUESTIONS,
      'docker compose*': {},
      'docker run*': { run: `flock -n '${at('.lock')}' true || exit 1` },
    })
    expect(take(shell)).toMatchObject({ ok: true })
  })

  it('is of no use without flock, and says so', () => {
    world.withdraw('flock')
    expect(failureOf(take(shell))).toBe('tool-missing: flock')
    expect(existsSync(at('lease'))).toBe(false)
  })

  it('is of no use where the lock is held for ever, and says by which file', () => {
    world.provide('flock', '#!/bin/sh\nexit 1\n')
    expect(failureOf(take(shell))).toBe(`lock-busy: ${at('.lock')}`)
  })

  it('keeps what it notes within bounds, and begins a line of its own behind one that was cut off', () => {
    writeFileSync(at('journal'), `${'1\trun\t1\tx\ty\n'.repeat(1001)}17\tcut o`)
    take(shell)
    const text = readFileSync(at('journal'), 'utf8').split('\n')
    expect(text.length).toBeLessThan(510)
    expect(text).toContain('17\tcut o')
    expect(noted(world, 'journal').at(-1)).toEqual(['run-1', '1', 'staged', GENERATION])
  })

  it('sweeps away what a killed program left half-written', () => {
    writeFileSync(at('.lease.new.123'), 'run=')
    take(shell)
    expect(existsSync(at('.lease.new.123'))).toBe(false)
  })

  it('has one winner where two want it at the same moment, whatever the moment', async () => {
    for (let round = 0; round < 20; round += 1) {
      rmSync(at('lease'), { force: true })
      const runs = ['run-1', 'run-2']
      const answers = await Promise.all(
        runs.map(async (RUN) => answerOf(await world.start(shell, staging({ RUN })))),
      )
      const winners = runs.filter((_run, index) => answers[index]?.ok)
      expect(winners).toHaveLength(1)
      expect(leaseOf(world)).toMatchObject({ run: winners[0], token: 1, state: 'held' })
      const lost = answers.find(({ ok }) => !ok)
      expect(lost === undefined ? '' : failureOf(lost)).toContain(`lease-held: now=`)
    }
  })
})
