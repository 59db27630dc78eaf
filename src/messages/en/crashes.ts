import type { CrashWords } from '../types/failures.ts'

/** Why a worker does not stay up, and what to do about it. */
export const crashes: CrashWords = {
  'port-taken': {
    what: 'another program holds its port',
    cure: 'stop who holds it (`ss -ltnp` on the node), or set worker.listen in the manifest to a free port; then run rollout',
  },
  'disk-full': {
    what: "the node's disk is full",
    cure: 'make room for the data of the engine (`df -h` on the node), then run rollout',
  },
  'data-locked': {
    what: 'it cannot use its data',
    cure: "another process uses the worker's volume, or its files belong to another user: look at `docker ps` and at `docker volume inspect mimir-worker-data` on the node, then run rollout",
  },
  'file-unreadable': {
    what: 'it cannot read a file of its own',
    cure: 'run rollout: it writes the files again with their modes; if it stays, look at what guards the folder (SELinux, AppArmor)',
  },
  configuration: {
    what: 'it does not take its configuration',
    cure: 'correct what the line names in the manifest and run rollout: it has the image check the configuration first',
  },
  flag: {
    what: 'it does not know one of its flags',
    cure: 'run rollout: it writes the flags that worker.image knows; if it stays, choose another worker.image',
  },
}
