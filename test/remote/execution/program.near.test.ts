import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { PROGRAM_STARTED, wholeProgram } from '../../../src/remote/execution/program.ts'
import { posixQuote } from '../../../src/shell/posix-quote.ts'
import { SHELLS, type Shell } from '../shells.ts'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'program-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

function run({ argv: [file, ...before] }: Shell, stdin: string | Buffer) {
  const { status, stdout, stderr } = spawnSync(file, [...before, '-s'], { input: stdin, encoding: 'utf8' })
  return { status, stdout, stderr }
}

function begin({ argv: [file, ...before] }: Shell, stdin: string): ChildProcessWithoutNullStreams {
  const child = spawn(file, [...before, '-s'], { detached: true })
  child.stdin.write(stdin)
  return child
}

const TOUCHING = (path: string): string => `
touch ${posixQuote(path)}/first
cat > ${posixQuote(path)}/payload <<'END OF FILE'
}
exit 3
END OF FILE
case x in (x) touch ${posixQuote(path)}/second;; esac
if true; then { touch ${posixQuote(path)}/third; }; fi`

async function text(stream: Readable): Promise<string> {
  return Buffer.concat(await stream.toArray()).toString('utf8')
}

describe.each(SHELLS)('in $name', (shell) => {
  test('a program runs, and its exit status is the status', () => {
    expect(run(shell, wholeProgram('echo "$LC_ALL"; exit 7', false))).toEqual({
      status: 7,
      stdout: `${PROGRAM_STARTED}C.UTF-8\n`,
      stderr: '',
    })
    expect(run(shell, wholeProgram('', false)).status).toBe(0)
    expect(run(shell, wholeProgram('false', false)).status).toBe(1)
    expect(run(shell, wholeProgram('set -e\nfalse\necho not reached', false))).toEqual({
      status: 1,
      stdout: PROGRAM_STARTED,
      stderr: '',
    })
  })

  test('a program cut off at any byte runs nothing of itself', () => {
    const whole = Buffer.from(wholeProgram(TOUCHING(directory), false))
    const cut = fc.integer({ min: 0, max: whole.length - '}\n'.length })
    fc.assert(
      fc.property(cut, (length) => {
        const { stdout } = run(shell, whole.subarray(0, length))
        expect(stdout).toBe('')
        expect(readdirSync(directory)).toEqual([])
      }),
      { numRuns: 60, examples: [[whole.length - 2], [whole.length - 4]] },
    )
    expect(run(shell, whole).status).toBe(0)
    expect(readdirSync(directory).sort()).toEqual(['first', 'payload', 'second', 'third'])
  })

  test('a command that reads its stdin finds it empty instead of eating the program or waiting', () => {
    expect(run(shell, wholeProgram('cat\nread -r line || echo empty', false)).stdout).toBe(
      `${PROGRAM_STARTED}empty\n`,
    )
  })

  test('a payload of many kilobytes arrives whole', () => {
    const payload = '한글 0123456789 $HOME `id`\n'.repeat(8000)
    const program = `cat > ${posixQuote(`${directory}/payload`)} <<'END'\n${payload}END\nwc -c < ${posixQuote(`${directory}/payload`)}`
    const { stdout } = run(shell, wholeProgram(program, false))
    expect(Number(stdout.slice(PROGRAM_STARTED.length))).toBe(Buffer.byteLength(payload))
  })

  test('a watched program that ends by itself ends without its stdin being closed', async () => {
    const child = begin(shell, wholeProgram('set -e\ncat\necho hello\n(exit 4)\necho no', true))
    const said = [child.stdout, child.stderr].map(text)
    expect(await once(child, 'exit')).toEqual([4, null])
    child.stdin.end()
    expect(await Promise.all(said)).toEqual([`${PROGRAM_STARTED}hello\n`, ''])
  })

  test('a watched program and its children are ended when its stdin ends', async () => {
    const child = begin(shell, wholeProgram(`sleep 300 & echo $!; sleep 300; touch ${directory}/late`, true))
    const exited = once(child, 'exit')
    let said = ''
    for await (const chunk of child.stdout.setEncoding('utf8')) {
      said += String(chunk)
      if (/\d\n$/u.test(said)) break
    }
    child.stdin.end()
    await exited
    const grandchild = Number(said.slice(PROGRAM_STARTED.length))
    expect(grandchild).toBeGreaterThan(1)
    await gone(grandchild)
    expect(existsSync(`${directory}/late`)).toBe(false)
  })
})

/** An orphan is reaped by init, which no event tells of. */
async function gone(pid: number): Promise<void> {
  while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 10))
}

/** A zombie is dead, only not yet buried. */
function isAlive(pid: number): boolean {
  try {
    return !/\) [ZX] /u.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}
