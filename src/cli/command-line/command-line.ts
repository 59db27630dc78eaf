import { parseArgs } from 'node:util'
import type { Verb } from '../../model/verb.ts'
import { nearest } from '../../values/did-you-mean.ts'
import { isFor, type Option } from './options.ts'

export type Values = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>

/** The words of a command line, understood by a table of options; or help, or all that is wrong with them. */
export type WordsRead =
  | { readonly kind: 'read'; readonly positionals: readonly string[]; readonly values: Values }
  | { readonly kind: 'help' | 'version' }
  | { readonly kind: 'wrong'; readonly mistakes: readonly string[] }

/** The words of a verb; the table may have options of other verbs, to tell which those are. */
export function readWords(words: readonly string[], table: readonly Option[], verb: Verb): WordsRead {
  const { tokens } = parse(words, table, false)
  const mistakes = tokens.flatMap((token) =>
    token.kind === 'option' ? optionMistakes(token, table, verb) : [],
  )
  if (mistakes.length > 0) return { kind: 'wrong', mistakes }
  const { values, positionals } = parse(words, table, true)
  if (values['help'] === true) return { kind: 'help' }
  if (values['version'] === true) return { kind: 'version' }
  return { kind: 'read', positionals, values }
}

function parse(words: readonly string[], table: readonly Option[], strict: boolean) {
  const options = Object.fromEntries(
    table.map(({ name, short, value, multiple }) => [
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

function optionMistakes(token: OptionToken, table: readonly Option[], verb: Verb): string[] {
  const { name, rawName, value } = token
  const option = table.find((one) => one.name === name)
  if (option === undefined) {
    const known = table.filter((one) => isFor(verb, one)).map((one) => one.name)
    const guess = nearest(name, known)
    return [`${rawName}: there is no such option${guess === undefined ? '' : `; did you mean --${guess}?`}`]
  }
  if (!isFor(verb, option))
    return [`${rawName}: ${verb} does not know it; it is for ${listed(option.verbs ?? [])}`]
  if (option.value !== undefined) return valueMistakes(token, { ...option, value: option.value })
  return value === undefined ? [] : [`${rawName}: takes no value, found ${value}`]
}

function valueMistakes(
  { name, rawName, value, inlineValue }: OptionToken,
  option: Option & { readonly value: string },
): string[] {
  if (value === undefined || (inlineValue !== true && value.startsWith('-') && value.length > 1)) {
    return [
      `${rawName}: expected ${option.value}; write e.g. --${name}=${option.choices?.[0] ?? option.value}`,
    ]
  }
  if (option.choices !== undefined && !option.choices.includes(value)) {
    return [`${rawName}: expected ${option.choices.join(', ')}, found ${value}`]
  }
  if (option.value === 'N' && !/^[1-9]\d{0,4}$/u.test(value)) {
    return [`${rawName}: expected a whole number from 1 to 99999, found ${value}`]
  }
  return (option.faults?.(value) ?? []).map(({ message, remedy }) => `${rawName}: ${message}; ${remedy}`)
}

function listed(verbs: readonly Verb[]): string {
  const others = verbs.slice(0, -1)
  return [...(others.length === 0 ? [] : [others.join(', ')]), ...verbs.slice(-1)].join(' and ')
}
