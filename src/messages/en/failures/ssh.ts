import { endpoint, hostKeyFile, knownAs, knownHostsFile, listed, quoted, said } from '../../format.ts'
import type { FailureMessages, FailureOf } from '../../types/failures.ts'

type Unreachable = FailureOf<'ssh-unreachable'>

/** Why the login to a node failed. */
export const sshFailures = {
  'ssh-unreachable': (failure) => unreachable[failure.cause](failure),
  'ssh-authentication': ({ address, user, tried, evidence }) => ({
    problem: `${address} refused the login of ${user} (${offered(tried)})${said(evidence)}`,
    remedy: `put the public key on the node: \`ssh-copy-id ${keyOption(tried)}${quoted(`${user}@${address}`)}\`, or correct ssh.user or ssh.key in the manifest`,
  }),
  'ssh-key-unreadable': ({ file, evidence }) => ({
    problem: `the private key ${file} cannot be used${said(evidence)}`,
    remedy: `check that it is a private key that you can read: \`ssh-keygen -y -f ${quoted(file)}\`; a key with a passphrase can be loaded into ssh-agent: \`ssh-add ${quoted(file)}\``,
  }),
  'ssh-negotiation': ({ address, evidence }) => ({
    problem: `no algorithm in common with the sshd at ${address}${said(evidence)}`,
    remedy: `\`ssh -vv ${quoted(address)}\` lists what it supports; allow curve25519-sha256 and an ed25519 host key in its /etc/ssh/sshd_config`,
  }),
  'host-key-unknown': (failure) => ({
    problem: `the host key of ${endpoint(failure)} is not known: ${failure.keyType} ${failure.fingerprint}`,
    remedy: `compare it on the node's console with \`ssh-keygen -lf ${hostKeyFile(failure.keyType)}\`; if it is the same: \`ssh-keyscan -p ${failure.port} ${quoted(failure.address)} >> ${knownHostsFile(failure)}\``,
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

const unreachable: Readonly<
  Record<Unreachable['cause'], (failure: Unreachable) => { problem: string; remedy: string }>
> = {
  refused: (failure) => ({
    problem: `connection refused at ${endpoint(failure)}`,
    remedy: `check that sshd runs there (\`systemctl status ssh\` on its console) and that address and port are right`,
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
    remedy: `check the spelling and the DNS of this machine: \`getent hosts ${quoted(failure.address)}\`; or write the IP address as ansible_host in the inventory`,
  }),
  closed: (failure) => ({
    problem: `${endpoint(failure)} closed the connection before the login${said(failure.evidence)}`,
    remedy: `sshd may reject new connections (MaxStartups, PerSourcePenalties, fail2ban), or something other than sshd listens there: \`journalctl -u ssh -n 20\` on the node`,
  }),
  other: (failure) => ({
    problem: `${endpoint(failure)} cannot be reached${said(failure.evidence)}`,
    remedy: `see what OpenSSH reports: \`ssh -v -p ${failure.port} ${quoted(failure.address)} true\``,
  }),
}

function offered(tried: readonly string[]): string {
  return tried.length === 0 ? 'no key to offer' : `tried ${listed(tried)}`
}

function keyOption(tried: readonly string[]): string {
  const file = tried.find((entry) => entry.includes('/'))
  return file === undefined ? '' : `-i ${quoted(file)} `
}
