import { expect, test } from 'vitest'
import { languageOf } from '../../src/messages/language.ts'

test.each(['ko', 'ko_KR.UTF-8', 'ko-KR', 'KO', 'ko.utf8', 'ko@hangul'])('%s is Korean', (locale) => {
  expect(languageOf(locale)).toBe('ko')
})

test.each([undefined, '', 'C', 'C.UTF-8', 'en_US.UTF-8', 'kok_IN', 'POSIX'])('%s is English', (locale) => {
  expect(languageOf(locale)).toBe('en')
})
