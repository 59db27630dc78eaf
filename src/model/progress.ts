import type { CheckName, Finding } from './check.ts'
import type { Failure } from './failure.ts'
import type { HookName } from './hook.ts'
import type { ImageChoice, Rollback, TargetDifference, Verdict } from './report.ts'

/** What a node-side program announces before it does it; the names in the shell programs. */
export const ACTIVITIES = ['files', 'pull', 'promtool', 'start', 'reload'] as const

export type Activity = (typeof ACTIVITIES)[number]

/** What a node-side program says that it changed. */
export const CHANGED_PARTS = ['files', 'permissions', 'image', 'links', 'container', 'configuration'] as const

export type ChangedPart = (typeof CHANGED_PARTS)[number]

/** What a node is doing now, or the result of a phase there. Its messages are in src/messages only. */
export type Progress =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'looking' }
  | { readonly kind: 'acting'; readonly act: Activity }
  | { readonly kind: 'waiting'; readonly checks: readonly CheckName[]; readonly seconds: number }
  /** The worker is to send about so many samples before it is stopped. */
  | { readonly kind: 'draining'; readonly samples: number; readonly seconds: number }
  /** About so many samples were not sent when the workers of these nodes were stopped. */
  | { readonly kind: 'unsent'; readonly nodes: readonly string[]; readonly samples: number }
  | { readonly kind: 'observed'; readonly generation: string | undefined }
  | { readonly kind: 'decided'; readonly verdict: Verdict }
  | { readonly kind: 'elsewhere'; readonly nodes: readonly string[]; readonly difference: TargetDifference }
  /** The engines no longer have the image that these nodes would roll back to. */
  | { readonly kind: 'way-back-gone'; readonly nodes: readonly string[]; readonly image: string }
  | { readonly kind: 'changed'; readonly things: readonly ChangedPart[] }
  | { readonly kind: 'proven'; readonly checks: number }
  | { readonly kind: 'prechecked'; readonly checks: number; readonly failed: number }
  | { readonly kind: 'batch'; readonly batch: number; readonly of: number; readonly nodes: readonly string[] }
  /** NODE_TLS_REJECT_UNAUTHORIZED is set, and not obeyed. */
  | { readonly kind: 'tls-verified' }
  | { readonly kind: 'image-pinned'; readonly choice: ImageChoice }
  /** These nodes have another digest under the name of the image. */
  | { readonly kind: 'image-differs'; readonly image: string; readonly nodes: readonly string[] }
  /** The registry has another digest under the name than the fleet runs. */
  | { readonly kind: 'image-moved'; readonly image: string; readonly digest: string }
  | { readonly kind: 'resolving'; readonly image: string; readonly node: string }
  | { readonly kind: 'registry-limits'; readonly seconds: number }
  | { readonly kind: 'soaking'; readonly seconds: number }
  | { readonly kind: 'gap-too-long'; readonly node: string; readonly seconds: number; readonly most: number }
  /** Percent of the samples that the workers had to send again, or lost. */
  | { readonly kind: 'mimir-burdened'; readonly percent: number }
  | { readonly kind: 'mimir-troubled'; readonly trouble: Finding }
  /** They stay on what could not be proven, as rollout.rollback says. */
  /** Other runs hold them, by their own word; the others go on. */
  | { readonly kind: 'leases-lost'; readonly nodes: readonly string[] }
  | { readonly kind: 'keeping'; readonly nodes: readonly string[] }
  | { readonly kind: 'hook'; readonly hook: HookName; readonly command: string }
  /** A line that a hook printed. */
  | { readonly kind: 'hook'; readonly hook: HookName; readonly says: string }
  /** They are rolled back, to what sends to a Mimir that could not be asked. */
  | { readonly kind: 'back-unchecked'; readonly nodes: readonly string[]; readonly url: string }
  | { readonly kind: 'rolling-back'; readonly nodes: readonly string[]; readonly scope: Rollback['scope'] }
  /** What a destroy took from a node: container, volume, files. */
  | { readonly kind: 'removed'; readonly things: readonly string[] }
  | { readonly kind: 'back-on'; readonly generation: string }
  | { readonly kind: 'failed'; readonly failure: Failure }
