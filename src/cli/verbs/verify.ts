import { count } from '../command-line/option.ts'
import { COMMON, REPORT_DIR } from '../command-line/options.ts'
import { defineVerb, PROVEN } from '../command-line/verb.ts'
import { runFlow } from '../flow/flow.ts'

const PHASES = ['observe', 'plan', 'verify'] as const

export const verify = defineVerb({
  name: 'verify',
  summary: 'verify, check by check, that the metrics of every node arrive in Mimir; changes nothing',
  kolla: 'check',
  phases: PHASES,
  takesManifest: true,
  options: {
    ...COMMON,
    reportDir: REPORT_DIR,
    watch: count({ name: 'watch', value: 'N', help: 'verify again every N seconds, until Ctrl-C' }),
  },
  exitCodes: PROVEN,
  examples: [
    'inventory.yml',
    "inventory.yml --limit 'compute:!cmp7' --report-dir report",
    'inventory.yml --watch 60',
  ],
  run: async (role, args) => runFlow({ name: 'verify', phases: PHASES }, role, args),
})
