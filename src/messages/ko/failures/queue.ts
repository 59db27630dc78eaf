import { counted, said } from '../../format.ts'
import type { FailureMessages } from '../../types/failures.ts'
import { remoteWriteErrors } from '../remote-write-errors.ts'

const HOW = {
  stuck: {
    what: '그동안 샘플을 하나도 보내지 못했습니다',
    remedy: 'Mimir의 상태를 확인한 뒤 다시 실행하세요',
  },
  slow: {
    what: '전송은 계속되고 있습니다',
    remedy: '장애 뒤라면 시간이 지나면 해소됩니다. 몇 분 뒤에 다시 실행하세요',
  },
} as const

/** Why a worker was not stopped: it had too many samples left to send. */
export const queueFailures = {
  'queue-not-drained': ({ how, samples, lag, waited, refusal }) => {
    const why =
      refusal === undefined ? '' : `. ${remoteWriteErrors[refusal.cause].problem}${said(refusal.evidence)}`
    const remedy =
      refusal === undefined
        ? HOW[how].remedy
        : `${remoteWriteErrors[refusal.cause].remedy}. 그런 다음 다시 실행하세요`
    return {
      problem: `재시작하면 샘플 약 ${counted(samples)}개가 유실되므로 아무것도 변경하지 않았습니다. ${waited}초를 기다렸지만 전송이 아직 ${lag}초 밀려 있고, ${HOW[how].what}${why}`,
      remedy: `${remedy}. rollout.drain을 늘리면 더 오래 기다리고, 0s로 설정하면 기다리지 않으며 그 샘플은 유실됩니다`,
    }
  },
} satisfies Partial<FailureMessages>
