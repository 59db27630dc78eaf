import type { ProgressMessages } from '../types/progress.ts'

const WHY = { node: 'what failed', batch: 'the batch', all: 'all that was changed' } as const

export const progress: ProgressMessages = {
  connecting: 'connecting',
  looking: 'looking',
  acts: {
    files: 'writing files',
    pull: 'pulling the image',
    promtool: 'checking the configuration',
    start: 'starting the worker',
    reload: 'reloading the worker',
  },
  things: {
    files: 'files',
    image: 'image',
    links: 'links',
    container: 'container',
    configuration: 'configuration',
  },
  waiting: (checks, seconds) => `waiting for ${checks}, ${seconds} s left`,
  draining: (samples, seconds) => `queue: ${samples} samples to go, ${seconds} s left`,
  unsent: (samples, nodes) =>
    `about ${samples} samples had not been sent when the worker was stopped on ${nodes}: Mimir will not get them`,
  noWorker: 'no worker yet',
  elsewhere: (nodes, { job, expected, found, used }) =>
    `${job} on ${nodes}: expected ${expected}, found ${found}, used ${used}`,
  batch: ({ batch, of, nodes }) => `batch ${batch} of ${of}: ${nodes}`,
  resolving: ({ image, node }) => `finding out on ${node} what ${image} stands for`,
  registryLimits: (seconds) => `the registry limits pulls (429): again in ${seconds} s`,
  soaking: (seconds) => `waiting ${seconds} s to see whether the batch stays well`,
  gapTooLong: ({ node, seconds, most }) =>
    `${seconds} s are missing in the data of ${node}, and rollout.max_gap allows ${most} s`,
  mimirBurdened: (percent) =>
    `Mimir is burdened: the workers had to send ${percent} % of their samples again; waiting until it copes`,
  keeping: (nodes) => `kept as they are, although unproven: ${nodes}`,
  hookBegins: (hook, command) => `hook ${hook}: ${command}`,
  hookSays: (hook, line) => `hook ${hook} | ${line}`,
  rollingBack: (nodes, why) => `rolling back ${WHY[why]}: ${nodes}`,
  removed: (things) => `removed ${things.join(', ')}`,
  backOn: (generation) => `back on ${generation}`,
  nothing: 'nothing to do',
  proven: (checks) => `${checks} checks passed`,
  prechecked: ({ checks, failed }) =>
    failed === 0 ? `${checks} prechecks` : `${failed} of ${checks} prechecks failed`,
}
