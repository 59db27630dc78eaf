import type { ContainerState } from '../../model/precheck.ts'
import { listed, quoted, said } from '../format.ts'
import type { PrecheckMessages } from '../types/prechecks.ts'
import { http } from './http.ts'
import { summary } from './summary.ts'

const titles: PrecheckMessages['titles'] = {
  login: 'SSH와 sudo',
  engine: '컨테이너 엔진',
  compose: 'compose',
  disk: '디스크 공간',
  clock: '시계',
  address: 'API 주소',
  port: '워커의 포트',
  containers: 'Kolla의 컨테이너',
  'host-network': '호스트 네트워크',
  firewall: '방화벽',
  exporter: 'exporter',
  name: 'Mimir의 이름',
  mimir: '노드에서 본 Mimir',
  push: '노드에서 보낸 샘플',
  'read-back': 'Mimir에 있는 그 샘플',
}

/** 사전 점검의 이름과 점검이 본 것. */
export const prechecks: PrecheckMessages = {
  titles,
  states: { passed: '통과', failed: '실패', skipped: '건너뜀' },
  totals: ({ nodes, ready, failed, interrupted, milliseconds }) =>
    `노드 ${nodes}개: 준비됨 ${ready}, 안 됨 ${failed}${interrupted > 0 ? `, 중단됨 ${interrupted}` : ''} · ${summary.duration(milliseconds)}`,
  findings: {
    good: ({ facts }) => ({
      problem: facts.map(({ name, value }) => `${name} ${value}`).join(', '),
      remedy: '',
    }),
    'not-reached': ({ after }) => ({ problem: `묻지 않았습니다. 이유: ${titles[after]}`, remedy: '' }),
    'no-tool': ({ tools }) => ({
      problem: `묻지 않았습니다. 노드에 없는 도구: ${tools.join(', ')}`,
      remedy: '',
    }),
    'engine-podman': () => ({
      problem: '노드에 podman만 있고 docker가 없습니다',
      remedy: 'podman은 아직 지원하지 않습니다. --limit으로 이 노드를 빼세요',
    }),
    'engine-api': ({ evidence }) => ({
      problem: `클라이언트와 엔진의 API 버전이 맞지 않습니다${said(evidence)}`,
      remedy:
        'docker와 클라이언트를 서로 맞는 버전으로 올리세요: `docker version`. 오래된 docker-compose는 docker-compose-plugin으로 바꾸세요',
    }),
    'compose-dependencies': ({ version, evidence }) => ({
      problem: `docker-compose ${version} 명령이 Python 라이브러리 때문에 동작하지 않습니다${said(evidence)}`,
      remedy:
        'Python이 필요 없는 플러그인을 설치하세요: `apt-get install docker-compose-plugin` 또는 `dnf install docker-compose-plugin`. 버전 1은 urllib3 2, requests 2.32, 새 Python에서 깨집니다',
    }),
    'disk-short': ({ path, free, wanted }) => ({
      problem: `${path}의 빈 공간이 ${size(free)}입니다. ${size(wanted)}가 필요합니다`,
      remedy: `노드의 공간을 비우세요: \`df -h ${quoted(path)}\`, \`docker system df\``,
    }),
    'inodes-short': ({ path, free }) => ({
      problem: `${path}에 남은 inode가 ${free}개입니다`,
      remedy: `노드에서 작은 파일을 지우세요: \`df -i ${quoted(path)}\``,
    }),
    'clock-skewed': ({ ahead, limit }) => ({
      problem: `노드의 시계가 이 장비보다 ${Math.abs(ahead)}초 ${ahead > 0 ? '빠릅니다' : '느립니다'}. ${limit}초까지 괜찮습니다`,
      remedy:
        '노드와 이 장비의 시계를 NTP로 맞추세요: `chronyc tracking` 또는 `timedatectl`. Mimir는 미래의 샘플을 거부합니다',
    }),
    'containers-not-running': ({ containers }) => ({
      problem: `실행 중이 아닙니다: ${listed(containers.map(stateOf))}`,
      remedy: `노드에서: \`docker logs --tail 20 ${quoted(containers[0]?.name ?? '')}\`. Kolla로 다시 올립니다: \`kolla-ansible deploy --tags prometheus\``,
    }),
    'not-host-network': ({ containers }) => ({
      problem: `호스트 네트워크를 쓰지 않습니다: ${listed(containers.map(stateOf))}`,
      remedy: `API 주소로는 닿을 수 없습니다. Kolla는 호스트 네트워크로 시작합니다: \`docker inspect ${quoted(containers[0]?.name ?? '')}\`, \`kolla-ansible reconfigure --tags prometheus\``,
    }),
    'firewall-drops': ({ rules, mimirReached }) => ({
      problem: `노드의 규칙이 워커가 보내는 것을 버릴 수 있습니다${mimirReached ? ' (Mimir에는 닿았습니다)' : ''}: ${listed(rules)}`,
      remedy: mimirReached
        ? ''
        : '노드가 Mimir와 자기 자신에게 보낼 수 있게 하세요: `iptables -S OUTPUT`, `nft list ruleset`',
    }),
    'exporter-silent': ({ url, container, silence, listening, evidence }) => ({
      problem: `${http.silences[silence]}: ${url}${said(evidence)}${instead(listening)}`,
      remedy: `노드에서: \`curl -sS ${quoted(url)}\`, \`docker logs --tail 20 ${quoted(container)}\`, \`ss -ltnp\`. 다른 포트에 있다면 그 포트를 Kolla의 globals.yml에 쓰세요`,
    }),
    'exporter-absent': ({ container, expected, listening }) => ({
      problem: `컨테이너 ${container}이(가) 없고 ${expected}에서 듣지 않습니다${instead(listening)}`,
      remedy:
        '배포하세요: `kolla-ansible deploy --tags prometheus`. 또는 globals.yml이나 매니페스트의 worker.exporters에서 끄세요',
    }),
    'exporter-refused': ({ url, status, evidence }) => ({
      problem: `${url}의 응답 코드가 ${status}입니다${said(evidence)}`,
      remedy: `다른 서비스가 그 포트를 쓰거나 로그인이 필요합니다. 노드에서: \`curl -i ${quoted(url)}\`, \`ss -ltnp\``,
    }),
    'exporter-without-family': ({ url, family, series }) => ({
      problem:
        series === 0
          ? `${url}이(가) 응답하지만 메트릭이 없습니다`
          : `${url}이(가) 시계열 ${series}개로 응답하지만 ${family}이(가) 없습니다`,
      remedy: `다른 서비스가 그 포트를 쓰거나 exporter가 보는 대상이 내려가 있습니다. 노드에서: \`curl -sS ${quoted(url)}\`, \`ss -ltnp\``,
    }),
    'exporter-elsewhere': ({ expected, found, series }) => ({
      problem: `Kolla 파일의 ${expected}가 아니라 ${found}에서 시계열 ${series}개로 응답합니다. 워커는 있는 곳에서 수집합니다`,
      remedy: '',
    }),
    'name-unresolved': ({ host, evidence }) => ({
      problem: `노드가 ${host}의 주소를 찾지 못합니다${said(evidence)}`,
      remedy: `노드에서 \`getent ahosts ${quoted(host)}\` 명령과 /etc/resolv.conf, /etc/hosts 파일을 보세요. 또는 mimir.url에 주소를 쓰세요`,
    }),
    'mimir-unreachable': ({ url, silence, evidence }) => ({
      problem: `${http.silences[silence]}: ${url}${said(evidence)}`,
      remedy: `노드에서: \`curl -sv -m 5 ${quoted(url)}\`. 노드와 Mimir 사이의 경로와 방화벽, 매니페스트의 mimir.url을 확인하세요${silence === 'certificate' ? '. 인증 기관은 mimir.tls.ca에 씁니다' : ''}`,
    }),
    'mimir-not-ready': ({ url, status, evidence }) => ({
      problem: `${url}의 응답 코드가 ${status}입니다${said(evidence)}`,
      remedy:
        'Mimir가 시작 중이거나 앞의 프록시가 Mimir에 닿지 못합니다. 1분 뒤 다시 실행하고, 그대로면 로그를 보세요',
    }),
    'push-refused': (finding) => http.pushes[finding.cause](finding),
    'not-found-again': ({ tenant, waited }) => ({
      problem: `Mimir가 샘플을 받았지만 ${waited}초 뒤에도 ${tenant} 테넌트에 없습니다`,
      remedy:
        'mimir.url과 mimir.query_path가 같은 Mimir를 가리키는지, 사이의 무엇이 X-Scope-OrgID를 바꾸거나 샘플을 버리지 않는지 확인하세요',
    }),
  },
}

function stateOf({ name, state }: ContainerState): string {
  return `${name} (${state === '' ? '컨테이너 없음' : state})`
}

function instead(listening: readonly string[]): string {
  return listening.length === 0 ? '' : `. 대신 듣는 곳: ${listed(listening)}`
}

function size(bytes: number): string {
  return bytes >= 1024 ** 3 ? `${(bytes / 1024 ** 3).toFixed(1)} GiB` : `${Math.round(bytes / 1024 ** 2)} MiB`
}
