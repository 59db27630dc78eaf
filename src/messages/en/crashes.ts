import type { CrashMessages } from '../types/failures.ts'

/** Why a worker does not stay up, and what to do about it. */
export const crashes: CrashMessages = {
  'port-taken': {
    problem: 'another program holds its port',
    remedy:
      'stop who holds it (`ss -ltnp` on the node), or set worker.listen in the manifest to a free port; then run rollout',
  },
  'disk-full': {
    problem: "the node's disk is full",
    remedy: 'make room for the data of the engine (`df -h` on the node), then run rollout',
  },
  'data-locked': {
    problem: 'it cannot use its data',
    remedy:
      "another process uses the worker's volume, or its files belong to another user: look at `docker ps` and at `docker volume inspect mimir-worker-data` on the node, then run rollout",
  },
  'file-unreadable': {
    problem: 'it cannot read a file of its own',
    remedy:
      'run rollout: it writes the files again with their modes; if it stays, look at what guards the folder (SELinux, AppArmor)',
  },
  configuration: {
    problem: 'it does not take its configuration',
    remedy:
      'correct what the line names in the manifest and run rollout: it has the image check the configuration first',
  },
  flag: {
    problem: 'it does not know one of its flags',
    remedy:
      'run rollout: it writes the flags that worker.image knows; if it stays, choose another worker.image',
  },
}
