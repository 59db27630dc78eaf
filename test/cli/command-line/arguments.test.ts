import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readArguments } from '../../../src/cli/command-line/arguments.ts'
import { VERBS } from '../../../src/cli/main.ts'
import { importVerb } from '../../../src/cli/verbs/import.ts'
import { logs } from '../../../src/cli/verbs/logs.ts'
import { plan } from '../../../src/cli/verbs/plan.ts'
import { rollout } from '../../../src/cli/verbs/rollout.ts'
import { upgrade } from '../../../src/cli/verbs/upgrade.ts'
import { verify } from '../../../src/cli/verbs/verify.ts'
import type { Verb as VerbName } from '../../../src/model/verb.ts'

const COMMON = {
  manifest: 'inventory.yml',
  limit: undefined,
  kollaInventory: [],
  configdir: undefined,
  parallel: undefined,
  output: undefined,
  debug: undefined,
  lang: undefined,
}
const CAMPAIGN = {
  ...COMMON,
  reportDir: undefined,
  batches: undefined,
  maxFailures: undefined,
  rollbackPolicy: undefined,
  resume: undefined,
  onlyFailed: undefined,
  stateDir: undefined,
  reason: undefined,
  breakLease: undefined,
  check: false,
  diff: false,
  detailedExitcode: false,
  out: undefined,
  plan: undefined,
  yes: false,
}

const problemsOfVerb = (name: VerbName, words: readonly string[]): readonly string[] => {
  const verb = VERBS.find((known) => known.name === name)
  const read = verb && readArguments(words, verb, VERBS)
  return read?.kind === 'wrong' ? read.problems : []
}
const problems = (...words: string[]): readonly string[] => problemsOfVerb('rollout', words)

describe('the command line', () => {
  it.each<[string, object]>([
    ['inventory.yml', {}],
    ['inventory.yml --limit compute:!cmp7', { limit: 'compute:!cmp7' }],
    ['-l cmp1 inventory.yml', { limit: 'cmp1' }],
    ['--limit=007 inventory.yml', { limit: '007' }],
    ['-i multinode -i extra inventory.yml', { kollaInventory: ['multinode', 'extra'] }],
    ['inventory.yml --kolla-inventory=multinode', { kollaInventory: ['multinode'] }],
    [
      'inventory.yml --configdir /etc/kolla --report-dir report',
      { configdir: '/etc/kolla', reportDir: 'report' },
    ],
    ['inventory.yml --parallel 50', { parallel: 50 }],
    ['inventory.yml --batches 1,25%', { batches: [{ nodes: 1 }, { percent: 25 }] }],
    ['inventory.yml --max-failures 10%', { maxFailures: { percent: 10 } }],
    ['inventory.yml --rollback-policy all', { rollbackPolicy: 'all' }],
    ['inventory.yml --check', { check: true }],
    ['inventory.yml --check --diff', { check: true, diff: true }],
    ['inventory.yml --check --detailed-exitcode', { check: true, detailedExitcode: true }],
    ['inventory.yml --yes', { yes: true }],
    ['inventory.yml -y', { yes: true }],
    ['inventory.yml -o jsonl', { output: 'jsonl' }],
    ['inventory.yml --lang ko', { lang: 'ko' }],
    ['-- inventory.yml', {}],
  ])('%s is read', (line, changes) => {
    expect(readArguments(line.split(' '), rollout, VERBS)).toEqual({
      kind: 'run',
      args: { ...CAMPAIGN, ...changes },
    })
  })

  it('gives a verb what its options are, and nothing else', () => {
    const words = (line: string): string[] => line.split(' ')
    expect(readArguments(words('inventory.yml --watch 60'), verify, VERBS)).toEqual({
      kind: 'run',
      args: { ...COMMON, reportDir: undefined, watch: 60 },
    })
    expect(readArguments(words('inventory.yml --image prom/prometheus:v3.5.0'), upgrade, VERBS)).toEqual({
      kind: 'run',
      args: { ...CAMPAIGN, image: 'prom/prometheus:v3.5.0' },
    })
    expect(readArguments(words('inventory.yml --since 1m30s -f'), logs, VERBS)).toEqual({
      kind: 'run',
      args: { ...COMMON, since: 90, tail: undefined, follow: true },
    })
    expect(readArguments(words('-i multinode --out -'), importVerb, VERBS)).toMatchObject({
      kind: 'run',
      args: { manifest: '', inventory: ['multinode'], out: '-' },
    })
  })

  it('takes a word behind -- for the manifest, whatever it begins with', () => {
    expect(readArguments(['--', '--odd.yml'], rollout, VERBS)).toEqual({
      kind: 'run',
      args: { ...CAMPAIGN, manifest: '--odd.yml' },
    })
  })

  it.each(['--help', '-h'])('%s asks for help, also without a manifest', (word) => {
    expect(readArguments([word], rollout, VERBS)).toEqual({ kind: 'help' })
    expect(readArguments(['inventory.yml', word], rollout, VERBS)).toEqual({ kind: 'help' })
  })

  it('--version asks for the version', () => {
    expect(readArguments(['--version'], rollout, VERBS)).toEqual({ kind: 'version' })
  })
})

