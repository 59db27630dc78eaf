import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const zx = fileURLToPath(new URL('../../node_modules/.bin/zx', import.meta.url))
const preload = fileURLToPath(new URL('replace-main.mjs', import.meta.url))

interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Run the rollout playbook as a user does, with a main() of the test's own. */
async function rollout(main: string, words: readonly string[] = []): Promise<Ended> {
  const env = { ...process.env, TEST_MAIN: main, NODE_OPTIONS: `--import=${preload}` }
  const child = spawn(process.execPath, [zx, 'scripts/rollout.mjs', ...words], { cwd: root, env })
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })))
}

describe('zx itself', () => {
  it('ends with 0 when a promise is lost', async () => {
    const lost = fileURLToPath(new URL('lost-promise.mjs', import.meta.url))
    const child = spawn(process.execPath, [zx, lost], { cwd: root, stdio: 'ignore' })
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(0)
  })
})

describe('a playbook under zx', () => {
  it('ends with 70 when main() never settles, although nothing keeps the process alive', async () => {
    const { code } = await rollout('export const main = () => new Promise(() => {})')
    expect(code).toBe(70)
  })

  it('ends with 70 and says why when main() throws', async () => {
    const { code, stderr } = await rollout(
      'export const main = async () => { throw new Error("lost my way") }',
    )
    expect(code).toBe(70)
    expect(stderr).toContain('internal error, please report it: Error: lost my way')
  })

  it('ends with what main() says, and only once all output has left', async () => {
    const { code, stdout } = await rollout(
      'export const main = async () => { process.stdout.write("x".repeat(1_000_000)); return 3 }',
    )
    expect(code).toBe(3)
    expect(stdout).toHaveLength(1_000_000)
  })

  it('hands every word over as it was typed', async () => {
    const words = [
      'inventory.yml',
      '--limit',
      '007',
      '--parallel=1e3',
      '--no-color',
      '--help',
      '--',
      '-x',
      '',
    ]
    const main =
      'export const main = async (playbook, role, words) => { process.stdout.write(JSON.stringify(words)); return 0 }'
    const { stdout } = await rollout(main, words)
    expect(JSON.parse(stdout)).toEqual(words)
  })

  it('names its verb, its phases and the role', async () => {
    const main =
      'export const main = async (playbook, role) => { process.stdout.write(JSON.stringify([playbook, role.name])); return 0 }'
    const { stdout } = await rollout(main)
    expect(JSON.parse(stdout)).toEqual([
      { verb: 'rollout', phases: ['observe', 'plan', 'stage', 'activate', 'verify'] },
      'mimir-worker',
    ])
  })
})
