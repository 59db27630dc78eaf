import { wrap } from '../report/columns.ts'
import { EXIT } from './exit-code.ts'
import { OPTIONS } from './options.ts'
import type { Playbook } from './playbook.ts'

const COLUMNS = 92

/** Text of --help: what the verb does, how it is called, and what its exit codes mean. */
export function helpText(playbook: Playbook): string {
  const rows = OPTIONS.map(({ name, short, value, help }) => {
    const long = `--${name}${value === undefined ? '' : ` ${value}`}`
    return [short === undefined ? `    ${long}` : `-${short}, ${long}`, help] as const
  })
  const width = Math.max(...rows.map(([words]) => words.length)) + 2
  return `${[
    `kolla-mimir ${playbook.verb}: ${SUMMARY[playbook.verb]}`,
    '',
    `Usage:  npx zx scripts/${playbook.verb}.mjs MANIFEST [options]`,
    '',
    `The flow:  ${playbook.phases.join(' → ')}`,
    '',
    'Options:',
    ...rows.flatMap(([words, help]) =>
      wrap(help, COLUMNS - width - 2).map((line, at) => `  ${(at === 0 ? words : '').padEnd(width)}${line}`),
    ),
    '',
    'Exit codes:',
    `  ${EXIT.done}    done, and every node verified`,
    `  ${EXIT.nodeFailed}    a node failed or is not verified`,
    `  ${EXIT.wrongInput}    the command line, the manifest or Kolla's files are wrong; nothing was dialled`,
    `  ${EXIT.internal}   internal error`,
    `  ${EXIT.interrupted}  interrupted: Ctrl-C once ends after what is under way, twice at once`,
    '',
    'Examples:',
    `  npx zx scripts/${playbook.verb}.mjs inventory.yml`,
    `  npx zx scripts/${playbook.verb}.mjs inventory.yml --limit 'compute:!cmp7' --report-dir report`,
    `  npx zx scripts/${playbook.verb}.mjs inventory.yml --output json > report.json`,
  ].join('\n')}\n`
}

const SUMMARY: Readonly<Record<Playbook['verb'], string>> = {
  verify: 'prove, link by link, that the metrics of every node arrive in Mimir; changes nothing',
  rollout: 'bring the worker to every node, and prove that its metrics arrive in Mimir [deploy]',
}
