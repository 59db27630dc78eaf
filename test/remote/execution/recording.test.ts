import { expect, test } from 'vitest'
import { PROGRAM_STARTED, SHELL_STARTED, USER_REACHED } from '../../../src/remote/execution/program.ts'
import { createRecording } from '../../../src/remote/execution/recording.ts'

const command = { title: 'observe', program: ':', deadline: 2000 }
const RUNS = `${SHELL_STARTED}${USER_REACHED}${PROGRAM_STARTED}`

function record(stdout: string, stderr = '', sudo = true) {
  const recording = createRecording({ command, sudo, user: 'kolla' })
  recording.stdout(Buffer.from(stdout))
  recording.stderr(Buffer.from(stderr))
  return recording
}

const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern)

test('a program that ran and ended is an exit, whatever its status', () => {
  const recording = record(`motd\n${RUNS}out`, 'err')
  recording.exited({ exitCode: 3 })
  expect(recording.concluded()).toEqual({ ok: true, value: { exitCode: 3, stdout: 'out', stderr: 'err' } })
})

test('an end without an exit status is never an exit', () => {
  expect(record(`${RUNS}out`).concluded()).toMatchObject({
    ok: false,
    failure: { reason: 'no-exit-status', during: 'observe', evidence: 'out' },
  })
})

test('a death by signal is named', () => {
  const recording = record(RUNS, 'oh no')
  recording.exited({ signal: 'SIGKILL' })
  expect(recording.concluded()).toMatchObject({
    failure: { reason: 'killed', signal: 'SIGKILL', evidence: 'oh no' },
  })
})

test('a launch that sudo did not let through is refused by sudo, not failed by the program', () => {
  const recording = record(SHELL_STARTED, 'sudo: a password is required')
  recording.exited({ exitCode: 1 })
  expect(recording.concluded()).toMatchObject({
    failure: { reason: 'sudo-refused', user: 'kolla', evidence: 'sudo: a password is required' },
  })
})

test('a login shell that runs nothing of the launch has not started the program, whatever it says', () => {
  const nologin = record('This account is currently not available.\n')
  nologin.exited({ exitCode: 1 })
  expect(nologin.concluded()).toMatchObject({
    failure: { reason: 'not-started', stage: 'login', user: 'kolla', exitCode: 1 },
  })

  const forced = record('some other program\n')
  forced.exited({ exitCode: 0 })
  expect(forced.concluded()).toMatchObject({
    failure: { reason: 'not-started', exitCode: 0, evidence: 'some other program' },
  })
})

test('a program that the shell could not read is a failed command, although sudo was used', () => {
  const recording = record(`${SHELL_STARTED}${USER_REACHED}`, 'sh: syntax error')
  recording.exited({ exitCode: 2 })
  expect(recording.concluded()).toMatchObject({ failure: { reason: 'command-failed', exitCode: 2 } })
})

test('at the deadline a process that already ended counts as ended', () => {
  const recording = record(`${RUNS}out`)
  expect(recording.late()).toMatchObject({ failure: { reason: 'deadline', seconds: 2, evidence: 'out' } })
  recording.exited({ exitCode: 0 })
  expect(recording.late()).toMatchObject({ ok: true, value: { exitCode: 0 } })
})

test('evidence is the end of what was said, cleared of what could move a terminal', () => {
  const recording = record(RUNS, `${'x'.repeat(5000)} \u001b[2Jlast \u0007`)
  recording.exited({ signal: 'SIGTERM' })
  expect(recording.concluded()).toMatchObject({
    failure: { reason: 'killed', evidence: matching(/^…x+ last \\u\{7\}$/u) },
  })
  expect(recording.lost('connection-lost', 'read ECONNRESET')).toMatchObject({
    failure: {
      reason: 'connection-lost',
      evidence: matching(/^read ECONNRESET\n…x+ last \\u\{7\}$/u),
    },
  })
})
