import type { News } from '../model/progress.ts'
import { type SafeText, safeLine } from '../values/safe-text.ts'
import { news as english } from './en/progress.ts'
import { explainFailure, explainFinding, labelsIn } from './explain.ts'
import { counted, listed } from './format.ts'
import { news as korean } from './ko/progress.ts'
import type { Language } from './language.ts'
import type { NewsWords } from './types/failures.ts'

const NEWS: Readonly<Record<Language, NewsWords>> = { en: english, ko: korean }

/** What a node is doing or came to, in a few words for its row. */
export function sayNews(news: News, language: Language): SafeText {
  if (isTurn(news)) return sayTurn(news, language)
  const words = NEWS[language]
  switch (news.kind) {
    case 'connecting':
    case 'looking':
      return safeLine(words[news.kind])
    case 'acting':
      return safeLine(words.acts[news.act])
    case 'waiting':
      return safeLine(
        words.waiting(news.checks.map((check) => labelsIn(language).checks[check]).join(', '), news.seconds),
      )
    case 'draining':
      return safeLine(words.draining(counted(news.samples), news.seconds))
    case 'unsent':
      return safeLine(words.unsent(counted(news.samples), listed(news.nodes)))
    case 'observed':
      return safeLine(news.generation ?? words.noWorker)
    case 'decided':
      return safeLine(labelsIn(language).verdicts[news.verdict])
    case 'elsewhere':
      return safeLine(words.elsewhere(listed(news.nodes), news.difference))
    case 'changed':
      return safeLine(news.things.map((thing) => words.things[thing]).join(', ') || words.nothing)
    case 'proven':
      return safeLine(words.proven(news.checks))
    case 'prechecked':
      return safeLine(words.prechecked(news))
    case 'removed':
      return safeLine(words.removed(news.things))
    case 'back-on':
      return safeLine(words.backOn(news.generation))
    case 'failed':
      return explainFailure(news.failure, language).what
  }
}

const TURNS = [
  'batch',
  'resolving',
  'registry-limits',
  'soaking',
  'gap-too-long',
  'master-burdened',
  'master-troubled',
  'keeping',
  'hook',
  'rolling-back',
] as const

type Turn = Extract<News, { kind: (typeof TURNS)[number] }>

const isTurn = (news: News): news is Turn => TURNS.some((kind) => kind === news.kind)

/** A turn in the course of a run. */
function sayTurn(news: Turn, language: Language): SafeText {
  const words = NEWS[language]
  switch (news.kind) {
    case 'batch':
      return safeLine(words.batch({ ...news, nodes: listed(news.nodes) }))
    case 'resolving':
      return safeLine(words.resolving(news))
    case 'registry-limits':
      return safeLine(words.registryLimits(news.seconds))
    case 'soaking':
      return safeLine(words.soaking(news.seconds))
    case 'gap-too-long':
      return safeLine(words.gapTooLong(news))
    case 'master-burdened':
      return safeLine(words.masterBurdened(news.percent))
    case 'master-troubled':
      return explainFinding(news.trouble, language).what
    case 'keeping':
      return safeLine(words.keeping(listed(news.nodes)))
    case 'hook':
      return safeLine(
        'says' in news ? words.hookSays(news.hook, news.says) : words.hookBegins(news.hook, news.command),
        400,
      )
    case 'rolling-back':
      return safeLine(words.rollingBack(listed(news.nodes), news.why))
  }
}
