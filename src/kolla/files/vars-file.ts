import type { Problem } from '../../model/problem.ts'
import { readYaml } from '../../yaml/document.ts'
import { Encrypted } from '../../yaml/tagged.ts'
import type { FileReader } from './files.ts'
import type { Variable, Variables } from './variable.ts'

/** What one file of variables says. */
export interface VarsFile {
  readonly file: string
  readonly variables: Variables
  readonly problems: readonly Problem[]
  /** Why its variables are not known, where they are not: it is encrypted, or may not be read. */
  readonly sealed?: 'encrypted' | 'unreadable'
  readonly isEmpty: boolean
}

/** A template is none of YAML's business, wherever its parser stumbles. */
function templateProblem(text: string, file: string): readonly Problem[] | undefined {
  const line = text.split('\n').findIndex((candidate) => /^\s*\{[%#]/u.test(candidate))
  if (line < 0) return undefined
  const message = 'found a template ({% …), not YAML'
  const remedy = 'give the folder of the file that is made of it; Kayobe keeps that in $KOLLA_CONFIG_PATH'
  return [{ severity: 'error', at: { file, line: line + 1, column: 1 }, path: '', message, remedy }]
}

/** Reads a YAML or JSON file of variables as Ansible does; undefined where there is no such file. */
export function readVarsFile(path: string, files: FileReader): VarsFile | undefined {
  const text = files.readText(path)
  if (text === undefined) return undefined
  const none = { file: path, variables: new Map<string, Variable>(), problems: [], isEmpty: false }
  if (typeof text !== 'string') return { ...none, sealed: 'unreadable' }
  const { value, problems, positionOf } = readYaml(text, path, 'ansible')
  if (value instanceof Encrypted) return { ...none, sealed: 'encrypted' }
  if (value === undefined) return { ...none, problems: templateProblem(text, path) ?? problems }
  if (value === null) return { ...none, problems, isEmpty: true }
  if (typeof value !== 'object' || Array.isArray(value)) {
    const found = Array.isArray(value) ? 'a list' : `a ${typeof value}`
    const problem: Problem = {
      severity: 'error',
      at: positionOf([]),
      path: '',
      message: `found ${found} where variables are expected`,
      remedy: 'write key: value lines',
    }
    return { ...none, problems: [...problems, problem] }
  }
  const variables = new Map<string, Variable>()
  for (const [key, member] of Object.entries(value))
    variables.set(key, { value: member, at: positionOf([key]) })
  return { ...none, variables, problems }
}
