import { describe, expect, test } from 'vitest'
import { LANGUAGES } from '../../src/messages/language.ts'
import { allMessages } from './all-messages.ts'

describe.each(LANGUAGES)('every message in %s', (language) => {
  const messages = allMessages(language)

  test('has a text in which every value stands', () => {
    expect(messages.length).toBeGreaterThan(400)
    expect(messages.filter(([, text]) => /undefined|\[object|NaN/u.test(text))).toEqual([])
  })

  test('stands at the same place as in the other languages', () => {
    expect(messages.map(([name]) => name)).toEqual(allMessages('en').map(([name]) => name))
  })
})

test('English is plain: no vague verbs, no pronoun where a noun is known', () => {
  const vague = /\b(?:shall|lies|tells?|whoever|by itself|of ours|grief|put off|swallowed|mend|wish)\b/iu
  expect(allMessages('en').filter(([, text]) => vague.test(text))).toEqual([])
})

test('Korean has no pairs of particles, and none of the words that were replaced', () => {
  const pairs =
    /이\(가\)|을\(를\)|은\(는\)|\(으\)로|\(이\)|Mimir(?:이|을|은|과) |세대|증명|신원|스스로|저절로|이 장비|닿/u
  expect(allMessages('ko').filter(([, text]) => pairs.test(text))).toEqual([])
})
