import { text } from '../command-line/option.ts'
import { defineVerb } from '../command-line/verb.ts'
import { campaign } from '../flow/campaign.ts'

const COMMON = campaign('rollback')

export const rollback = defineVerb({
  ...COMMON,
  summary: 'return workers to an earlier generation, batch by batch, each verified before the next',
  options: {
    to: text({
      name: 'to',
      value: 'GENERATION',
      help: 'the generation to return to; default: the last verified one before the current',
    }),
    ...COMMON.options,
  },
  examples: ['inventory.yml', 'inventory.yml --to 6ce8b6f0a1d2 --limit cmp7', 'inventory.yml --check'],
})
