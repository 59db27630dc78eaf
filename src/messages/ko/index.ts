import type { Catalog } from '../types/catalog.ts'
import { approval } from './approval.ts'
import { destroy } from './destroy.ts'
import { execFailures } from './failures/exec.ts'
import { hookFailures } from './failures/hook.ts'
import { leaseFailures } from './failures/lease.ts'
import { nodeFailures } from './failures/node.ts'
import { queueFailures } from './failures/queue.ts'
import { sshFailures } from './failures/ssh.ts'
import { findings } from './findings.ts'
import { importMessages } from './import.ts'
import { labels } from './labels.ts'
import { logs } from './logs.ts'
import { page } from './page.ts'
import { prechecks } from './prechecks.ts'
import { progress } from './progress.ts'
import { status } from './status.ts'
import { summary } from './summary.ts'

export const ko: Catalog = {
  name: '한국어',
  labels,
  failures: {
    ...sshFailures,
    ...execFailures,
    ...nodeFailures,
    ...leaseFailures,
    ...hookFailures,
    ...queueFailures,
  },
  findings,
  prechecks,
  progress,
  summary,
  page,
  status,
  approval,
  destroy,
  import: importMessages,
  logs,
}
