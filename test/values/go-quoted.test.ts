import { describe, expect, it } from 'vitest'
import { goUnquoted } from '../../src/values/go-quoted.ts'

describe('a text that Go quoted', () => {
  it.each([
    [String.raw`a\"b\\c`, 'a"b\\c'],
    [String.raw`<html>\r\n<head>`, '<html>\r\n<head>'],
    [String.raw`<html>\\r\\n<head>`, String.raw`<html>\r\n<head>`],
    [String.raw`\u003cb\u003e`, '<b>'],
    [String.raw`100\% of C:\dir\xff`, String.raw`100\% of C:\dir\xff`],
    ['ends with \\', 'ends with \\'],
  ])('%s keeps all its bytes', (quoted, text) => {
    expect(goUnquoted(quoted)).toBe(text)
  })
})
