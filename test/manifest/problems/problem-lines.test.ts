import { expect, test } from 'vitest'
import { inOrder, problemLine, problemLines } from '../../../src/manifest/problems/problem-lines.ts'
import type { Problem } from '../../../src/model/problem.ts'

const at = (line: number, column: number, file = 'inventory.yml') => ({ file, line, column })
const problem = (place: Problem['at'], message: string): Problem => ({
  severity: 'error',
  at: place,
  path: 'ssh.user',
  message,
  remedy: 'mend it',
})

test('writes the place as far as it is known', () => {
  expect(problemLine(problem(at(3, 9), 'bad'))).toBe('inventory.yml:3:9 ssh.user: bad; mend it')
  expect(problemLine(problem({ file: 'globals.yml' }, 'bad'))).toBe('globals.yml ssh.user: bad; mend it')
  expect(problemLine({ ...problem({ file: 'globals.yml' }, 'bad'), path: '' })).toBe(
    'globals.yml: bad; mend it',
  )
  expect(problemLine(problem(undefined, 'bad'))).toBe('ssh.user: bad; mend it')
  expect(problemLine({ ...problem(undefined, 'bad'), path: '' })).toBe('bad; mend it')
})

test('says of a warning that it is one', () => {
  expect(problemLine({ ...problem(at(3, 9), 'odd'), severity: 'warning' })).toBe(
    'inventory.yml:3:9 ssh.user: warning: odd; mend it',
  )
})

test('sorts by file, line and column, the file as a whole first', () => {
  const given = [
    at(10, 1),
    at(9, 2),
    at(9, 10),
    { file: 'inventory.yml' },
    at(1, 1, 'globals.yml'),
    undefined,
  ]
  expect(inOrder(given.map((place) => problem(place, 'x'))).map((one) => one.at)).toEqual([
    undefined,
    at(1, 1, 'globals.yml'),
    { file: 'inventory.yml' },
    at(9, 2),
    at(9, 10),
    at(10, 1),
  ])
})

test('shows the place in the text when it is given the text', () => {
  const texts = new Map([['inventory.yml', 'ssh:\r\n\tuser: x\r\n']])
  expect(problemLines([problem(at(2, 2), 'bad')], { texts })).toEqual([
    'inventory.yml:2:2 ssh.user: bad; mend it',
    '  2 |  user: x',
    '    |  ^',
  ])
})

test('shows no line that may hold a secret, and none that is not there', () => {
  const texts = new Map([['inventory.yml', 'password: hunter2\nurl: http://me:hunter2@a\n']])
  const lines = [1, 2, 9].flatMap((line) => problemLines([problem(at(line, 1), 'bad')], { texts }))
  expect(lines).toHaveLength(3)
  expect(lines.join('\n')).not.toContain('hunter2')
})

test('counts what it does not show', () => {
  const many = Array.from({ length: 5 }, (_, index) => problem(at(index + 1, 1), 'bad'))
  expect(problemLines(many, { most: 4 }).at(-1)).toBe('… and 1 more problem')
  expect(problemLines(many, { most: 2 })).toHaveLength(3)
  expect(problemLines(many, { most: 5 })).toHaveLength(5)
})

test('lets no escape sequence and no second line through', () => {
  expect(problemLine(problem(at(1, 1, 'a\u001b[2J.yml'), 'x\u0007\ny'))).toBe(
    'a.yml:1:1 ssh.user: x\\u{7} ⏎ y; mend it',
  )
})
