import type { Failure } from '../../../src/model/failure.ts'
import type { PrecheckResult } from '../../../src/model/precheck.ts'
import { safeLine } from '../../../src/values/safe-text.ts'
import { unsafeDirectory } from '../programs/failures.ts'
import type { WorkerSettings } from '../worker/vars.ts'
import type { CommandOutput, Inspection } from './inspection.ts'
import { broken, passed } from './result.ts'

/** Whether what a rollout does first works there: to write, as the same user, to lock, and to give files to a group. */
export function files({ writing }: Inspection, { directory }: WorkerSettings): PrecheckResult {
  const { files: ours, images } = writing
  if (ours.exit === 127) return broken('files', { reason: 'tool-missing', tool: 'flock' })
  if (ours.exit === 125) return broken('files', unsafeDirectory(ours.text))
  if (ours.exit > 0) return broken('files', notWritten(directory, ours))
  const [engine = '', ...said] = images?.text.split('\n') ?? []
  if (images !== undefined && images.exit > 0)
    return broken('files', notWritten(engine, { ...images, text: said.join('\n') }))
  return passed('files', { directory, 'written and locked': 'yes' })
}

function notWritten(path: string, { text }: CommandOutput): Failure {
  const evidence = safeLine(text, 500)
  const full = /no space left on device|quota exceeded/iu.test(text)
  return { reason: full ? 'disk-full' : 'not-writable', path, evidence }
}
