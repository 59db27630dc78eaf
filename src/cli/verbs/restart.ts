import { defineVerb } from '../command-line/verb.ts'
import { campaign } from '../flow/campaign.ts'

export const restart = defineVerb({
  ...campaign('restart'),
  summary: 'bring every worker up to date in a new container, batch by batch, each verified before the next',
  examples: [
    'inventory.yml',
    'inventory.yml --limit cmp7',
    'inventory.yml --batches 1,25%,100% --resume last',
  ],
})
