import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
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

/** Run the script of rollout as a user does, with a main() of the test's own. */
async function rollout(main: string, words: readonly string[] = []): Promise<Ended> {
  return start(main, [zx, 'scripts/rollout.mjs', ...words])
}

async function shell(script: string): Promise<Ended> {
  return ended(spawn('sh', ['-c', script], { cwd: root }))
}

async function start(main: string, words: readonly string[]): Promise<Ended> {
  const env = { ...process.env, TEST_MAIN: main, NODE_OPTIONS: `--import=${preload}` }
  return ended(spawn(process.execPath, words, { cwd: root, env }))
}

async function ended(child: ChildProcessWithoutNullStreams): Promise<Ended> {
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

describe('a script under zx', () => {
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

  it('ends with 74 where its output could not be written, and with 0 where nobody reads on', async () => {
    const script = (rest: string): string =>
      `TEST_MAIN='export const main = async () => { for (let n = 0; n < 200; n += 1) process.stdout.write("x".repeat(10000)); return 0 }' NODE_OPTIONS='--import=${preload}' ${process.execPath} ${zx} scripts/rollout.mjs ${rest}`
    const full = await shell(script('> /dev/full'))
    expect(full).toMatchObject({ code: 74, stdout: '' })
    expect(full.stderr).toContain('stdout could not be written: ENOSPC')
    const gone = await shell(`{ ${script('')}; echo $? >&2; } | head -c 1`)
    expect(gone).toEqual({ code: 0, stdout: 'x', stderr: '0\n' })
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
      'export const main = async (verb, role, words) => { process.stdout.write(JSON.stringify(words)); return 0 }'
    const { stdout } = await rollout(main, words)
    expect(JSON.parse(stdout)).toEqual(words)
  })

  it('names its verb and the role', async () => {
    const main =
      'export const main = async (verb, role) => { process.stdout.write(JSON.stringify([verb, role.name])); return 0 }'
    const { stdout } = await rollout(main)
    expect(JSON.parse(stdout)).toEqual(['rollout', 'mimir-worker'])
  })
})

describe('bin/kolla-mimir', () => {
  it('hands over every word, the verb first, and ends with what the program says', async () => {
    const main =
      'export const mainOfAll = async (role, words) => { process.stdout.write(JSON.stringify([role.name, words])); return 3 }'
    const { code, stdout } = await start(main, ['bin/kolla-mimir', 'plan', 'inventory.yml', '--', '-x'])
    expect(code).toBe(3)
    expect(JSON.parse(stdout)).toEqual(['mimir-worker', ['plan', 'inventory.yml', '--', '-x']])
  })

  it('ends with 70 when the program never settles', async () => {
    const { code } = await start('export const mainOfAll = () => new Promise(() => {})', ['bin/kolla-mimir'])
    expect(code).toBe(70)
  })
})
