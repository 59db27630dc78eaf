import { existsSync, readdirSync, realpathSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'

/** Below what the kolla-ansible of the PATH is installed: its virtual environment, as a rule. */
export function kollaInstallation(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  const program = folders.map((folder) => join(folder, 'kolla-ansible')).find((file) => existsSync(file))
  return program === undefined ? undefined : dirname(dirname(realpathSync(program)))
}

/** Virtual environments with a kolla-ansible, in these folders and beside them; each once, in that order. */
export function installationsBeside(folders: readonly string[]): readonly string[] {
  const places = [...new Set(folders.flatMap((folder) => [folder, dirname(folder)]))]
  const found = places.flatMap((place) => [place, ...foldersIn(place)])
  return [...new Set(found)].filter((folder) => existsSync(join(folder, 'bin', 'kolla-ansible')))
}

const MOST_ENTRIES = 1000

function foldersIn(place: string): readonly string[] {
  try {
    const entries = readdirSync(place, { withFileTypes: true }).slice(0, MOST_ENTRIES)
    return entries.filter((entry) => !entry.isFile()).map(({ name }) => join(place, name))
  } catch {
    return []
  }
}
