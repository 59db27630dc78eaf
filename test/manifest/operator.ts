import { type ManifestContext, readManifest, type TextFile } from '../../src/manifest/manifest.ts'
import { problemLines } from '../../src/manifest/problems/problem-lines.ts'
import { failed, success } from '../../src/model/result.ts'

/** The files of the operator's machine in these tests, by path. */
const FILES: Readonly<Record<string, TextFile>> = {
  '/cloud/ca.pem': { text: '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n', mode: 0o644 },
  '/cloud/key.pem': {
    text: '-----BEGIN EC PRIVATE KEY-----\nMHc\n-----END EC PRIVATE KEY-----\n',
    mode: 0o600,
  },
  '/cloud/token': { text: 's3cret-token\n', mode: 0o600 },
  '/cloud/open-token': { text: 's3cret-token\n', mode: 0o644 },
  '/cloud/two-lines': { text: 's3cret\nother\n', mode: 0o600 },
  '/cloud/empty': { text: '\n', mode: 0o600 },
  '/etc/kolla-mimir/token': { text: 's3cret-token\n', mode: 0o600 },
  '/home/op/.ssh/id_ed25519': { text: '-----BEGIN OPENSSH PRIVATE KEY-----\n', mode: 0o600 },
  '/home/op/.ssh/id_ed25519.pub': { text: 'ssh-ed25519 AAAA op@deploy\n', mode: 0o644 },
  '/home/op/.ssh/shared': { text: '-----BEGIN OPENSSH PRIVATE KEY-----\n', mode: 0o640 },
}

/** An operator whose manifest lies in /cloud. No command is expected. */
export const OPERATOR: ManifestContext = {
  env: { MIMIR_PASSWORD: 's3cret', KEY_PASSPHRASE: 's3cret', EMPTY: '' },
  home: '/home/op',
  folder: '/cloud',
  exporters: ['node_exporter', 'cadvisor', 'mysqld_exporter'],
  readText: (path) => {
    const file = FILES[path]
    return file ? success(file) : failed('does not exist')
  },
  runCommand: (command) => {
    throw new Error(`nobody expected the command ${command}`)
  },
}

export function read(text: string, context: ManifestContext = OPERATOR) {
  return readManifest({ file: 'inventory.yml', text }, context)
}

/** The problems of a manifest as printed. */
export async function linesOf(text: string, context: ManifestContext = OPERATOR): Promise<string[]> {
  return problemLines((await read(text, context)).problems)
}
