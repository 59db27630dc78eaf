import { accessSync, constants, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { cacheDirectory } from '../place.ts'

/** Below a cache directory: one directory for each set of packages and recipes. */
export const STORES = 'images'
/** Below such a directory: binaries of an image, to be run on this machine. */
export const HOST_BINARIES = 'host'

/** A real Prometheus on this machine: on the PATH, or in the lab's cache since a lab was up; undefined for neither. */
export function findPrometheus(): string | undefined {
  const directories = (process.env.PATH ?? '').split(delimiter).filter((directory) => directory !== '')
  return [...directories, ...cachedDirectories()]
    .map((directory) => join(directory, 'prometheus'))
    .find(isExecutable)
}

function cachedDirectories(): string[] {
  const stores = join(cacheDirectory(), STORES)
  try {
    return readdirSync(stores).map((name) => join(stores, name, HOST_BINARIES))
  } catch {
    return []
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
