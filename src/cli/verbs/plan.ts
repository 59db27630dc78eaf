import { CARE } from '../../play/campaign-settings.ts'
import { EXIT } from '../command-line/exit-code.ts'
import { flag } from '../command-line/option.ts'
import { batchOptions, COMMON, PLANNING, REPORT_DIR } from '../command-line/options.ts'
import { ALWAYS, defineVerb } from '../command-line/verb.ts'
import { runFlow } from '../flow/flow.ts'

const PHASES = ['observe', 'plan'] as const

export const plan = defineVerb({
  name: 'plan',
  summary: 'show what a rollout would change on which node, and in which batches; changes nothing',
  phases: PHASES,
  takesManifest: true,
  options: {
    ...COMMON,
    reportDir: REPORT_DIR,
    ...batchOptions(CARE.rollout),
    ...PLANNING,
    adopt: flag({
      name: 'adopt',
      help: 'print on stdout the part of a manifest that keeps manual changes on nodes; changes no file',
    }),
  },
  exitCodes: {
    ...ALWAYS,
    [EXIT.done]: 'every node was reached',
    [EXIT.nodeFailed]: 'a node was not reached, or could not be planned',
    [EXIT.changesFound]: 'with --detailed-exitcode: something would change',
  },
  examples: [
    'inventory.yml',
    "inventory.yml --limit 'compute:!cmp7' --detailed-exitcode",
    'inventory.yml --out plan.json',
    'inventory.yml --adopt > kept.yml',
  ],
  // Two texts on one stdout could not be told apart.
  conflicts: ({ adopt, output }) =>
    adopt && (output === 'json' || output === 'jsonl')
      ? [`--adopt and --output ${output} both write on stdout; the report has it as adoption`]
      : [],
  run: async (role, args) => runFlow({ name: 'plan', phases: PHASES }, role, args),
})
