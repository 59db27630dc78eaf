import type { Progress } from '../model/progress.ts'
import { type SafeText, safeLine } from '../values/safe-text.ts'
import { progress as english } from './en/progress.ts'
import { explainFailure, explainFinding, labelsIn } from './explain.ts'
import { counted, listed } from './format.ts'
import { progress as korean } from './ko/progress.ts'
import type { Language } from './language.ts'
import type { ProgressMessages } from './types/failures.ts'

const PROGRESS: Readonly<Record<Language, ProgressMessages>> = { en: english, ko: korean }

/** What a node is doing or came to, in a few words for its row. */
export function describeProgress(progress: Progress, language: Language): SafeText {
  if (isTurn(progress)) return sayTurn(progress, language)
  const words = PROGRESS[language]
  switch (progress.kind) {
    case 'connecting':
    case 'looking':
      return safeLine(words[progress.kind])
    case 'acting':
      return safeLine(words.acts[progress.act])
    case 'waiting':
      return safeLine(
        words.waiting(
          progress.checks.map((check) => labelsIn(language).checks[check]).join(', '),
          progress.seconds,
        ),
      )
    case 'draining':
      return safeLine(words.draining(counted(progress.samples), progress.seconds))
    case 'unsent':
      return safeLine(words.unsent(counted(progress.samples), listed(progress.nodes)))
    case 'observed':
      return safeLine(progress.generation ?? words.noWorker)
    case 'decided':
      return safeLine(labelsIn(language).verdicts[progress.verdict])
    case 'elsewhere':
      return safeLine(words.elsewhere(listed(progress.nodes), progress.difference))
    case 'changed':
      return safeLine(progress.things.map((thing) => words.things[thing]).join(', ') || words.nothing)
    case 'proven':
      return safeLine(words.proven(progress.checks))
    case 'prechecked':
      return safeLine(words.prechecked(progress))
    case 'removed':
      return safeLine(words.removed(progress.things))
    case 'back-on':
      return safeLine(words.backOn(progress.generation))
    case 'failed':
      return explainFailure(progress.failure, language).problem
  }
}

const TURNS = [
  'batch',
  'resolving',
  'registry-limits',
  'soaking',
  'gap-too-long',
  'mimir-burdened',
  'mimir-troubled',
  'keeping',
  'hook',
  'rolling-back',
] as const

type Milestone = Extract<Progress, { kind: (typeof TURNS)[number] }>

const isTurn = (progress: Progress): progress is Milestone => TURNS.some((kind) => kind === progress.kind)

/** A turn in the policy of a run. */
function sayTurn(progress: Milestone, language: Language): SafeText {
  const words = PROGRESS[language]
  switch (progress.kind) {
    case 'batch':
      return safeLine(words.batch({ ...progress, nodes: listed(progress.nodes) }))
    case 'resolving':
      return safeLine(words.resolving(progress))
    case 'registry-limits':
      return safeLine(words.registryLimits(progress.seconds))
    case 'soaking':
      return safeLine(words.soaking(progress.seconds))
    case 'gap-too-long':
      return safeLine(words.gapTooLong(progress))
    case 'mimir-burdened':
      return safeLine(words.mimirBurdened(progress.percent))
    case 'mimir-troubled':
      return explainFinding(progress.trouble, language).problem
    case 'keeping':
      return safeLine(words.keeping(listed(progress.nodes)))
    case 'hook':
      return safeLine(
        'says' in progress
          ? words.hookSays(progress.hook, progress.says)
          : words.hookBegins(progress.hook, progress.command),
        400,
      )
    case 'rolling-back':
      return safeLine(words.rollingBack(listed(progress.nodes), progress.scope))
  }
}
