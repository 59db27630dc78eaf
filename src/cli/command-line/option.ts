import type { ProblemText } from '../../manifest/problems/manifest-problem.ts'
import type { Result } from '../../model/result.ts'

/** What node:util's parseArgs makes of one option; undefined where it was not given. */
export type OptionValue = string | boolean | readonly (string | boolean)[] | undefined

/** One option of the command line: how it is written, what is wrong with a value, and what a verb gets of it. */
export interface Option<T = unknown> {
  /** Without its dashes. */
  readonly name: string
  readonly short?: string
  /** Placeholder of the value; a flag where absent. */
  readonly value?: string
  readonly multiple?: true
  readonly choices?: readonly string[]
  readonly help: string
  /** What is wrong with a value, each in the words behind the option's name. */
  readonly problems: (value: string) => readonly string[]
  /** The value for the verb, of words that nothing is wrong with. */
  readonly read: (value: OptionValue) => T
}

/** The options of a verb, by the name of the argument that each becomes. */
export type Options = Readonly<Record<string, Option>>

/** What the options of a verb become. */
export type ArgumentsOf<O extends Options> = {
  readonly [K in keyof O]: O[K] extends Option<infer T> ? T : never
}

type About = Pick<Option, 'name' | 'short' | 'help'>
type AboutValue = About & { readonly value: string }

const textOf = (value: OptionValue): string | undefined => (typeof value === 'string' ? value : undefined)
const nothing = (): readonly string[] => []

export function flag(about: About): Option<boolean> {
  return { ...about, problems: nothing, read: (value) => value === true }
}

export function text(about: AboutValue): Option<string | undefined> {
  return { ...about, problems: nothing, read: textOf }
}

/** An option that may be given several times. */
export function texts(about: AboutValue): Option<readonly string[]> {
  const read = (value: OptionValue): readonly string[] => (Array.isArray(value) ? value.map(String) : [])
  return { ...about, multiple: true, problems: nothing, read }
}

/** A whole number from 1 to 99999. */
export function count(about: AboutValue): Option<number | undefined> {
  const problems = (value: string): string[] =>
    /^[1-9]\d{0,4}$/u.test(value) ? [] : [`expected a whole number from 1 to 99999, found ${value}`]
  const read = (value: OptionValue): number | undefined => {
    const written = textOf(value)
    return written === undefined ? undefined : Number(written)
  }
  return { ...about, problems, read }
}

export function choice<T extends string>(about: AboutValue, choices: readonly T[]): Option<T | undefined> {
  const find = (value: OptionValue): T | undefined => choices.find((known) => known === value)
  const problems = (value: string): string[] =>
    find(value) === undefined ? [`expected ${choices.join(', ')}, found ${value}`] : []
  return { ...about, choices, problems, read: find }
}

/** An option whose value has a syntax of its own. */
export function parsed<T>(
  about: AboutValue,
  parse: (value: string) => Result<T, ProblemText | readonly ProblemText[]>,
): Option<T | undefined> {
  const problems = (value: string): string[] => {
    const result = parse(value)
    if (result.ok) return []
    return [result.failure].flat().map(({ message, remedy }) => `${message}; ${remedy}`)
  }
  const read = (value: OptionValue): T | undefined => {
    const written = textOf(value)
    const result = written === undefined ? undefined : parse(written)
    return result?.ok === true ? result.value : undefined
  }
  return { ...about, problems, read }
}
