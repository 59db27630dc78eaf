import { quoted, said } from '../format.ts'
import type { HttpMessages } from '../types/prechecks.ts'

/** What a node got over HTTP instead of a success. */
export const http: HttpMessages = {
  silences: {
    refused: '연결이 거부되었습니다',
    'timed-out': '제한 시간 안에 응답이 없습니다',
    'no-route': '경로가 없습니다',
    'unknown-host': '이름의 주소를 찾을 수 없습니다',
    certificate: 'TLS 연결에 실패했습니다',
    unconnected: '연결되지 않습니다 (거부되었거나 경로가 없음)',
    closed: '응답 없이 연결이 닫혔습니다',
    other: '응답이 없습니다',
  },
  pushes: {
    'no-tenant': ({ evidence }) => ({
      problem: `Mimir에 테넌트가 전달되지 않았습니다${said(evidence)}`,
      remedy:
        'Mimir 앞의 프록시가 X-Scope-OrgID 헤더를 제거합니다. 헤더를 통과시키거나 프록시에서 설정하세요',
    }),
    'tenant-invalid': ({ tenant, evidence }) => ({
      problem: `Mimir가 테넌트 이름을 거부합니다: ${tenant}${said(evidence)}`,
      remedy: 'mimir.tenant를 고치세요: 영문자, 숫자, !-_.*()만, 150자까지, 하나만',
    }),
    unauthorized: ({ status, evidence }) => ({
      problem: `Mimir가 이 로그인을 거부합니다(코드 ${status})${said(evidence)}`,
      remedy: 'mimir.auth를 고치거나, Mimir 앞의 프록시에서 이 테넌트를 허용하세요',
    }),
    'not-found': ({ url, evidence }) => ({
      problem: `존재하지 않는 주소입니다: ${url}${said(evidence)}`,
      remedy:
        'mimir.url이나 mimir.push_path를 고치세요. Mimir의 기본 경로는 /api/v1/push이며 끝에 슬래시가 없습니다',
    }),
    'wrong-method': ({ url, evidence }) => ({
      problem: `POST 요청을 받지 않는 주소입니다: ${url}${said(evidence)}`,
      remedy:
        'mimir.url이나 mimir.push_path를 고치세요. 프록시의 리디렉션 때문에 POST가 GET으로 바뀔 수 있습니다',
    }),
    'content-type': ({ evidence }) => ({
      problem: `Mimir가 remote write 버전 1을 받지 않습니다${said(evidence)}`,
      remedy: '프록시가 Content-Type이나 Content-Encoding을 바꾸지 않는지, mimir.url이 Mimir인지 확인하세요',
    }),
    time: ({ evidence }) => ({
      problem: `Mimir가 샘플의 시각을 거부합니다${said(evidence)}`,
      remedy: '실행 호스트와 Mimir의 시계를 비교하세요: `timedatectl`',
    }),
    'out-of-order': ({ evidence }) => ({
      problem: `Mimir에 이 시계열의 더 최근 샘플이 있습니다${said(evidence)}`,
      remedy:
        '실행 호스트의 시계가 뒤로 갔거나 다른 사전 점검이 동시에 실행 중입니다. `timedatectl` 명령으로 확인한 뒤 다시 실행하세요',
    }),
    labels: ({ evidence }) => ({
      problem: `Mimir가 레이블을 거부합니다${said(evidence)}`,
      remedy: '매니페스트의 worker.labels를 고치거나 테넌트의 레이블 한도를 올리세요',
    }),
    'series-limit': ({ evidence }) => ({
      problem: `테넌트의 시계열 한도에 도달했습니다${said(evidence)}`,
      remedy: 'Mimir에서 이 테넌트의 max_global_series_per_user를 올리거나 exporter의 메트릭을 줄이세요',
    }),
    'bad-request': ({ evidence }) => ({
      problem: `Mimir가 샘플을 거부합니다${said(evidence)}`,
      remedy: '원인은 응답에 있습니다. 자세한 내용은 Mimir의 로그를 확인하세요',
    }),
    'body-changed': ({ evidence }) => ({
      problem: `샘플이 Mimir로 가는 도중에 변경되었습니다${said(evidence)}`,
      remedy: '프록시가 요청 본문의 압축을 풀거나 내용을 바꿉니다. remote write 요청은 그대로 통과시키세요',
    }),
    'too-large': ({ evidence }) => ({
      problem: `샘플 하나가 Mimir 앞 프록시의 본문 크기 한도를 초과합니다${said(evidence)}`,
      remedy: '프록시의 본문 크기 한도를 올리세요 (nginx: client_max_body_size)',
    }),
    'rate-limited': ({ tenant, evidence }) => ({
      problem: `${tenant} 테넌트의 전송 속도가 제한되었습니다${said(evidence)}`,
      remedy:
        'Mimir에서 이 테넌트의 ingestion_rate, ingestion_burst_size 또는 request_rate를 올리세요. 그때까지 워커는 재시도하며 전송이 지연됩니다',
    }),
    'elected-other': ({ evidence }) => ({
      problem: `Mimir가 다른 replica를 골라 샘플을 버립니다${said(evidence)}`,
      remedy:
        '노드는 서로의 replica가 아닙니다. Mimir에서 이 테넌트의 accept_ha_samples를 false로 설정하거나, HA tracker에 워커에 없는 레이블(ha_replica_label)을 지정하세요',
    }),
    starting: ({ evidence }) => ({
      problem: `Mimir가 시작하는 중입니다${said(evidence)}`,
      remedy: '1분 뒤에 다시 실행하세요',
    }),
    gateway: ({ status, evidence }) => ({
      problem: `Mimir 앞의 프록시가 Mimir에 연결할 수 없습니다(코드 ${status})${said(evidence)}`,
      remedy: 'Mimir가 실행 중인지 확인하고, Mimir 앞의 프록시나 로드 밸런서의 로그를 확인하세요',
    }),
    'instance-limit': ({ status, evidence }) => ({
      problem: `Mimir가 프로세스 자체의 한도에 도달했습니다(코드 ${status})${said(evidence)}`,
      remedy:
        '테넌트 한도를 올려도 해결되지 않습니다. Mimir의 distributor나 ingester를 늘리거나, 응답에 나온 instance_limits를 올리세요',
    }),
    'server-error': ({ status, evidence }) => ({
      problem: `Mimir 서버 오류입니다(코드 ${status})${said(evidence)}`,
      remedy: 'Mimir의 로그를 확인하세요',
    }),
    scheme: ({ url, evidence }) => ({
      problem: `https로 연결해야 하는 주소입니다: ${url}${said(evidence)}`,
      remedy: 'mimir.url에 https://를 사용하고, 인증서에 서명한 CA를 mimir.tls.ca에 지정하세요',
    }),
    redirect: ({ url, status }) => ({
      problem: `리디렉션되는 주소입니다(코드 ${status}): ${url}`,
      remedy: `mimir.url을 리디렉션 대상으로 바꾸세요. 대상은 \`curl -sI ${quoted(url)}\` 명령으로 확인할 수 있으며, 대개 http 대신 https입니다`,
    }),
    proxy: ({ status, evidence }) => ({
      problem: `Mimir 대신 프록시가 응답합니다(코드 ${status})${said(evidence)}`,
      remedy: '노드가 그 프록시를 거치지 않고 Mimir에 연결되게 하세요. 워커는 http_proxy를 사용하지 않습니다',
    }),
    other: ({ status, evidence }) => ({
      problem: `Mimir가 샘플 전송에 코드 ${status} 응답을 보냈습니다${said(evidence)}`,
      remedy: 'mimir.url이 Mimir인지 확인하고, Mimir의 로그를 확인하세요',
    }),
  },
}
