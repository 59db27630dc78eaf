import { describe, expect, test } from 'vitest'
import { explainFinding } from '../../src/messages/explain.ts'
import { LANGUAGES } from '../../src/messages/language.ts'
import { REMOTE_WRITE_ERRORS } from '../../src/model/remote-write-error.ts'
import { safeLine } from '../../src/values/safe-text.ts'

const explained = (cause: (typeof REMOTE_WRITE_ERRORS)[number], language: (typeof LANGUAGES)[number]) =>
  explainFinding(
    { kind: 'not-arrived', missing: ['node'], refusal: { cause, evidence: safeLine('HTTP 400') } },
    language,
  )

const commands = (text: string): string[] =>
  [...text.matchAll(/`([^`]+)`/gu)].map(([, one]) => one ?? '').sort()
/** Settings of Mimir and keys of the manifest, which no language translates. */
const keys = (text: string): string[] =>
  [
    ...new Set(
      [...text.matchAll(/\b(?:[a-z]+_[a-z_]+|(?:mimir|worker)\.[a-z_.]+[a-z])\b/gu)].map(([key]) => key),
    ),
  ].sort()

describe.each(REMOTE_WRITE_ERRORS)('a refusal for %s', (cause) => {
  test.each(LANGUAGES)('has its cause and its remedy in %s, after what was found', (language) => {
    const plain = explainFinding({ kind: 'not-arrived', missing: ['node'] }, language)
    const { problem, remedy } = explained(cause, language)
    expect(problem.startsWith(plain.problem)).toBe(true)
    expect(problem.endsWith(': HTTP 400')).toBe(true)
    expect(remedy).not.toBe(plain.remedy)
    expect(remedy.length).toBeGreaterThan(15)
  })

  test('has the same commands and keys in both languages', () => {
    const [english, korean] = [explained(cause, 'en').remedy, explained(cause, 'ko').remedy]
    expect(commands(korean)).toEqual(commands(english))
    expect(keys(korean)).toEqual(keys(english))
  })
})

test('no two causes have the same remedy', () => {
  for (const language of LANGUAGES) {
    expect(new Set(REMOTE_WRITE_ERRORS.map((cause) => explained(cause, language).remedy)).size).toBe(
      REMOTE_WRITE_ERRORS.length,
    )
  }
})
