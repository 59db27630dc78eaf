import { quoted, registryOf, said } from '../../format.ts'
import type { FailureOf } from '../../types/failures.ts'

type Pull = FailureOf<'pull-failed'>

/** Why an image could not be pulled, by cause. */
export const pullFailures: Readonly<
  Record<Pull['cause'], (failure: Pull) => { problem: string; remedy: string }>
> = {
  'not-found': ({ image }) => ({
    problem: `레지스트리에 이미지가 없습니다 (404): ${image}`,
    remedy: `매니페스트의 worker.image를 확인하세요. 직접 운영하는 레지스트리라면 이미지를 올리세요: \`docker push ${quoted(image)}\``,
  }),
  unauthorized: ({ image, evidence }) => ({
    problem: `레지스트리가 로그인을 요구합니다 (401): ${image}${said(evidence)}`,
    remedy: `노드에서 root로 로그인하세요: \`docker login ${registry(image)}\`. 저장소 이름의 철자가 틀려도 같은 응답이 옵니다`,
  }),
  'credential-helper': ({ image, evidence }) => ({
    problem: `노드의 docker에 설정된 인증 헬퍼가 동작하지 않아 이미지를 받을 수 없습니다: ${image}${said(evidence)}`,
    remedy:
      '메시지에 나온 헬퍼를 설치하거나, 노드에서 root의 ~/.docker/config.json에 있는 credsStore와 credHelpers에서 제거하세요',
  }),
  'rate-limited': ({ image }) => ({
    problem: `레지스트리가 pull을 제한합니다 (429): ${image}`,
    remedy: `기다리거나, 계정으로 로그인하거나(\`docker login ${registry(image)}\`), 이미지를 자체 레지스트리에 복사하고 worker.image에 그 이름을 지정하세요`,
  }),
  'registry-error': ({ image, evidence }) => ({
    problem: `레지스트리 ${registryOf(image)}에서 오류가 났습니다: ${image}${said(evidence)}`,
    remedy: `레지스트리의 로그를 확인하세요. 응답은 노드에서 볼 수 있습니다: \`curl -si https://${registry(image)}/v2/\`. 그런 다음 다시 실행하세요`,
  }),
  'registry-unreachable': ({ image, evidence }) => ({
    problem: `노드에서 레지스트리 ${registryOf(image)}에 연결할 수 없습니다${said(evidence)}`,
    remedy: `노드의 방화벽과 프록시를 확인하세요: \`curl -v https://${registry(image)}/v2/\`, \`systemctl show docker -p Environment\``,
  }),
  'registry-unknown-host': ({ image }) => ({
    problem: `노드에서 레지스트리 이름을 찾을 수 없습니다: ${registryOf(image)}`,
    remedy: `노드의 DNS를 확인하세요: \`getent hosts ${registry(image).replace(/:\d+$/u, '')}\`, /etc/resolv.conf`,
  }),
  certificate: ({ image, evidence }) => ({
    problem: `노드의 엔진이 ${registryOf(image)}의 인증서를 신뢰하지 않습니다${said(evidence)}`,
    remedy: `레지스트리의 CA를 노드의 /etc/docker/certs.d/${registryOf(image)}/ca.crt에 두세요. TLS가 없는 레지스트리는 /etc/docker/daemon.json의 insecure-registries에 넣습니다(Kolla globals.yml의 docker_registry_insecure)`,
  }),
  'disk-full': ({ image, evidence }) => ({
    problem: `이미지를 받는 중 노드의 디스크가 가득 찼습니다: ${image}${said(evidence)}`,
    remedy:
      '엔진이 이미지를 저장하는 디스크의 공간을 확보하세요: `df -h /var/lib/docker`, `docker system df`',
  }),
  other: ({ image, evidence }) => ({
    problem: `이미지를 받지 못했습니다: ${image}${said(evidence)}`,
    remedy: `노드에서 엔진의 전체 출력을 확인하세요: \`docker pull ${quoted(image)}\``,
  }),
}

function registry(image: string): string {
  return quoted(registryOf(image))
}
