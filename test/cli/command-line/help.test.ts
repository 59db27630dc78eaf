import { describe, expect, it } from 'vitest'
import { EXIT } from '../../../src/cli/command-line/exit-code.ts'
import { helpText, overviewText } from '../../../src/cli/command-line/help.ts'
import type { Option } from '../../../src/cli/command-line/option.ts'
import { UNIVERSAL } from '../../../src/cli/command-line/options.ts'
import type { VerbDefinition } from '../../../src/cli/command-line/verb.ts'
import { VERBS } from '../../../src/cli/main.ts'
import type { Verb as VerbName } from '../../../src/model/verb.ts'

const optionsOf = ({ options }: VerbDefinition): Option[] => [
  ...Object.values(options),
  ...Object.values(UNIVERSAL),
]
const commandOf = ({ name }: VerbDefinition): string => `npx zx scripts/${name}.mjs`
const helpOf = (verb: VerbDefinition): string => helpText(verb, commandOf(verb))
const unwrapped = (text: string): string => text.replace(/\s+/gu, ' ')

function verbNamed(name: VerbName): VerbDefinition {
  const verb = VERBS.find((known) => known.name === name)
  if (verb === undefined) throw new Error(name)
  return verb
}

const withoutManifest = VERBS.filter(({ takesManifest }) => !takesManifest).map(({ name }) => name)

describe('the help of every verb', () => {
  it.each(VERBS)(
    '$name: names its options, with short form, value and what they do, and no others',
    (verb) => {
      const written = (option: Option): string =>
        ` ${option.short === undefined ? '' : `-${option.short}, `}--${option.name}${option.value === undefined ? '' : ` ${option.value}`} `
      const text = unwrapped(helpOf(verb))
      for (const option of optionsOf(verb)) expect(text).toContain(`${written(option)}${option.help}`)
      const own = optionsOf(verb).map(({ name }) => name)
      const others = VERBS.flatMap(optionsOf).filter(({ name }) => !own.includes(name))
      for (const option of others) expect(text).not.toContain(written(option))
    },
  )

  it.each(VERBS)('$name: is at most 80 columns wide and ends with one newline', (verb) => {
    for (const line of helpOf(verb).split('\n')) expect(line.length).toBeLessThanOrEqual(80)
    expect(helpOf(verb)).toMatch(/[^\n]\n$/u)
  })

  it.each(VERBS)('$name: has the manifest in its usage and its examples, where it takes one', (verb) => {
    expect(helpOf(verb).includes('MANIFEST')).toBe(verb.takesManifest)
    expect(verb.examples.length).toBeGreaterThan(0)
    for (const example of verb.examples) expect(example.startsWith('inventory.yml')).toBe(verb.takesManifest)
  })

  it('is without a manifest for import alone', () => {
    expect(withoutManifest).toEqual(['import'])
  })

  it.each([
    ['rollout', '100%', '10%'],
    ['plan', '100%', '10%'],
    ['upgrade', '1,25%,100%', '0'],
    ['rollback', '1,25%,100%', '10%'],
  ] as const)('%s: has its default of batches and of max_failures: %s, %s', (name, batches, maxFailures) => {
    const text = unwrapped(helpOf(verbNamed(name)))
    expect(text).toContain(`rollout.batches of the manifest, else ${batches} `)
    expect(text).toContain(`rollout.max_failures of the manifest, else ${maxFailures} `)
  })

  it('names every exit code of a verb that changes nodes', () => {
    const { unfinished, ...codes } = EXIT
    expect(helpOf(verbNamed('import'))).toMatch(new RegExp(`^ {2}${unfinished} `, 'mu'))
    for (const code of Object.values(codes))
      expect(helpOf(verbNamed('rollout'))).toMatch(new RegExp(`^ {2}${code} `, 'mu'))
  })

  it('says of prechecks what its exit codes mean', () => {
    expect(helpOf(verbNamed('prechecks'))).toMatch(/^ {2}0 +every node is ready$/mu)
    expect(helpOf(verbNamed('prechecks'))).toMatch(/^ {2}1 +a precheck failed$/mu)
  })

  it('shows the phases and how the verb is called', () => {
    const text = helpOf(verbNamed('rollout'))
    expect(text).toContain('observe → plan → stage → activate → verify')
    expect(text).toContain('npx zx scripts/rollout.mjs MANIFEST')
    expect(helpText(verbNamed('rollout'), 'kolla-mimir rollout')).toContain(
      '  kolla-mimir rollout inventory.yml\n',
    )
  })

  it.each([
    ['upgrade', '--image'],
    ['rollback', '--to'],
  ] as const)('shows in an example of %s the option that is the reason for it: %s', (name, option) => {
    expect(verbNamed(name).examples.join('\n')).toContain(option)
  })

  it("names Kolla's command where it does the same, so not for plan", () => {
    expect(helpOf(verbNamed('rollout'))).toContain('[deploy]')
    expect(helpOf(verbNamed('plan')).split('\n\n')[0]).not.toContain('[')
  })
})

describe('the overview', () => {
  it('has every verb with what it does, in 80 columns', () => {
    const text = overviewText(VERBS, 'kolla-mimir')
    for (const { name, summary } of VERBS) expect(unwrapped(text)).toContain(`${name} ${summary}`)
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
  })
})

describe('the options of all verbs', () => {
  it('give no letter two meanings', () => {
    const meanings = new Map<string, Set<string>>()
    for (const { short, name, value } of VERBS.flatMap(optionsOf)) {
      if (short === undefined) continue
      meanings.set(short, (meanings.get(short) ?? new Set()).add(`--${name} ${value}`))
    }
    expect([...meanings.values()].filter((all) => all.size > 1)).toEqual([])
  })

  it('take the same kind of value under one name in every verb', () => {
    const kinds = new Map<string, Set<string>>()
    for (const { name, short, value, multiple, choices } of VERBS.flatMap(optionsOf)) {
      const kind = JSON.stringify([short, value, multiple, choices])
      kinds.set(name, (kinds.get(name) ?? new Set()).add(kind))
    }
    expect([...kinds.values()].filter((all) => all.size > 1)).toEqual([])
  })

  it.each(VERBS)('name no option or letter twice in $name', (verb) => {
    const words = optionsOf(verb).flatMap(({ name, short }) => [
      name,
      ...(short === undefined ? [] : [short]),
    ])
    expect(new Set(words).size).toBe(words.length)
  })
})
