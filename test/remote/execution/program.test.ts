import { expect, test } from 'vitest'
import { launch, wholeProgram } from '../../../src/remote/execution/program.ts'

const command = { title: 'observe', program: 'echo hi', deadline: 30_000 }

test('a program is one group of commands, run by its last line, with an empty stdin', () => {
  expect(wholeProgram('echo hi', false)).toBe(`{
main() {
:
echo hi
}
LC_ALL=C.UTF-8; export LC_ALL
echo '@kolla-mimir:program@'
main </dev/null
exit $?
}
`)
})

test('a NUL character in a program is refused, for shells drop it silently', () => {
  expect(() => wholeProgram('echo \0', false)).toThrow(RangeError)
})

test('the launch line lets the node wait a second longer than we do', () => {
  expect(launch(command, false).line).toBe(
    "exec sh -c 'echo @kolla-mimir:shell@; echo @kolla-mimir:user@; " +
      'if timeout -k 5 5 true </dev/null >/dev/null 2>&1; ' +
      "then exec timeout -k 5 31 sh -s; else exec sh -s; fi'",
  )
})

test('the launch line goes through sudo without asking for a password', () => {
  expect(launch({ ...command, deadline: 1500 }, true).line).toBe(
    "exec sh -c 'echo @kolla-mimir:shell@; exec env LC_ALL=C sudo -n -- sh -c " +
      '"echo @kolla-mimir:user@; if timeout -k 5 5 true </dev/null >/dev/null 2>&1; ' +
      'then exec timeout -k 5 3 sh -s; else exec sh -s; fi"\'',
  )
})

test('the quoted word of the launch line holds nothing that csh or fish would read in another way', () => {
  for (const sudo of [false, true]) {
    const { line } = launch(command, sudo)
    expect(line.slice(line.indexOf("'") + 1, -1)).not.toMatch(/['\\!\n$`]/u)
  }
})

test('stdin stays open only for a command that may be ended halfway', () => {
  expect(launch(command, false).watched).toBe(false)
  expect(launch({ ...command, cancellable: true }, false).watched).toBe(true)
})
