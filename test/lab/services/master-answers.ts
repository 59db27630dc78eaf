/** What Mimir says of itself, of any tenant. */
export const BUILD_INFO = {
  status: 'success',
  data: {
    application: 'Grafana Mimir',
    version: '3.0.2',
    revision: 'lab',
    branch: 'lab',
    goVersion: '',
    features: { ruler_config_api: 'true', alertmanager_config_api: 'true', query_sharding: 'false' },
  },
} as const

/** Mimir's defaults, but for the label limits that the guide sets; 0 means no limit. */
export const USER_LIMITS = {
  compactor_blocks_retention_period_seconds: 0,
  ingestion_rate: 10_000,
  ingestion_burst_size: 200_000,
  ingestion_burst_factor: 0,
  max_global_series_per_user: 150_000,
  max_global_series_per_metric: 0,
  max_global_exemplars_per_user: 0,
  max_fetched_chunks_per_query: 2_000_000,
  max_fetched_series_per_query: 0,
  max_fetched_chunk_bytes_per_query: 0,
  ruler_max_rules_per_rule_group: 20,
  ruler_max_rule_groups_per_tenant: 70,
} as const
