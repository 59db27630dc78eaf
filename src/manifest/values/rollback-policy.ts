/** What is rolled back: nothing, a node that failed, its batch once more nodes failed than max_failures allows, or then all that the run changed. */
export const ROLLBACK_POLICIES = ['none', 'node', 'batch', 'all'] as const

export type RollbackPolicy = (typeof ROLLBACK_POLICIES)[number]
