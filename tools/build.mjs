// Compile src, roles and the lab to dist/. npm runs it as `prepare` after every install.
import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const compiler = fileURLToPath(new URL('bin/tsc', import.meta.resolve('typescript/package.json')))
rmSync(`${root}/dist`, { recursive: true, force: true })
const built = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], {
  cwd: root,
  stdio: 'inherit',
})
process.exitCode = built.status ?? 1
