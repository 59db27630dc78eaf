import { quoted, said } from '../format.ts'
import type { HttpMessages } from '../types/prechecks.ts'

/** 노드가 HTTP로 좋은 응답 대신 받은 것. */
export const http: HttpMessages = {
  silences: {
    refused: '연결이 거부되었습니다',
    'timed-out': '제때 응답이 없습니다',
    'no-route': '경로가 없습니다',
    'unknown-host': '이름의 주소를 찾지 못합니다',
    certificate: 'TLS가 실패했습니다',
    unconnected: '연결되지 않습니다 (거부되었거나 경로가 없음)',
    closed: '응답 없이 연결이 닫혔습니다',
    other: '응답이 없습니다',
  },
  pushes: {
    'no-tenant': ({ evidence }) => ({
      problem: `Mimir에 테넌트가 전달되지 않습니다${said(evidence)}`,
      remedy: 'Mimir 앞의 무엇이 X-Scope-OrgID 헤더를 지웁니다. 통과시키거나 프록시가 그 헤더를 넣게 하세요',
    }),
    'tenant-invalid': ({ tenant, evidence }) => ({
      problem: `Mimir가 ${tenant}을(를) 테넌트로 받지 않습니다${said(evidence)}`,
      remedy: 'mimir.tenant를 고치세요: 영문자, 숫자, !-_.*()만, 150자까지, 하나만',
    }),
    unauthorized: ({ status, evidence }) => ({
      problem: `Mimir가 이 로그인을 ${status} 코드로 거부합니다${said(evidence)}`,
      remedy: 'mimir.auth를 고치거나, Mimir 앞의 프록시가 이 테넌트를 허용하게 하세요',
    }),
    'not-found': ({ url, evidence }) => ({
      problem: `${url}에 아무것도 없습니다${said(evidence)}`,
      remedy:
        'mimir.url이나 mimir.push_path를 고치세요. Mimir의 경로는 /api/v1/push이고 끝에 슬래시가 없습니다',
    }),
    'wrong-method': ({ url, evidence }) => ({
      problem: `${url}이(가) POST를 받지 않습니다${said(evidence)}`,
      remedy:
        'mimir.url이나 mimir.push_path를 고치세요. 중간의 프록시가 리디렉션으로 POST를 GET으로 바꿀 수 있습니다',
    }),
    'content-type': ({ evidence }) => ({
      problem: `Mimir가 remote write 버전 1을 받지 않습니다${said(evidence)}`,
      remedy:
        '중간의 무엇이 Content-Type이나 Content-Encoding을 바꾸지 않는지, mimir.url이 Mimir인지 확인하세요',
    }),
    time: ({ evidence }) => ({
      problem: `Mimir가 샘플의 시각을 거부합니다${said(evidence)}`,
      remedy: '이 장비와 Mimir의 시계를 비교하세요: `timedatectl`',
    }),
    'out-of-order': ({ evidence }) => ({
      problem: `Mimir에 이 시계열의 더 새로운 샘플이 있습니다${said(evidence)}`,
      remedy:
        '이 장비의 시계가 뒤로 갔거나 누군가 동시에 사전 점검을 실행합니다: `timedatectl`. 그 뒤 다시 실행하세요',
    }),
    labels: ({ evidence }) => ({
      problem: `Mimir가 레이블을 거부합니다${said(evidence)}`,
      remedy: '매니페스트의 worker.labels를 고치거나 테넌트의 레이블 한도를 올리세요',
    }),
    'series-limit': ({ evidence }) => ({
      problem: `테넌트의 시계열이 한도에 닿았습니다${said(evidence)}`,
      remedy: 'Mimir에서 이 테넌트의 max_global_series_per_user를 올리거나 exporter가 덜 보내게 하세요',
    }),
    'bad-request': ({ evidence }) => ({
      problem: `Mimir가 샘플을 거부합니다${said(evidence)}`,
      remedy: 'Mimir가 말한 것이 원인입니다. Mimir의 로그에 더 나옵니다',
    }),
    'body-changed': ({ evidence }) => ({
      problem: `샘플이 다른 것으로 바뀌어 Mimir에 도착했습니다${said(evidence)}`,
      remedy: '중간의 프록시가 본문을 풀거나 바꿉니다. remote write는 그대로 통과시키세요',
    }),
    'too-large': ({ evidence }) => ({
      problem: `Mimir 앞의 무엇에게 샘플 하나가 너무 큽니다${said(evidence)}`,
      remedy: '거기서 본문 크기 한도를 올리세요 (nginx: client_max_body_size)',
    }),
    'rate-limited': ({ tenant, evidence }) => ({
      problem: `${tenant} 테넌트는 지금 더 보낼 수 없습니다${said(evidence)}`,
      remedy:
        'Mimir에서 이 테넌트의 ingestion_rate, ingestion_burst_size 또는 request_rate를 올리세요. 그때까지 워커는 다시 보내며 점점 뒤처집니다',
    }),
    'elected-other': ({ evidence }) => ({
      problem: `Mimir가 다른 replica를 골라 샘플을 버립니다${said(evidence)}`,
      remedy:
        '노드들은 서로의 replica가 아닙니다. Mimir에서 이 테넌트의 accept_ha_samples를 false로 하거나, HA tracker에 워커가 갖지 않은 레이블(ha_replica_label)을 정하세요',
    }),
    starting: ({ evidence }) => ({
      problem: `Mimir가 시작하는 중입니다${said(evidence)}`,
      remedy: '1분 뒤 다시 실행하세요',
    }),
    gateway: ({ status, evidence }) => ({
      problem: `Mimir 앞의 무엇이 Mimir에 닿지 못합니다 (코드 ${status})${said(evidence)}`,
      remedy: 'Mimir가 실행 중인지, 앞의 프록시나 로드 밸런서의 로그를 보세요',
    }),
    'instance-limit': ({ status, evidence }) => ({
      problem: `Mimir가 프로세스 자체의 한도에 닿아 ${status} 코드로 거부합니다${said(evidence)}`,
      remedy:
        '테넌트 한도를 올려도 소용없습니다. Mimir의 distributor나 ingester를 늘리거나, 응답에 나온 instance_limits를 올리세요',
    }),
    'server-error': ({ status, evidence }) => ({
      problem: `Mimir가 ${status} 코드로 실패합니다${said(evidence)}`,
      remedy: 'Mimir의 로그를 보세요',
    }),
    scheme: ({ url, evidence }) => ({
      problem: `${url}은(는) https로 통신합니다${said(evidence)}`,
      remedy: 'mimir.url에 https://를 쓰고, 인증서를 발급한 기관을 mimir.tls.ca에 쓰세요',
    }),
    redirect: ({ url, status }) => ({
      problem: `${url}이(가) ${status} 코드로 다른 곳을 가리킵니다`,
      remedy: `가리키는 곳을 mimir.url에 쓰세요: \`curl -sI ${quoted(url)}\`. 대개 http 대신 https입니다`,
    }),
    proxy: ({ status, evidence }) => ({
      problem: `Mimir 대신 프록시가 ${status} 코드로 응답합니다${said(evidence)}`,
      remedy: '노드가 그 프록시 없이 Mimir에 닿게 하세요. 워커는 http_proxy를 쓰지 않습니다',
    }),
    other: ({ status, evidence }) => ({
      problem: `Mimir가 샘플에 ${status} 코드로 응답합니다${said(evidence)}`,
      remedy: 'mimir.url이 Mimir인지, Mimir의 로그를 보세요',
    }),
  },
}
