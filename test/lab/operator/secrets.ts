import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from '../base/shell.ts'
import type { ServiceSecrets } from '../kolla/service-files.ts'
import { bcryptHash, newPasswords, parsePasswords, passwordsYml, unusedPasswords } from './passwords.ts'

export interface LabSecrets extends ServiceSecrets {
  /** The line of id.pub. */
  readonly authorizedKey: string
}

/** The lab's SSH key and passwords: made at the first `up`, then always the same. */
export async function labSecrets(directory: string): Promise<LabSecrets> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const key = join(directory, 'id')
  if (!existsSync(key)) await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'lab', '-f', key])
  const file = join(directory, 'passwords.yml')
  if (!existsSync(file))
    await writeFile(file, passwordsYml(newPasswords(), unusedPasswords()), { mode: 0o600 })
  const passwords = parsePasswords(await readFile(file, 'utf8'))
  return {
    authorizedKey: await readFile(`${key}.pub`, 'utf8'),
    passwords,
    prometheusHash: await bcryptHash(passwords.prometheus_password, passwords.prometheus_bcrypt_salt),
  }
}
