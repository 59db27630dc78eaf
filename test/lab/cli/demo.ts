import { spawn } from 'node:child_process'
import { relative } from 'node:path'
import { progressOnStderr } from '../base/progress.ts'
import { projectDirectory } from '../base/project.ts'
import { type Lab, up } from '../lab/lab.ts'

/** Brings the default fleet up, rolls workers out to it as an operator would, and says how to go on. */
async function demo(): Promise<number> {
  const progress = progressOnStderr()
  const lab = await up({ progress })
  const manifest = relative(projectDirectory, lab.manifest)
  const command = ['zx', 'scripts/rollout.mjs', manifest]
  progress(`npx ${command.join(' ')}`)
  const code = await interactively('npx', command)
  process.stderr.write(farewell(lab, manifest))
  return code
}

/** Runs a program on this terminal, in the checkout; its exit code, or 128 and more for a signal. */
function interactively(program: string, args: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: projectDirectory, stdio: 'inherit' })
    // Ctrl-C reaches the child as well, which ends in its own time and with its own exit code.
    const wait = (): void => undefined
    process.on('SIGINT', wait)
    child.on('error', reject)
    child.on('close', (code) => {
      process.off('SIGINT', wait)
      resolve(code ?? 130)
    })
  })
}

function farewell(lab: Lab, manifest: string): string {
  const queries = `${lab.masterUrl}/prometheus/api/v1/query?query=up`
  return `
The fleet is still up. Look around:
  npx zx scripts/rollout.mjs ${manifest}      again: nothing changes
  npm run lab -- status
  npm run lab -- ssh cmp1 docker ps
  curl -H 'X-Scope-OrgID: openstack' '${queries}'
Hurt it and roll out again:
  npm run lab -- cut cmp1                     the verbs: npm run lab -- --help
  npm run lab -- mend
Take it down:
  npm run lab -- down
`
}

try {
  process.exitCode = await demo()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
