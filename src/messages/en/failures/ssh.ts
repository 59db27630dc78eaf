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
          problem: `${unreachable[failure.cause](failure).problem}; it accepted a login of this run ${Math.round(failure.lastSeen)} s earlier`,
          remedy: `a limit on new connections may be the cause (\`ufw limit\`, fail2ban, MaxStartups, PerSourcePenalties): \`ufw status\`, \`fail2ban-client status sshd\` and ${SSHD_LOG} on the node; if none of them applies, check that the node is up`,
        },
  'ssh-authentication': (failure) => refusals[failure.cause](failure),
  'ssh-key-unreadable': (failure) => ({
    problem: `the private key ${failure.file} cannot be used${said(failure.evidence)}`,
    remedy: unreadable[failure.cause](failure),
  }),
  'ssh-negotiation': ({ address, port, evidence }) => ({
    problem: `no algorithm in common with the sshd at ${address}${said(evidence)}`,
    remedy: `\`ssh -vv -p ${port} ${quoted(address)} true\` lists what it supports; allow curve25519-sha256 and an ed25519 host key in its /etc/ssh/sshd_config`,
  }),
  'host-key-unknown': (failure) => ({
    problem: `the host key of ${endpoint(failure)} is not known: ${failure.keyType} ${failure.fingerprint}`,
    remedy: `compare it on the node's console with \`ssh-keygen -lf ${hostKeyFile(failure.keyType)}\`; if it is the same: \`${addHostKey(failure)}\``,
  }),
  'host-key-changed': (failure) => ({
    problem: `the host key of ${endpoint(failure)} changed: ${failure.keyType} ${failure.fingerprint} was found, but ${failure.entry ?? listed(failure.knownHosts)} has another`,
    remedy: `if the node was reinstalled: \`ssh-keygen -R ${quoted(knownAs(failure))} -f ${knownHostsFile(failure)}\`, then add its new key; if not, the connection may be intercepted: do not continue`,
  }),
  'host-key-revoked': (failure) => ({
    problem: `the host key of ${endpoint(failure)} is revoked by ${failure.entry ?? listed(failure.knownHosts)}: ${failure.keyType} ${failure.fingerprint}`,
    remedy: `give the node a new host key; if the key was revoked by mistake, remove the @revoked line of ${knownHostsFile(failure)}`,
  }),
} satisfies Partial<FailureMessages>

const refusals: Readonly<Record<Refused['cause'], Explain<Refused>>> = {
  'no-key': ({ address, user, evidence }) => ({
    problem: `this machine has no key to offer for the login of ${user} to ${address}${said(evidence)}`,
    remedy:
      'name a private key under ssh.keys in the manifest, or load one into the agent (`ssh-add -l` lists its keys); `ssh-keygen -t ed25519` makes a new one',
  }),
  'keys-refused': (failure) => ({
    problem: `${failure.address} refused the login of ${failure.user} (tried ${listed(failure.tried)})${said(failure.evidence)}`,
    remedy: `${bringKey(failure)}; or correct the user: ssh.user in the manifest, or ansible_user in the inventory`,
  }),
  'too-many-keys': ({ address, user, tried, available, evidence }) => ({
    problem: `${address} ended the login of ${user} after ${tried.length} of ${available} keys${said(evidence)}`,
    remedy:
      'name the right key under ssh.keys in the manifest, so that no other is offered; or remove keys from the agent (`ssh-add -l` lists them)',
  }),
  'no-publickey': ({ address, user, accepted, evidence }) => ({
    problem: `${address} lets ${user} log in with ${listed(accepted)} only, not with a key${said(evidence)}`,
    remedy:
      'allow keys in its sshd: `sshd -T | grep -i -E "pubkeyauthentication|authenticationmethods"` on the node shows the settings; kolla-mimir logs in with keys',
  }),
  'second-factor': ({ address, user, tried, accepted, evidence }) => ({
    problem: `${address} accepted a key of ${user} (tried ${listed(tried)}), but requires more: ${listed(accepted)}${said(evidence)}`,
    remedy:
      'name a user for whom a key is enough with ssh.user in the manifest, or set `AuthenticationMethods publickey` for this machine in a Match block of its sshd_config',
  }),
  'not-admitted': ({ address, user, tried, evidence }) => ({
    problem: `${address} knows a key of ${user} (tried ${listed(tried)}), but denies the login${said(evidence)}`,
    remedy: `${SSHD_LOG} on the node names the reason: ${user === 'root' ? 'PermitRootLogin, ' : ''}AllowUsers, an expired account, /etc/nologin; or name another user: ssh.user in the manifest, or ansible_user in the inventory`,
  }),
  'not-signed': ({ address, user, tried, evidence }) => ({
    problem: `the key of ${user} that ${address} accepts could not sign (tried ${listed(tried)})${said(evidence)}`,
    remedy:
      'check the agent: `ssh-add -l` lists its keys; it may be locked (`ssh-add -X`), or the key may have to be confirmed',
  }),
}

