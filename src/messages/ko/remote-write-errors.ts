import type { RemoteWriteErrorMessages } from '../types/failures.ts'

/** Mimir가 워커의 샘플을 받지 않는 이유와 조치. */
export const remoteWriteErrors: RemoteWriteErrorMessages = {
  'out-of-order': {
    problem: '샘플의 순서가 뒤바뀌었습니다',
    remedy:
      '대개 같은 레이블로 보내는 워커가 둘입니다. 남아 있는 옛 워커를 멈추세요. 시계를 뒤로 돌린 경우도 있습니다(노드에서 `timedatectl`)',
  },
  'duplicate-timestamp': {
    problem: '한 시계열의 같은 시각에 두 값이 왔습니다',
    remedy:
      '두 워커가 같은 레이블로 보냅니다. 노드마다 Kolla 인벤토리에서 다른 이름을 주고, 남아 있는 옛 워커를 멈추세요',
  },
  'too-old': {
    problem: '샘플이 Mimir가 받는 것보다 오래되었습니다',
    remedy: '노드의 시계를 맞추세요(`timedatectl`). 긴 장애 뒤라면 저절로 풀리니 다시 검증하세요',
  },
  'in-future': {
    problem: '샘플의 시각이 미래입니다',
    remedy: '노드의 시계를 맞추세요. 노드에서 `timedatectl`, `chronyc tracking` 명령으로 보세요',
  },
  'series-limit': {
    problem: '테넌트의 시계열 한도에 닿았습니다',
    remedy:
      'Mimir에서 이 테넌트의 max_global_series_per_user를 올리거나, worker.exporters에서 exporter를 끄세요',
  },
  'metric-series-limit': {
    problem: '한 메트릭의 시계열 한도에 닿았습니다',
    remedy:
      'Mimir에서 이 테넌트의 max_global_series_per_metric을 올리세요. 메트릭 이름은 워커 로그에 있습니다',
  },
  'ingestion-rate': {
    problem: '테넌트의 수집 속도 한도(ingestion rate)에 닿았습니다',
    remedy:
      'Mimir에서 이 테넌트의 ingestion_rate와 ingestion_burst_size를 올리거나, 수집 간격(worker.scrape_interval)을 늘리세요',
  },
  'ingestion-burst': {
    problem: '요청 하나의 샘플이 테넌트가 한 번에 보낼 수 있는 수보다 많습니다',
    remedy:
      'Mimir에서 이 테넌트의 ingestion_burst_size를 worker.remote_write.max_samples_per_send보다 크게 올리거나 뒤의 값을 줄이세요. 그대로는 몇 번을 다시 보내도 거부됩니다',
  },
  'request-rate': {
    problem: 'Mimir가 지금은 이 테넌트의 요청을 더 받지 않습니다',
    remedy:
      'Mimir에서 이 테넌트의 request_rate를 올리거나 기다리세요. 이 이유로 거부된 것은 워커가 다시 보냅니다',
  },
  'too-many-labels': {
    problem: '한 시계열의 레이블이 Mimir가 받는 수보다 많습니다',
    remedy: 'Mimir에서 이 테넌트의 max_label_names_per_series를 올리세요. 기본값 30은 cAdvisor에 모자랍니다',
  },
  'label-too-long': {
    problem: '레이블의 이름이나 값이 Mimir가 받는 길이보다 깁니다',
    remedy: 'Mimir에서 이 테넌트의 max_label_value_length나 max_label_name_length를 올리세요',
  },
  'label-invalid': {
    problem: '메트릭이나 레이블의 이름이 올바르지 않습니다',
    remedy:
      '매니페스트의 worker.labels를 보세요. 문제가 없다면 exporter가 원인이고, 워커 로그에 그 시계열이 나옵니다',
  },
  'ha-clusters': {
    problem: 'Mimir가 이 워커들을 너무 많은 HA 클러스터로 봅니다',
    remedy:
      '워커는 HA 쌍이 아닙니다. Mimir에서 이 테넌트에 accept_ha_samples: false를 쓰거나, HA tracker에 워커의 레이블이 아닌 것을 쓰세요',
  },
  'message-size': {
    problem: '메시지가 Mimir나 앞의 프록시가 받는 크기보다 큽니다',
    remedy: '프록시의 한도(nginx: client_max_body_size)나 Mimir의 -distributor.max-recv-msg-size를 올리세요',
  },
  'no-tenant': {
    problem: '테넌트가 Mimir에 닿지 않았습니다',
    remedy:
      '프록시가 X-Scope-OrgID를 지우거나, 헤더를 보내지 않는 Prometheus 이미지(Debian 2.42)입니다. 프록시가 헤더를 넘기는지 보고, worker.image에 v2.53 이상을 쓰세요',
  },
  'tenant-invalid': {
    problem: 'Mimir가 이 테넌트 이름을 받지 않습니다',
    remedy: "매니페스트의 mimir.tenant를 고치세요. 영문자, 숫자, ! - _ . * ' ( ) 로 된 이름 하나여야 합니다",
  },
  'login-refused': {
    problem: '로그인이 거부되었습니다',
    remedy: '매니페스트의 mimir.auth를 고치거나, Mimir 앞의 프록시가 노드를 받아들이게 하세요',
  },
  'wrong-path': {
    problem: '이 경로에서는 아무도 샘플을 받지 않습니다',
    remedy: '매니페스트의 mimir.url과 mimir.push_path를 고치세요. Mimir는 /api/v1/push에서 받습니다',
  },
  protocol: {
    problem: 'Mimir가 이 버전의 remote write를 모릅니다',
    remedy:
      '모든 Mimir와 Cortex가 받는 버전 1(prometheus.WriteRequest)로 보내고, 프록시가 Content-Type을 바꾸지 않는지 보세요',
  },
  starting: {
    problem: 'Mimir가 아직 시작하는 중입니다',
    remedy: '`curl -sS MIMIR/ready`가 ready라고 답할 때까지 기다린 뒤 다시 검증하세요',
  },
  'instance-limit': {
    problem: '어느 테넌트가 보내든, Mimir 프로세스 자체의 한도에 닿았습니다',
    remedy:
      '테넌트 한도를 올려도 소용없습니다. Mimir의 distributor나 ingester를 늘리거나, 응답에 나온 instance_limits를 올리세요',
  },
  gateway: {
    problem: 'Mimir 앞의 프록시가 Mimir에 닿지 못합니다',
    remedy: 'Mimir가 실행 중인지, 앞의 프록시나 로드 밸런서의 로그를 보세요',
  },
  'server-error': {
    problem: 'Mimir 자체에 오류가 있습니다',
    remedy: 'Mimir의 로그를 보세요. 나아지면 워커가 다시 보냅니다',
  },
  'unknown-host': {
    problem: '노드가 Mimir의 이름을 찾지 못합니다',
    remedy: '그 이름을 아는 네임 서버를 노드에 주거나, mimir.url에 주소를 쓰세요',
  },
  unreachable: {
    problem: '노드가 Mimir에 닿지 못합니다',
    remedy: '노드에서: `curl -sS -m 5 MIMIR/ready`. 거기서 Mimir까지의 방화벽과 경로를 보세요',
  },
  certificate: {
    problem: '노드가 Mimir의 인증서를 믿지 않습니다',
    remedy: '서명한 기관을 mimir.tls.ca에 쓰고, mimir.url의 호스트 이름을 인증서와 맞추세요',
  },
  scheme: {
    problem: '노드와 Mimir 사이에서 http와 https가 뒤바뀌었습니다',
    remedy: 'mimir.url의 http://와 https://를 바꿔 쓰세요',
  },
  'too-slow': {
    problem: 'Mimir가 제때 답하지 않습니다',
    remedy:
      '노드에서 `curl -sS -m 5 MIMIR/ready`를 실행하세요. 그것도 멈춰 있으면 방화벽이나 중간 경로가 패킷을 버리는 것이고, 아니면 Mimir의 부하를 보세요',
  },
  swallowed: {
    problem: '보낸 것은 모두 잘 받았다고 하는데 남은 것이 없습니다',
    remedy:
      'Mimir의 HA tracker가 모든 노드를 한 노드의 복제로 보고 202로 답합니다. 이 테넌트에 accept_ha_samples: false를 쓰세요. 아니라면 mimir.url이 query_path와 다른 Mimir로 보내거나, 프록시가 테넌트를 바꿉니다',
  },
  other: {
    problem: '워커가 오류를 남겼습니다',
    remedy: '같은 시각의 Mimir 로그를 보세요',
  },
}
