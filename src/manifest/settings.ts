import type { GrafanaSettings } from './sections/grafana.ts'
import type { KollaSettings } from './sections/kolla.ts'
import type { MimirSettings } from './sections/mimir.ts'
import type { NodeGroups } from './sections/nodes.ts'
import type { RolloutSettings } from './sections/rollout.ts'
import type { SshSettings } from './sections/ssh.ts'
import type { WorkerSpec } from './sections/worker.ts'

export type { GrafanaSettings } from './sections/grafana.ts'
export type { MimirSettings } from './sections/mimir.ts'
export type { HookSettings, RolloutSettings } from './sections/rollout.ts'
export type { SshSettings } from './sections/ssh.ts'
export type { ExporterSpec, ExtraScrapeConfig, NodeSpec, WorkerSpec } from './sections/worker.ts'

/** The manifest with nothing left to interpret: defaults filled in, paths absolute, deadlines in milliseconds. */
export interface Manifest {
  /** As the operator named it. */
  readonly file: string
  readonly mimir: MimirSettings
  readonly grafana?: GrafanaSettings
  readonly kolla: KollaSettings
  /** The nodes in Kolla's groups, where the manifest has them itself; then `kolla.inventory` is empty. */
  readonly nodes?: NodeGroups
  readonly ssh: SshSettings
  readonly worker: WorkerSpec
  readonly rollout: RolloutSettings
}