/** How a key comes to a node that refused all of them, by what its sshd would accept. */
function bringKey(failure: Refused): string {
  const { accepted, file, publicFile, user } = failure
  if (!accepted.some((method) => method !== 'publickey')) {
    const key = file === undefined ? '`ssh-add -L`' : `\`ssh-keygen -y -f ${quoted(file)}\``
    return `add the output of ${key} to .ssh/authorized_keys of ${user} on the node's console`
  }
  if (publicFile !== undefined)
    return `put the public key on the node: \`ssh-copy-id -i ${quoted(publicFile)} ${loginWords(failure)}\``
  const source = file === undefined ? 'ssh-add -L' : `ssh-keygen -y -f ${quoted(file)}`
  return `put the public key on the node: \`${source} | ssh ${loginWords(failure)} 'umask 077; mkdir -p .ssh; cat >> .ssh/authorized_keys'\``
}

const unreadable: Readonly<Record<Unreadable['cause'], (failure: Unreadable) => string>> = {
  missing: () =>
    'correct the path: ssh.keys in the manifest, or ansible_ssh_private_key_file in the inventory',
  encrypted: ({ file }) =>
    `give its passphrase with ssh.passphrase in the manifest, or load it into ssh-agent: \`ssh-add ${quoted(file)}\``,
  exposed: ({ file }) =>
    `remove the access of other users, as OpenSSH requires: \`chmod 600 ${quoted(file)}\``,
  other: ({ file }) =>
    `check that it is a private key that you can read: \`ssh-keygen -y -f ${quoted(file)}\``,
}

/** What a jump host cannot reach has to be looked at from there. */
function throughJump(failure: Unreachable, explanation: Explanation<string>): Explanation<string> {
  const { address, port, through, cause } = failure
  if (through === undefined || cause === 'not-forwarded' || cause === 'proxy-command') return explanation
  return {
    problem: `${explanation.problem}, through the jump host ${through}`,
    remedy: `check that the node is on, and that address and port are right for the jump host; there: \`nc -vz ${quoted(address)} ${port}\``,
  }
}

const unreachable: Readonly<Record<Unreachable['cause'], Explain<Unreachable>>> = {
  'not-forwarded': (failure) => ({
    problem: `the jump host ${failure.through ?? ''} does not forward connections to ${endpoint(failure)}${said(failure.evidence)}`,
    remedy: `set \`AllowTcpForwarding yes\` in its /etc/ssh/sshd_config (and PermitOpen, and no-port-forwarding in authorized_keys), or go another way: ssh.jump in the manifest`,
  }),
  'proxy-command': (failure) => ({
    problem: `the command of ProxyCommand made no connection to ${endpoint(failure)}${said(failure.evidence)}`,
    remedy: `run the command by hand: it has to print the banner of an sshd; its first word is ${failure.through ?? ''}`,
  }),
  refused: (failure) => ({
    problem: `connection refused at ${endpoint(failure)}`,
    remedy: `check that sshd runs there (\`ss -ltnp 'sport = :${failure.port}'\` on its console) and that address and port are right`,
  }),
  'timed-out': (failure) => ({
    problem: `no answer from ${endpoint(failure)}${said(failure.evidence)}`,
    remedy: `check that the node is on and that no firewall drops port ${failure.port}: \`ping -c 3 ${quoted(failure.address)}\`, \`nc -vz ${quoted(failure.address)} ${failure.port}\``,
  }),
  'no-route': (failure) => ({
    problem: `no route to ${endpoint(failure)}`,
    remedy: `check this machine's network or VPN, and the address: \`ip route get ${quoted(failure.address)}\``,
  }),
  'unknown-host': (failure) => ({
    problem: `the name ${failure.address} cannot be resolved`,
    remedy: `check the spelling and the DNS of this machine: \`getent hosts ${quoted(failure.address)}\`; a name that only another user's ~/.ssh/config has is not known here: set ansible_host in the inventory to its address`,
  }),
  closed: (failure) => ({
    problem: `${endpoint(failure)} closed the connection before the login${said(failure.evidence)}`,
    remedy: `sshd may reject new connections (MaxStartups, PerSourcePenalties, fail2ban), or something other than sshd listens there: ${SSHD_LOG} on the node`,
  }),
  dropped: (failure) => ({
    problem: `${endpoint(failure)} closed the connection during the login${said(failure.evidence)}`,
    remedy: `${SSHD_LOG} on the node names the reason; then run again`,
  }),
  other: (failure) => ({
    problem: `${endpoint(failure)} cannot be reached${said(failure.evidence)}`,
    remedy: `see what OpenSSH reports: \`ssh -v -p ${failure.port} ${quoted(failure.address)} true\``,
  }),
}
