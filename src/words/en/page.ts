import type { PageWords } from '../page.ts'

export const page: PageWords = {
  title: (verb) => `kolla-mimir ${verb}`,
  facts: { tenant: 'Tenant', manifest: 'Manifest', started: 'Started', took: 'Took', run: 'Run' },
  sections: {
    glance: 'The fleet at a glance',
    causes: 'Causes and cures',
    changes: 'What was found, what was wanted',
    timeline: 'Time line',
    nodes: 'Nodes and their chain of proof',
  },
  skip: 'Skip to the causes',
  language: 'Language',
  theme: 'Colours',
  themes: { auto: 'auto', light: 'light', dark: 'dark' },
  show: 'Show',
  filters: {
    all: 'all',
    bad: 'not verified',
    verified: 'verified',
    failed: 'failed',
    'rolled-back': 'rolled back',
    untouched: 'untouched',
    interrupted: 'interrupted',
  },
  search: 'Search',
  searchHint: 'node, group, cause, …',
  none: 'No node is like that.',
  glance: 'A cell a node; the number is that of the first check that failed.',
  legend: {
    verified: 'verified',
    unproven: 'a check failed',
    failed: 'failed before the checks',
    'rolled-back': 'rolled back',
    interrupted: 'interrupted',
    untouched: 'untouched',
  },
  nothingFailed: 'Nothing failed.',
  unchanged: 'Every node was as it shall be.',
  slowest: (shown, all) =>
    shown === all
      ? 'Gaps between the bars are time in which a node waited for its turn or for the others.'
      : `The ${shown} of ${all} nodes that took longest. Gaps between the bars are time in which a node waited for its turn or for the others.`,
  columns: {
    field: 'What',
    found: 'Found',
    wanted: 'Wanted',
    phase: 'Phase',
    from: 'From',
    took: 'Took',
    waited: 'Waited before',
  },
  steps: 'Phases',
  generation: 'Generation',
  groups: 'Groups',
  noGroup: 'no group',
  more: (count) => `and ${count} more`,
}
