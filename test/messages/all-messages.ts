import { catalog } from '../../src/messages/catalog.ts'
import { explainFailure, explainFinding, explainPrecheck } from '../../src/messages/explain.ts'
import type { Language } from '../../src/messages/language.ts'
import type { Explanation } from '../../src/messages/types/failures.ts'
import { isRecord } from '../../src/values/json.ts'
import { FINE, WRONG } from './precheck-samples.ts'
import { ARGUMENTS } from './sample-arguments.ts'
import { FAILURES, FINDINGS } from './samples.ts'

/** A message with sample values: its place in the Catalog, and its text. */
export type Message = readonly [name: string, text: string]

/** Every message of a language, in an order that is the same for all languages. */
export function allMessages(language: Language): readonly Message[] {
  const { failures: _, findings: __, prechecks, ...sections } = catalog(language)
  const { titles, states } = prechecks
  return [
    ...messagesIn(sections, '', ARGUMENTS),
    ...messagesIn({ titles, states }, 'prechecks.', {}),
    ...Object.values(FAILURES).flatMap((failure) =>
      both(`failures.${failure.reason}`, explainFailure(failure, language)),
    ),
    ...Object.values(FINDINGS).flatMap((finding) =>
      both(`findings.${finding.kind}`, explainFinding(finding, language)),
    ),
    ...[...WRONG, ...FINE].flatMap((finding) =>
      both(`prechecks.findings.${finding.kind}`, explainPrecheck(finding, language)),
    ),
  ]
}

function both(name: string, { problem, remedy }: Explanation<string>): readonly Message[] {
  return remedy === '' ? [[name, problem]] : [[name, `${problem} → ${remedy}`]]
}

function messagesIn(section: object, path: string, samples: object): readonly Message[] {
  return Object.entries(section).flatMap(([key, member]: [string, unknown]): readonly Message[] => {
    const name = `${path}${key}`
    const sample: unknown = isRecord(samples) ? samples[key] : undefined
    if (typeof member === 'string') return [[name, member]]
    if (typeof member === 'function') return calls(name, member, sample)
    return isRecord(member) ? messagesIn(member, `${name}.`, isRecord(sample) ? sample : {}) : []
  })
}

/** The messages of `summary.files` all take a path. What gives no text, such as whether an answer is a yes, is no message. */
function calls(name: string, message: unknown, sample: unknown): readonly Message[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it is a function, whatever it takes
  const say = message as (...values: readonly unknown[]) => unknown
  const sets: readonly unknown[] = Array.isArray(sample) ? sample : [['prometheus.yml']]
  return sets.flatMap((set): readonly Message[] => {
    const text = Array.isArray(set) ? say(...set) : say(set)
    return typeof text === 'string' ? [[name, text]] : []
  })
}
