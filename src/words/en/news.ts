import type { NewsWords } from '../explanation.ts'

export const news: NewsWords = {
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
  noWorker: 'no worker yet',
  elsewhere: (nodes, { job, expected, found, used }) =>
    `${job} on ${nodes}: expected ${expected}, found ${found}, used ${used}`,
  nothing: 'nothing to do',
  proven: (checks) => `${checks} checks passed`,
  prechecked: ({ checks, failed }) =>
    failed === 0 ? `${checks} prechecks` : `${failed} of ${checks} prechecks failed`,
}
