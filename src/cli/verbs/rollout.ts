import { defineVerb } from '../command-line/verb.ts'
import { campaign } from '../flow/campaign.ts'

export const rollout = defineVerb({
  ...campaign('rollout'),
  summary: 'deploy the worker to every node, and verify that its metrics arrive in Mimir',
  kolla: 'deploy',
  examples: [
    'inventory.yml',
    'inventory.yml --check --diff',
    "inventory.yml --limit 'compute:!cmp7' --yes --report-dir report",
    'inventory.yml --plan plan.json',
    'inventory.yml --resume last',
  ],
})
