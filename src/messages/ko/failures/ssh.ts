import { endpoint, hostKeyFile, knownAs, knownHostsFile, listed, quoted, said } from '../../format.ts'
import type { FailureMessages, FailureOf } from '../../types/failures.ts'

type Unreachable = FailureOf<'ssh-unreachable'>

/** Why the login to a node failed. */
export const sshFailures = {
  'ssh-unreachable': (failure) => unreachable[failure.cause](failure),
  'ssh-authentication': ({ address, user, tried, evidence }) => ({
    problem: `${address}에서 사용자 ${user}의 로그인을 거부했습니다 (${offered(tried)})${said(evidence)}`,
    remedy: `노드에 공개 키를 넣으세요: \`ssh-copy-id ${keyOption(tried)}${quoted(`${user}@${address}`)}\`. 또는 매니페스트의 ssh.user나 ssh.key를 고치세요`,
  }),
  'ssh-key-unreadable': ({ file, evidence }) => ({
    problem: `개인 키 파일을 쓸 수 없습니다: ${file}${said(evidence)}`,
    remedy: `읽을 수 있는 개인 키인지 확인하세요: \`ssh-keygen -y -f ${quoted(file)}\`. 암호가 걸린 키는 ssh-agent에 올릴 수 있습니다: \`ssh-add ${quoted(file)}\``,
  }),
  'ssh-negotiation': ({ address, evidence }) => ({
    problem: `${address}의 sshd와 공통된 알고리즘이 없습니다${said(evidence)}`,
    remedy: `\`ssh -vv ${quoted(address)}\` 명령으로 서버가 제시하는 목록을 보고, 그 노드의 /etc/ssh/sshd_config에서 curve25519-sha256과 ed25519 호스트 키를 허용하세요`,
  }),
  'host-key-unknown': (failure) => ({
    problem: `${endpoint(failure)}의 호스트 키가 등록되어 있지 않습니다: ${failure.keyType} ${failure.fingerprint}`,
    remedy: `노드 콘솔에서 \`ssh-keygen -lf ${hostKeyFile(failure.keyType)}\` 결과와 비교하고, 같으면 등록하세요: \`ssh-keyscan -p ${failure.port} ${quoted(failure.address)} >> ${knownHostsFile(failure)}\``,
  }),
  'host-key-changed': (failure) => ({
    problem: `${endpoint(failure)}의 호스트 키가 바뀌었습니다: ${failure.keyType} ${failure.fingerprint}, 등록된 키와 다름 (${failure.entry ?? listed(failure.knownHosts)})`,
    remedy: `노드를 다시 설치했다면 \`ssh-keygen -R ${quoted(knownAs(failure))} -f ${knownHostsFile(failure)}\` 실행 후 새 키를 등록하세요. 아니라면 연결을 가로채는 중일 수 있으니 진행하지 마세요`,
  }),
  'host-key-revoked': (failure) => ({
    problem: `${endpoint(failure)}의 호스트 키가 폐기된 키입니다 (${failure.entry ?? listed(failure.knownHosts)}): ${failure.keyType} ${failure.fingerprint}`,
    remedy: `노드에 새 호스트 키를 만드세요. 잘못 폐기했다면 ${knownHostsFile(failure)} 파일의 @revoked 줄을 지우세요`,
  }),
} satisfies Partial<FailureMessages>

const unreachable: Readonly<
  Record<Unreachable['cause'], (failure: Unreachable) => { problem: string; remedy: string }>
> = {
  refused: (failure) => ({
    problem: `${endpoint(failure)}에서 연결을 거부했습니다`,
    remedy: `그 노드에서 sshd가 실행 중인지(콘솔에서 \`systemctl status ssh\`), 주소와 포트가 맞는지 확인하세요`,
  }),
  'timed-out': (failure) => ({
    problem: `${endpoint(failure)}에서 응답이 없습니다${said(failure.evidence)}`,
    remedy: `노드가 켜져 있는지, 방화벽이 ${failure.port} 포트를 막지 않는지 확인하세요: \`ping -c 3 ${quoted(failure.address)}\`, \`nc -vz ${quoted(failure.address)} ${failure.port}\``,
  }),
  'no-route': (failure) => ({
    problem: `${endpoint(failure)}까지 가는 경로가 없습니다`,
    remedy: `실행 호스트의 네트워크나 VPN, 그리고 주소를 확인하세요: \`ip route get ${quoted(failure.address)}\``,
  }),
  'unknown-host': (failure) => ({
    problem: `이름을 찾을 수 없습니다: ${failure.address}`,
    remedy: `철자와 실행 호스트의 DNS를 확인하세요: \`getent hosts ${quoted(failure.address)}\`. 또는 인벤토리의 ansible_host에 IP 주소를 지정하세요`,
  }),
  closed: (failure) => ({
    problem: `${endpoint(failure)}에서 로그인 전에 연결을 끊었습니다${said(failure.evidence)}`,
    remedy: `sshd가 새 연결을 거부하거나(MaxStartups, PerSourcePenalties, fail2ban) sshd가 아닌 프로그램이 그 포트를 사용 중일 수 있습니다: 노드에서 \`journalctl -u ssh -n 20\``,
  }),
  other: (failure) => ({
    problem: `${endpoint(failure)}에 연결할 수 없습니다${said(failure.evidence)}`,
    remedy: `OpenSSH의 출력을 확인하세요: \`ssh -v -p ${failure.port} ${quoted(failure.address)} true\``,
  }),
}

function offered(tried: readonly string[]): string {
  return tried.length === 0 ? '제시할 키가 없었음' : `시도: ${listed(tried)}`
}

function keyOption(tried: readonly string[]): string {
  const file = tried.find((entry) => entry.includes('/'))
  return file === undefined ? '' : `-i ${quoted(file)} `
}
