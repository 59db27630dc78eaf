import type { Labels } from '../explanation.ts'

export const labels: Labels = {
  phases: { observe: 'observe', plan: 'plan', stage: 'stage', activate: 'activate', verify: 'verify' },
  checks: {
    container: 'container',
    identity: 'identity',
    configuration: 'configuration',
    targets: 'targets',
    sending: 'sending',
    arrival: 'arrival',
    isolation: 'isolation',
    fleet: 'fleet',
    grafana: 'Grafana',
  },
  checkStates: { passed: 'passed', failed: 'failed', waiting: 'waiting', skipped: 'skipped' },
  states: { verified: 'verified', failed: 'failed', untouched: 'untouched', interrupted: 'interrupted' },
  verdicts: {
    noop: 'noop',
    reload: 'reload',
    recreate: 'recreate',
    'first-install': 'first-install',
    repair: 'repair',
  },
  outcomes: { changed: 'changed', unchanged: 'unchanged', failed: 'failed' },
  headings: {
    node: 'NODE',
    verdict: 'VERDICT',
    checks: 'CHECKS',
    time: 'TIME',
    note: 'NOTE',
    nodes: 'nodes',
    found: 'found',
    cure: 'to do',
    warning: 'warning',
    interrupted: 'Interrupted. What is left where',
  },
}
