import type { Crash, CrashCause } from '../../../src/model/crash.ts'
import { classify, type Patterns } from '../../../src/values/classify.ts'
import { safeLine } from '../../../src/values/safe-text.ts'
import type { Facts } from '../node/facts.ts'
import { isWildcard } from '../worker/listen.ts'
import type { Listen } from '../worker/vars.ts'

/** What Prometheus says last, by its words. The first pattern that fits counts. */
const CAUSES: Patterns<CrashCause> = [
  [/address already in use/u, 'port-taken'],
  [/no space left on device/u, 'disk-full'],
  [/lock DB directory|mmap-ed active query log|queries\.active|opening storage failed/iu, 'data-locked'],
  [/permission denied|no such file or directory/u, 'file-unreadable'],
  [/loading config|parsing YAML/iu, 'configuration'],
  [/parsing command ?line|unknown (?:long|short) flag|unexpected argument/iu, 'flag'],
]

/** Why a container does not stay up, by the last line that it wrote; undefined where that does not say. */
export function crashOf(lastWords: string, { listeners }: Facts, listen: Listen): Crash | undefined {
  const cause = classify(lastWords, CAUSES)
  if (cause === undefined) return undefined
  const holder =
    cause === 'port-taken'
      ? listeners.find(({ host, port }) => port === listen.port && (host === listen.host || isWildcard(host)))
      : undefined
  return { cause, holder: safeLine(holder?.container ?? holder?.by ?? '', 200) }
}
