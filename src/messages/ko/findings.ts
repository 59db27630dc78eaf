import type { Difference } from '../../model/check.ts'
import type { Crash } from '../../model/crash.ts'
import type { RemoteWriteError } from '../../model/remote-write-error.ts'
import { instant, lastLine, listed, quoted, said } from '../format.ts'
import type { Explanation, FindingMessages } from '../types/failures.ts'
import { crashes } from './crashes.ts'
import { labels } from './labels.ts'
import { remoteWriteErrors } from './remote-write-errors.ts'

/** 점검이 본 것. */
export const findings: FindingMessages = {
  good: ({ facts }) => ({
    problem: facts.map(({ name, value }) => `${name} ${value}`).join(', '),
    remedy: '',
  }),
  'not-reached': ({ after }) => ({
    problem: `앞선 점검(${labels.checks[after]})이 실패하여 확인하지 않았습니다`,
    remedy: '',
  }),
  'container-missing': () => ({
    problem: '워커 컨테이너가 없습니다',
    remedy: 'rollout을 실행하면 워커를 설치합니다',
  }),
  'container-not-running': ({ status, exitCode, log, crash }) =>
    crashed(crash, lastLine(log), {
      problem: `워커 컨테이너가 실행 중이 아닙니다: ${status}, 종료 코드 ${exitCode}`,
      remedy:
        '워커 디렉터리에서 `docker-compose logs` 명령으로 로그를 보고, 원인을 고친 뒤 rollout을 실행하세요',
    }),
  'container-restarting': ({ restarts, log, crash }) =>
    crashed(crash, lastLine(log), {
      problem: `워커 컨테이너가 계속 다시 시작됩니다 (${restarts}번)`,
      remedy:
        '워커 디렉터리에서 `docker-compose logs` 명령으로 로그를 보세요. 대개 포트 충돌, 읽을 수 없는 파일, 잘못된 옵션이 원인입니다',
    }),
  'container-unhealthy': ({ log }) => ({
    problem: `워커의 상태 점검(healthcheck)이 실패합니다${said(lastLine(log))}`,
    remedy:
      '워커 디렉터리에서 `docker-compose logs` 명령으로 로그를 보세요. 장애 뒤라면 아직 WAL을 읽는 중일 수 있으니 다시 검증하세요',
  }),
  'image-differs': ({ expected, found }) => ({
    problem: `워커의 이미지가 다릅니다: 기대 ${expected}, 실제 ${found}`,
    remedy: 'rollout을 실행하면 매니페스트의 이미지로 워커를 다시 만듭니다',
  }),
  'no-answer': ({ url, evidence }) => ({
    problem: `워커가 응답하지 않습니다: ${url}${said(evidence)}`,
    remedy: `노드에서: \`curl -sS ${quoted(url)}\`, 워커 디렉터리에서 \`docker-compose logs\``,
  }),
  'other-prometheus': ({ differences }) => ({
    problem: `워커의 포트에서 다른 Prometheus가 응답합니다: ${compared(differences)}`,
    remedy: '누가 그 포트를 쓰는지 노드에서 보고(`ss -ltnp`), 매니페스트의 worker.listen에 빈 포트를 쓰세요',
  }),
  'file-differs': ({ file, seenBy }) => ({
    problem:
      seenBy === 'disk'
        ? `노드의 파일이 쓴 것과 다릅니다: ${file}`
        : `실행 중인 워커가 보는 파일이 디스크와 다릅니다: ${file}`,
    remedy:
      seenBy === 'disk'
        ? 'rollout을 실행하면 파일을 되돌립니다. 바꿀 것은 매니페스트에 쓰세요'
        : 'rollout을 실행하면 옛 마운트를 잡고 있는 컨테이너를 다시 만듭니다',
  }),
  'reload-failed': ({ evidence = '' }) => ({
    problem: `워커의 마지막 다시 읽기가 실패하여 이전 설정으로 실행 중입니다${said(evidence)}`,
    remedy:
      '워커 디렉터리의 `docker-compose logs` 로그에 틀린 줄이 나옵니다. 매니페스트를 고치고 rollout을 실행하세요',
  }),
  'config-differs': ({ differences }) => ({
    problem: `읽어 들인 설정이 쓴 설정과 다릅니다: ${compared(differences)}`,
    remedy: 'rollout을 실행하면 설정을 다시 읽게 합니다',
  }),
  'targets-down': ({ targets, expected }) => ({
    problem: `타깃 ${expected}개 중 ${targets.length}개가 내려가 있습니다: ${listed(targets.map(({ job, url, error }) => `${job} (${url})${said(error)}`))}`,
    remedy: `노드에서 그 exporter를 확인하세요: \`curl -sS ${quoted(targets[0]?.url ?? '')}\`, \`docker ps --filter name=exporter\`. Kolla로 다시 올릴 수 있습니다: \`kolla-ansible deploy --tags prometheus\``,
  }),
  'targets-differ': ({ missing, unexpected }) => ({
    problem: [
      missing.length > 0 ? `없는 타깃: ${listed(missing)}` : '',
      unexpected.length > 0 ? `예상하지 않은 타깃: ${listed(unexpected)}` : '',
    ]
      .filter(Boolean)
      .join('; '),
    remedy: 'rollout을 실행하면 매니페스트와 Kolla가 말하는 타깃을 다시 씁니다',
  }),
  'nothing-sent': ({ pending, retried, refusal }) =>
    because(refusal, {
      problem: `워커가 아직 Mimir로 아무것도 보내지 못했습니다 (대기 샘플 ${pending}개, 재시도 ${retried}개)`,
      remedy:
        '노드에서 Mimir가 응답하는지 보세요: `curl -sS -m 5 MIMIR/ready`. 거부된 이유는 워커 로그(`docker-compose logs`)에 있습니다',
    }),
  'samples-failed': ({ failed, total, refusal }) =>
    because(refusal, {
      problem: `Mimir가 샘플 ${total}개 중 ${failed}개를 거부했습니다`,
      remedy:
        "이유는 워커 로그에 있습니다(`docker-compose logs | grep -i 'non-recoverable\\|err-mimir'`): 테넌트, 한도, 또는 두 노드의 같은 시계열",
    }),
  lagging: ({ seconds, refusal }) =>
    because(refusal, {
      problem: `전송이 ${seconds}초 늦습니다`,
      remedy: 'Mimir나 그 사이의 경로가 느립니다. Mimir의 부하와 이 테넌트의 한도를 보고 다시 검증하세요',
    }),
  'not-arrived': ({ missing, refusal }) =>
    because(refusal, {
      problem: `Mimir에서 보이지 않습니다: ${listed(missing)}`,
      remedy:
        '매니페스트의 mimir.url과 mimir.tenant를 확인하고, 프록시나 HA tracker(응답 202)가 샘플을 버리지 않는지 보세요',
    }),
  'other-process-arrived': ({ expected, found, node, refusal }) =>
    because(refusal, {
      problem: `Mimir에는 ${instant(found)}에 시작한 워커${node === undefined ? '' : `(${node} 노드의 것)`}가 보이지만, 노드의 워커는 ${instant(expected)}에 시작했습니다`,
      remedy:
        '1분 뒤 다시 검증하세요. 그대로라면 두 워커가 같은 노드 이름으로 보내는 것이니 남아 있는 옛 워커를 찾으세요',
    }),
  'seen-by-other-tenant': ({ tenant, other }) => ({
    problem: `${tenant} 테넌트로 보낸 샘플이 ${other} 테넌트에서도 보입니다`,
    remedy:
      'Mimir가 테넌트를 나누지 않습니다. Mimir 설정에 multitenancy_enabled: true를 쓰고, 앞의 프록시가 X-Scope-OrgID를 한 값으로 바꾸지 않는지 확인하세요. 프록시가 로그인으로 테넌트를 정한다면 매니페스트에 mimir.other_tenant: false라고 쓰세요',
  }),
  'two-senders': ({ processes, jumps, others }) => ({
    problem: `여러 워커가 이 노드 이름으로 보냅니다: 프로세스 ${processes}개, 오간 횟수 ${jumps}번${others.length === 0 ? '' : `, 다음 노드의 워커 포함: ${listed(others)}`}`,
    remedy:
      '노드마다 자기 레이블이 있어야 합니다. 이 노드와 위 노드에서 두 번째 워커를 찾고(`docker ps -a | grep prometheus`), worker.labels에 node 레이블이 없는지 확인하세요. 멈춘 뒤 다시 검증하세요',
  }),
  'container-settling': ({ seconds }) => ({
    problem: `워커 컨테이너가 ${Math.floor(seconds)}초 전에 시작되어 계속 실행될지 아직 모릅니다`,
    remedy: '1분 뒤 다시 검증하세요',
  }),
  'not-as-planned': ({ differences }) => ({
    problem: `노드가 매니페스트와 다릅니다: ${compared(differences)}`,
    remedy: 'rollout을 실행하면 노드를 맞춥니다',
  }),
  'samples-lost': ({ losses }) => ({
    problem: `워커가 시작된 뒤 노드에서 샘플을 잃었습니다: ${listed(losses.map(({ metric, count }) => `${metric} ${count}`))}`,
    remedy: lost(losses.map(({ metric }) => metric)),
  }),
  'log-repaired': ({ at }) => ({
    problem: `워커가 ${instant(at)}에 시작할 때 WAL이 손상되어 있어 그 뒤를 잘라 냈습니다. 그때까지 보내지 못한 샘플은 없어졌습니다`,
    remedy:
      '전원이 나간 뒤 한 번이라면 흔한 일이고, 아니라면 노드의 디스크를 보세요(`df -h`, `dmesg -T | tail`). 그다음 rollout을 실행하면 워커를 온전한 WAL로 새로 시작합니다',
  }),
  backlog: ({ pending, before, refusal }) =>
    because(refusal, {
      problem: `노드에 샘플이 쌓입니다: 보낼 것 ${pending}개, 앞서는 ${before}개`,
      remedy: 'Mimir가 받는 것보다 노드가 더 보냅니다. Mimir의 부하와 테넌트의 한도를 보고 다시 검증하세요',
    }),
  saturated: ({ desired, max }) => ({
    problem: `전송이 따라가지 못합니다: 필요한 샤드 ${desired}개, 허용된 샤드 ${max}개`,
    remedy: 'Mimir나 그 사이의 경로가 느립니다. 장애 직후라면 저절로 풀리니 몇 분 뒤 다시 검증하세요',
  }),
  'clock-skewed': ({ seconds }) => ({
    problem: `노드의 시계가 이 장비보다 ${Math.abs(seconds)}초 ${seconds < 0 ? '느립니다' : '빠릅니다'}`,
    remedy:
      '시계를 맞추세요. 노드와 여기에서 `timedatectl`, `chronyc tracking` 명령으로 보세요. Mimir는 10분 넘게 앞선 샘플을 거부합니다',
  }),
  'grafana-silent': ({ url, evidence }) => ({
    problem: `Grafana가 응답하지 않습니다: ${url}${said(evidence)}`,
    remedy: `이 장비에서: \`curl -sS -m 5 ${quoted(url)}\`. 매니페스트의 grafana.url을 확인하세요`,
  }),
  'grafana-refused': ({ url, status, evidence }) => ({
    problem: `Grafana가 ${status} 코드로 답했습니다: ${url}${said(evidence)}`,
    remedy:
      status === 401 || status === 403
        ? '매니페스트의 grafana.auth를 확인하세요. 이 로그인이 거부되었거나 데이터 소스를 볼 수 없습니다'
        : '데이터 소스 뒤의 서버가 Grafana를 거쳐 답한 것입니다. Grafana에서 그 URL을 보고 Grafana 로그를 보세요',
  }),
  'datasource-missing': ({ url, name }) => ({
    problem: `Grafana(${url})에 데이터 소스 ${name}이(가) 없습니다`,
    remedy:
      '프로비저닝하거나(type prometheus, /prometheus가 붙은 Mimir의 URL, X-Scope-OrgID 헤더) grafana.datasource에 다른 이름을 쓰세요',
  }),
  'datasource-differs': ({ name, differences }) => ({
    problem: `Grafana의 데이터 소스 ${name}이(가) 맞지 않습니다: ${compared(differences)}`,
    remedy:
      '프로비저닝에 쓰세요: type prometheus, jsonData.httpHeaderName1: X-Scope-OrgID, secureJsonData.httpHeaderValue1: 테넌트',
  }),
  'datasource-blind': ({ name, url }) => ({
    problem: `Grafana의 데이터 소스 ${name}에서 이 워커가 보이지 않습니다. 데이터 소스의 주소: ${url}`,
    remedy:
      '데이터 소스의 X-Scope-OrgID 값이 mimir.tenant와 다르거나 URL이 다른 Mimir입니다. 프로비저닝에서 둘 다 맞추세요',
  }),
  'mimir-silent': ({ url, evidence }) => ({
    problem: `Mimir가 응답하지 않습니다: ${url}${said(evidence)}`,
    remedy: `이 장비에서: \`curl -sS -m 5 ${quoted(url)}\`. 매니페스트의 mimir.url과 경로를 확인하세요${url.startsWith('https:') ? '. 인증서를 발급한 기관은 mimir.tls.ca에 씁니다' : ''}`,
  }),
  'mimir-refused': ({ url, status, evidence }) => ({
    problem: `Mimir가 ${status} 코드로 답했습니다: ${url}${said(evidence)}`,
    remedy: refused(status, url),
  }),
}

