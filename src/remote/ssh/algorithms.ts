/**
 * Key exchanges that are offered. Missing on purpose: the group exchange and groups 17 and 18, which compute for
 * more than a second in JavaScript's one thread, and everything on SHA-1.
 */
export const KEY_EXCHANGES = [
  'curve25519-sha256',
  'curve25519-sha256@libssh.org',
  'ecdh-sha2-nistp256',
  'ecdh-sha2-nistp384',
  'ecdh-sha2-nistp521',
  'diffie-hellman-group14-sha256',
  'diffie-hellman-group15-sha512',
  'diffie-hellman-group16-sha512',
] as const

/** Sums that prove each packet; none on SHA-1, nor on a part of its bits. */
export const MACS = [
  'hmac-sha2-256-etm@openssh.com',
  'hmac-sha2-512-etm@openssh.com',
  'hmac-sha2-256',
  'hmac-sha2-512',
] as const

/** None: what a node compresses would be unpacked here before anything of it is checked. */
export const COMPRESSION = ['none'] as const

/** Signatures by which a server may prove its host key, the preferred first; none on SHA-1. */
const HOST_KEY_ALGORITHMS = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'rsa-sha2-512',
  'rsa-sha2-256',
] as const

type HostKeyAlgorithm = (typeof HOST_KEY_ALGORITHMS)[number]

/**
 * Host key algorithms in the order to offer them: those of the key types on record first. A server with several
 * keys then shows the one that is known, and one that no longer has it shows another, which is seen as changed.
 */
export function hostKeyAlgorithms(keyTypes: readonly string[]): HostKeyAlgorithm[] {
  const isKnown = (algorithm: HostKeyAlgorithm): boolean =>
    keyTypes.includes(algorithm.startsWith('rsa-') ? 'ssh-rsa' : algorithm)
  return [
    ...HOST_KEY_ALGORITHMS.filter(isKnown),
    ...HOST_KEY_ALGORITHMS.filter((algorithm) => !isKnown(algorithm)),
  ]
}
