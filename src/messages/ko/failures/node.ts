import { listed, portOf, quoted, said } from '../../format.ts'
import type { FailureMessages } from '../../types/failures.ts'
import { pullFailures } from './pull.ts'

/** Problems of the node: its engine, its compose, its disk, its ports, its files. */
export const nodeFailures = {
  'sudo-refused': ({ user, evidence }) => ({
    problem: `사용자 ${user}에게 암호 없는 sudo 권한이 없습니다${said(evidence)}`,
    remedy: `노드에서 root로: \`echo ${quoted(`${user} ALL=(root) NOPASSWD: ALL`)} > /etc/sudoers.d/kolla-mimir\`, 확인은 \`sudo -n true\`. 또는 root로 로그인하세요(ssh.user)`,
  }),
  'worker-missing': ({ container }) => ({
    problem: `노드에 ${container} 컨테이너가 없습니다`,
    remedy: '`rollout` 명령으로 설치하세요',
  }),
  'engine-missing': ({ engine }) => ({
    problem: `노드에 ${engine} 엔진이 설치되어 있지 않습니다`,
    remedy:
      'Kolla로 설치하세요: `kolla-ansible bootstrap-servers -i INVENTORY --limit NODE`. 또는 매니페스트에서 그 노드를 제외하세요',
  }),
  'engine-podman': ({ evidence }) => ({
    problem: `노드의 \`docker\` 명령은 podman입니다${said(evidence)}`,
    remedy:
      'podman은 아직 지원하지 않습니다. --limit 옵션으로 이 노드를 제외하거나, Kolla를 Docker로 배포하세요(globals.yml의 kolla_container_engine: docker)',
  }),
  'engine-down': ({ engine, evidence }) => ({
    problem: `${engine} 엔진이 응답하지 않습니다${said(evidence)}`,
    remedy: `노드에서: \`systemctl status ${quoted(engine)}\`, \`journalctl -u ${quoted(engine)} -n 50\`, \`systemctl start ${quoted(engine)}\``,
  }),
  'compose-missing': () => ({
    problem: '노드에 `docker compose`도 `docker-compose`도 없습니다',
    remedy:
      '노드에 둘 중 하나를 설치하세요: `apt-get install docker-compose-plugin`(Debian 자체 패키지는 `docker-compose`), `dnf install docker-compose-plugin`',
  }),
  'compose-broken': ({ command, evidence }) => ({
    problem: `\`${command}\` 명령이 설치되어 있지만 동작하지 않습니다${said(evidence)}`,
    remedy:
      '노드에 플러그인을 설치하세요. 플러그인 자체가 손상되었으면(`docker --help` 출력에 표시됩니다) 다시 설치하세요: `apt-get install --reinstall docker-compose-plugin`, `dnf reinstall docker-compose-plugin`. Python 라이브러리를 업그레이드하면 동작하지 않는 버전 1도 이 플러그인이 대신합니다',
  }),
  'compose-unanswered': ({ command, evidence }) => ({
    problem: `\`${command}\` 명령이 노드의 엔진과 통신하지 못합니다${said(evidence)}`,
    remedy:
      "엔진에 맞는 버전의 플러그인을 설치하세요: `apt-get install docker-compose-plugin`(Debian 자체 패키지는 `docker-compose`), `dnf install docker-compose-plugin`. 직접 설치한 플러그인이 있으면 그 파일을 지우기 전까지 그것이 사용됩니다(경로는 `docker info --format '{{json .ClientInfo.Plugins}}'` 명령으로 확인). 설치한 뒤 `docker compose ls` 명령이 성공해야 합니다",
  }),
  'compose-rejected': ({ command, evidence }) => ({
    problem: `\`${command}\` 명령이 워커의 docker-compose.yml을 받아들이지 않습니다${said(evidence)}`,
    remedy:
      '메시지에 나온 항목을 고치세요. 지원하지 않는 키라는 메시지이면 docker-compose가 1.27보다 오래된 것입니다. 플러그인을 설치해 교체하세요: `apt-get install docker-compose-plugin`, `dnf install docker-compose-plugin`',
  }),
  'start-failed': ({ evidence }) => ({
    problem: `compose가 워커를 시작하지 못했습니다${said(evidence)}`,
    remedy:
      'compose가 출력한 오류를 해결하세요. 노드의 워커 디렉터리에서 `docker-compose up` 명령으로 전체 메시지를 볼 수 있습니다',
  }),
  'way-back-missing': ({ image, evidence }) => ({
    problem: `워커를 교체하지 않았습니다. 현재 이미지가 노드에 없고 받을 수도 없어서, 자동 롤백을 할 수 없기 때문입니다: ${image}${said(evidence)}`,
    remedy: `노드에서 이미지를 받으세요: \`docker pull ${quoted(image)}\`. 또는 워커를 중지하고(\`docker stop openstack-worker-prometheus\`) rollout을 실행하세요. 실행 중이 아닌 워커는 이 이미지 없이 교체합니다`,
  }),
  'pull-failed': (failure) => pullFailures[failure.cause](failure),
  'disk-full': ({ path, evidence }) => ({
    problem: `디스크가 가득 차서 쓸 수 없습니다: ${path}${said(evidence)}`,
    remedy: `노드의 디스크 공간을 확보하세요: \`df -h ${quoted(path)}\`, \`df -i ${quoted(path)}\``,
  }),
  'not-writable': ({ path, evidence }) => ({
    problem: `쓸 수 없는 경로입니다: ${path}${said(evidence)}`,
    remedy: `노드에서 소유자, 권한, 마운트를 확인하세요: \`ls -ld ${quoted(path)}\`, \`findmnt -T ${quoted(path)}\`. 또는 ssh.become을 설정하세요`,
  }),
  'directory-not-safe': ({ path, found }) => ({
    problem: `노드의 다른 사용자가 kolla-mimir가 root로 실행하는 파일을 바꿀 수 있습니다: ${path} (${found})`,
    remedy: found.startsWith('a link')
      ? '매니페스트의 worker.directory를 링크가 가리키는 경로로 바꾸세요'
      : `노드에서 root로 실행하세요: \`chown root:root ${quoted(path)} && chmod go-w ${quoted(path)}\`. 또는 worker.directory를 root만 쓸 수 있는 폴더 아래로 바꾸세요`,
  }),
  'not-readable': ({ user, evidence }) => ({
    problem: `워커의 사용자 ${user}가 컨테이너 안에서 자신의 파일을 읽을 수 없습니다${said(evidence)}`,
    remedy:
      '노드의 워커 디렉터리에서 접근을 막는 원인을 찾으세요: ACL(`getfacl -R .`), SELinux나 AppArmor(`journalctl -k --grep denied`), 마운트 옵션(`findmnt -T .`)',
  }),
  'no-api-address': ({ interface: name, found }) =>
    name.startsWith('ansible_facts.')
      ? {
          problem: `노드의 기본 경로에 주소가 없습니다: ${name} (발견: ${listed(found) || '없음'})`,
          remedy: `노드에서 경로를 확인하세요: \`ip ${name.includes('6') ? '-6 ' : ''}route show default\`. 또는 Kolla globals.yml이나 호스트 변수의 api_interface에 인터페이스 이름을 직접 쓰세요`,
        }
      : {
          problem: `노드의 인터페이스 ${name}에 주소가 없습니다 (발견: ${listed(found) || '없음'})`,
          remedy: `Kolla globals.yml이나 호스트 변수의 api_interface(또는 network_interface)를 확인하세요: \`ip -brief address show ${quoted(name)}\``,
        },
  'same-machine': ({ others }) => ({
    problem: `다음 노드와 같은 머신입니다: ${listed(others)} (boot ID와 워커 디렉터리가 같음)`,
    remedy: '인벤토리에 이름을 하나만 남기거나 ansible_host와 ansible_port를 고치세요',
  }),
  'port-taken': ({ listen, by }) => ({
    problem: `이미 사용 중인 주소입니다: ${listen} (${by || '프로세스는 확인되지 않음'})`,
    remedy: `매니페스트의 worker.listen을 빈 포트로 바꾸세요. 사용 중인 프로세스는 노드에서 확인하세요: \`ss -ltnp 'sport = :${portOf(listen)}'\``,
  }),
  'config-rejected': ({ file, evidence, keys }) => ({
    problem: `promtool이 파일을 거부했습니다: ${file}${said(evidence)}`,
    remedy: `${keys.length > 0 ? `매니페스트에서 다음을 고치세요: ${keys.join(', ')}` : '원인이 된 매니페스트의 키를 고치세요'}. 실행 중인 워커는 변경하지 않았습니다`,
  }),
  'foreign-directory': ({ path, found }) => ({
    problem: `kolla-mimir가 만든 디렉터리가 아닙니다: ${path} (${found})`,
    remedy: `노드에서 다른 곳으로 옮기세요: \`mv ${quoted(path)} ${quoted(`${path}.old`)}\`. 또는 매니페스트의 worker.directory를 바꾸세요`,
  }),
  unproven: ({ checks }) => ({
    problem: `검증되지 않음: ${listed(checks)}`,
    remedy: '이 노드에서 점검이 발견한 문제를 해결한 뒤 다시 검증하세요',
  }),
  moved: ({ fields }) => ({
    problem: `계획이 오래되어 더 이상 유효하지 않습니다(${fields.join(', ')}). 변경한 노드는 없습니다`,
    remedy: '`--out` 옵션으로 다시 계획하고, 확인한 뒤 그 계획을 적용하세요',
  }),
  'needs-restart': ({ verdict, fields }) => ({
    problem: `리로드만으로는 부족합니다(${verdict}: ${listed(fields)}). 노드를 변경하지 않았습니다`,
    remedy: '`rollout` 명령을 실행해 워커를 시작하거나 재생성하세요',
  }),
  'nothing-to-return-to': ({ directory, generation }) =>
    generation === ''
      ? {
          problem: '노드에 워커가 설치되지 않았습니다',
          remedy: '`rollout` 명령으로 설치하거나, --limit 옵션으로 이 노드를 제외하세요',
        }
      : {
          problem: `${generation} 이전의 검증된 릴리스가 노드에 없습니다`,
          remedy: `노드에 있는 릴리스를 확인하고(\`ls -lt ${quoted(`${directory}/releases`)}\`) --to 옵션으로 지정하거나, --limit 옵션으로 이 노드를 제외하세요`,
        },
  'no-record': ({ generation }) => ({
    problem: `다시 실행 중인 릴리스를 검증할 수 없습니다: ${generation}. 읽을 수 있는 generation.json이 없거나 파일이 변경되었습니다`,
    remedy: 'rollout을 실행하면 검증할 수 있는 릴리스로 바뀝니다',
  }),
  'image-disputed': ({ image, evidence }) => ({
    problem: `조회한 노드들이 말하는 이미지의 다이제스트가 서로 다릅니다: ${image}${said(evidence)}`,
    remedy: `매니페스트에 다이제스트를 worker.image: NAME@sha256:… 형식으로 지정하세요. 레지스트리에서 확인하는 방법: \`docker buildx imagetools inspect ${quoted(image)}\``,
  }),
  'image-not-allowed': ({ image }) => ({
    problem: `worker.image_digests에 이 이미지의 다이제스트가 없습니다: ${image}`,
    remedy:
      '이미지가 맞으면 매니페스트의 worker.image_digests에 다이제스트를 추가하고, 아니면 worker.image를 고치세요',
  }),
} satisfies Partial<FailureMessages>
