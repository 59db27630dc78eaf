import { OUTPUTS } from '../report/printer.ts'

/** One option of the command line; the table feeds the parser, the help and the documentation. */
export interface Option {
  readonly name: string
  readonly short?: string
  /** Placeholder of the value; a flag where absent. */
  readonly value?: string
  readonly multiple?: true
  readonly choices?: readonly string[]
  readonly help: string
}

export const OPTIONS: readonly Option[] = [
  {
    name: 'limit',
    short: 'l',
    value: 'PATTERN',
    help: "only these nodes; Ansible's host patterns: cmp1, compute, 'cmp*:!cmp7'",
  },
  {
    name: 'kolla-inventory',
    short: 'i',
    value: 'FILE',
    multiple: true,
    help: "Kolla's inventory instead of the manifest's; may be given several times",
  },
  {
    name: 'configdir',
    value: 'DIR',
    help: "folder of Kolla's globals.yml; else KOLLA_CONFIG_PATH, the manifest, /etc/kolla",
  },
  { name: 'parallel', value: 'N', help: 'how many nodes at once; default: rollout.parallel of the manifest' },
  {
    name: 'output',
    short: 'o',
    value: 'FORM',
    choices: OUTPUTS,
    help: 'tree on a terminal, lines elsewhere (both on stderr), json or jsonl on stdout',
  },
  {
    name: 'report-dir',
    value: 'DIR',
    help: 'write the report there as report.json, junit.xml and report.html',
  },
  {
    name: 'watch',
    value: 'N',
    help: 'verify only: verify again every N seconds, until Ctrl-C',
  },
  {
    name: 'lang',
    value: 'LANGUAGE',
    choices: ['en', 'ko'],
    help: 'language of messages; else LC_ALL, LC_MESSAGES, LANG',
  },
  { name: 'help', short: 'h', help: 'this text' },
  { name: 'version', help: "kolla-mimir's version" },
]
