import type { NodeState } from '../../model/report.ts'
import type { Totals } from './summary.ts'

/** The messages of report.html that no other report needs. */
export interface PageMessages {
  readonly title: (verb: string) => string
  /** How the run ended, in one sentence. */
  readonly headline: (totals: Totals) => string
  readonly interrupted: string
  /** Shown where a hook that the run had to wait for failed. */
  readonly hookFailed: string
  readonly contents: string
  readonly facts: Readonly<Record<'tenant' | 'manifest' | 'started' | 'took' | 'run', string>>
  readonly sections: Readonly<
    Record<
      'causes' | 'glance' | 'policy' | 'hooks' | 'nodes' | 'timeline' | 'exporters' | 'changes' | 'groups',
      string
    >
  >
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
  readonly asExpected: string
  readonly nothingDone: string
  readonly slowest: (shown: number, all: number) => string
  readonly columns: Readonly<
    Record<
      | 'field'
      | 'found'
      | 'desired'
      | 'exporter'
      | 'expected'
      | 'used'
      | 'phase'
      | 'from'
      | 'took'
      | 'typical'
      | 'slowest'
      | 'waitedFor'
      | 'batch'
      | 'state'
      | 'nodes'
      | 'hook'
      | 'command'
      | 'ended',
      string
    >
  >
  readonly failedCount: (count: number) => string
  /** How many nodes waited for `node`, and the longest of these waits. */
  readonly waitedFor: (wait: { node: string; nodes: number; longest: string }) => string
  readonly showNodes: string
  readonly clear: string
  readonly omitted: string
  readonly reasons: string
  readonly elsewhere: string
  readonly rollback: string
  readonly gap: string
  readonly unsent: string
  readonly samples: (count: number) => string
  readonly steps: string
  readonly generation: string
  readonly groups: string
  readonly noGroup: string
  readonly more: (count: number) => string
}
