import { describe, expect, it } from 'vitest'
import { EXIT } from '../../src/cli/exit-code.ts'
import { helpText, importHelpText } from '../../src/cli/help.ts'
import { IMPORT_OPTIONS } from '../../src/cli/import-arguments.ts'
import { OPTIONS } from '../../src/cli/options.ts'

const text = helpText({ verb: 'rollout', phases: ['observe', 'plan', 'stage', 'activate', 'verify'] })

describe('the help', () => {
  it('names every option, with its short form, its value and what it does', () => {
    for (const { name, short, value, help } of OPTIONS) {
      expect(text).toContain(
        `${short === undefined ? '' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`,
      )
      expect(text.replace(/\s+/gu, ' ')).toContain(help)
    }
  })

  it('names every exit code', () => {
    for (const code of Object.values(EXIT)) expect(text).toMatch(new RegExp(`^ {2}${code} `, 'mu'))
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
