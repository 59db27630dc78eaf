import { parseArgs } from 'node:util'
import { nearest } from '../model/nearest.ts'
import { OUTPUTS, type Output } from '../report/printer.ts'
import { LANGUAGES, type Language } from '../words/language.ts'
import { OPTIONS } from './options.ts'

/** What the operator asked for. */
export interface Arguments {
  readonly manifest: string
  readonly limit: string | undefined
  readonly kollaInventory: readonly string[]
  readonly configdir: string | undefined
  readonly parallel: number | undefined
  readonly output: Output | undefined
  readonly reportDir: string | undefined
  /** Seconds between two rounds; undefined for one round. */
  readonly watch: number | undefined
  readonly lang: Language | undefined
}

export type Asked =
  | { readonly kind: 'run'; readonly arguments: Arguments }
  | { readonly kind: 'help' | 'version' }
  | { readonly kind: 'wrong'; readonly mistakes: readonly string[] }

type Values = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>

/** Read the words of the command line; every mistake at once. Nothing is coerced: a node may be called 007. */
export function readArguments(words: readonly string[]): Asked {
  const { tokens } = parse(words, false)
  const mistakes = tokens.flatMap((token) => (token.kind === 'option' ? optionMistakes(token) : []))
  if (mistakes.length > 0) return { kind: 'wrong', mistakes }
  const { values, positionals } = parse(words, true)
  if (values['help'] === true) return { kind: 'help' }
  if (values['version'] === true) return { kind: 'version' }
  const wrong = positionalMistakes(positionals)
  return wrong.length > 0
    ? { kind: 'wrong', mistakes: wrong }
    : { kind: 'run', arguments: gather(positionals, values) }
}

function parse(words: readonly string[], strict: boolean) {
  const options = Object.fromEntries(
    OPTIONS.map(({ name, short, value, multiple }) => [
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

function optionMistakes({ name, rawName, value, inlineValue }: OptionToken): string[] {
  const option = OPTIONS.find((one) => one.name === name)
  if (option === undefined) {
    const guess = nearest(
      name,
      OPTIONS.map((one) => one.name),
    )
    return [`${rawName}: there is no such option${guess === undefined ? '' : `; did you mean --${guess}?`}`]
  }
  if (option.value === undefined)
    return value === undefined ? [] : [`${rawName}: takes no value, found ${value}`]
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
  return []
}

function positionalMistakes(positionals: readonly string[]): string[] {
  if (positionals.length === 0) return ['no manifest is named; write e.g. inventory.yml']
  if (positionals.length === 1) return []
  return [`expected one manifest, found ${positionals.join(', ')}`]
}

function gather(positionals: readonly string[], values: Values): Arguments {
  const text = (name: string): string | undefined => {
    const value = values[name]
    return typeof value === 'string' ? value : undefined
  }
  const several = values['kolla-inventory']
  const number = (name: string): number | undefined => {
    const value = text(name)
    return value === undefined ? undefined : Number(value)
  }
  return {
    manifest: positionals[0] ?? '',
    limit: text('limit'),
    kollaInventory: Array.isArray(several) ? several.map(String) : [],
    configdir: text('configdir'),
    parallel: number('parallel'),
    output: choice(text('output'), OUTPUTS),
    reportDir: text('report-dir'),
    watch: number('watch'),
    lang: choice(text('lang'), LANGUAGES),
  }
}

function choice<T extends string>(value: string | undefined, choices: readonly T[]): T | undefined {
  return choices.find((one) => one === value)
}
