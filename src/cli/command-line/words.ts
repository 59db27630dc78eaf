import { parseArgs } from 'node:util'
import { nearest } from '../../values/did-you-mean.ts'
import type { Option, Options } from './option.ts'
import { UNIVERSAL } from './options.ts'
import type { VerbDefinition } from './verb.ts'

export type Values = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>

/** The words of a command line, understood by a verb's options; or help, or all that is wrong with them. */
export type WordsRead =
  | { readonly kind: 'read'; readonly positionals: readonly string[]; readonly values: Values }
  | { readonly kind: 'help' | 'version' }
  | { readonly kind: 'wrong'; readonly problems: readonly string[] }

type KnownBy = Pick<VerbDefinition, 'name' | 'options'>

/** The words of a verb. The options of all verbs are known, so that an option of others is said to be one of theirs. */
export function readWords(words: readonly string[], verb: KnownBy, verbs: readonly KnownBy[]): WordsRead {
  const table = new Map(verbs.flatMap(({ options }) => rowsOf(options)))
  for (const [name, option] of [...rowsOf(verb.options), ...rowsOf(UNIVERSAL)]) table.set(name, option)
  const { tokens } = parse(words, table, false)
  const problems = tokens.flatMap((token) =>
    token.kind === 'option' ? optionProblems(token, table, { verb, verbs }) : [],
  )
  if (problems.length > 0) return { kind: 'wrong', problems }
  const { values, positionals } = parse(words, table, true)
  if (values['help'] === true) return { kind: 'help' }
  if (values['version'] === true) return { kind: 'version' }
  return { kind: 'read', positionals, values }
}

/** Options by their names on the command line. */
function rowsOf(options: Options): (readonly [string, Option])[] {
  return Object.values(options).map((option) => [option.name, option] as const)
}

function parse(words: readonly string[], table: ReadonlyMap<string, Option>, strict: boolean) {
  const options = Object.fromEntries(
    [...table.values()].map(({ name, short, value, multiple }) => [
      name,
      {
        type: value === undefined ? ('boolean' as const) : ('string' as const),
        multiple: multiple === true,
        ...(short === undefined ? {} : { short }),
      },
    ]),
  )
  return parseArgs({ args: [...words], options, strict, tokens: true, allowPositionals: true })
}

interface OptionToken {
  readonly name: string
  readonly rawName: string
  readonly value: string | undefined
  /** Written as --name=value, so that a value may begin with a dash. */
  readonly inlineValue: boolean | undefined
}

function optionProblems(
  token: OptionToken,
  table: ReadonlyMap<string, Option>,
  { verb, verbs }: { readonly verb: KnownBy; readonly verbs: readonly KnownBy[] },
): string[] {
  const { name, rawName, value } = token
  const option = table.get(name)
  if (option === undefined) {
    const guess = nearest(
      name,
      [...rowsOf(verb.options), ...rowsOf(UNIVERSAL)].map(([known]) => known),
    )
    return [`${rawName}: there is no such option${guess === undefined ? '' : `; did you mean --${guess}?`}`]
  }
  if (!knows(verb, name)) {
    const others = verbs.filter((known) => knows(known, name)).map((known) => known.name)
    return [`${rawName}: ${verb.name} does not know it; it is for ${listed(others)}`]
  }
  if (option.value !== undefined) return valueProblems(token, { ...option, value: option.value })
  return value === undefined ? [] : [`${rawName}: takes no value, found ${value}`]
}

function knows({ options }: KnownBy, name: string): boolean {
  return [...rowsOf(options), ...rowsOf(UNIVERSAL)].some(([known]) => known === name)
}

function valueProblems(
  { name, rawName, value, inlineValue }: OptionToken,
  option: Option & { readonly value: string },
): string[] {
  if (value === undefined || (inlineValue !== true && value.startsWith('-') && value.length > 1)) {
    const example = option.choices?.[0] ?? option.value
    return [`${rawName}: expected ${option.value}; write e.g. --${name}=${example}`]
  }
  return option.problems(value).map((problem) => `${rawName}: ${problem}`)
}

function listed(names: readonly string[]): string {
  const others = names.slice(0, -1)
  return [...(others.length === 0 ? [] : [others.join(', ')]), ...names.slice(-1)].join(' and ')
}
