import { defineVerb } from '../command-line/verb.ts'
import { campaign } from '../flow/campaign.ts'

export const reload = defineVerb({
  ...campaign('reload'),
  summary: 'apply a changed configuration to every worker; restarts none',
  kolla: 'reconfigure',
  examples: ['inventory.yml', 'inventory.yml --check --diff', "inventory.yml --limit 'compute:!cmp7' --yes"],
})
