import { escapeRegex } from '../../../src/values/regex.ts'
import { DEFAULTS } from '../worker/defaults.ts'

/** A selector of the workers' own metrics in a cloud; further matchers as PromQL has them. */
export function selfSeries(metric: string, cluster: string, matchers: readonly string[] = []): string {
  const all = [`cluster=${JSON.stringify(cluster)}`, `job=${JSON.stringify(DEFAULTS.selfJob)}`, ...matchers]
  return `${metric}{${all.join(',')}}`
}

/** A matcher for these nodes and no others: a dot in a name is a dot. */
export function nodeMatcher(nodes: readonly string[]): string {
  const names = nodes.map(escapeRegex)
  return `node=~${JSON.stringify(names.join('|'))}`
}

/** A matcher for these jobs and no others. */
export function jobMatcher(jobs: readonly string[]): string {
  return `job=~${JSON.stringify(jobs.map(escapeRegex).join('|'))}`
}
