import { existsSync, realpathSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'

/** Below what the kolla-ansible of the PATH is installed: its virtual environment, as a rule. */
export function kollaInstallation(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  const program = folders.map((folder) => join(folder, 'kolla-ansible')).find((file) => existsSync(file))
  return program === undefined ? undefined : dirname(dirname(realpathSync(program)))
}
