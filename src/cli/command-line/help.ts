import type { Verb } from '../../model/verb.ts'
import { wrap } from '../../report/text/columns.ts'
import { EXIT } from './exit-code.ts'
import { IMPORT_OPTIONS } from './import-arguments.ts'
import { isFor, OPTIONS, type Option } from './options.ts'
import type { Playbook } from './playbook.ts'

const COLUMNS = 92

/** Text of --help: what the verb does, how it is called, and what its exit codes mean. */
export function helpText(playbook: Playbook): string {
  return `${[
    `kolla-mimir ${playbook.verb}: ${SUMMARY[playbook.verb]}`,
    '',
    `Usage:  npx zx scripts/${playbook.verb}.mjs MANIFEST [options]`,
    '',
    ...(playbook.phases.length === 0 ? [] : [`The flow:  ${playbook.phases.join(' → ')}`, '']),
    'Options:',
    ...optionLines(OPTIONS, playbook.verb),
    '',
    'Exit codes:',
    `  ${EXIT.done}    ${ENDS[playbook.verb].good}`,
    `  ${EXIT.nodeFailed}    ${ENDS[playbook.verb].bad}`,
    `  ${EXIT.wrongInput}    the command line, the manifest or Kolla's files are wrong; nothing was dialled`,
    ...(playbook.verb === 'plan' || changes(playbook)
      ? [`  ${EXIT.changesFound}    with --detailed-exitcode: something would be changed`]
      : []),
    ...(changes(playbook) ? [`  ${EXIT.leaseHeld}    another run holds a node; nothing was changed`] : []),
    `  ${EXIT.internal}   internal error`,
    `  ${EXIT.interrupted}  interrupted: Ctrl-C once ends after what is under way, twice at once`,
    '',
    'Examples:',
    `  npx zx scripts/${playbook.verb}.mjs inventory.yml`,
    ...examples(playbook.verb),
  ].join('\n')}\n`
}

function changes({ phases }: Playbook): boolean {
  return phases.includes('activate') || phases.includes('remove')
}

function examples(verb: Verb): readonly string[] {
  const line = (options: string): string => `  npx zx scripts/${verb}.mjs inventory.yml ${options}`
  if (verb === 'destroy')
    return [line('--limit cmp7'), line('--yes-i-really-really-mean-it --output json > destroyed.json')]
  if (verb === 'logs')
    return [line('--since 1h'), line("--limit 'compute:!cmp7' --follow"), line('--tail 20 -o jsonl')]
  if (verb === 'status') return [line("--limit 'compute:!cmp7'"), line('--output json > status.json')]
  return [line("--limit 'compute:!cmp7' --report-dir report"), line('--output json > report.json')]
}

/** What each verb does, with Kolla's word for it where Kolla has one. */
const SUMMARY: Readonly<Record<Verb, string>> = {
  import: "write a first manifest from Kolla's folder and inventory; dials nothing",
  prechecks: 'see what would be in the way of a first rollout; changes nothing [prechecks]',
  plan: 'show what a rollout would change on which node, and in which batches; changes nothing [genconfig]',
  rollout: 'bring the worker to every node, and prove that its metrics arrive in Mimir [deploy]',
  reload: 'bring a changed configuration to every worker; restarts none [reconfigure]',
  upgrade: 'bring another image to every worker, batch by batch, each proven before the next [upgrade]',
  rollback: 'bring workers back to an earlier generation, batch by batch, each proven before the next',
  verify: 'prove, link by link, that the metrics of every node arrive in Mimir; changes nothing [check]',
  status: 'show what runs where, since when and by whom, and who holds the lease; changes nothing',
  logs: "read the workers' logs of many nodes as one",
  destroy: "remove the workers and their files, and nothing of Kolla's [destroy]",
}

const PROVEN = { good: 'done, and every node verified', bad: 'a node failed or is not verified' }
const SEEN = { good: 'every node was reached', bad: 'a node was not reached' }

const ENDS: Readonly<Record<Verb, { readonly good: string; readonly bad: string }>> = {
  import: { good: 'the manifest was written', bad: '' },
  prechecks: { good: 'every node is ready', bad: 'something failed' },
  plan: SEEN,
  rollout: PROVEN,
  reload: PROVEN,
  upgrade: PROVEN,
  rollback: PROVEN,
  verify: PROVEN,
  status: SEEN,
  logs: {
    good: 'the log of every node was read; a --follow that Ctrl-C ended',
    bad: 'a node was not reached, or lost',
  },
  destroy: { good: 'every worker was removed', bad: 'a worker was not removed' },
}

function optionLines(options: readonly Option[], verb: Verb): string[] {
  const known = options.filter((option) => isFor(verb, option))
  const rows = known.map(({ name, short, value, help, otherwise }) => {
    const long = `--${name}${value === undefined ? '' : ` ${value}`}`
    const words = otherwise === undefined ? help : `${help}, else ${otherwise(verb)}`
    return [short === undefined ? `    ${long}` : `-${short}, ${long}`, words] as const
  })
  const width = Math.max(...rows.map(([words]) => words.length)) + 2
  return rows.flatMap(([words, help]) =>
    wrap(help, COLUMNS - width - 2).map((line, at) => `  ${(at === 0 ? words : '').padEnd(width)}${line}`),
  )
}

/** Text of import's --help, which takes no manifest but makes one. */
export function importHelpText(): string {
  return `${[
    `kolla-mimir import: ${SUMMARY.import}`,
    '',
    'Usage:  npx zx scripts/import.mjs -i FILE [options]',
    '',
    'Options:',
    ...optionLines(IMPORT_OPTIONS, 'import'),
    '',
    'Exit codes:',
    `  ${EXIT.done}    ${ENDS.import.good}`,
    `  ${EXIT.wrongInput}    the command line or Kolla's files are wrong, or the file exists; nothing was written`,
    `  ${EXIT.internal}   internal error`,
    '',
    'Examples:',
    '  npx zx scripts/import.mjs -i /etc/kolla/multinode --mimir-url http://10.0.0.5:9009',
    '  npx zx scripts/import.mjs --configdir /etc/kolla -i multinode -o -',
  ].join('\n')}\n`
}
