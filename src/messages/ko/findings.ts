import type { CloudJob, Difference } from '../../model/check.ts'
import type { Crash } from '../../model/crash.ts'
import type { RemoteWriteError } from '../../model/remote-write-error.ts'
import { instant, lastLine, listed, quoted, said } from '../format.ts'
import type { Explanation, FindingMessages } from '../types/failures.ts'
import { crashes } from './crashes.ts'
import { labels } from './labels.ts'
import { remoteWriteErrors } from './remote-write-errors.ts'

/** What the checks found. */
export const findings: FindingMessages = {
  good: ({ facts }) => ({
    problem: facts.map(({ name, value }) => `${name} ${value}`).join(', '),
    remedy: '',
  }),
  'not-reached': ({ after }) => ({
    problem: `앞선 점검(${labels.checks[after]})이 실패하여 점검하지 않았습니다`,
    remedy: '',
  }),
  'container-missing': () => ({
    problem: '워커 컨테이너가 없습니다',
    remedy: 'rollout을 실행해 워커를 설치하세요',
  }),
  'container-not-running': ({ status, exitCode, log, crash }) =>
    crashed(crash, lastLine(log), {
      problem: `워커 컨테이너가 실행 중이 아닙니다: ${status}, 종료 코드 ${exitCode}`,
      remedy:
        '워커 디렉터리에서 `docker-compose logs` 명령으로 로그를 확인하고, 원인을 해결한 뒤 rollout을 실행하세요',
    }),
  'container-restarting': ({ restarts, log, crash }) =>
    crashed(crash, lastLine(log), {
      problem: `워커 컨테이너가 계속 재시작됩니다 (${restarts}번)`,
      remedy:
        '워커 디렉터리에서 `docker-compose logs` 명령으로 로그를 확인하세요. 대개 포트 충돌, 읽을 수 없는 파일, 잘못된 옵션이 원인입니다',
    }),
  'container-unhealthy': ({ log }) => ({
    problem: `워커의 상태 점검(healthcheck)이 실패합니다${said(lastLine(log))}`,
    remedy:
      '워커 디렉터리에서 `docker-compose logs` 명령으로 로그를 확인하세요. 장애 뒤라면 아직 WAL을 읽는 중일 수 있으니 다시 검증하세요',
  }),
  'image-differs': ({ expected, found }) => ({
    problem: `워커의 이미지가 다릅니다: 예상 ${expected}, 실제 ${found}`,
    remedy: 'rollout을 실행하면 매니페스트의 이미지로 워커를 재생성합니다',
  }),
  'no-answer': ({ url, evidence }) => ({
    problem: `워커가 응답하지 않습니다: ${url}${said(evidence)}`,
    remedy: `노드에서: \`curl -sS ${quoted(url)}\`, 워커 디렉터리에서 \`docker-compose logs\``,
  }),
  'other-prometheus': ({ differences }) => ({
    problem: `워커의 포트에서 다른 Prometheus가 응답합니다: ${compared(differences)}`,
    remedy:
      '그 포트를 사용하는 프로세스를 노드에서 확인하거나(`ss -ltnp`), 매니페스트의 worker.listen을 빈 포트로 바꾸세요',
  }),
  'file-differs': ({ file, seenBy }) => ({
    problem:
      seenBy === 'disk'
        ? `노드의 파일이 배포한 뒤에 변경되었습니다: ${file}`
        : `실행 중인 워커가 보는 파일이 디스크와 다릅니다: ${file}`,
    remedy:
      seenBy === 'disk'
        ? 'rollout을 실행하면 파일을 복원합니다. 변경은 매니페스트에서 하세요'
        : 'rollout을 실행하면 이전 마운트를 사용하는 컨테이너를 재생성합니다',
  }),
  'reload-failed': ({ evidence = '' }) => ({
    problem: `워커의 마지막 리로드가 실패하여 이전 설정으로 실행 중입니다${said(evidence)}`,
    remedy:
      '워커 로그에 잘못된 줄이 나옵니다(워커 디렉터리에서 `docker-compose logs`). 매니페스트를 고친 뒤 rollout을 실행하세요',
  }),
  'config-differs': ({ differences }) => ({
    problem: `로드된 설정이 배포한 설정과 다릅니다: ${compared(differences)}`,
    remedy: 'rollout을 실행하면 설정을 리로드합니다',
  }),
  'watched-down': ({ services }) => ({
    problem: `exporter는 응답하지만 모니터링하는 서비스가 다운 상태입니다: ${listed(services.map(({ exporter, metric, target, evidence }) => `${exporter} (${metric} 값 0${target === undefined ? '' : `, ${target}`})${said(evidence)}`))}`,
    remedy: `exporter가 모니터링하는 서비스를 시작하거나, exporter에 설정된 로그인과 주소를 고치세요. 노드에서: \`docker ps -a\`, \`docker logs --tail 20 ${quoted(services[0]?.container ?? '')}\``,
  }),
  'targets-down': ({ targets, expected }) => ({
    problem: `타깃 ${expected}개 중 ${targets.length}개가 다운 상태입니다: ${listed(targets.map(({ job, url, error }) => `${job} (${url})${said(error)}`))}`,
    remedy: `노드에서 그 exporter를 확인하세요: \`curl -sS ${quoted(targets[0]?.url ?? '')}\`, \`docker ps --filter name=exporter\`. Kolla로 다시 배포할 수 있습니다: \`kolla-ansible deploy --tags prometheus\``,
  }),
  'job-elsewhere': ({ jobs }) => ({
    problem: jobs.map(cloudJob).join('. '),
    remedy: jobs.some(({ state }) => state === 'twice')
      ? 'rollout을 실행하면 한 노드에만 남깁니다. 그때까지는 쿼리에 max without (node, instance) (…)를 쓰면 한 번만 계산됩니다'
      : 'rollout을 실행하면 이 노드가 수집합니다. 다른 노드가 복구되어도 이 노드에 남습니다',
  }),
  'targets-differ': ({ missing, unexpected }) => ({
    problem: [
      missing.length > 0 ? `빠진 타깃: ${listed(missing)}` : '',
      unexpected.length > 0 ? `예상하지 않은 타깃: ${listed(unexpected)}` : '',
    ]
      .filter(Boolean)
      .join('; '),
    remedy: 'rollout을 실행하면 매니페스트와 Kolla에 정의된 타깃을 다시 씁니다',
  }),
  'nothing-sent': ({ pending, retried, refusal }) =>
    because(refusal, {
      problem: `워커가 아직 Mimir로 아무것도 보내지 못했습니다 (대기 샘플 ${pending}개, 재시도 ${retried}개)`,
      remedy:
        '노드에서 Mimir가 응답하는지 확인하세요: `curl -sS -m 5 MIMIR/ready`. 오류는 워커 로그(`docker-compose logs`)에 있습니다',
    }),
  'samples-failed': ({ failed, total, refusal }) =>
    because(refusal, {
      // What a worker gives up at a reload was never sent, and is not among those sent.
      problem:
        failed > total
          ? `샘플 ${failed}개가 저장되지 않았습니다`
          : `Mimir가 샘플 ${total}개 중 ${failed}개를 거부했습니다`,
      remedy:
        "이유는 워커 로그에 있습니다(`docker-compose logs | grep -i 'non-recoverable\\|err-mimir'`). 대개 테넌트, 테넌트 한도, 또는 두 노드의 동일한 시계열이 원인입니다",
    }),
  lagging: ({ seconds, refusal }) =>
    because(refusal, {
      problem: `전송이 ${seconds}초 지연되고 있습니다`,
      remedy: 'Mimir나 네트워크 경로가 느립니다. Mimir의 부하와 이 테넌트의 한도를 확인한 뒤 다시 검증하세요',
    }),
  'not-arrived': ({ missing, refusal }) =>
    because(refusal, {
      problem: `Mimir에서 보이지 않습니다: ${listed(missing)}`,
      remedy:
        '매니페스트의 mimir.url과 mimir.tenant를 확인하고, 프록시나 HA tracker(응답 코드 202)가 샘플을 버리지 않는지 확인하세요',
    }),
  'series-uncounted': () => ({
    problem: 'Mimir에 있는 이 노드의 시계열과 수집 횟수를 아직 세지 않았습니다',
    remedy: '1분 뒤에 다시 검증하세요. 워커의 수집 결과가 두 번 이상 Mimir에 있어야 합니다',
  }),
  'series-missing': ({ incomplete, refusal }) =>
    because(refusal, {
      problem: `Mimir에 있는 시계열이 워커가 수집한 것보다 적습니다: ${listed(incomplete.map(({ job, held, scraped }) => (scraped === undefined ? `${job} ${held}개(전체 개수를 알리는 scrape_samples_post_metric_relabeling 없음)` : `${job} ${scraped}개 중 ${held}개`)))}`,
      remedy:
        "Mimir가 일부를 거부하거나 버립니다. 워커 로그(`docker-compose logs | grep -i 'non-recoverable\\|err-mimir'`)와 Mimir에 설정된 이 테넌트의 한도, metric_relabel_configs, drop_labels를 확인하세요",
    }),
  'scrapes-missing': ({ incomplete, refusal }) =>
    because(refusal, {
      problem: `Mimir에 중간중간 빠진 수집이 있습니다: ${listed(incomplete.map(({ job, missing }) => `${job} ${missing}번`))}`,
      remedy:
        '워커 뒤에서 요청이 유실됩니다. 로드 밸런서가 데이터를 공유하지 않는 저장소로 요청을 나누는지 확인하고, 프록시 로그를 확인하세요',
    }),
  'other-process-arrived': ({ expected, found, node, refusal }) =>
    because(refusal, {
      problem: `Mimir에 있는 데이터는 다른 워커의 것입니다: ${instant(found)} 시작${node === undefined ? '' : `(노드 ${node})`}. 이 노드의 워커: ${instant(expected)} 시작`,
      remedy:
        '1분 뒤에 다시 검증하세요. 오류가 계속되면 두 워커가 같은 노드 이름으로 보내는 것입니다. 남아 있는 이전 워커를 찾으세요',
    }),
  'seen-by-other-tenant': ({ tenant, other }) => ({
    problem: `${tenant} 테넌트로 보낸 샘플이 ${other} 테넌트에서도 조회됩니다`,
    remedy:
      'Mimir가 테넌트를 격리하지 않습니다. Mimir 설정에 multitenancy_enabled: true를 지정하고, Mimir 앞의 프록시가 X-Scope-OrgID를 하나의 값으로 바꾸지 않는지 확인하세요. 프록시가 로그인으로 테넌트를 정한다면 매니페스트에 mimir.other_tenant: false를 지정하세요',
  }),
  'two-senders': ({ processes, jumps, others, crowded = 0 }) => ({
    problem: `여러 워커가 이 노드 이름으로 보냅니다: 프로세스 ${processes}개, 전환 횟수 ${jumps}번${crowded === 0 ? '' : `, 워커 하나보다 많은 수집 ${crowded}번`}${others.length === 0 ? '' : `, 다음 노드의 워커 포함: ${listed(others)}`}`,
    remedy:
      '노드마다 고유한 레이블이 있어야 합니다. 이 노드와 위 노드에서 두 번째 워커를 찾고(`docker ps -a | grep prometheus`), worker.labels에 node 레이블이 없는지 확인하세요. 두 번째 워커를 중지한 뒤 다시 검증하세요',
  }),
  'container-settling': ({ seconds }) => ({
    problem: `워커 컨테이너가 실행된 지 ${Math.floor(seconds)}초밖에 되지 않아 아직 안정적이라고 볼 수 없습니다`,
    remedy: '1분 뒤에 다시 검증하세요',
  }),
  'not-as-planned': ({ differences }) => ({
    problem: `노드가 매니페스트와 다릅니다: ${compared(differences)}`,
    remedy: 'rollout을 실행하면 노드를 목표 상태로 맞춥니다',
  }),
  'samples-lost': ({ losses }) => ({
    problem: `워커가 시작된 뒤 노드에서 샘플이 유실되었습니다: ${listed(losses.map(({ metric, count }) => `${metric} ${count}`))}`,
    remedy: lost(losses.map(({ metric }) => metric)),
  }),
  'log-repaired': ({ at }) => ({
    problem: `워커가 ${instant(at)}에 시작할 때 손상된 WAL을 발견하여 잘라 냈습니다. 그때까지 보내지 못한 샘플은 유실되었습니다`,
    remedy:
      '정전 뒤라면 정상입니다. 아니라면 노드의 디스크를 확인하세요(`df -h`, `dmesg -T | tail`). 그런 다음 rollout을 실행하면 온전한 WAL로 워커를 재시작합니다',
  }),
  backlog: ({ pending, before, refusal }) =>
    because(refusal, {
      problem: `전송 대기열이 늘어나고 있습니다: 현재 ${pending}개, 이전 ${before}개`,
      remedy:
        '노드가 보내는 양을 Mimir가 다 받지 못합니다. Mimir의 부하와 테넌트의 한도를 확인한 뒤 다시 검증하세요',
    }),
  saturated: ({ desired, max }) => ({
    problem: `전송이 따라가지 못합니다: 필요한 샤드 ${desired}개, 허용된 샤드 ${max}개`,
    remedy:
      'Mimir나 네트워크 경로가 느립니다. 장애 직후라면 시간이 지나면 해소됩니다. 몇 분 뒤에 다시 검증하세요',
  }),
  'clock-skewed': ({ seconds }) => ({
    problem: `노드의 시계가 실행 호스트보다 ${Math.abs(seconds)}초 ${seconds < 0 ? '느립니다' : '빠릅니다'}`,
    remedy:
      '노드와 실행 호스트의 시계를 동기화하세요(`timedatectl`, `chronyc tracking`). Mimir는 10분 넘게 앞선 샘플을 거부합니다',
  }),
  'grafana-silent': ({ url, evidence }) => ({
    problem: `Grafana가 응답하지 않습니다: ${url}${said(evidence)}`,
    remedy: `실행 호스트에서: \`curl -sS -m 5 ${quoted(url)}\`. 매니페스트의 grafana.url을 확인하세요`,
  }),
  'grafana-refused': ({ url, status, evidence }) => ({
    problem: `Grafana가 코드 ${status} 응답을 보냈습니다: ${url}${said(evidence)}`,
    remedy:
      status === 401 || status === 403
        ? '매니페스트의 grafana.auth를 확인하세요. 이 로그인이 거부되었거나 데이터 소스를 조회할 권한이 없습니다'
        : '데이터 소스 뒤의 서버에서 난 오류일 수 있습니다. Grafana에서 데이터 소스의 URL을 확인하고 Grafana 로그를 확인하세요',
  }),
  'datasource-missing': ({ url, name }) => ({
    problem: `Grafana(${url})에 없는 데이터 소스입니다: ${name}`,
    remedy:
      '프로비저닝하거나(type prometheus, /prometheus가 붙은 Mimir의 URL, X-Scope-OrgID 헤더) grafana.datasource에 다른 이름을 지정하세요',
  }),
  'datasource-differs': ({ name, differences }) => ({
    problem: `Grafana의 데이터 소스 설정이 잘못되었습니다: ${name}, ${compared(differences)}`,
    remedy:
      '프로비저닝에서 다음과 같이 설정하세요: type prometheus, jsonData.httpHeaderName1: X-Scope-OrgID, secureJsonData.httpHeaderValue1: 테넌트',
  }),
  'datasource-blind': ({ name, url }) => ({
    problem: `Grafana의 데이터 소스에 이 워커의 데이터가 없습니다: ${name} (조회 주소 ${url})`,
    remedy:
      '데이터 소스의 X-Scope-OrgID 값이 mimir.tenant와 다르거나 URL이 다른 Mimir입니다. 프로비저닝에서 둘 다 설정하세요',
  }),
  'mimir-silent': ({ url, evidence }) => ({
    problem: `Mimir가 응답하지 않습니다: ${url}${said(evidence)}`,
    remedy: `실행 호스트에서: \`curl -sS -m 5 ${quoted(url)}\`. 매니페스트의 mimir.url과 네트워크 경로를 확인하세요${url.startsWith('https:') ? '. 인증서에 서명한 CA는 mimir.tls.ca에 지정하세요' : ''}`,
  }),
  'mimir-refused': ({ url, status, evidence }) => ({
    problem: `Mimir가 코드 ${status} 응답을 보냈습니다: ${url}${said(evidence)}`,
    remedy: refused(status, url, evidence),
  }),
}

