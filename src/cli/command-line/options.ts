import type { ProblemText } from '../../manifest/problems/manifest-problem.ts'
import { parseBatchSizes, parseMaxFailures } from '../../manifest/values/batch-sizes.ts'
import { imageFault } from '../../manifest/values/image-reference.ts'
import { shareText } from '../../manifest/values/number-or-percent.ts'
import { ROLLBACK_POLICIES } from '../../manifest/values/rollback-policy.ts'
import { LANGUAGES } from '../../messages/language.ts'
import { failed, type Result, success } from '../../model/result.ts'
import type { CARE } from '../../play/campaign-settings.ts'
import { OUTPUTS } from '../../report/printer.ts'
import { parseDuration } from '../../values/duration.ts'
import { choice, count, flag, type Options, parsed, text, texts } from './option.ts'

/** Every verb knows them, and none has to do anything for them. */
export const UNIVERSAL = {
  help: flag({ name: 'help', short: 'h', help: 'this text' }),
  version: flag({ name: 'version', help: "kolla-mimir's version" }),
} satisfies Options

export const LANG = choice(
  { name: 'lang', value: 'LANGUAGE', help: 'language of messages; else LC_ALL, LC_MESSAGES, LANG' },
  LANGUAGES,
)

/** Which nodes, how they are reached, and how the run is shown: of every verb that takes a manifest. */
export const COMMON = {
  limit: text({
    name: 'limit',
    short: 'l',
    value: 'PATTERN',
    help: "only these nodes; Ansible's host patterns: cmp1, compute, 'cmp*:!cmp7'",
  }),
  kollaInventory: texts({
    name: 'kolla-inventory',
    short: 'i',
    value: 'FILE',
    help: "Kolla's inventory instead of the manifest's; may be given several times",
  }),
  configdir: text({
    name: 'configdir',
    value: 'DIR',
    help: "folder of Kolla's globals.yml; else KOLLA_CONFIG_PATH, the manifest, /etc/kolla",
  }),
  parallel: count({
    name: 'parallel',
    value: 'N',
    help: 'how many nodes at once; default: rollout.parallel of the manifest',
  }),
  output: choice(
    {
      name: 'output',
      short: 'o',
      value: 'FORMAT',
      help: 'tree on a terminal, lines elsewhere (both on stderr), json or jsonl on stdout',
    },
    OUTPUTS,
  ),
  debug: text({
    name: 'debug',
    value: 'DIR',
    help: 'write every program sent to a node, and its output, to DIR/RUN, secrets masked; else KOLLA_MIMIR_DEBUG',
  }),
  lang: LANG,
} satisfies Options

/** Of verbs whose report can be kept as files. */
export const REPORT_DIR = text({
  name: 'report-dir',
  value: 'DIR',
  help: 'write the report there as report.json, junit.xml, report.html and kolla-mimir.prom',
})

/** Of verbs that change nodes, and hold their leases while they do. */
export const CHANGING = {
  reason: text({ name: 'reason', value: 'TEXT', help: "reason for the change, kept in the nodes' history" }),
  breakLease: text({
    name: 'break-lease',
    value: 'REASON',
    help: 'take the lease of nodes from another run, for this reason; that run can no longer write to them',
  }),
  stateDir: text({
    name: 'state-dir',
    value: 'DIR',
    help: 'folder of the journals; else KOLLA_MIMIR_STATE, XDG_STATE_HOME/kolla-mimir, ~/.local/state/kolla-mimir',
  }),
} satisfies Options

/** Of verbs that go from batch to batch, or show how they would. What holds by default depends on the verb. */
export function batchOptions(care: (typeof CARE)[keyof typeof CARE]) {
  return {
    batches: parsed(
      {
        name: 'batches',
        value: 'SIZES',
        help: `how many nodes, or what percentage, are changed at the same time; the last one repeats: 1,25%,100%; default: rollout.batches of the manifest, else ${care.batches.map(shareText).join(',')}`,
      },
      parseBatchSizes,
    ),
    maxFailures: parsed(
      {
        name: 'max-failures',
        value: 'SHARE',
        help: `how many nodes, or what percentage of them, may fail before the rollout stops; default: rollout.max_failures of the manifest, else ${shareText(care.maxFailures)}`,
      },
      parseMaxFailures,
    ),
    rollbackPolicy: choice(
      {
        name: 'rollback-policy',
        value: 'POLICY',
        help: 'what is rolled back: none, each node that failed, or, if more nodes fail than max_failures allows, the batch or all nodes of the run; default: rollout.rollback of the manifest',
      },
      ROLLBACK_POLICIES,
    ),
  } satisfies Options
}

/** Of verbs that can show a plan without applying it. */
export const PLANNING = {
  detailedExitcode: flag({
    name: 'detailed-exitcode',
    help: 'for plan and --check: exit with code 3 if something would change',
  }),
  out: text({
    name: 'out',
    value: 'FILE',
    help: 'for plan and --check: save the plan to FILE',
  }),
} satisfies Options

/** Of the verbs that change workers batch by batch. */
export function campaignOptions(care: (typeof CARE)[keyof typeof CARE]) {
  return {
    ...COMMON,
    reportDir: REPORT_DIR,
    ...batchOptions(care),
    resume: text({
      name: 'resume',
      value: 'RUN',
      help: 'resume an interrupted run with its original options and image; last: the latest of this verb',
    }),
    onlyFailed: text({
      name: 'only-failed',
      value: 'RUN',
      help: 'only the nodes that were not verified at the end of this run; last: the latest of this verb',
    }),
    ...CHANGING,
    check: flag({
      name: 'check',
      help: 'only observe and plan, and show what would change; changes nothing',
    }),
    diff: flag({ name: 'diff', help: 'with --check: show how files would change, line by line' }),
    ...PLANNING,
    plan: text({
      name: 'plan',
      value: 'FILE',
      help: 'apply a saved plan as it is; refused before any change if the plan is stale',
    }),
    yes: flag({
      name: 'yes',
      short: 'y',
      help: 'change nodes without asking, as without a terminal; rollout.confirm_prompt: false in the manifest does the same for every run',
    }),
  } satisfies Options
}

/** An image to upgrade to. */
export function parseImage(value: string): Result<string, ProblemText> {
  const fault = imageFault(value)
  return fault === undefined ? success(value) : failed(fault)
}

/** Seconds. */
export function parseSince(value: string): Result<number, ProblemText> {
  const duration = parseDuration(value)
  if (duration !== undefined && duration >= 1000) return success(Math.ceil(duration / 1000))
  return failed({
    message: `expected a duration of a second or more, found ${value}`,
    remedy: 'write e.g. 1h',
  })
}
