import { defined } from '../values/defined.ts'
import type { WrittenManifest } from './schema/written.ts'
import { grafanaSettings } from './sections/grafana.ts'
import { kollaSettings } from './sections/kolla.ts'
import { mimirSettings } from './sections/mimir.ts'
import type { Normalising } from './sections/normalising.ts'
import { rolloutSettings } from './sections/rollout.ts'
import { sshSettings } from './sections/ssh.ts'
import { workerSpec } from './sections/worker.ts'
import type { Manifest } from './settings.ts'

/** A manifest without problems, with its defaults and nothing left to interpret. */
export function normalise(written: WrittenManifest, file: string, normalising: Normalising): Manifest {
  return {
    file,
    mimir: mimirSettings(written.mimir, normalising),
    kolla: kollaSettings(written.kolla ?? {}, normalising),
    ssh: sshSettings(written.ssh ?? {}, normalising),
    worker: workerSpec(written.worker ?? {}),
    rollout: rolloutSettings(written.rollout ?? {}),
    ...defined({
      grafana: written.grafana && grafanaSettings(written.grafana, normalising),
      nodes: written.nodes,
    }),
  }
}
