import { spawn, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { kollaDefault } from '../../src/kolla/releases/defaults.ts'

/** The Python that runs the installed Ansible; empty where there is none, and then why, for the name of a test. */
export function installedAnsible(): { python: string; skipped: string } {
  const found = spawnSync('sh', ['-c', 'command -v ansible-inventory'], { encoding: 'utf8' }).stdout.trim()
  if (found === '')
    return { python: '', skipped: ' (skipped: no ansible-inventory; Debian: apt-get install ansible-core)' }
  const python = /^#!\s*(?<python>\S+)/u.exec(readFileSync(found, 'utf8'))?.groups?.['python'] ?? ''
  return { python, skipped: python === '' ? ` (skipped: ${found} is no Python program)` : '' }
}

/** Kolla's own default of a key in 2025.1, as a line of its group_vars/all. */
export function defaultLine(key: string): readonly string[] {
  const standard = kollaDefault(key, '2025.1')
  return typeof standard === 'object' ? [`${key}: ${JSON.stringify(standard.value)}`] : []
}

/** Puts questions to the real Ansible, all in one process; the answers are what ansible_oracle.py says they are. */
export async function askAnsible<Answer>(
  python: string,
  questions: readonly unknown[],
): Promise<readonly Answer[]> {
  const script = fileURLToPath(new URL('ansible_oracle.py', import.meta.url))
  // oxlint-disable-next-line typescript/no-unsafe-return -- what the oracle prints is written down there
  return JSON.parse(await run(python, [script], JSON.stringify(questions)))
}

/** Runs a program to its end and gives its stdout; rejects where it fails. */
export function run(program: string, words: readonly string[], stdin = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { stdio: ['pipe', 'pipe', 'pipe'], timeout: 120_000 })
    const out: Buffer[] = []
    const err: Buffer[] = []
    child.stdout.on('data', (bytes: Buffer) => out.push(bytes))
    child.stderr.on('data', (bytes: Buffer) => err.push(bytes))
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) resolve(Buffer.concat(out).toString())
      else reject(new Error(`${program} exited ${code}: ${Buffer.concat(err).toString().slice(-2000)}`))
    })
    child.stdin.end(stdin)
  })
}
