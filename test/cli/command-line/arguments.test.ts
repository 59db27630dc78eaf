import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Arguments, readArguments } from '../../../src/cli/command-line/arguments.ts'
import { OPTIONS } from '../../../src/cli/command-line/options.ts'
import { VERBS, type Verb } from '../../../src/model/verb.ts'

const DEFAULTS: Arguments = {
  manifest: 'inventory.yml',
  limit: undefined,
  kollaInventory: [],
  configdir: undefined,
  parallel: undefined,
  batches: undefined,
  maxFailures: undefined,
  rollbackPolicy: undefined,
  image: undefined,
  resume: undefined,
  onlyFailed: undefined,
  to: undefined,
  stateDir: undefined,
  reason: undefined,
  breakLease: undefined,
  check: false,
  diff: false,
  detailedExitcode: false,
  adopt: false,
  out: undefined,
  plan: undefined,
  yes: false,
  reallyMeanIt: false,
  since: undefined,
  tail: undefined,
  follow: false,
  watch: undefined,
  output: undefined,
  reportDir: undefined,
  lang: undefined,
}

const mistakes = (...words: string[]): readonly string[] => mistakesOf('rollout', words)
const mistakesOf = (verb: Verb, words: readonly string[]): readonly string[] => {
  const asked = readArguments(words, verb)
  return asked.kind === 'wrong' ? asked.mistakes : []
}

describe('the command line', () => {
  it.each<[string, Partial<Arguments>]>([
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
    expect(readArguments(line.split(' '), 'rollout')).toEqual({
      kind: 'run',
      arguments: { ...DEFAULTS, ...changes },
    })
  })

  it.each<[Verb, string, Partial<Arguments>]>([
    ['verify', 'inventory.yml --watch 60', { watch: 60 }],
    ['plan', 'inventory.yml --adopt', { adopt: true }],
    ['upgrade', 'inventory.yml --image prom/prometheus:v3.5.0', { image: 'prom/prometheus:v3.5.0' }],
  ])('of %s reads what only it knows: %s', (verb, line, changes) => {
    expect(readArguments(line.split(' '), verb)).toEqual({
      kind: 'run',
      arguments: { ...DEFAULTS, ...changes },
    })
  })

  it('takes a word behind -- for the manifest, whatever it begins with', () => {
    expect(readArguments(['--', '--odd.yml'], 'rollout')).toEqual({
      kind: 'run',
      arguments: { ...DEFAULTS, manifest: '--odd.yml' },
    })
  })

  it.each(['--help', '-h'])('%s asks for help, also without a manifest', (word) => {
    expect(readArguments([word], 'rollout')).toEqual({ kind: 'help' })
    expect(readArguments(['inventory.yml', word], 'rollout')).toEqual({ kind: 'help' })
  })

  it('--version asks for the version', () => {
    expect(readArguments(['--version'], 'rollout')).toEqual({ kind: 'version' })
  })
})

describe('a mistake on the command line', () => {
  it.each([
    [[], 'no manifest is named; write e.g. inventory.yml'],
    [['a.yml', 'b.yml'], 'expected one manifest, found a.yml, b.yml'],
    [['a.yml', '--limt', 'x'], '--limt: there is no such option; did you mean --limit?'],
    [['a.yml', '--frobnicate'], '--frobnicate: there is no such option'],
    [['a.yml', '-x'], '-x: there is no such option'],
    [['a.yml', '--help=yes'], '--help: takes no value, found yes'],
    [['a.yml', '--limit'], '--limit: expected PATTERN; write e.g. --limit=PATTERN'],
    [['a.yml', '--output', '--lang=ko'], '--output: expected FORM; write e.g. --output=tree'],
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
  ])('%j is told as: %s', (words, mistake) => {
    expect(mistakes(...words)).toContain(mistake)
  })

  it('is one stdout for two texts', () => {
    expect(readArguments(['a.yml', '--adopt', '--output', 'json'], 'plan')).toEqual({
      kind: 'wrong',
      mistakes: ['--adopt and --output json both write on stdout; the report has it as adoption'],
    })
  })

  it('tells which verbs know an option that this one does not', () => {
    expect(mistakesOf('verify', ['a.yml', '--max-failures', '1', '--watch', '5', '--yes'])).toEqual([
      '--max-failures: verify does not know it; it is for plan, rollout, reload, upgrade and rollback',
      '--yes: verify does not know it; it is for rollout, reload, upgrade and rollback',
    ])
    expect(mistakesOf('prechecks', ['a.yml', '--watch', '5'])).toEqual([
      '--watch: prechecks does not know it; it is for verify',
    ])
  })

  it('in an image is told as in the manifest', () => {
    expect(mistakesOf('upgrade', ['a.yml', '--image', 'https://x'])).toEqual([
      '--image: expected an image reference, found "https://x"; leave out the scheme',
    ])
  })

  it('is told together with all others', () => {
    expect(mistakes('a.yml', '--limt', '--parallel', 'many', '--lang=fr')).toHaveLength(3)
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
    fc.constantFrom(...OPTIONS.flatMap(({ name }) => [`--${name}`, `--${name}=x`, `--${name}=`])),
  )

  it('are read or refused with a sentence, and never throw', () => {
    fc.assert(
      fc.property(fc.array(word, { maxLength: 6 }), fc.constantFrom(...VERBS), (words, verb) => {
        const asked = readArguments(words, verb)
        expect(asked.kind === 'wrong' ? asked.mistakes.length : 1).toBeGreaterThan(0)
      }),
      { numRuns: 500 },
    )
  })
})
