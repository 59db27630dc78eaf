import { join } from 'node:path/posix'
import type { FileReader } from './files/files.ts'

const PACKAGE = /^kolla_ansible-(?<version>\d+\.\d+\.\d+)(?!\d)[^/]*\.(?:dist-info|egg-info)$/u

/**
 * The version of Kolla-Ansible installed below a directory (a virtual environment, or its site-packages), as
 * `19.4.0`; undefined where none is found.
 */
export function installedVersion(directory: string, files: FileReader): string | undefined {
  for (const candidate of packageDirectories(directory, files))
    for (const name of files.listDirectory(candidate) ?? []) {
      const version = PACKAGE.exec(name)?.groups?.['version']
      if (version !== undefined) return version
    }
  return undefined
}

function packageDirectories(directory: string, files: FileReader): string[] {
  const libraries = ['lib', 'lib64'].flatMap((lib) =>
    (files.listDirectory(join(directory, lib)) ?? [])
      .filter((name) => name.startsWith('python3'))
      .flatMap((name) => ['site-packages', 'dist-packages'].map((end) => join(directory, lib, name, end))),
  )
  return [directory, ...libraries]
}
