import type { ProgressMessages } from '../types/progress.ts'

const SCOPE = { node: 'the failed nodes', batch: 'the whole batch', all: 'all changed nodes' } as const

const WORD = {
  manifest: () => 'the manifest',
  registry: () => 'the registry',
  fleet: (nodes: string) => `what runs on ${nodes}`,
  nodes: (nodes: string) => `what ${nodes} found in the registry`,
} as const

export const progress: ProgressMessages = {
  connecting: 'connecting',
  looking: 'observing',
  acts: {
    files: 'writing files',
    pull: 'pulling the image',
    promtool: 'checking the configuration',
    start: 'starting the worker',
    reload: 'reloading the worker',
  },
  things: {
    files: 'files',
    permissions: 'permissions',
    image: 'image',
    links: 'links',
    container: 'container',
    configuration: 'configuration',
  },
  waiting: (checks, seconds) => `waiting for ${checks}, ${seconds} s left`,
  draining: (samples, seconds) => `queue: ${samples} samples to send, ${seconds} s left`,
  unsent: (samples, nodes) =>
    `${nodes}: about ${samples} samples were not sent, or were rejected, before the worker was stopped or its remote write changed; Mimir does not have them`,
  noWorker: 'not installed',
  elsewhere: (nodes, { job, expected, found, used }) =>
    `${job} on ${nodes}: expected ${expected}, found ${found}, used ${used}`,
  wayBackGone: (nodes, image) =>
    `${nodes}: a rollback would need the registry: the image is no longer on the node: ${image}`,
  batch: ({ batch, of, nodes }) => `batch ${batch} of ${of}: ${nodes}`,
  imagePinned: ({ image, word, nodes }) => `image: ${image}, by ${WORD[word](nodes)}`,
  imageDiffers: ({ image, nodes, count }) =>
    `${nodes} (${count}): another digest under the name ${image}; it is replaced`,
  imageMoved: ({ image, digest }) =>
    `the registry now has ${digest} under the name ${image}; the nodes keep what they run until \`upgrade\``,
  resolving: ({ image, node }) => `resolving ${image} on ${node}`,
  registryLimits: (seconds) => `the registry limits pulls (429); retrying in ${seconds} s`,
  soaking: (seconds) => `watching the batch for ${seconds} s before the next one`,
  gapTooLong: ({ node, seconds, most }) =>
    `${node} has a data gap of ${seconds} s; rollout.max_gap allows ${most} s`,
  mimirBurdened: (percent) =>
    `Mimir is overloaded: workers had to resend ${percent}% of their samples; waiting for it to recover`,
  leasesLost: (nodes, limit) =>
    `${nodes}: held by another run, and left out; the other nodes continue; to run without them: --limit ${limit}`,
  tlsVerified:
    'NODE_TLS_REJECT_UNAUTHORIZED=0 is in the environment and is ignored: certificates are verified; put the authority into tls.ca of mimir or grafana, and unset the variable',
  keeping: (nodes) => `kept without verification: ${nodes}`,
  hookBegins: (hook, command) => `hook ${hook}: ${command}`,
  hookSays: (hook, line) => `hook ${hook} | ${line}`,
  backUnchecked: (nodes, url) =>
    `${nodes}: rolled back; whether metrics arrive was not checked: the generation sends to ${url}, which could not be queried; check it there`,
  rollingBack: (nodes, scope) => `rolling back ${SCOPE[scope]}: ${nodes}`,
  removed: (things) => `removed ${things.join(', ')}`,
  backOn: (generation) => `rolled back to ${generation}`,
  nothing: 'nothing to do',
  proven: (checks) => `${checks} checks passed`,
  prechecked: ({ checks, failed }) =>
    failed === 0 ? `${checks} prechecks passed` : `${failed} of ${checks} prechecks failed`,
}
