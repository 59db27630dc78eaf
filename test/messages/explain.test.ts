import { describe, expect, test } from 'vitest'
import { catalog } from '../../src/messages/catalog.ts'
import { explainFailure, explainFinding } from '../../src/messages/explain.ts'
import { LANGUAGES } from '../../src/messages/language.ts'
import { type SafeText, safeText } from '../../src/values/safe-text.ts'
import { FAILURES, FINDINGS } from './samples.ts'

const failures = Object.values(FAILURES)
const findings = Object.values(FINDINGS)

/** What an operator may paste. */
function commands(sentence: string): string[] {
  return [...sentence.matchAll(/`([^`]+)`/gu)].map(([, command]) => command ?? '').sort()
}

describe.each(LANGUAGES)('words in %s', (language) => {
  test.each(failures)('a node that failed with $reason is told what is wrong and what to do', (failure) => {
    const { problem, remedy } = explainFailure(failure, language)
    expect(problem.length).toBeGreaterThan(8)
    expect(remedy.length).toBeGreaterThan(10)
    expect(`${problem}${remedy}`).not.toMatch(/undefined|\[object|\n/u)
  })

  test.each(findings)('a check that found $kind says so, with a remedy unless all is well', (finding) => {
    const { problem, remedy } = explainFinding(finding, language)
    expect(problem.length).toBeGreaterThan(4)
    expect(remedy !== '').toBe(finding.kind !== 'good' && finding.kind !== 'not-reached')
    expect(`${problem}${remedy}`).not.toMatch(/undefined|\[object|\n/u)
  })
})

test('both languages give the operator the same commands', () => {
  const remedies = [
    ...failures.map((failure) => LANGUAGES.map((language) => explainFailure(failure, language).remedy)),
    ...findings.map((finding) => LANGUAGES.map((language) => explainFinding(finding, language).remedy)),
  ]
  for (const [english = '', korean = ''] of remedies) expect(commands(korean)).toEqual(commands(english))
})

test('a refused connection names address and port', () => {
  expect(explainFailure(FAILURES['ssh-unreachable'], 'en')).toEqual({
    problem: 'connection refused at 10.0.0.12:22',
    remedy:
      "check that sshd runs there (`ss -ltnp 'sport = :22'` on its console) and that address and port are right",
  })
  expect(explainFailure(FAILURES['ssh-unreachable'], 'ko').problem).toBe(
    '10.0.0.12:22에서 연결을 거부했습니다',
  )
})

test('a changed host key is cured by the very ssh-keygen command, port and file included', () => {
  const { problem, remedy } = explainFailure(FAILURES['host-key-changed'], 'en')
  expect(problem).toBe(
    'the host key of 10.0.0.12:2222 changed: ssh-ed25519 SHA256:9n8vJ2 was found, but /root/.ssh/known_hosts:7 has another',
  )
  expect(commands(remedy)).toEqual(["ssh-keygen -R '[10.0.0.12]:2222' -f /root/.ssh/known_hosts"])
})

test('an unknown host key is compared before it is added', () => {
  expect(commands(explainFailure(FAILURES['host-key-unknown'], 'en').remedy)).toEqual([
    'ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub',
    'ssh-keyscan -p 22 10.0.0.12 >> /root/.ssh/known_hosts',
  ])
})

test('a file name with a blank is quoted where it is pasted', () => {
  const remedy = (cause: 'encrypted' | 'exposed' | 'other'): string[] =>
    commands(explainFailure({ ...FAILURES['ssh-key-unreadable'], cause }, 'en').remedy)
  expect(remedy('encrypted')).toEqual(["ssh-add '/root/.ssh/my key'"])
  expect(remedy('exposed')).toEqual(["chmod 600 '/root/.ssh/my key'"])
  expect(remedy('other')).toEqual(["ssh-keygen -y -f '/root/.ssh/my key'"])
})

test('a failed pull names the image, and its remedy the registry', () => {
  const login = explainFailure({ ...FAILURES['pull-failed'], cause: 'unauthorized' }, 'en')
  expect(login.problem).toContain('registry.example.com:5000/prom/prometheus:v2.53.3')
  expect(commands(login.remedy)).toEqual(['docker login registry.example.com:5000'])
  const hub = explainFailure(
    { ...FAILURES['pull-failed'], image: 'prom/prometheus', cause: 'registry-unknown-host' },
    'en',
  )
  expect(commands(hub.remedy)).toEqual(['getent hosts docker.io'])
})

test('a taken port says by whom, and how to see it', () => {
  const { problem, remedy } = explainFailure(FAILURES['port-taken'], 'en')
  expect(problem).toBe('127.0.0.1:9091 is already in use by prometheus (pid 811)')
  expect(commands(remedy)).toEqual(["ss -ltnp 'sport = :9091'"])
})

test.each([
  ['en', '127.0.0.1:9091 is already in use by a process that was not seen'],
  ['ko', '이미 사용 중인 주소입니다: 127.0.0.1:9091 (프로세스는 확인되지 않음)'],
] as const)('a taken port is not said to be taken by itself, in %s', (language, expected) => {
  const { problem } = explainFailure({ ...FAILURES['port-taken'], by: safeText('') }, language)
  expect(problem).toBe(expected)
})

test('a lease that another run has says who that is, and for how long', () => {
  const { problem, remedy } = explainFailure(FAILURES['lease-held'], 'en')
  expect(problem).toBe(
    'another run holds the lease: root@deploy 4711 (run 20261122-203629-994f, rollout, since 2026-11-22T19:50:00.000Z)',
  )
  expect(remedy).toContain('130 s')
  expect(explainFailure({ ...FAILURES['lease-lost'], run: '' }, 'en').problem).toBe(
    'the lease on the node is gone',
  )
})

test('an unknown cause shows what the node said', () => {
  expect(explainFailure(FAILURES['command-failed'], 'en').problem).toBe(
    '`observe` exited with code 127: sh: 3: stat: not found',
  )
})

test('a container that died shows the last line of its log', () => {
  expect(explainFinding(FINDINGS['container-not-running'], 'en').problem).toBe(
    'the worker\'s container is not running: exited, exit code 2: level=error err="bind: address already in use"',
  )
})

test('a finding whose numbers are no numbers is still a sentence', () => {
  const broken = { kind: 'other-process-arrived', expected: Number.NaN, found: 1e300 } as const
  expect(explainFinding(broken, 'en').problem).toContain('NaN')
})

test('an escape sequence in a value that was not made safe does not reach the sentence', () => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the type forbids is what is tried
  const evil = { ...FAILURES['engine-down'], engine: '\u001b]52;c;x\u0007\u001b[2Jdocker\nmore' as SafeText }
  const { problem } = explainFailure(evil, 'en')
  expect(problem).toBe(safeText(problem))
  expect(problem).not.toContain('\n')
})

test('Korean names the checks of a node in Korean', () => {
  expect(catalog('ko').labels.checks.arrival).toBe('도착')
  expect(explainFinding(FINDINGS['not-reached'], 'ko').problem).toContain('컨테이너')
})
