import { spawn, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The Python that runs the installed Ansible, or why there is none. */
export function ansiblePython(): { python: string } | { missing: string } {
  const found = spawnSync('sh', ['-c', 'command -v ansible-inventory'], { encoding: 'utf8' }).stdout.trim()
  if (found === '')
    return { missing: 'ansible-inventory is not installed (Debian: apt-get install ansible-core)' }
  const shebang = /^#!\s*(?<python>\S+)/u.exec(readFileSync(found, 'utf8'))?.groups?.['python']
  return shebang === undefined ? { missing: `${found} is no Python program` } : { python: shebang }
}

/** Puts questions to the real Ansible, all in one process; the answers are what ansible_oracle.py says they are. */
export async function askAnsible(python: string, questions: readonly unknown[]): Promise<unknown> {
  const script = fileURLToPath(new URL('ansible_oracle.py', import.meta.url))
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
