import { createHash } from 'node:crypto'
import { unifiedDiff } from '../../../src/diff/unified-diff.ts'
import type { FileAction, FileChange, NodeChanges } from '../../../src/model/file-change.ts'
import { maskSecrets } from '../../../src/values/mask-secrets.ts'
import { safeLine, safeText } from '../../../src/values/safe-text.ts'
import { type FoundTexts, type GenerationTexts, textsOf } from '../generation/texts.ts'
import type { ChangePlan } from '../plan/plan.ts'
import { withoutNodeValues } from './anonymise.ts'
import { settingChanges } from './change-summary.ts'

const NOTHING: FoundTexts = { configuration: '', project: '', nodeValues: [] }

/** Files that are shown; all others are named only. */
const SHOWN = { 'prometheus.yml': 'configuration', 'docker-compose.yml': 'project' } as const

/** What a plan is written from beside the others; it follows from them. */
const RECORD = 'generation.json'

const LONGEST_DIFF = 200_000

type FilePlan = Pick<ChangePlan, 'generation' | 'facts'>

/** Whether the node has texts that have to be read before it can be said what changes. */
export function needsTexts(plan: FilePlan): boolean {
  return actionsOn(plan).some(([path, action]) => action !== 'create' && path in SHOWN)
}

/** What becomes of the files of a node; `found` is undefined where they could not be read. */
export function changesOf(plan: FilePlan, found: FoundTexts | undefined): NodeChanges | undefined {
  const actions = actionsOn(plan)
  if (actions.length === 0) return undefined
  const { generation, facts } = plan
  const texts = facts.files.current === undefined ? NOTHING : found
  const [current, desired] = [texts && safe(texts), safe(textsOf(plan.generation))]
  const files = actions.map(([path, action]): FileChange => {
    const diff = diffOf(path, action, { current, desired })
    return {
      path: safeLine(path),
      action,
      ...(diff === undefined ? {} : { diff: safeText(diff, LONGEST_DIFF) }),
    }
  })
  const settings = current === undefined ? [] : settingChanges(current, desired)
  const nodeValues = [...generation.nodeValues, ...(texts?.nodeValues ?? [])]
  const key = withoutNodeValues(JSON.stringify([files, settings]), nodeValues)
  return { files, settings, groupKey: createHash('sha256').update(key).digest('hex').slice(0, 12) }
}

function actionsOn({ generation, facts }: FilePlan): (readonly [path: string, action: FileAction])[] {
  const { onDisk } = facts.files
  const rendered = new Map(generation.files.map(({ path, sha256 }) => [path, sha256]))
  const paths = [...new Set([...rendered.keys(), ...onDisk.keys()])]
  const differing = paths.filter((path) => rendered.get(path) !== onDisk.get(path))
  const telling = differing.length > 1 ? differing.filter((path) => path !== RECORD) : differing
  return telling.map((path) => [path, actionOn(onDisk.has(path), rendered.has(path))])
}

function actionOn(before: boolean, after: boolean): FileAction {
  if (!before) return 'create'
  return after ? 'update' : 'delete'
}

function safe({ configuration, project }: GenerationTexts): GenerationTexts {
  return { configuration: maskSecrets(configuration), project: maskSecrets(project) }
}

function diffOf(
  path: string,
  action: FileAction,
  { current, desired }: { readonly current: GenerationTexts | undefined; readonly desired: GenerationTexts },
): string | undefined {
  if (!isShown(path)) return undefined
  if (action === 'create') return unifiedDiff(path, undefined, desired[SHOWN[path]])
  if (current === undefined) return undefined
  return unifiedDiff(path, current[SHOWN[path]], action === 'delete' ? undefined : desired[SHOWN[path]])
}

function isShown(path: string): path is keyof typeof SHOWN {
  return path in SHOWN
}
