import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Lab } from '../lab/lab/lab.ts'

const FILES = ['globals.yml', 'passwords.yml', 'globals.d/prometheus.yml']

/** Kolla's folder under another name: some of its files changed, others added. Gives the name, for `kolla.configdir`. */
export async function kollaFolder(
  lab: Lab,
  name: string,
  changes: Readonly<Record<string, string | ((text: string) => string)>>,
): Promise<string> {
  const folder = `kolla-${name}`
  const at = (file: string): string => join(lab.runDirectory, folder, file)
  await mkdir(at('globals.d'), { recursive: true })
  for (const file of new Set([...FILES, ...Object.keys(changes)])) {
    const change = changes[file]
    const text =
      typeof change === 'string' ? change : await readFile(join(lab.runDirectory, 'kolla', file), 'utf8')
    const changed = typeof change === 'function' ? change(text) : text
    if (typeof change === 'function' && changed === text)
      throw new Error(`${file}: the change for ${name} changes nothing`)
    await writeFile(at(file), changed, { mode: 0o600 })
  }
  return folder
}
