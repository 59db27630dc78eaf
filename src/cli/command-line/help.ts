import { hanging, wrap } from '../../report/text/columns.ts'
import type { Option } from './option.ts'
import { UNIVERSAL } from './options.ts'
import type { VerbDefinition } from './verb.ts'

const COLUMNS = 80

/** Text of a verb's --help: what it does, how it is called by this command, and what its exit codes mean. */
export function helpText(verb: VerbDefinition, command: string): string {
  const { name, phases, takesManifest } = verb
  return `${[
    ...hanging(`kolla-mimir ${name}: `, summaryOf(verb), COLUMNS),
    '',
    `Usage:  ${command}${takesManifest ? ' MANIFEST' : ''} [options]`,
    '',
    ...(phases.length === 0 ? [] : [`Phases:  ${phases.join(' → ')}`, '']),
    'Options:',
    ...optionLines([...Object.values(verb.options), ...Object.values(UNIVERSAL)]),
    '',
    'Exit codes:',
    ...exitCodeLines(verb),
    '',
    'Examples:',
    ...verb.examples.flatMap((words) => exampleLines(command, words)),
  ].join('\n')}\n`
}

/** Text of `kolla-mimir --help`: the verbs and what they do. */
export function overviewText(verbs: readonly VerbDefinition[], command: string): string {
  const width = Math.max(...verbs.map(({ name }) => name.length)) + 4
  return `${[
    'kolla-mimir: deploys a worker Prometheus to every node of a Kolla-Ansible cloud,',
    'and verifies that its metrics arrive in Grafana Mimir',
    '',
    `Usage:  ${command} VERB MANIFEST [options]`,
    '',
    'Verbs:',
    ...verbs.flatMap((verb) => hanging(`  ${verb.name}`.padEnd(width), summaryOf(verb), COLUMNS)),
    '',
    `[in brackets]: kolla-ansible's command for the same`,
    `More about a verb:  ${command} VERB --help`,
  ].join('\n')}\n`
}

function summaryOf({ summary, kolla }: VerbDefinition): string {
  return kolla === undefined ? summary : `${summary} [${kolla}]`
}

/** Where an option is too long for a column of its own, its help begins on the next line. */
const OPTION_COLUMN = 26

function optionLines(options: readonly Option[]): string[] {
  return options.flatMap(({ name, short, value, help }) => {
    const long = `--${name}${value === undefined ? '' : ` ${value}`}`
    const words = `  ${short === undefined ? '    ' : `-${short}, `}${long}`
    const lines = wrap(help, COLUMNS - OPTION_COLUMN).map((line) => ' '.repeat(OPTION_COLUMN) + line)
    if (words.length > OPTION_COLUMN - 2) return [words, ...lines]
    const [first = '', ...others] = lines
    return [words + first.slice(words.length), ...others]
  })
}

function exitCodeLines({ exitCodes }: VerbDefinition): string[] {
  return Object.entries(exitCodes).flatMap(([code, meaning]) =>
    hanging(`  ${code.padEnd(5)}`, meaning, COLUMNS),
  )
}

/** As it can be pasted: broken before an option where it is too long. */
function exampleLines(command: string, words: string): string[] {
  const line = `  ${command} ${words}`
  return line.length <= COLUMNS ? [line] : line.replaceAll(/ (?=-)/gu, ' \\\n      ').split('\n')
}
