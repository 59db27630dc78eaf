import { GRAFANA_DEFAULTS } from './sections/grafana.ts'
import { KOLLA_DEFAULTS } from './sections/kolla.ts'
import { MIMIR_DEFAULTS } from './sections/mimir.ts'
import { ROLLOUT_DEFAULTS } from './sections/rollout.ts'
import { SSH_DEFAULTS } from './sections/ssh.ts'

/**
 * The manifest's defaults, in its own shape and notation; those of `worker` are the role's. A test holds the schema's
 * `default` annotations against both.
 */
export const MANIFEST_DEFAULTS = {
  mimir: MIMIR_DEFAULTS,
  grafana: GRAFANA_DEFAULTS,
  kolla: KOLLA_DEFAULTS,
  ssh: SSH_DEFAULTS,
  rollout: ROLLOUT_DEFAULTS,
} as const
