import { extname, join } from 'node:path/posix'
import type { Problem } from '../../model/problem.ts'
import type { FileReader } from '../files/files.ts'
import type { Variable, Variables } from '../files/variable.ts'
import { readVarsFile } from '../files/vars-file.ts'

/** The variables in group_vars or host_vars beside the sources: per directory, in order, by name of group or host. */
export type VarsDirectories = readonly ReadonlyMap<string, Variables>[]

const EXTENSIONS = ['', '.yml', '.yaml', '.json']

/** Reads `group_vars` or `host_vars` below each base directory, for the names that the inventory has. */
export function readVarsDirectories(
  bases: readonly string[],
  kind: 'group_vars' | 'host_vars',
  names: Iterable<string>,
  files: FileReader,
): { directories: VarsDirectories; problems: readonly Problem[] } {
  const problems: Problem[] = []
  const wanted = [...names]
  const directories = bases.map((base) => {
    const directory = join(base, kind)
    const present = new Set(files.listDirectory(directory))
    const found = new Map<string, Variables>()
    if (present.size === 0) return found
    for (const name of wanted) {
      const paths = varsFiles(directory, present, name, files)
      if (paths.length > 0) found.set(name, mergedFiles(paths, files, problems))
    }
    return found
  })
  return { directories, problems }
}

/** The first that exists of NAME (a directory or file), NAME.yml, NAME.yaml and NAME.json. */
function varsFiles(
  directory: string,
  present: ReadonlySet<string>,
  name: string,
  files: FileReader,
): string[] {
  const entry = EXTENSIONS.map((extension) => `${name}${extension}`).find((candidate) =>
    present.has(candidate),
  )
  if (entry === undefined) return []
  const path = join(directory, entry)
  return files.listDirectory(path) === undefined ? [path] : filesBelow(path, files)
}

function filesBelow(directory: string, files: FileReader): string[] {
  const names = [...(files.listDirectory(directory) ?? [])].sort()
  return names
    .filter((name) => !name.startsWith('.') && !name.endsWith('~'))
    .flatMap((name) => {
      const path = join(directory, name)
      const extension = extname(name)
      if (files.listDirectory(path) !== undefined) return extension === '' ? filesBelow(path, files) : []
      return EXTENSIONS.includes(extension) ? [path] : []
    })
}

function mergedFiles(paths: readonly string[], files: FileReader, problems: Problem[]): Variables {
  const merged = new Map<string, Variable>()
  for (const path of paths) {
    const read = readVarsFile(path, files)
    if (!read) continue
    problems.push(...read.problems)
    if (read.sealed !== undefined) problems.push(sealedFile(path, read.sealed))
    for (const [key, variable] of read.variables) merged.set(key, variable)
  }
  return merged
}

function sealedFile(file: string, why: 'encrypted' | 'unreadable'): Problem {
  return {
    severity: 'warning',
    at: { file },
    path: '',
    message:
      why === 'encrypted'
        ? 'the file is encrypted; its variables are not known'
        : 'the file cannot be read; its variables are not known',
    remedy: 'write the values that are needed under kolla.overrides in the manifest',
  }
}
