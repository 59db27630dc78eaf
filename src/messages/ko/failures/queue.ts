import { counted, said } from '../../format.ts'
import type { FailureMessages } from '../../types/failures.ts'
import { remoteWriteErrors } from '../remote-write-errors.ts'

const HOW = {
  stuck: {
    what: '그동안 하나도 보내지 못했습니다',
    remedy: 'Mimir의 상태를 확인한 뒤 다시 실행하세요',
  },
  slow: {
    what: '보내고는 있습니다',
    remedy: '장애 뒤라면 저절로 따라잡으니 몇 분 뒤 다시 실행하세요',
  },
} as const

/** 보낼 것이 너무 많이 남아 워커를 멈추지 않은 이유. */
export const queueFailures = {
  'queue-not-drained': ({ how, samples, lag, waited, refusal }) => {
    const why =
      refusal === undefined ? '' : `. ${remoteWriteErrors[refusal.cause].problem}${said(refusal.evidence)}`
    const remedy =
      refusal === undefined
        ? HOW[how].remedy
        : `${remoteWriteErrors[refusal.cause].remedy}. 그 뒤 다시 실행하세요`
    return {
      problem: `다시 시작하면 샘플 약 ${counted(samples)}개를 잃으므로 아무것도 바꾸지 않았습니다. ${waited}초를 기다렸지만 전송이 아직 ${lag}초 밀려 있고, ${HOW[how].what}${why}`,
      remedy: `${remedy}. rollout.drain을 늘리면 더 오래 기다리고, 0s로 두면 기다리지 않고 그 샘플을 잃습니다`,
    }
  },
} satisfies Partial<FailureMessages>
