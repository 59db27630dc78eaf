import { describe, expect, test } from 'vitest'
import { catalog } from '../../src/messages/catalog.ts'
import { explainPrecheck } from '../../src/messages/explain.ts'
import { LANGUAGES } from '../../src/messages/language.ts'
import { PRECHECKS } from '../../src/model/precheck.ts'
import { FINE, WRONG } from './precheck-samples.ts'
import { FAILURES, FINDINGS } from './samples.ts'

function commands(sentence: string): string[] {
  return [...sentence.matchAll(/`([^`]+)`/gu)].map(([, command]) => command ?? '').sort()
}

describe.each(LANGUAGES)('prechecks in %s', (language) => {
  test.each(WRONG)('$kind $cause $silence has a sentence and a remedy', (finding) => {
    const { problem, remedy } = explainPrecheck(finding, language)
    expect(problem.length).toBeGreaterThan(8)
    expect(remedy.length).toBeGreaterThan(8)
    expect(`${problem}${remedy}`).not.toMatch(/undefined|\[object|NaN|\n/u)
  })

  test.each(FINE)('$kind has a sentence and no remedy', (finding) => {
    const { problem, remedy } = explainPrecheck(finding, language)
    expect(problem).not.toBe('')
    expect(remedy).toBe('')
  })

  test('every precheck has a title of its own', () => {
    const { titles } = catalog(language).prechecks
    expect(new Set(PRECHECKS.map((name) => titles[name])).size).toBe(PRECHECKS.length)
  })

  test('failures and checks are told in their own words', () => {
    const failure = FAILURES['port-taken']
    expect(explainPrecheck({ kind: 'failure', failure }, language).problem).toContain('127.0.0.1:9091')
    const finding = FINDINGS['mimir-refused']
    expect(explainPrecheck({ kind: 'query-failed', finding }, language).problem).toContain('401')
  })
})

test('both languages give the operator the same commands', () => {
  for (const finding of WRONG) {
    const [english = '', korean = ''] = LANGUAGES.map((language) => explainPrecheck(finding, language).remedy)
    expect(commands(korean)).toEqual(commands(english))
  }
})
