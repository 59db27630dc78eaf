import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { cacheDirectory } from '../base/paths.ts'

/** Where binaries of the worker's image lie below the lab's cache, to be run on this machine. */
export const HOST_BINARIES = 'images/host'

/** A real Prometheus on this machine: on the PATH, or in the lab's cache since a lab was up; undefined for neither. */
export function findPrometheus(): string | undefined {
  const directories = (process.env.PATH ?? '').split(delimiter).filter((directory) => directory !== '')
  return [...directories, join(cacheDirectory(), HOST_BINARIES)]
    .map((directory) => join(directory, 'prometheus'))
    .find(isExecutable)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
