import { createHash } from 'node:crypto'
import { unifiedDiff } from '../../../src/diff/unified-diff.ts'
import type { FileChange, NodeChanges, Turn } from '../../../src/model/file-change.ts'
import { safeLine, safeText } from '../../../src/values/safe-text.ts'
import { type FoundTexts, type GenerationTexts, textsOf } from '../generation/texts.ts'
import type { ChangePlan } from '../plan/plan.ts'
import { withoutOwn } from './anonymise.ts'
import { meaningOf } from './change-summary.ts'
import { masked } from './mask-secrets.ts'

const NOTHING: FoundTexts = { configuration: '', project: '', own: [] }

/** Files that are shown; all others are named only. */
const SHOWN = { 'prometheus.yml': 'configuration', 'docker-compose.yml': 'project' } as const

/** What a plan is written from beside the others; it follows from them. */
const RECORD = 'generation.json'

const LONGEST_DIFF = 200_000

type Planned = Pick<ChangePlan, 'generation' | 'facts'>

/** Whether the node has texts that have to be read before it can be said what changes. */
export function needsTexts(plan: Planned): boolean {
  return turnsOf(plan).some(([path, turn]) => turn !== 'appears' && path in SHOWN)
}

/** What becomes of the files of a node; `found` is undefined where they could not be read. */
export function changesOf(plan: Planned, found: FoundTexts | undefined): NodeChanges | undefined {
  const turns = turnsOf(plan)
  if (turns.length === 0) return undefined
  const { generation, facts } = plan
  const texts = facts.files.current === undefined ? NOTHING : found
  const [current, desired] = [texts && safe(texts), safe(textsOf(plan.generation))]
  const files = turns.map(([path, turn]): FileChange => {
    const diff = diffOf(path, turn, { current, desired })
    return {
      path: safeLine(path),
      turn,
      ...(diff === undefined ? {} : { diff: safeText(diff, LONGEST_DIFF) }),
    }
  })
  const meaning = current === undefined ? [] : meaningOf(current, desired)
  const own = [...generation.own, ...(texts?.own ?? [])]
  const key = withoutOwn(JSON.stringify([files, meaning]), own)
  return { files, meaning, alike: createHash('sha256').update(key).digest('hex').slice(0, 12) }
}

function turnsOf({ generation, facts }: Planned): (readonly [path: string, turn: Turn])[] {
  const { onDisk } = facts.files
  const rendered = new Map(generation.files.map(({ path, sha256 }) => [path, sha256]))
  const paths = [...new Set([...rendered.keys(), ...onDisk.keys()])]
  const differing = paths.filter((path) => rendered.get(path) !== onDisk.get(path))
  const telling = differing.length > 1 ? differing.filter((path) => path !== RECORD) : differing
  return telling.map((path) => [path, turnOf(onDisk.has(path), rendered.has(path))])
}

function turnOf(before: boolean, after: boolean): Turn {
  if (!before) return 'appears'
  return after ? 'changes' : 'vanishes'
}

function safe({ configuration, project }: GenerationTexts): GenerationTexts {
  return { configuration: masked(configuration), project: masked(project) }
}

function diffOf(
  path: string,
  turn: Turn,
  { current, desired }: { readonly current: GenerationTexts | undefined; readonly desired: GenerationTexts },
): string | undefined {
  if (!isShown(path)) return undefined
  if (turn === 'appears') return unifiedDiff(path, undefined, desired[SHOWN[path]])
  if (current === undefined) return undefined
  return unifiedDiff(path, current[SHOWN[path]], turn === 'vanishes' ? undefined : desired[SHOWN[path]])
}

function isShown(path: string): path is keyof typeof SHOWN {
  return path in SHOWN
}
