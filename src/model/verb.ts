/** What kolla-mimir can do. */
export const VERBS = [
  'import',
  'prechecks',
  'plan',
  'rollout',
  'reload',
  'restart',
  'upgrade',
  'rollback',
  'verify',
  'status',
  'logs',
  'destroy',
] as const

export type Verb = (typeof VERBS)[number]

/** The verbs that change workers batch by batch. */
export const CAMPAIGN_VERBS = [
  'rollout',
  'reload',
  'restart',
  'upgrade',
  'rollback',
] as const satisfies readonly Verb[]

export type CampaignVerb = (typeof CAMPAIGN_VERBS)[number]
