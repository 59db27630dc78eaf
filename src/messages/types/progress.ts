import type { HookName } from '../../model/hook.ts'
import type { Activity, ChangedPart } from '../../model/progress.ts'
import type { ImageChoice, Rollback, TargetDifference } from '../../model/report.ts'

/** What rows say of a node at work. */
export interface ProgressMessages {
  readonly connecting: string
  readonly looking: string
  readonly acts: Readonly<Record<Activity, string>>
  readonly things: Readonly<Record<ChangedPart, string>>
  readonly waiting: (checks: string, seconds: number) => string
  readonly draining: (samples: string, seconds: number) => string
  readonly unsent: (samples: string, nodes: string) => string
  readonly noWorker: string
  /** `nodes` are those where an exporter is elsewhere; the difference is that of the first. */
  readonly elsewhere: (nodes: string, difference: TargetDifference) => string
  readonly wayBackGone: (nodes: string, image: string) => string
  readonly batch: (batch: { batch: number; of: number; nodes: string }) => string
  readonly resolving: (about: { image: string; node: string }) => string
  readonly registryLimits: (seconds: number) => string
  readonly soaking: (seconds: number) => string
  readonly gapTooLong: (gap: { node: string; seconds: number; most: number }) => string
  readonly mimirBurdened: (percent: number) => string
  readonly leasesLost: (nodes: string, limit: string) => string
  readonly tlsVerified: string
  readonly keeping: (nodes: string) => string
  readonly hookBegins: (hook: HookName, command: string) => string
  readonly hookSays: (hook: HookName, line: string) => string
  readonly imagePinned: (
    choice: Pick<ImageChoice, 'name' | 'image' | 'word'> & { readonly nodes: string },
  ) => string
  readonly imageDiffers: (found: { image: string; nodes: string; count: number }) => string
  readonly imageMoved: (found: { image: string; digest: string }) => string
  readonly backUnchecked: (nodes: string, url: string) => string
  readonly rollingBack: (nodes: string, why: Rollback['scope']) => string
  /** container, volume, files; empty where nothing was there */
  readonly removed: (things: readonly string[]) => string
  readonly backOn: (generation: string) => string
  readonly nothing: string
  readonly proven: (checks: number) => string
  readonly prechecked: (counts: { readonly checks: number; readonly failed: number }) => string
}
