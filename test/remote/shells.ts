import { execFileSync, spawnSync } from 'node:child_process'
import { realpathSync } from 'node:fs'
import { basename } from 'node:path'

/** A real POSIX shell of this machine. */
export interface Shell {
  readonly name: string
  readonly argv: readonly [string, ...string[]]
}

const CANDIDATES: readonly Shell[] = [
  { name: 'dash', argv: ['dash'] },
  { name: 'bash', argv: ['bash'] },
  { name: 'bash as sh', argv: ['bash', '--posix'] },
  { name: 'busybox sh', argv: ['busybox', 'sh'] },
]

const SH: Shell = { name: 'sh', argv: ['/bin/sh'] }

/** Those that are installed; /bin/sh always is, and where it is dash, as on Debian, dash is not tried twice. */
export const SHELLS: readonly Shell[] = [
  SH,
  ...CANDIDATES.filter(
    ({ name, argv: [file, ...before] }) =>
      name !== basename(realpathSync(SH.argv[0])) && spawnSync(file, [...before, '-c', ':']).status === 0,
  ),
]

/** What a shell writes to stdout for `-c SCRIPT`; throws on any other exit status than 0. */
export function shellOutput({ argv: [file, ...before] }: Shell, script: string): string {
  return execFileSync(file, [...before, '-c', script], { encoding: 'utf8' })
}
