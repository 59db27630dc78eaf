export interface HostKey {
  readonly address: string
  readonly name: string
  /** One line of an ssh_host_*_key.pub: type, key, perhaps a comment. */
  readonly publicKey: string
}

/** Pure: an OpenSSH known_hosts file with one line a node. Throws where a public key is not one. */
export function knownHosts(keys: readonly HostKey[]): string {
  return keys.map((key) => `${line(key)}\n`).join('')
}

function line({ address, name, publicKey }: HostKey): string {
  const [type, key] = publicKey.trim().split(/\s+/)
  if (type === undefined || key === undefined || !/^(ssh|ecdsa)-/.test(type)) {
    throw new Error(`${name}: expected a public host key, found ${JSON.stringify(publicKey)}`)
  }
  return `${address},${name} ${type} ${key}`
}