function refused(status: number, url: string, evidence: string): string {
  if (/HTTP request (?:was sent )?to (?:an )?HTTPS/u.test(evidence))
    return '이 포트는 https를 사용합니다. mimir.url에 https://를 지정하세요'
  if (status < 300)
    return 'Mimir의 응답이 완전하지 않습니다. mimir.url과 mimir.query_path(Cortex는 /api/prom일 수 있음), Mimir 앞의 프록시, ingester의 실행 여부를 확인하세요'
  if (status < 400)
    return `mimir.url을 리디렉션 대상으로 바꾸세요. 대상은 \`curl -sI ${quoted(url)}\` 명령으로 확인할 수 있으며, 대개 http 대신 https입니다`
  if (status === 401 || status === 403)
    return '매니페스트의 mimir.tenant와 mimir.auth를 확인하세요. 이 테넌트나 로그인이 거부되었습니다. GET만 허용하는 프록시도 403으로 응답합니다'
  if (status === 404)
    return '매니페스트의 mimir.url과 mimir.query_path를 확인하세요. Mimir는 /prometheus 아래에서, Cortex는 /api/prom 아래에서도 조회 요청에 응답합니다'
  if (status === 400 || status === 422)
    return '원인은 응답에 있습니다. 대개 mimir.tenant 또는 Mimir에 설정된 이 테넌트의 조회 한도입니다'
  if (status === 405)
    return '조회와 샘플 전송은 POST로 합니다. Mimir 앞 프록시에서 POST를 허용하거나, 매니페스트의 mimir.url과 mimir.query_path를 확인하세요'
  if (status >= 502 && status <= 504)
    return 'Mimir 앞의 프록시나 게이트웨이가 조회에 응답하는 프로세스에 연결하지 못합니다. query-frontend와 querier가 실행 중인지 확인하세요'
  if (status === 429) return '테넌트의 조회 한도에 도달했습니다. 기다리거나 Mimir에서 한도를 올리세요'
  return 'Mimir의 로그를 확인한 뒤 다시 검증하세요'
}

