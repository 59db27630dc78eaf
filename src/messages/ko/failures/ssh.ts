import {
  addHostKey,
  endpoint,
  hostKeyFile,
  knownAs,
  knownHostsFile,
  listed,
  loginWords,
  quoted,
  SSHD_LOG,
  said,
} from '../../format.ts'
import type { Explanation, FailureMessages, FailureOf } from '../../types/failures.ts'

type Unreachable = FailureOf<'ssh-unreachable'>
type Refused = FailureOf<'ssh-authentication'>
type Unreadable = FailureOf<'ssh-key-unreadable'>
type Explain<Failure> = (failure: Failure) => Explanation<string>

/** Why the login to a node failed. */
export const sshFailures = {
  'ssh-unreachable': (failure) =>
    failure.lastSeen === undefined
      ? throughJump(failure, unreachable[failure.cause](failure))
      : {
          problem: `${unreachable[failure.cause](failure).problem}. ${Math.round(failure.lastSeen)}초 전에는 이 실행의 로그인을 허용했습니다`,
          remedy: `새 연결을 제한하는 설정 때문일 수 있습니다 (\`ufw limit\`, fail2ban, MaxStartups, PerSourcePenalties). 노드에서 확인하세요: \`ufw status\`, \`fail2ban-client status sshd\`, ${SSHD_LOG}. 해당하는 것이 없으면 노드가 켜져 있는지 확인하세요`,
        },
  'ssh-authentication': (failure) => refusals[failure.cause](failure),
  'ssh-key-unreadable': (failure) => ({
    problem: `개인 키 파일을 사용할 수 없습니다: ${failure.file}${said(failure.evidence)}`,
    remedy: unreadable[failure.cause](failure),
  }),
  'ssh-negotiation': ({ address, port, evidence }) => ({
    problem: `${address}의 sshd와 공통된 알고리즘이 없습니다${said(evidence)}`,
    remedy: `\`ssh -vv -p ${port} ${quoted(address)} true\` 명령으로 서버가 제시하는 목록을 보고, 그 노드의 /etc/ssh/sshd_config에서 curve25519-sha256과 ed25519 호스트 키를 허용하세요`,
  }),
  'host-key-unknown': (failure) => ({
    problem: `${endpoint(failure)}의 호스트 키가 등록되어 있지 않습니다: ${failure.keyType} ${failure.fingerprint}`,
    remedy: `노드 콘솔에서 \`ssh-keygen -lf ${hostKeyFile(failure.keyType)}\` 결과와 비교하고, 같으면 등록하세요: \`${addHostKey(failure)}\``,
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

const refusals: Readonly<Record<Refused['cause'], Explain<Refused>>> = {
  'no-key': ({ address, user, evidence }) => ({
    problem: `실행 호스트에 제시할 키가 없습니다 (${user}@${address})${said(evidence)}`,
    remedy:
      '매니페스트의 ssh.keys에 개인 키를 지정하거나 ssh-agent에 올리세요: `ssh-add -l` 명령으로 올라온 키를 볼 수 있고, 새 키는 `ssh-keygen -t ed25519` 명령으로 만듭니다',
  }),
  'keys-refused': (failure) => ({
    problem: `${failure.address}에서 사용자 ${failure.user}의 로그인을 거부했습니다 (시도: ${listed(failure.tried)})${said(failure.evidence)}`,
    remedy: `${bringKey(failure)}. 또는 사용자를 고치세요: 매니페스트의 ssh.user, 인벤토리의 ansible_user`,
  }),
  'too-many-keys': ({ address, user, tried, available, evidence }) => ({
    problem: `${address}에서 사용자 ${user}의 로그인을 끊었습니다 (키 ${available}개 중 ${tried.length}개 시도)${said(evidence)}`,
    remedy:
      '맞는 키를 매니페스트의 ssh.keys에 지정하세요. 그러면 다른 키는 제시하지 않습니다. 또는 ssh-agent에서 키를 빼세요: `ssh-add -l` 명령으로 목록을 볼 수 있습니다',
  }),
  'no-publickey': ({ address, user, accepted, evidence }) => ({
    problem: `${address}에서 사용자 ${user}에게 키 로그인을 허용하지 않습니다 (허용: ${listed(accepted)})${said(evidence)}`,
    remedy:
      '그 노드의 sshd에서 키 로그인을 허용하세요. 설정은 노드에서 볼 수 있습니다: `sshd -T | grep -i -E "pubkeyauthentication|authenticationmethods"`. kolla-mimir는 키로 로그인합니다',
  }),
  'second-factor': ({ address, user, tried, accepted, evidence }) => ({
    problem: `${address}에서 사용자 ${user}의 키를 받아들였지만 인증을 더 요구합니다: ${listed(accepted)} (시도: ${listed(tried)})${said(evidence)}`,
    remedy:
      '키만으로 로그인할 수 있는 사용자를 매니페스트의 ssh.user에 지정하거나, 그 노드의 sshd_config에서 이 실행 호스트에 대한 Match 블록에 `AuthenticationMethods publickey`를 지정하세요',
  }),
  'not-admitted': ({ address, user, tried, evidence }) => ({
    problem: `${address}에 사용자 ${user}의 키가 등록되어 있지만 로그인이 허용되지 않습니다 (시도: ${listed(tried)})${said(evidence)}`,
    remedy: `노드에서 이유를 확인하세요: ${SSHD_LOG} (${user === 'root' ? 'PermitRootLogin, ' : ''}AllowUsers, 만료된 계정, /etc/nologin). 또는 다른 사용자를 지정하세요: 매니페스트의 ssh.user, 인벤토리의 ansible_user`,
  }),
  'not-signed': ({ address, user, tried, evidence }) => ({
    problem: `${address}에서 요구한 사용자 ${user}의 키로 서명하지 못했습니다 (시도: ${listed(tried)})${said(evidence)}`,
    remedy:
      'ssh-agent를 확인하세요: `ssh-add -l` 명령으로 키 목록을 볼 수 있습니다. 잠겨 있거나(`ssh-add -X`) 키를 쓸 때 확인이 필요할 수 있습니다',
  }),
}

/** How a key comes to a node that refused all of them, by what its sshd would accept. */
function bringKey(failure: Refused): string {
  const { accepted, file, publicFile, user } = failure
  if (!accepted.some((method) => method !== 'publickey')) {
    const key = file === undefined ? '`ssh-add -L`' : `\`ssh-keygen -y -f ${quoted(file)}\``
    return `${key} 명령의 출력을 노드 콘솔에서 사용자 ${user}의 .ssh/authorized_keys에 추가하세요`
  }
  if (publicFile !== undefined)
    return `노드에 공개 키를 넣으세요: \`ssh-copy-id -i ${quoted(publicFile)} ${loginWords(failure)}\``
  const source = file === undefined ? 'ssh-add -L' : `ssh-keygen -y -f ${quoted(file)}`
  return `노드에 공개 키를 넣으세요: \`${source} | ssh ${loginWords(failure)} 'umask 077; mkdir -p .ssh; cat >> .ssh/authorized_keys'\``
}

const unreadable: Readonly<Record<Unreadable['cause'], (failure: Unreadable) => string>> = {
  missing: () => '경로를 고치세요: 매니페스트의 ssh.keys, 인벤토리의 ansible_ssh_private_key_file',
  encrypted: ({ file }) =>
    `암호를 매니페스트의 ssh.passphrase에 지정하거나 ssh-agent에 올리세요: \`ssh-add ${quoted(file)}\``,
  exposed: ({ file }) =>
    `다른 사용자가 읽지 못하게 하세요. OpenSSH도 이런 키는 사용하지 않습니다: \`chmod 600 ${quoted(file)}\``,
  other: ({ file }) => `읽을 수 있는 개인 키인지 확인하세요: \`ssh-keygen -y -f ${quoted(file)}\``,
}

/** What a jump host cannot reach has to be looked at from there. */
function throughJump(failure: Unreachable, explanation: Explanation<string>): Explanation<string> {
  const { address, port, through, cause } = failure
  if (through === undefined || cause === 'not-forwarded' || cause === 'proxy-command') return explanation
  return {
    problem: `${explanation.problem} (점프 호스트: ${through})`,
    remedy: `노드가 켜져 있는지, 점프 호스트에서 보는 주소와 포트가 맞는지 확인하세요. 점프 호스트에서 실행: \`nc -vz ${quoted(address)} ${port}\``,
  }
}

const unreachable: Readonly<Record<Unreachable['cause'], Explain<Unreachable>>> = {
  'not-forwarded': (failure) => ({
    problem: `점프 호스트 ${failure.through ?? ''}에서 ${endpoint(failure)} 연결을 전달하지 않습니다${said(failure.evidence)}`,
    remedy: `점프 호스트의 /etc/ssh/sshd_config에 \`AllowTcpForwarding yes\`를 설정하세요(PermitOpen과 authorized_keys의 no-port-forwarding도 확인하세요). 다른 경로를 쓰려면 매니페스트에 ssh.jump를 지정하세요`,
  }),
  'proxy-command': (failure) => ({
    problem: `ProxyCommand 명령이 ${endpoint(failure)}에 연결하지 못했습니다${said(failure.evidence)}`,
    remedy: `명령을 직접 실행해 보세요. sshd의 배너가 출력되어야 합니다. 명령의 첫 단어: ${failure.through ?? ''}`,
  }),
  refused: (failure) => ({
    problem: `${endpoint(failure)}에서 연결을 거부했습니다`,
    remedy: `그 노드에서 sshd가 실행 중인지(콘솔에서 \`ss -ltnp 'sport = :${failure.port}'\`), 주소와 포트가 맞는지 확인하세요`,
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
    problem: `이름의 주소를 찾을 수 없습니다: ${failure.address}`,
    remedy: `철자와 실행 호스트의 DNS를 확인하세요: \`getent hosts ${quoted(failure.address)}\`. 다른 사용자의 ~/.ssh/config에만 있는 이름은 여기서 찾을 수 없습니다. 인벤토리의 ansible_host에 주소를 지정하세요`,
  }),
  closed: (failure) => ({
    problem: `${endpoint(failure)}에서 로그인 전에 연결을 끊었습니다${said(failure.evidence)}`,
    remedy: `sshd가 새 연결을 거부하거나(MaxStartups, PerSourcePenalties, fail2ban) sshd가 아닌 프로그램이 그 포트를 사용 중일 수 있습니다: 노드에서 ${SSHD_LOG}`,
  }),
  dropped: (failure) => ({
    problem: `${endpoint(failure)}에서 로그인 중에 연결을 끊었습니다${said(failure.evidence)}`,
    remedy: `노드에서 이유를 확인하고 다시 실행하세요: ${SSHD_LOG}`,
  }),
  other: (failure) => ({
    problem: `${endpoint(failure)}에 연결할 수 없습니다${said(failure.evidence)}`,
    remedy: `OpenSSH의 출력을 확인하세요: \`ssh -v -p ${failure.port} ${quoted(failure.address)} true\``,
  }),
}
