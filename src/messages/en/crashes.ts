import type { CrashMessages } from '../types/failures.ts'

/** Why a worker keeps exiting, and what to do about it. */
export const crashes: CrashMessages = {
  'port-taken': {
    problem: 'another program uses its port',
    remedy:
      'stop the program that uses it (`ss -ltnp` on the node), or set worker.listen in the manifest to a free port; then run rollout',
  },
  'disk-full': {
    problem: "the node's disk is full",
    remedy: 'free space where the container engine stores its data (`df -h` on the node), then run rollout',
  },
  'data-locked': {
    problem: 'it cannot use its data volume',
    remedy:
      "another process uses the worker's volume, or its files have the wrong owner: check `docker ps` and `docker volume inspect mimir-worker-data` on the node, then run rollout",
  },
  'file-unreadable': {
    problem: 'it cannot read one of its files',
    remedy:
      'run rollout, which writes the files again with the right modes; if the error stays, check SELinux/AppArmor denials for the directory',
  },
  configuration: {
    problem: 'its configuration was rejected',
    remedy:
      'correct the setting that the log line names in the manifest and run rollout, which checks the configuration with the image first',
  },
  flag: {
    problem: 'one of its command-line flags is unknown',
    remedy:
      'run rollout, which passes the flags that worker.image knows; if the error stays, choose another worker.image',
  },
}
