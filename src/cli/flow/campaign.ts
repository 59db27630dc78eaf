import type { CampaignVerb } from '../../model/verb.ts'
import { CARE } from '../../play/campaign-settings.ts'
import type { Role } from '../../play/role.ts'
import { campaignOptions } from '../command-line/options.ts'
import { CAMPAIGN } from '../command-line/verb.ts'
import { runFlow } from './flow.ts'
import { dryRunConflicts, type FlowArguments } from './flow-arguments.ts'

const PHASES = ['observe', 'plan', 'stage', 'activate', 'verify'] as const

/** What all verbs have in common that change workers batch by batch. */
export function campaign(name: CampaignVerb) {
  return {
    name,
    phases: PHASES,
    takesManifest: true,
    options: campaignOptions(CARE[name]),
    exitCodes: CAMPAIGN,
    conflicts: dryRunConflicts,
    run: async (role: Role, args: FlowArguments) => runFlow({ name, phases: PHASES }, role, args),
  } as const
}
