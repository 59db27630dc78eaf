import type { ContainerState } from '../../model/precheck.ts'
import { counted, installing, listed, quoted, registryOf, said } from '../format.ts'
import type { PrecheckMessages } from '../types/prechecks.ts'
import { http } from './http.ts'
import { summary } from './summary.ts'

const titles: PrecheckMessages['titles'] = {
  login: 'SSH와 sudo',
  engine: '컨테이너 엔진',
  compose: 'compose',
  disk: '디스크 공간',
  files: '워커 디렉터리',
  clock: '시계',
  address: 'API 주소',
  port: '워커 포트',
  containers: 'Kolla 컨테이너',
  'host-network': '호스트 네트워크',
  firewall: '방화벽',
  exporter: 'exporter',
  name: 'Mimir 이름',
  mimir: '노드에서 Mimir 연결',
  push: '노드에서 샘플 전송',
  'read-back': 'Mimir에서 샘플 조회',
  limits: '테넌트 한도',
}

/** The names of the prechecks, and what they found. */
export const prechecks: PrecheckMessages = {
  titles,
  states: { passed: '통과', failed: '실패', skipped: '건너뜀' },
  totals: ({ nodes, ready, failed, interrupted, milliseconds }) =>
    `노드 ${nodes}개: 준비됨 ${ready}, 준비되지 않음 ${failed}${interrupted > 0 ? `, 중단됨 ${interrupted}` : ''} · ${summary.duration(milliseconds)}`,
  findings: {
    good: ({ facts }) => ({
      problem: facts.map(({ name, value }) => `${name} ${value}`).join(', '),
      remedy: '',
    }),
    'not-reached': ({ after }) => ({
      problem: `앞선 점검이 실패하여 점검하지 않았습니다: ${titles[after]}`,
      remedy: '',
    }),
    'no-tool': ({ tools }) => ({
      problem: `점검하지 않았습니다. 노드에 없는 도구: ${tools.join(', ')}`,
      remedy: `노드에 ${tools.length === 1 ? '' : '그중 하나를 '}설치하세요: ${installing(tools[0] ?? '')}`,
    }),
    'not-inspected': ({ command, evidence }) => ({
      problem: `점검하지 않았습니다. 노드에서 실패한 명령: \`${command}\`${said(evidence)}`,
      remedy: '명령이 실패한 원인을 해결한 뒤 다시 실행하세요',
    }),
    'credential-helper-missing': ({ helper, file, image }) => ({
      problem: `노드의 ${file} 파일에 설정된 인증 헬퍼(credential helper)가 설치되어 있지 않습니다: ${helper}. 없으면 ${registryOf(image)}에서 이미지를 받을 수 없습니다`,
      remedy: `노드에 ${helper} 명령을 설치하거나, ${quoted(file)} 파일의 credsStore와 credHelpers에서 제거하세요`,
    }),
    'engine-api': ({ evidence }) => ({
      problem: `docker 클라이언트와 엔진의 API 버전이 맞지 않습니다${said(evidence)}`,
      remedy:
        '서로 맞는 버전의 docker와 클라이언트를 설치하세요(`docker version` 명령으로 확인). 오래된 docker-compose는 docker-compose-plugin 플러그인으로 교체하세요',
    }),
    'compose-dependencies': ({ version, evidence }) => ({
      problem: `docker-compose ${version} 명령이 Python 라이브러리 때문에 동작하지 않습니다${said(evidence)}`,
      remedy:
        'Python이 필요 없는 플러그인을 설치하세요: `apt-get install docker-compose-plugin` 또는 `dnf install docker-compose-plugin`. 버전 1은 urllib3 2, requests 2.32, 최신 Python에서 동작하지 않습니다',
    }),
    'disk-short': ({ path, free, wanted }) => ({
      problem: `디스크 공간이 부족합니다: ${path}, 남음 ${size(free)}, 필요 ${size(wanted)}`,
      remedy: `노드의 디스크 공간을 확보하세요: \`df -h ${quoted(path)}\`, \`docker system df\``,
    }),
    'inodes-short': ({ path, free }) => ({
      problem: `inode가 부족합니다: ${path}, 남음 ${free}개`,
      remedy: `노드에서 작은 파일을 지우세요: \`df -i ${quoted(path)}\``,
    }),
    'clock-skewed': ({ ahead, limit }) => ({
      problem: `노드의 시계가 실행 호스트보다 ${Math.abs(ahead)}초 ${ahead > 0 ? '빠릅니다' : '느립니다'}. ${limit}초까지 허용됩니다`,
      remedy:
        '노드와 실행 호스트의 시계를 NTP로 동기화하세요: `chronyc tracking` 또는 `timedatectl`. Mimir는 미래의 샘플을 거부합니다',
    }),
    'containers-not-running': ({ containers }) => ({
      problem: `실행 중이 아닙니다: ${listed(containers.map(stateOf))}`,
      remedy: `노드에서: \`docker logs --tail 20 ${quoted(containers[0]?.name ?? '')}\`. Kolla로 다시 배포할 수 있습니다: \`kolla-ansible deploy --tags prometheus\``,
    }),
    'not-host-network': ({ containers }) => ({
      problem: `호스트 네트워크를 쓰지 않습니다: ${listed(containers.map(stateOf))}`,
      remedy: `API 주소로 연결할 수 없습니다. Kolla는 호스트 네트워크로 컨테이너를 시작합니다: \`docker inspect ${quoted(containers[0]?.name ?? '')}\`, \`kolla-ansible reconfigure --tags prometheus\``,
    }),
    'firewall-drops': ({ rules, mimirReached }) => ({
      problem: `노드의 패킷 필터 규칙이 워커의 전송을 차단할 수 있습니다${mimirReached ? ' (Mimir 연결은 성공)' : ''}: ${listed(rules)}`,
      remedy: mimirReached
        ? ''
        : 'Mimir와 노드 자신에게 나가는 트래픽을 허용하세요: `iptables -S OUTPUT`, `nft list ruleset`',
    }),
    'exporter-silent': ({ url, container, silence, listening, evidence }) => ({
      problem: `${http.silences[silence]}: ${url}${said(evidence)}${instead(listening)}`,
      remedy: `노드에서: \`curl -sS ${quoted(url)}\`, \`docker logs --tail 20 ${quoted(container)}\`, \`ss -ltnp\`. 다른 포트를 사용한다면 그 포트를 Kolla의 globals.yml에 설정하세요`,
    }),
    'exporter-absent': ({ container, expected, listening }) => ({
      problem: `컨테이너가 없고, 그 주소에서 수신 대기 중인 프로세스도 없습니다: ${container}, ${expected}${instead(listening)}`,
      remedy:
        '배포하세요: `kolla-ansible deploy --tags prometheus`. 또는 globals.yml이나 매니페스트의 worker.exporters에서 비활성화하세요',
    }),
    'exporter-refused': ({ url, status, evidence }) => ({
      problem: `응답 코드가 정상이 아닙니다: ${status}, ${url}${said(evidence)}`,
      remedy: `다른 서비스가 그 포트를 사용하거나 로그인이 필요합니다. 노드에서: \`curl -i ${quoted(url)}\`, \`ss -ltnp\``,
    }),
    'exporter-without-family': ({ url, family, series }) => ({
      problem:
        series === 0
          ? `응답에 메트릭이 없습니다: ${url}`
          : `응답(시계열 ${series}개)에 필요한 메트릭이 없습니다: ${family}, ${url}`,
      remedy: `다른 서비스가 그 포트를 사용하거나 exporter가 모니터링하는 서비스가 다운 상태입니다. 노드에서: \`curl -sS ${quoted(url)}\`, \`ss -ltnp\``,
    }),
    'exporter-elsewhere': ({ expected, found, series }) => ({
      problem: `Kolla 파일과 다른 주소에서 응답합니다: 예상 ${expected}, 발견 ${found} (시계열 ${series}개). 워커는 발견한 주소에서 수집합니다`,
      remedy: '',
    }),
    'name-unresolved': ({ host, evidence }) => ({
      problem: `노드에서 이름의 주소를 찾을 수 없습니다: ${host}${said(evidence)}`,
      remedy: `노드에서 \`getent ahosts ${quoted(host)}\` 명령과 /etc/resolv.conf, /etc/hosts 파일을 확인하세요. 또는 mimir.url에 IP 주소를 지정하세요`,
    }),
    'name-of-node-only': ({ host, addresses }) => ({
      problem: `노드에서는 이름의 주소를 찾지만(${host}: ${listed(addresses)}) 컨테이너에서는 찾을 수 없습니다. 컨테이너는 /etc/hosts와 네임 서버만 사용합니다`,
      remedy: `/etc/hosts나 네임 서버에 추가하세요. 확인: \`getent -s 'files dns' ahosts ${quoted(host)}\`. 또는 mimir.url에 IP 주소를 지정하세요`,
    }),
    'mimir-unreachable': ({ url, silence, evidence }) => ({
      problem: `${http.silences[silence]}: ${url}${said(evidence)}`,
      remedy: `노드에서: \`curl -sv -m 5 ${quoted(url)}\`. 노드와 Mimir 사이의 경로와 방화벽, 매니페스트의 mimir.url을 확인하세요${silence === 'certificate' ? '. 인증서에 서명한 CA는 mimir.tls.ca에 지정하세요' : ''}`,
    }),
    'mimir-not-ready': ({ url, status, evidence }) => ({
      problem: `응답 코드가 정상이 아닙니다: ${status}, ${url}${said(evidence)}`,
      remedy:
        'Mimir가 시작 중이거나 Mimir 앞의 프록시가 Mimir에 연결할 수 없습니다. 1분 뒤에 다시 실행하고, 오류가 계속되면 둘의 로그를 확인하세요',
    }),
    'push-refused': (finding) => http.pushes[finding.cause](finding),
    'limits-exceeded': ({ tenant, exceeded }) => ({
      problem: `Mimir가 exporter 메트릭의 일부를 거부하게 됩니다: ${listed(exceeded.map(({ limit, allowed, needed, metric }) => `${tenant} 테넌트의 ${limit} 값 ${counted(allowed)}, 최소 필요 ${counted(needed)}${metric === undefined ? '' : ` (${metric})`}`))}`,
      remedy:
        'Mimir의 테넌트 overrides에서 이 한도를 올리거나 보내는 양을 줄이세요: worker.filters의 recommended나 minimal, worker.exporters.NAME.drop, 더 긴 worker.scrape_interval',
    }),
    'limits-unknown': ({ tenant, url, evidence }) => ({
      problem: `점검하지 않았습니다. ${tenant} 테넌트의 한도를 읽을 수 없습니다: ${url}${said(evidence)}`,
      remedy: '',
    }),
    'not-found-again': ({ tenant, waited }) => ({
      problem: `Mimir가 샘플을 받았지만 ${waited}초 뒤에도 ${tenant} 테넌트에 없습니다`,
      remedy:
        'mimir.url과 mimir.query_path가 같은 Mimir를 가리키는지, 프록시가 X-Scope-OrgID를 바꾸거나 샘플을 버리지 않는지 확인하세요',
    }),
  },
}

function stateOf({ name, state }: ContainerState): string {
  return `${name} (${state === '' ? '컨테이너 없음' : state})`
}

function instead(listening: readonly string[]): string {
  return listening.length === 0 ? '' : `. 대신 수신 대기 중인 주소: ${listed(listening)}`
}

function size(bytes: number): string {
  return bytes >= 1024 ** 3 ? `${(bytes / 1024 ** 3).toFixed(1)} GiB` : `${Math.round(bytes / 1024 ** 2)} MiB`
}
