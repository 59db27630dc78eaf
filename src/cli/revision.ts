import { execFile } from 'node:child_process'
import { basename, dirname, resolve } from 'node:path'
import { promisify } from 'node:util'
import { type SafeText, safeLine } from '../values/safe-text.ts'

/** Milliseconds; a repository on a slow disk must not keep a rollout. */
const DEADLINE = 5000

/** Git revision in which a file lies, with a + where the file differs from it; undefined where git knows nothing of it. */
export async function revisionOf(file: string): Promise<SafeText | undefined> {
  const [folder, name] = [dirname(resolve(file)), basename(file)]
  const git = async (...words: readonly string[]): Promise<string> => {
    const { stdout } = await promisify(execFile)('git', ['-C', folder, ...words], { timeout: DEADLINE })
    return stdout.trim()
  }
  try {
    await git('ls-files', '--error-unmatch', '--', name)
    const revision = await git('rev-parse', '--short=12', 'HEAD')
    const changed = await git('status', '--porcelain', '--', name)
    return safeLine(changed === '' ? revision : `${revision}+`)
  } catch {
    return undefined
  }
}
