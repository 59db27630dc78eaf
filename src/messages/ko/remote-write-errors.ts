import type { RemoteWriteErrorMessages } from '../types/failures.ts'

/** Why Mimir does not accept or store what a worker sends, and what to do about it. */
export const remoteWriteErrors: RemoteWriteErrorMessages = {
  'out-of-order': {
    problem: '샘플의 순서가 뒤바뀌었습니다',
    remedy:
      '대개 두 워커가 같은 레이블로 보내는 경우입니다. 남아 있는 이전 워커를 중지하세요. 시계를 뒤로 돌린 경우도 있습니다(노드에서 `timedatectl`)',
  },
  'duplicate-timestamp': {
    problem: '한 시계열의 같은 시각에 값이 두 개 도착했습니다',
    remedy:
      '두 워커가 같은 레이블로 보냅니다. 노드마다 Kolla 인벤토리에서 다른 이름을 지정하고, 남아 있는 이전 워커를 중지하세요',
  },
  'too-old': {
    problem: '샘플이 Mimir의 허용 범위보다 오래되었습니다',
    remedy: '노드의 시계를 맞추세요(`timedatectl`). 긴 장애 뒤라면 시간이 지나면 해소됩니다. 다시 검증하세요',
  },
  'in-future': {
    problem: '샘플의 시각이 미래입니다',
    remedy: '노드의 시계를 맞추세요. 노드에서 `timedatectl`, `chronyc tracking` 명령으로 확인하세요',
  },
  'series-limit': {
    problem: '테넌트의 시계열 한도에 도달했습니다',
    remedy:
      'Mimir에서 이 테넌트의 max_global_series_per_user를 올리거나, worker.exporters에서 exporter를 비활성화하세요',
  },
  'metric-series-limit': {
    problem: '한 메트릭의 시계열 한도에 도달했습니다',
    remedy:
      'Mimir에서 이 테넌트의 max_global_series_per_metric을 올리거나, worker.exporters에서 해당 exporter에 `drop: [METRIC]`을 지정하여 그 메트릭을 버리세요',
  },
  'ingestion-rate': {
    problem: '테넌트의 수신 속도 한도(ingestion rate)에 도달했습니다',
    remedy:
      'Mimir에서 이 테넌트의 ingestion_rate와 ingestion_burst_size를 올리거나, 수집 주기(worker.scrape_interval)를 늘리세요',
  },
  'ingestion-burst': {
    problem: '요청 하나의 샘플이 테넌트가 한 번에 보낼 수 있는 수보다 많습니다',
    remedy:
      'Mimir에서 이 테넌트의 ingestion_burst_size를 worker.remote_write.max_samples_per_send보다 크게 올리거나 뒤의 값을 줄이세요. 지금 상태로는 재시도해도 거부됩니다',
  },
  'request-rate': {
    problem: '테넌트의 요청 속도 한도에 도달했습니다',
    remedy: 'Mimir에서 이 테넌트의 request_rate를 올리거나 기다리세요. 제한된 요청은 워커가 재시도합니다',
  },
  'too-many-labels': {
    problem: '한 시계열의 레이블 수가 Mimir의 한도를 초과합니다',
    remedy:
      'Mimir에서 이 테넌트의 max_label_names_per_series를 올리거나(기본값 30은 cAdvisor에 부족합니다) worker.exporters에서 해당 exporter에 `drop_labels: [LABEL]`을 지정하세요',
  },
  'label-too-long': {
    problem: '레이블의 이름이나 값이 Mimir의 길이 한도를 초과합니다',
    remedy:
      'Mimir에서 이 테넌트의 max_label_value_length(또는 max_label_name_length)를 올리거나, worker.exporters에서 해당 exporter에 `drop: [METRIC]` 또는 `drop_labels: [LABEL]`을 지정하세요',
  },
  'label-invalid': {
    problem: '메트릭이나 레이블의 이름이 올바르지 않습니다',
    remedy:
      '매니페스트의 worker.labels를 확인하세요. 문제가 없다면 exporter가 원인이고, 워커 로그에 그 시계열이 나옵니다',
  },
  'ha-clusters': {
    problem: 'Mimir가 워커를 너무 많은 HA 클러스터로 인식합니다',
    remedy:
      '워커는 HA 쌍이 아닙니다. Mimir에서 이 테넌트에 accept_ha_samples: false를 설정하거나, HA tracker에 워커에 없는 레이블을 설정하세요',
  },
  'message-size': {
    problem: '메시지가 Mimir의 크기 한도를 초과합니다',
    remedy:
      'Mimir의 -distributor.max-recv-msg-size를 올리거나 worker.remote_write.max_samples_per_send를 줄이세요',
  },
  'body-limit': {
    problem: '요청이 Mimir 앞 프록시의 크기 한도를 초과합니다',
    remedy:
      '프록시의 한도를 올리거나(nginx: client_max_body_size 10m) worker.remote_write.max_samples_per_send를 줄이세요. 거부된 샘플은 유실됩니다',
  },
  'no-tenant': {
    problem: 'Mimir에 테넌트가 전달되지 않았습니다',
    remedy:
      '프록시가 X-Scope-OrgID를 제거하거나, 헤더를 보내지 않는 Prometheus 이미지(Debian 2.42)입니다. 프록시가 헤더를 통과시키는지 확인하고, worker.image에 v2.53 이상을 사용하세요',
  },
  'tenant-invalid': {
    problem: 'Mimir가 테넌트 이름을 거부합니다',
    remedy: "매니페스트의 mimir.tenant를 고치세요. 영문자, 숫자, ! - _ . * ' ( ) 로 된 이름 하나여야 합니다",
  },
  'login-refused': {
    problem: '로그인이 거부되었습니다',
    remedy:
      '매니페스트의 mimir.auth를 고치거나, Mimir 앞의 프록시에서 노드와 POST 요청을 허용하세요(nginx: allow, limit_except)',
  },
  'wrong-path': {
    problem: '샘플을 받지 않는 경로입니다',
    remedy: '매니페스트의 mimir.url과 mimir.push_path를 고치세요. Mimir의 경로는 /api/v1/push입니다',
  },
  'method-refused': {
    problem: '이 주소는 샘플을 보내는 POST 요청을 받지 않습니다',
    remedy:
      'Mimir 앞 프록시에서 push 경로의 POST를 허용하세요(nginx: limit_except). 프록시가 없다면 매니페스트의 mimir.url과 mimir.push_path를 고치세요',
  },
  redirect: {
    problem: 'mimir.url의 주소가 다른 주소로 리디렉션됩니다',
    remedy:
      'mimir.url을 리디렉션 대상으로 바꾸세요. 대개 http 대신 https입니다. 자체 CA가 서명한 인증서라면 mimir.tls.ca도 지정하세요',
  },
  protocol: {
    problem: 'Mimir가 이 버전의 remote write를 지원하지 않습니다',
    remedy:
      '워커는 모든 Mimir와 Cortex가 지원하는 버전 1(prometheus.WriteRequest)로 보냅니다. 프록시가 Content-Type을 바꾸지 않는지 확인하세요',
  },
  starting: {
    problem: 'Mimir가 아직 시작하는 중입니다',
    remedy: '`curl -sS MIMIR/ready` 명령의 응답이 ready가 될 때까지 기다린 뒤 다시 검증하세요',
  },
  'instance-limit': {
    problem: '테넌트가 아니라 Mimir 프로세스 자체의 한도에 도달했습니다',
    remedy:
      '테넌트 한도를 올려도 해결되지 않습니다. Mimir의 distributor나 ingester를 늘리거나, 오류에 나온 instance_limits를 올리세요',
  },
  gateway: {
    problem: 'Mimir 앞의 프록시가 Mimir에 연결할 수 없습니다',
    remedy: 'Mimir가 실행 중인지 확인하고, Mimir 앞의 프록시나 로드 밸런서의 로그를 확인하세요',
  },
  'server-error': {
    problem: 'Mimir가 서버 오류로 응답했습니다',
    remedy: 'Mimir의 로그를 확인하세요. Mimir가 회복될 때까지 워커가 재시도합니다',
  },
  'unknown-host': {
    problem: '노드에서 Mimir 이름의 주소를 찾을 수 없습니다',
    remedy: '그 이름이 등록된 DNS 서버를 노드에 설정하거나, mimir.url에 IP 주소를 지정하세요',
  },
  unreachable: {
    problem: '노드에서 Mimir에 연결할 수 없습니다',
    remedy: '노드에서: `curl -sS -m 5 MIMIR/ready`. 노드와 Mimir 사이의 방화벽과 경로를 확인하세요',
  },
  certificate: {
    problem: '노드가 Mimir의 인증서를 신뢰하지 않습니다',
    remedy:
      '인증서에 서명한 CA를 mimir.tls.ca에 지정하고, mimir.url에는 인증서에 있는 호스트 이름을 사용하세요',
  },
  scheme: {
    problem: '한쪽은 http, 다른 쪽은 https를 사용합니다',
    remedy: 'mimir.url의 http://를 https://로, 또는 그 반대로 바꾸세요',
  },
  'too-slow': {
    problem: 'Mimir가 제한 시간 안에 응답하지 않습니다',
    remedy:
      '노드에서 `curl -sS -m 5 MIMIR/ready`를 실행하세요. 이 명령도 응답이 없으면 경로의 방화벽이 패킷을 차단하는 것이고, 아니면 Mimir의 부하를 확인하세요',
  },
  canceled: {
    problem: '요청이 너무 오래 걸려 워커가 포기했습니다',
    remedy:
      'Mimir나 네트워크 경로가 너무 느립니다. Mimir의 부하를 확인하고, 요청 하나가 더 빨리 끝나도록 worker.remote_write.max_samples_per_send를 줄이세요',
  },
  swallowed: {
    problem: 'Mimir가 샘플을 받았지만 저장하지 않았습니다',
    remedy:
      'Mimir의 HA tracker가 모든 노드를 한 노드의 replica로 보고 202로 응답합니다. 이 테넌트에 accept_ha_samples: false를 설정하세요. 아니라면 mimir.url이 query_path와 다른 Mimir를 가리키거나, 프록시가 테넌트를 바꿉니다',
  },
  dropped: {
    problem: 'Mimir가 샘플을 받았지만 일부가 저장되어 있지 않습니다',
    remedy:
      '워커 뒤에서 샘플을 버리는 곳을 찾으세요. Mimir에 설정된 이 테넌트의 metric_relabel_configs와 drop_labels, 여러 저장소로 요청을 나누는 프록시나 로드 밸런서, 복원된 저장소를 확인하세요',
  },
  cached: {
    problem: '샘플은 Mimir에 있지만 캐시가 오래된 응답을 돌려줍니다',
    remedy:
      'Mimir 앞 프록시에서 조회 경로를 캐시하지 않거나(nginx: proxy_cache off) Cache-Control: no-store를 따르도록 설정하세요',
  },
  relabelled: {
    problem: '샘플이 Mimir에 다른 레이블로 저장되어 있습니다',
    remedy:
      'Mimir가 노드를 구별하는 레이블을 버리거나 바꿉니다. 이 테넌트의 drop_labels와 metric_relabel_configs에서 그 레이블을 빼세요',
  },
  late: {
    problem: 'Mimir에 있는 가장 새로운 샘플이 오래되었습니다',
    remedy:
      '노드, Mimir, 실행 호스트의 시계를 비교하세요(`timedatectl`). 시계가 맞다면 저장소가 밀려 있는 것입니다. 수집 경로를 확인하세요',
  },
  early: {
    problem: 'Mimir에 있는 샘플의 시각이 미래입니다',
    remedy:
      '노드와 Mimir의 시계를 비교하세요. 양쪽에서 `timedatectl`, `chronyc tracking` 명령으로 확인하세요',
  },
  other: {
    problem: '워커 로그에 오류가 있습니다',
    remedy: '같은 시각의 Mimir 로그를 확인하세요',
  },
}
