import type { RolloutSettings } from '../manifest/settings.ts'
import type { BatchSizes } from '../manifest/values/batch-sizes.ts'
import type { Share } from '../manifest/values/number-or-percent.ts'
import type { RollbackPolicy } from '../manifest/values/rollback-policy.ts'
import type { CampaignVerb } from '../model/verb.ts'

/** How careful a verb is. */
interface Care {
  readonly batches: BatchSizes
  readonly budget: Share
}

const AT_ONCE: Care = { batches: [{ percent: 100 }], budget: { percent: 10 } }
const WITH_CANARY: BatchSizes = [{ nodes: 1 }, { percent: 25 }, { percent: 100 }]

/**
 * How careful each verb is where neither the command line nor the manifest says. One lost node does not keep a fleet
 * from going back.
 */
export const CARE: Readonly<Record<CampaignVerb, Care>> = {
  rollout: AT_ONCE,
  reload: AT_ONCE,
  upgrade: { batches: WITH_CANARY, budget: { nodes: 0 } },
  rollback: { batches: WITH_CANARY, budget: { percent: 10 } },
}

export interface CampaignSettings extends Care {
  readonly rollback: RollbackPolicy
}

/** What holds for this run: the command line goes before the manifest, and both before the verb. */
export function campaignSettings(
  verb: CampaignVerb,
  manifest: Pick<RolloutSettings, 'batches' | 'budget' | 'rollback'>,
  wishes: { readonly [K in keyof CampaignSettings]: CampaignSettings[K] | undefined },
): CampaignSettings {
  return {
    batches: wishes.batches ?? manifest.batches ?? CARE[verb].batches,
    budget: wishes.budget ?? manifest.budget ?? CARE[verb].budget,
    rollback: wishes.rollback ?? manifest.rollback,
  }
}
