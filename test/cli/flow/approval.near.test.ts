import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const QUESTION = 'Change 2 nodes in 1 batch? [y/N] '

/** Type this at the question on a real terminal, as util-linux's script makes one. */
async function typed(keys: string): Promise<{ readonly code: number | null; readonly screen: string }> {
  const command = `${process.execPath} test/cli/flow/ask-on-terminal.mjs`
  const env = { ...process.env, TERM: 'xterm' }
  const child = spawn('script', ['-qefc', command, '/dev/null'], { cwd: root, env })
  let screen = ''
  let isAsked = false
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    screen += text
    if (isAsked || !screen.includes(QUESTION)) return
    isAsked = true
    child.stdin.write(keys)
  })
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  return { code, screen }
}

it.each([
  ['y\r', 0],
  ['n\r', 1],
  ['\r', 1],
  ['\u0004', 1],
  ['\u0003', 130],
])('%j on a terminal ends with %i', async (keys, code) => {
  const ended = await typed(keys)
  expect(ended.code).toBe(code)
  expect(ended.screen.includes('nothing was changed')).toBe(code !== 0)
})

it('asks below a tree that is taken off the screen, with the cursor shown', async () => {
  const { screen } = await typed('n\r')
  const before = screen.slice(0, screen.indexOf(QUESTION))
  expect(before).toContain('cmp1')
  expect(before.lastIndexOf('\u001b[0J')).toBeGreaterThan(before.lastIndexOf('cmp1'))
  expect(before.lastIndexOf('\u001b[?25h')).toBeGreaterThan(before.lastIndexOf('\u001b[?25l'))
  const after = screen.slice(screen.indexOf(QUESTION))
  expect(after.slice(0, after.indexOf('nothing was changed'))).not.toContain('cmp1')
})
