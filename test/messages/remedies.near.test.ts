import { execFileSync, spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { explainFailure, explainFinding } from '../../src/messages/explain.ts'
import { LANGUAGES, type Language } from '../../src/messages/language.ts'
import type { Failure, LoginRefusal } from '../../src/model/failure.ts'
import { FAILURES, FINDINGS } from './samples.ts'

const REFUSALS: readonly LoginRefusal[] = [
  'no-key',
  'keys-refused',
  'too-many-keys',
  'no-publickey',
  'second-factor',
  'not-admitted',
  'not-signed',
]
const UNREACHABLE = [
  'refused',
  'timed-out',
  'no-route',
  'unknown-host',
  'closed',
  'dropped',
  'other',
] as const
const BLANK = { file: '/home/the operator/.ssh/id $HOME', publicFile: '/home/the operator/.ssh/id $HOME.pub' }

const LOGINS: readonly Failure[] = [
  ...REFUSALS.map((cause) => ({ ...FAILURES['ssh-authentication'], ...BLANK, cause })),
  ...UNREACHABLE.map((cause) => ({ ...FAILURES['ssh-unreachable'], cause })),
  { ...FAILURES['ssh-unreachable'], lastSeen: 12 },
  ...(['missing', 'encrypted', 'exposed', 'other'] as const).map((cause) => ({
    ...FAILURES['ssh-key-unreadable'],
    file: BLANK.file,
    cause,
  })),
]

function commands(sentence: string): string[] {
  return [...sentence.matchAll(/`([^`]+)`/gu)].map(([, command]) => command ?? '')
}

/** The words of a command line, as sh takes it apart. */
function words(command: string): string[] {
  return execFileSync('sh', ['-c', `printf '%s\\n' ${command}`], { encoding: 'utf8' })
    .trimEnd()
    .split('\n')
}

const remedyOf = (failure: Failure, language: Language = 'en'): string =>
  explainFailure(failure, language).remedy

describe.each(LANGUAGES)('remedies in %s', (language) => {
  const failures = [...Object.values(FAILURES), ...LOGINS]
  const remedies = [
    ...failures.map((failure) => remedyOf(failure, language)),
    ...Object.values(FINDINGS).map((finding) => explainFinding(finding, language).remedy),
  ]

  test('every command is one that sh can parse', () => {
    for (const command of new Set(remedies.flatMap(commands)))
      expect({ command, ...parsed(command) }).toEqual({ command, status: 0, stderr: '' })
  })
})

function parsed(command: string): { status: number | null; stderr: string } {
  const { status, stderr } = spawnSync('sh', ['-n'], { input: command, encoding: 'utf8' })
  return { status, stderr }
}

test('both languages give the same commands for every refused login', () => {
  for (const failure of LOGINS) {
    const [english, korean] = [commands(remedyOf(failure)), commands(remedyOf(failure, 'ko'))]
    expect(korean.toSorted()).toEqual(english.toSorted())
  }
})

test('ssh-copy-id is given the file, the port and the login, each as one word', () => {
  const [command = ''] = commands(remedyOf({ ...FAILURES['ssh-authentication'], ...BLANK }))
  expect(words(command)).toEqual(['ssh-copy-id', '-i', BLANK.publicFile, '-p', '2222', 'kolla@10.0.0.12'])
})

test('a known_hosts file that could not be read is named without the reason', () => {
  const [, command = ''] = commands(
    remedyOf({ ...FAILURES['host-key-unknown'], knownHosts: ['/root/.ssh/known_hosts (ENOENT)'] }),
  )
  expect(command).toBe('ssh-keyscan -p 22 10.0.0.12 >> /root/.ssh/known_hosts')
})

test('no remedy of a refused login names a key of the manifest that there is not', () => {
  for (const failure of LOGINS) expect(remedyOf(failure)).not.toMatch(/ssh\.key\b/u)
})
