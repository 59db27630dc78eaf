import type { Options } from './option.ts'
import type { VerbArguments, VerbDefinition } from './verb.ts'
import { readWords, type Values } from './words.ts'

export type ArgumentsRead<O extends Options> =
  | { readonly kind: 'run'; readonly args: VerbArguments<O> }
  | { readonly kind: 'help' | 'version' }
  | { readonly kind: 'wrong'; readonly problems: readonly string[] }

/** Read the words of a verb's command line; every problem at once. Nothing is coerced: a node may be called 007. */
export function readArguments<O extends Options>(
  words: readonly string[],
  verb: VerbDefinition<O>,
  verbs: readonly VerbDefinition[],
): ArgumentsRead<O> {
  const read = readWords(words, verb, verbs)
  if (read.kind !== 'read') return read
  const args = argumentsOf(verb.options, read.positionals[0] ?? '', read.values)
  const problems = [...positionalProblems(read.positionals, verb), ...(verb.conflicts?.(args) ?? [])]
  return problems.length > 0 ? { kind: 'wrong', problems } : { kind: 'run', args }
}

function positionalProblems(positionals: readonly string[], { takesManifest }: VerbDefinition): string[] {
  if (!takesManifest)
    return positionals.map(
      (word) => `expected only options, found ${word}; the file to write is named with --out`,
    )
  if (positionals.length === 0) return ['no manifest is named; write e.g. inventory.yml']
  if (positionals.length === 1) return []
  return [`expected one manifest, found ${positionals.join(', ')}`]
}

function argumentsOf<O extends Options>(options: O, manifest: string, values: Values): VerbArguments<O> {
  const read = Object.entries(options).map(
    ([key, option]) => [key, option.read(values[option.name])] as const,
  )
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each key has what its own option reads
  return { ...Object.fromEntries(read), manifest } as VerbArguments<O>
}
