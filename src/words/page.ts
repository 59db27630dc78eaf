import type { NodeState } from '../model/report.ts'

/** The words of report.html that no other report needs. */
export interface PageWords {
  readonly title: (verb: string) => string
  readonly facts: Readonly<Record<'tenant' | 'manifest' | 'started' | 'took' | 'run', string>>
  readonly sections: Readonly<Record<'glance' | 'causes' | 'changes' | 'timeline' | 'nodes', string>>
  readonly skip: string
  readonly language: string
  readonly theme: string
  readonly themes: Readonly<Record<'auto' | 'light' | 'dark', string>>
  readonly show: string
  readonly filters: Readonly<Record<'all' | 'bad' | NodeState, string>>
  readonly search: string
  readonly searchHint: string
  readonly none: string
  readonly glance: string
  readonly legend: Readonly<Record<NodeState | 'unproven', string>>
  readonly nothingFailed: string
  readonly unchanged: string
  readonly slowest: (shown: number, all: number) => string
  readonly columns: Readonly<
    Record<'field' | 'found' | 'wanted' | 'phase' | 'from' | 'took' | 'waited', string>
  >
  readonly steps: string
  readonly generation: string
  readonly groups: string
  readonly noGroup: string
  readonly more: (count: number) => string
}
