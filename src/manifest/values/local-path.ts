import { resolve } from 'node:path'
import { type ProblemText, shown } from '../problems/manifest-problem.ts'

/** What relative paths and ~ of a manifest stand for. */
export interface Whereabouts {
  /** Absolute path of the manifest's folder. */
  readonly folder: string
  readonly home: string
}

/** The absolute path of a file of this machine that the manifest names. */
export function localPath(written: string, { folder, home }: Whereabouts): string {
  const tilde = written === '~' || written.startsWith('~/')
  return tilde ? resolve(home, `.${written.slice(1)}`) : resolve(folder, written)
}

/** What is wrong with such a path, whatever it leads to. */
export function localPathFault(written: string): ProblemText | undefined {
  if (!/^~[^/]/u.test(written)) return undefined
  return { message: `found ${shown(written)}, the home of another user`, remedy: 'write the path in full' }
}
