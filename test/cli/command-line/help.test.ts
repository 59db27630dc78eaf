import { describe, expect, it } from 'vitest'
import { EXIT } from '../../../src/cli/command-line/exit-code.ts'
import { helpText, importHelpText } from '../../../src/cli/command-line/help.ts'
import { IMPORT_OPTIONS } from '../../../src/cli/command-line/import-arguments.ts'
import { OPTIONS } from '../../../src/cli/command-line/options.ts'
import { VERBS } from '../../../src/model/verb.ts'

const text = helpText({ verb: 'rollout', phases: ['observe', 'plan', 'stage', 'activate', 'verify'] })

describe('the help', () => {
  it.each(VERBS.filter((verb) => verb !== 'import'))(
    'of %s names its options, with short form, value and what they do, and no others',
    (verb) => {
      const lines = helpText({ verb, phases: [] })
      const named = (option: (typeof OPTIONS)[number]): string =>
        ` ${option.short === undefined ? '' : `-${option.short}, `}--${option.name}${option.value === undefined ? '' : ` ${option.value}`} `
      const words = lines.replace(/\s+/gu, ' ')
      const known = OPTIONS.filter((option) => words.includes(`${named(option)}${option.help}`))
      expect(known).toEqual(OPTIONS.filter(({ verbs }) => verbs === undefined || verbs.includes(verb)))
      expect(OPTIONS.filter((option) => words.includes(named(option)))).toEqual(known)
    },
  )

  it.each([
    ['rollout', '100%', '10%'],
    ['plan', '100%', '10%'],
    ['upgrade', '1,25%,100%', '0'],
    ['rollback', '1,25%,100%', '10%'],
  ] as const)(
    'of %s tells its batches and its max_failures where nobody says: %s, %s',
    (verb, batches, maxFailures) => {
      const words = helpText({ verb, phases: [] }).replace(/\s+/gu, ' ')
      expect(words).toContain(`rollout.batches of the manifest, else ${batches} `)
      expect(words).toContain(`rollout.max_failures of the manifest, else ${maxFailures} `)
    },
  )

  it('names every exit code that there may be', () => {
    for (const code of Object.values(EXIT).filter((one) => one !== EXIT.changesFound))
      expect(text).toMatch(new RegExp(`^ {2}${code} `, 'mu'))
  })

  it('shows the flow and how it is called', () => {
    expect(text).toContain('observe → plan → stage → activate → verify')
    expect(text).toContain('npx zx scripts/rollout.mjs MANIFEST')
  })

  it('ends with a newline', () => {
    expect(text).toMatch(/[^\n]\n$/u)
  })
})

describe('the table of options', () => {
  it('gives no name or letter twice', () => {
    const words = OPTIONS.flatMap(({ name, short }) => [name, ...(short === undefined ? [] : [short])])
    expect(new Set(words).size).toBe(words.length)
  })
})

describe('the help of other verbs', () => {
  it('of prechecks says what its exit codes mean', () => {
    const help = helpText({ verb: 'prechecks', phases: ['observe'] })
    expect(help).toContain('npx zx scripts/prechecks.mjs MANIFEST')
    expect(help).toMatch(/^ {2}0 +every node is ready$/mu)
    expect(help).toMatch(/^ {2}1 +something failed$/mu)
  })

  it('of import takes no manifest, and names its own options', () => {
    const help = importHelpText()
    expect(help).not.toContain('MANIFEST')
    for (const { name } of IMPORT_OPTIONS) expect(help).toContain(`--${name}`)
  })
})
