// Compile src, roles and the lab to dist/, and put the files beside it that are no TypeScript. The first run of a verb does so too.
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const compiler = fileURLToPath(new URL('bin/tsc', import.meta.resolve('typescript/package.json')))

rmSync(join(root, 'dist'), { recursive: true, force: true })
const built = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], {
  cwd: root,
  stdio: 'inherit',
})
for (const folder of ['roles', 'src', 'test/lab'].filter((name) => existsSync(join(root, name)))) {
  for (const entry of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })) {
    const source = join(root, folder, entry)
    if (entry.endsWith('.ts') || /^run(?:-|\/|$)/u.test(entry) || !statSync(source).isFile()) continue
    cpSync(source, join(root, 'dist', folder, entry))
  }
}
if (built.status === 0) writeFileSync(join(root, 'dist', '.built'), '')
process.exitCode = built.status ?? 1
