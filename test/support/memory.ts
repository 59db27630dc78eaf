import { accessSync, constants, readFileSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'

const FOLDER = '/dev/shm'
const ENOUGH = 256 * 1024 * 1024

/**
 * Where tests keep their temporary files: in memory, where this machine has room for them there and runs programs from
 * there. What runs on a node calls `sync` a dozen times, and a real disk takes longer for that than all the rest.
 */
export function temporaryFolder(): string {
  return isUsable() ? FOLDER : tmpdir()
}

function isUsable(): boolean {
  try {
    accessSync(FOLDER, constants.W_OK)
    const mount = readFileSync('/proc/mounts', 'utf8')
      .split('\n')
      .map((line) => line.split(' '))
      .findLast(([, folder]) => folder === FOLDER)
    const { bavail, bsize } = statfsSync(FOLDER)
    return mount !== undefined && !(mount[3] ?? '').split(',').includes('noexec') && bavail * bsize > ENOUGH
  } catch {
    return false
  }
}
