import type { Progress } from '../model/progress.ts'
import { type SafeText, safeLine } from '../values/safe-text.ts'
import { catalog, type Language } from './catalog.ts'
import { explainFailure, explainFinding } from './explain.ts'
import { counted, listed, quoted } from './format.ts'
import type { ProgressMessages } from './types/progress.ts'

/** What a node is doing or has done, in a few words for its row. */
export function describeProgress(progress: Progress, language: Language): SafeText {
  if (isMilestone(progress)) return describeMilestone(progress, language)
  const messages = catalog(language).progress
  switch (progress.kind) {
    case 'connecting':
    case 'looking':
      return safeLine(messages[progress.kind])
    case 'acting':
      return safeLine(messages.acts[progress.act])
    case 'waiting':
      return safeLine(
        messages.waiting(
          progress.checks.map((check) => catalog(language).labels.checks[check]).join(', '),
          progress.seconds,
        ),
      )
    case 'draining':
      return safeLine(messages.draining(counted(progress.samples), progress.seconds))
    case 'unsent':
      return safeLine(messages.unsent(counted(progress.samples), listed(progress.nodes)))
    case 'observed':
      return safeLine(progress.generation ?? messages.noWorker)
    case 'decided':
      return safeLine(catalog(language).labels.verdicts[progress.verdict])
    case 'elsewhere':
      return safeLine(messages.elsewhere(listed(progress.nodes), progress.difference))
    case 'changed':
      return safeLine(progress.things.map((thing) => messages.things[thing]).join(', ') || messages.nothing)
    case 'proven':
      return safeLine(messages.proven(progress.checks))
    case 'prechecked':
      return safeLine(messages.prechecked(progress))
    case 'removed':
      return safeLine(messages.removed(progress.things))
    case 'back-on':
      return safeLine(messages.backOn(progress.generation))
    case 'failed':
      return explainFailure(progress.failure, language).problem
  }
}

const MILESTONES = [
  'batch',
  'tls-verified',
  'image-pinned',
  'image-differs',
  'image-moved',
  'resolving',
  'registry-limits',
  'soaking',
  'gap-too-long',
  'mimir-burdened',
  'mimir-troubled',
  'leases-lost',
  'keeping',
  'way-back-gone',
  'hook',
  'rolling-back',
  'back-unchecked',
] as const

type Milestone = Extract<Progress, { kind: (typeof MILESTONES)[number] }>

const isMilestone = (progress: Progress): progress is Milestone =>
  MILESTONES.some((kind) => kind === progress.kind)

/** An event of the whole run, and not of one node. */
function describeMilestone(progress: Milestone, language: Language): SafeText {
  const messages = catalog(language).progress
  switch (progress.kind) {
    case 'batch':
      return safeLine(messages.batch({ ...progress, nodes: listed(progress.nodes) }))
    case 'tls-verified':
      return safeLine(messages.tlsVerified, 400)
    case 'image-pinned':
    case 'image-differs':
    case 'image-moved':
      return safeLine(imageText(progress, messages), 600)
    case 'resolving':
      return safeLine(messages.resolving(progress))
    case 'registry-limits':
      return safeLine(messages.registryLimits(progress.seconds))
    case 'soaking':
      return safeLine(messages.soaking(progress.seconds))
    case 'gap-too-long':
      return safeLine(messages.gapTooLong(progress))
    case 'mimir-burdened':
      return safeLine(messages.mimirBurdened(progress.percent))
    case 'mimir-troubled':
      return explainFinding(progress.trouble, language).problem
    case 'way-back-gone':
      return safeLine(messages.wayBackGone(listed(progress.nodes), progress.image), 600)
    case 'leases-lost':
      return safeLine(messages.leasesLost(listed(progress.nodes), exclusionOf(progress.nodes)), 1000)
    case 'keeping':
      return safeLine(messages.keeping(listed(progress.nodes)))
    case 'hook':
      return safeLine(hookText(progress, messages), 400)
    case 'back-unchecked':
      return safeLine(messages.backUnchecked(listed(progress.nodes), progress.url), 600)
    case 'rolling-back':
      return safeLine(messages.rollingBack(listed(progress.nodes), progress.scope))
  }
}

function hookText(
  progress: Extract<Progress, { kind: 'hook' }>,
  { hookSays, hookBegins }: Pick<ProgressMessages, 'hookSays' | 'hookBegins'>,
): string {
  return 'says' in progress
    ? hookSays(progress.hook, progress.says)
    : hookBegins(progress.hook, progress.command)
}

/** For --limit; a shell takes it as it is. */
function exclusionOf(nodes: readonly string[]): string {
  return quoted(nodes.map((name) => `!${name}`).join(','))
}

type ImageProgress = Extract<Progress, { kind: `image-${string}` }>

function imageText(
  progress: ImageProgress,
  messages: Pick<ProgressMessages, 'imagePinned' | 'imageDiffers' | 'imageMoved'>,
): string {
  switch (progress.kind) {
    case 'image-pinned':
      return messages.imagePinned({ ...progress.choice, nodes: listed(progress.choice.nodes ?? []) })
    case 'image-differs':
      return messages.imageDiffers({
        image: progress.image,
        nodes: listed(progress.nodes),
        count: progress.nodes.length,
      })
    case 'image-moved':
      return messages.imageMoved(progress)
  }
}
