import type { FailureOf } from '../../src/messages/types/failures.ts'
import { safeText } from '../../src/values/safe-text.ts'

const HOST_KEY = {
  address: '10.0.0.12',
  port: 22,
  keyType: 'ssh-ed25519',
  fingerprint: 'SHA256:9n8vJ2',
  knownHosts: ['/root/.ssh/known_hosts'],
}

type Reasons =
  | 'ssh-unreachable'
  | 'ssh-authentication'
  | 'ssh-key-unreadable'
  | 'ssh-negotiation'
  | 'host-key-unknown'
  | 'host-key-changed'
  | 'host-key-revoked'

/** One Failure of every reason that a node is not reached, or not logged in to. */
export const LOGIN_FAILURES: { readonly [Reason in Reasons]: FailureOf<Reason> & { reason: Reason } } = {
  'ssh-unreachable': {
    reason: 'ssh-unreachable',
    address: '10.0.0.12',
    port: 22,
    cause: 'refused',
    evidence: safeText('connect ECONNREFUSED 10.0.0.12:22'),
  },
  'ssh-authentication': {
    reason: 'ssh-authentication',
    cause: 'keys-refused',
    address: '10.0.0.12',
    port: 2222,
    user: 'kolla',
    tried: ['/root/.ssh/id_ed25519 (SHA256:9n8vJ2)'],
    available: 1,
    accepted: [safeText('publickey'), safeText('password')],
    file: '/root/.ssh/id_ed25519',
    publicFile: '/root/.ssh/id_ed25519.pub',
    evidence: safeText(''),
  },
  'ssh-key-unreadable': {
    reason: 'ssh-key-unreadable',
    cause: 'missing',
    file: '/root/.ssh/my key',
    evidence: safeText('no such file'),
  },
  'ssh-negotiation': {
    reason: 'ssh-negotiation',
    address: '10.0.0.12',
    port: 2222,
    evidence: safeText('no matching kex'),
  },
  'host-key-unknown': { reason: 'host-key-unknown', ...HOST_KEY },
  'host-key-changed': {
    reason: 'host-key-changed',
    ...HOST_KEY,
    port: 2222,
    entry: '/root/.ssh/known_hosts:7',
  },
  'host-key-revoked': { reason: 'host-key-revoked', ...HOST_KEY, entry: '/root/.ssh/known_hosts:9' },
}
