import type { ProblemText } from '../../manifest/problems/manifest-problem.ts'
import { parseBatchSizes, parseMaxFailures } from '../../manifest/values/batch-sizes.ts'
import { imageFault } from '../../manifest/values/image-reference.ts'
import { type ShareFault, shareText } from '../../manifest/values/number-or-percent.ts'
import { ROLLBACK_POLICIES } from '../../manifest/values/rollback-policy.ts'
import type { Result } from '../../model/result.ts'
import { CAMPAIGN_VERBS, type CampaignVerb, type Verb } from '../../model/verb.ts'
import { CARE } from '../../play/campaign-settings.ts'
import { OUTPUTS } from '../../report/printer.ts'
import { parseDuration } from '../../values/duration.ts'

/** One option of the command line; the table feeds the parser, the help and the documentation. */
export interface Option {
  readonly name: string
  readonly short?: string
  /** Placeholder of the value; a flag where absent. */
  readonly value?: string
  readonly multiple?: true
  readonly choices?: readonly string[]
  /** The verbs that know it; all where absent. */
  readonly verbs?: readonly Verb[]
  /** What is wrong with a value, each in the words behind the option's name. */
  readonly faults?: (value: string) => readonly ProblemText[]
  readonly help: string
  /** What holds where neither the option nor the manifest says, which depends on the verb. */
  readonly otherwise?: (verb: Verb) => string
}

/** Whether a verb knows an option. */
export function isFor(verb: Verb, { verbs }: Option): boolean {
  return verbs === undefined || verbs.includes(verb)
}

/** The verbs whose report is kept where that is asked for. */
const REPORTED: readonly Verb[] = ['prechecks', 'plan', ...CAMPAIGN_VERBS, 'verify']

/** The verbs that change nodes, and hold them while they do. */
const CHANGING: readonly Verb[] = [...CAMPAIGN_VERBS, 'destroy']

const PLANNED: readonly Verb[] = ['plan', ...CAMPAIGN_VERBS]

/** A plan is that of a rollout. */
function careOf(verb: Verb): (typeof CARE)[CampaignVerb] {
  return CARE[CAMPAIGN_VERBS.find((one) => one === verb) ?? 'rollout']
}

function faultsOf(read: Result<unknown, ShareFault | readonly ShareFault[]>): readonly ShareFault[] {
  return read.ok ? [] : [read.failure].flat()
}

function imageFaults(value: string): readonly ProblemText[] {
  const fault = imageFault(value)
  return fault === undefined ? [] : [fault]
}

function durationFaults(value: string): readonly ProblemText[] {
  const duration = parseDuration(value)
  if (duration !== undefined && duration >= 1000) return []
  return [{ message: `expected a duration of a second or more, found ${value}`, remedy: 'write e.g. 1h' }]
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
    verbs: REPORTED,
    help: 'write the report there as report.json, junit.xml, report.html and kolla-mimir.prom',
  },
  {
    name: 'batches',
    value: 'SIZES',
    verbs: PLANNED,
    faults: (value) => faultsOf(parseBatchSizes(value)),
    help: 'numbers or percentages of nodes to change at the same time, the last one repeats: 1,25%,100%; default: rollout.batches of the manifest',
    otherwise: (verb) => careOf(verb).batches.map(shareText).join(','),
  },
  {
    name: 'max-failures',
    value: 'SHARE',
    verbs: PLANNED,
    faults: (value) => faultsOf(parseMaxFailures(value)),
    help: 'how many nodes, or what percentage of them, may fail before the rollout stops; default: rollout.max_failures of the manifest',
    otherwise: (verb) => shareText(careOf(verb).maxFailures),
  },
  {
    name: 'rollback-policy',
    value: 'POLICY',
    choices: ROLLBACK_POLICIES,
    verbs: PLANNED,
    help: 'what goes back: none, a node that failed, its batch once more nodes failed than max_failures allows, or then all that the run changed; default: rollout.rollback of the manifest',
  },
  {
    name: 'image',
    value: 'IMAGE',
    verbs: ['upgrade'],
    faults: imageFaults,
    help: 'the image to upgrade to, with a tag or a digest; default: worker.image of the manifest',
  },
  {
    name: 'to',
    value: 'GENERATION',
    verbs: ['rollback'],
    help: 'the generation to go back to; default: the last one before the current that was proven',
  },
  {
    name: 'resume',
    value: 'RUN',
    verbs: CAMPAIGN_VERBS,
    help: 'go on with a run that stopped or died, with its wishes and its image; last: the latest of this verb',
  },
  {
    name: 'only-failed',
    value: 'RUN',
    verbs: CAMPAIGN_VERBS,
    help: 'only the nodes that this run did not bring where they should be; last: the latest of this verb',
  },
  {
    name: 'reason',
    value: 'TEXT',
    verbs: CHANGING,
    help: "why, for the nodes' history",
  },
  {
    name: 'break-lease',
    value: 'TEXT',
    verbs: CHANGING,
    help: 'take nodes over from another run that holds them, and why; that run cannot write to them any more',
  },
  {
    name: 'state-dir',
    value: 'DIR',
    verbs: CHANGING,
    help: 'folder of the journals; else KOLLA_MIMIR_STATE, XDG_STATE_HOME/kolla-mimir, ~/.local/state/kolla-mimir',
  },
  {
    name: 'check',
    verbs: CAMPAIGN_VERBS,
    help: 'only look and plan, and show what would be changed; changes nothing',
  },
  {
    name: 'diff',
    verbs: CAMPAIGN_VERBS,
    help: 'with --check: show how files would change, line by line',
  },
  {
    name: 'detailed-exitcode',
    verbs: PLANNED,
    help: 'where nothing is changed (plan, --check): end with 3 if something would be',
  },
  {
    name: 'adopt',
    verbs: ['plan'],
    help: 'write on stdout the part of a manifest that keeps what somebody set by hand on nodes; changes no file',
  },
  {
    name: 'out',
    value: 'FILE',
    verbs: PLANNED,
    help: 'where nothing is changed (plan, --check): save the plan there',
  },
  {
    name: 'plan',
    value: 'FILE',
    verbs: CAMPAIGN_VERBS,
    help: 'apply a saved plan as it is; refused before any change if a node or what is rendered for it has moved since',
  },
  {
    name: 'yes',
    short: 'y',
    verbs: CAMPAIGN_VERBS,
    help: 'go ahead without asking',
  },
  {
    name: 'yes-i-really-really-mean-it',
    verbs: ['destroy'],
    help: 'remove without asking; where there is no terminal to ask on, nothing is removed without it',
  },
  {
    name: 'since',
    value: 'DURATION',
    verbs: ['logs'],
    faults: durationFaults,
    help: 'only what was written since then: 90s, 15m, 1h30m, 2d',
  },
  {
    name: 'tail',
    value: 'N',
    verbs: ['logs'],
    help: 'only the last N lines of each node; default: 100, and with --since all',
  },
  {
    name: 'follow',
    short: 'f',
    verbs: ['logs'],
    help: 'go on with what is written from now on, until Ctrl-C',
  },
  {
    name: 'watch',
    value: 'N',
    verbs: ['verify'],
    help: 'verify again every N seconds, until Ctrl-C',
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