function compared(differences: readonly Difference[]): string {
  return listed(differences.map(({ field, expected, found }) => `${field} (예상 ${expected}, 실제 ${found})`))
}

/** Adds the cause, where the worker's log names one; the remedy is then that of the cause. */
function because(refusal: RemoteWriteError | undefined, plain: Explanation<string>): Explanation<string> {
  if (refusal === undefined) return plain
  const { problem, remedy } = remoteWriteErrors[refusal.cause]
  return {
    problem: `${plain.problem}. ${problem}${named(refusal)}${said(refusal.evidence)}`,
    remedy: filledIn(remedy, refusal),
  }
}

/** What is to be dropped is written as it would stand in the manifest. */
function filledIn(remedy: string, { metric, label }: RemoteWriteError): string {
  return remedy
    .replaceAll('[METRIC]', `[${metric ?? 'METRIC'}]`)
    .replaceAll('[LABEL]', `[${label ?? 'LABEL'}]`)
}

/** The limit and the series that the answer names. */
function named({ limit, metric, label }: RemoteWriteError): string {
  const names = [
    ...(limit === undefined ? [] : [`한도 ${limit}`]),
    ...(metric === undefined ? [] : [`메트릭 ${metric}`]),
    ...(label === undefined ? [] : [`레이블 ${label}`]),
  ]
  return names.length === 0 ? '' : ` (${names.join(', ')})`
}

