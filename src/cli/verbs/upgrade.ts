import { parsed } from '../command-line/option.ts'
import { parseImage } from '../command-line/options.ts'
import { defineVerb } from '../command-line/verb.ts'
import { campaign } from '../flow/campaign.ts'

const COMMON = campaign('upgrade')

export const upgrade = defineVerb({
  ...COMMON,
  summary: 'change the image of every worker, batch by batch, each verified before the next',
  kolla: 'upgrade',
  options: {
    image: parsed(
      {
        name: 'image',
        value: 'IMAGE',
        help: 'the image to upgrade to, with a tag or a digest; default: worker.image of the manifest',
      },
      parseImage,
    ),
    ...COMMON.options,
  },
  examples: [
    'inventory.yml --image prom/prometheus:v3.5.0',
    'inventory.yml --image prom/prometheus:v3.5.0 --batches 1,25%,100% --max-failures 0',
    'inventory.yml --resume last',
  ],
})