function refused(status: number, url: string): string {
  if (status < 300)
    return 'Mimir의 온전한 응답이 아닙니다. mimir.url과 mimir.query_path(Cortex는 /api/prom일 수 있음), 앞의 프록시, ingester가 실행 중인지 확인하세요'
  if (status < 400)
    return `옮겨 가라는 주소를 mimir.url에 쓰세요. \`curl -sI ${quoted(url)}\`로 볼 수 있고, 대개 http 대신 https입니다`
  if (status === 401 || status === 403)
    return '매니페스트의 mimir.tenant와 mimir.auth를 확인하세요. 이 테넌트나 로그인이 거부되었습니다'
  if (status === 404)
    return '매니페스트의 mimir.url과 mimir.query_path를 확인하세요. Mimir는 /prometheus 아래에서, Cortex는 /api/prom 아래에서도 조회에 답합니다'
  if (status === 400 || status === 422)
    return '원인은 응답에 있습니다: mimir.tenant, 또는 Mimir에 정한 이 테넌트의 조회 한도'
  if (status === 429) return '테넌트의 조회 한도에 닿았습니다. 기다리거나 Mimir에서 한도를 올리세요'
  return 'Mimir의 로그를 보고 다시 검증하세요'
}

function compared(differences: readonly Difference[]): string {
  return listed(differences.map(({ field, expected, found }) => `${field} (기대 ${expected}, 실제 ${found})`))
}