describe('a problem on the command line', () => {
  it.each([
    [[], 'no manifest is named; write e.g. inventory.yml'],
    [['a.yml', 'b.yml'], 'expected one manifest, found a.yml, b.yml'],
    [['a.yml', '--limt', 'x'], '--limt: there is no such option; did you mean --limit?'],
    [['a.yml', '--frobnicate'], '--frobnicate: there is no such option'],
    [['a.yml', '-x'], '-x: there is no such option'],
    [['a.yml', '--help=yes'], '--help: takes no value, found yes'],
    [['a.yml', '--limit'], '--limit: expected PATTERN; write e.g. --limit=PATTERN'],
    [['a.yml', '--output', '--lang=ko'], '--output: expected FORMAT; write e.g. --output=tree'],
    [['a.yml', '--output', 'xml'], '--output: expected tree, lines, json, jsonl, found xml'],
    [['a.yml', '--lang', 'fr'], '--lang: expected en, ko, found fr'],
    [['a.yml', '--parallel', '0'], '--parallel: expected a whole number from 1 to 99999, found 0'],
    [['a.yml', '--parallel', '1e3'], '--parallel: expected a whole number from 1 to 99999, found 1e3'],
    [['a.yml', '--parallel', '100000'], '--parallel: expected a whole number from 1 to 99999, found 100000'],
    [
      ['a.yml', '--batches', '1,half'],
      '--batches: expected a number of nodes or a percentage of them, found half; write e.g. 1,25%,100%',
    ],
    [['a.yml', '--max-failures', '101%'], '--max-failures: expected 0% to 100%, found 101%; write e.g. 10%'],
    [
      ['a.yml', '--rollback-policy', 'bach'],
      '--rollback-policy: expected none, node, batch, all, found bach',
    ],
    [['a.yml', '--diff'], '--diff is about what would be changed; add --check'],
    [['a.yml', '--detailed-exitcode'], '--detailed-exitcode is about what would be changed; add --check'],
    [['a.yml', '--out', 'p'], '--out is about what would be changed; add --check'],
    [['a.yml', '--plan', 'p', '--limit', 'a'], '--limit: a plan is applied as it is; leave it out'],
    [['a.yml', '--plan', 'p', '--check'], '--check: a plan is applied as it is; leave it out'],
    [['a.yml', '--yes=no'], '--yes: takes no value, found no'],
    [['a.yml', '--image', 'x:1'], '--image: rollout does not know it; it is for upgrade'],
    [['a.yml', '--wach', '5'], '--wach: there is no such option'],
  ])('%j is reported as: %s', (words, problem) => {
    expect(problems(...words)).toContain(problem)
  })

  it('is one stdout for two texts, which nobody could tell apart', () => {
    expect(readArguments(['a.yml', '--adopt', '--output', 'json'], plan, VERBS)).toEqual({
      kind: 'wrong',
      problems: ['--adopt and --output json both write on stdout; the report has it as adoption'],
    })
  })

  it('names the verbs that know an option that this one does not', () => {
    expect(problemsOfVerb('verify', ['a.yml', '--max-failures', '1', '--watch', '5', '--yes'])).toEqual([
      '--max-failures: verify does not know it; it is for plan, rollout, reload, restart, upgrade and rollback',
      '--yes: verify does not know it; it is for rollout, reload, restart, upgrade and rollback',
    ])
    expect(problemsOfVerb('prechecks', ['a.yml', '--watch', '5'])).toEqual([
      '--watch: prechecks does not know it; it is for verify',
    ])
  })

  it('is a manifest, or no inventory, given to import', () => {
    expect(problemsOfVerb('import', ['a.yml'])).toEqual([
      'expected only options, found a.yml; the file to write is named with --out',
      'no inventory is named; write e.g. -i /etc/kolla/multinode',
    ])
  })

  it('in an image is the same as in the manifest', () => {
    expect(problemsOfVerb('upgrade', ['a.yml', '--image', 'https://x'])).toEqual([
      '--image: expected an image reference, found "https://x"; leave out the scheme',
    ])
  })

  it('is reported together with all others', () => {
    expect(problems('a.yml', '--limt', '--parallel', 'many', '--lang=fr')).toHaveLength(3)
  })
})

describe('any words at all', () => {
  const word = fc.oneof(
    fc.string(),
    fc.constantFrom(
      '-',
      '--',
      '-l',
      '-i',
      '-h',
      '-lh',
      '--no-help',
      '--__proto__',
      '--constructor=1',
      'a.yml',
    ),
    fc.constantFrom(
      ...VERBS.flatMap(({ options }) => Object.values(options)).flatMap(({ name }) => [
        `--${name}`,
        `--${name}=x`,
        `--${name}=`,
      ]),
    ),
  )

  it('are read or refused with a sentence, and never throw', () => {
    fc.assert(
      fc.property(fc.array(word, { maxLength: 6 }), fc.constantFrom(...VERBS), (words, verb) => {
        const read = readArguments(words, verb, VERBS)
        expect(read.kind === 'wrong' ? read.problems.length : 1).toBeGreaterThan(0)
      }),
      { numRuns: 500 },
    )
  })
})
