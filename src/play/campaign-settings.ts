import type { RolloutSettings } from '../manifest/settings.ts'
import type { BatchSizes } from '../manifest/values/batch-sizes.ts'
import type { Share } from '../manifest/values/number-or-percent.ts'
import type { RollbackPolicy } from '../manifest/values/rollback-policy.ts'
import type { CampaignVerb } from '../model/verb.ts'

/** How careful a verb is. */
interface Care {
  readonly batches: BatchSizes
  readonly maxFailures: Share
}

const AT_ONCE: Care = { batches: [{ percent: 100 }], maxFailures: { percent: 10 } }
const WITH_CANARY: BatchSizes = [{ nodes: 1 }, { percent: 25 }, { percent: 100 }]

/**
 * How careful each verb is where neither the command line nor the manifest says. One lost node does not keep a
 * fleet from rolling back.
 */
export const CARE: Readonly<Record<CampaignVerb, Care>> = {
  rollout: AT_ONCE,
  reload: AT_ONCE,
  restart: { batches: WITH_CANARY, maxFailures: { nodes: 0 } },
  upgrade: { batches: WITH_CANARY, maxFailures: { nodes: 0 } },
  rollback: { batches: WITH_CANARY, maxFailures: { percent: 10 } },
}

export interface CampaignSettings extends Care {
  readonly rollback: RollbackPolicy
}

/** What holds for this run: the command line goes before the manifest, and both before the verb. */
export function campaignSettings(
  verb: CampaignVerb,
  manifest: Pick<RolloutSettings, 'batches' | 'maxFailures' | 'rollback'>,
  overrides: { readonly [K in keyof CampaignSettings]: CampaignSettings[K] | undefined },
): CampaignSettings {
  return {
    batches: overrides.batches ?? manifest.batches ?? CARE[verb].batches,
    maxFailures: overrides.maxFailures ?? manifest.maxFailures ?? CARE[verb].maxFailures,
    rollback: overrides.rollback ?? manifest.rollback,
  }
}