/** 무엇이 잘못되었고 왜인지. 원인은 워커의 로그나 침묵이 말해 주며, 그때 조치는 그 원인의 것입니다. */
function because(refusal: RemoteWriteError | undefined, plain: Explanation<string>): Explanation<string> {
  if (refusal === undefined) return plain
  const { problem, remedy } = remoteWriteErrors[refusal.cause]
  return { problem: `${plain.problem}. ${problem}${said(refusal.evidence)}`, remedy }
}

/** 계속 실행되지 못하는 컨테이너에 대해, 마지막 로그가 이유를 말해 주면 그것도 씁니다. */
function crashed(crash: Crash | undefined, log: string, plain: Explanation<string>): Explanation<string> {
  if (crash === undefined) return { ...plain, problem: `${plain.problem}${said(log)}` }
  const { problem, remedy } = crashes[crash.cause]
  const holder = crash.holder === '' ? '' : ` (${crash.holder})`
  return { problem: `${plain.problem}. ${problem}${holder}${said(log)}`, remedy }
}

function lost(metrics: readonly string[]): string {
  if (metrics.some((metric) => metric.includes('_wal_')))
    return '노드의 디스크를 보고(`df -h`, `dmesg -T | tail`) rollout을 실행하세요. 워커를 새로 시작하며, 그때 워커가 WAL을 복구합니다'
  if (metrics.some((metric) => metric.includes('exceeded')))
    return '수집 한도가 수집 전체를 버립니다. 어느 job인지는 워커 로그(`docker-compose logs`)에 있습니다'
  return 'exporter가 같은 시계열을 두 번 또는 옛 시각으로 내거나, 두 job이 같은 것을 수집합니다. 워커 로그(`docker-compose logs`)에 이름이 있습니다'
}