/** Adds the cause of a crash, where the end of the log names one; the remedy is then that of the cause. */
function crashed(crash: Crash | undefined, log: string, plain: Explanation<string>): Explanation<string> {
  if (crash === undefined) return { ...plain, problem: `${plain.problem}${said(log)}` }
  const { problem, remedy } = crashes[crash.cause]
  const holder = crash.holder === '' ? '' : ` (${crash.holder})`
  return { problem: `${plain.problem}. ${problem}${holder}${said(log)}`, remedy }
}

function lost(metrics: readonly string[]): string {
  if (metrics.some((metric) => metric.includes('_wal_')))
    return '노드의 디스크를 확인한 뒤(`df -h`, `dmesg -T | tail`) rollout을 실행하세요. 워커가 재시작되면서 WAL을 복구합니다'
  if (metrics.some((metric) => metric.includes('exceeded')))
    return '수집 한도 때문에 수집 결과 전체가 버려집니다. 해당 job은 워커 로그(`docker-compose logs`)에 있습니다'
  return 'exporter가 같은 시계열을 두 번 또는 과거 시각으로 내보내거나, 두 job이 같은 시계열을 수집합니다. 이름은 워커 로그(`docker-compose logs`)에 있습니다'
}

function cloudJob({ job, state, nodes }: CloudJob): string {
  if (state === 'twice')
    return `클라우드의 한 노드만 수집해야 하는 job을 다른 노드도 수집합니다: ${job} (${listed(nodes)}). 그 노드는 복구되어 다시 수집하고 있거나, job을 옮길 때 제외되었습니다`
  const whose = nodes.length === 0 ? '' : ` (연결되지 않은 노드: ${listed(nodes)})`
  return `클라우드의 한 노드가 수집해야 하는 job을 연결된 노드 중 어느 것도 수집하지 않습니다: ${job}${whose}`
}
