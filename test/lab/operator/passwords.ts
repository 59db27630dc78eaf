import { randomBytes } from 'node:crypto'
import { run } from '../base/shell.ts'

/** The keys of passwords.yml that the lab's containers really use. */
export interface Passwords {
  readonly prometheus_password: string
  readonly prometheus_bcrypt_salt: string
  readonly prometheus_mysql_exporter_database_password: string
}

const SALT_ALPHABET = './ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
/** The 22nd character of a bcrypt salt carries two bits only. */
const LAST_OF_SALT = '.Oeu'

export function newPasswords(): Passwords {
  return {
    prometheus_password: password(),
    prometheus_bcrypt_salt: salt(),
    prometheus_mysql_exporter_database_password: password(),
  }
}

/** Pure: Kolla's passwords.yml, with a few more keys of the kind that a real one holds. */
export function passwordsYml(passwords: Passwords, others: Readonly<Record<string, string>>): string {
  const entries = Object.entries({ ...others, ...passwords })
  const lines = entries.map(([key, value]) => `${key}: ${value}`).sort()
  return ['---', ...lines, ''].join('\n')
}

/** Passwords that nothing in the lab asks for; a real passwords.yml has some two hundred of them. */
export function unusedPasswords(): Record<string, string> {
  const keys = [
    'database_password',
    'keystone_admin_password',
    'rabbitmq_password',
    'prometheus_grafana_password',
  ]
  return Object.fromEntries(keys.map((key) => [key, password()]))
}

/** Pure: reads back what `passwordsYml` wrote. Throws where a key is missing. */
export function parsePasswords(text: string): Passwords {
  const values = new Map(text.split('\n').map((line) => splitOnce(line)))
  const value = (key: string): string => {
    const found = values.get(key)
    if (found === undefined) throw new Error(`passwords.yml: ${key} is missing`)
    return found
  }
  return {
    prometheus_password: value('prometheus_password'),
    prometheus_bcrypt_salt: value('prometheus_bcrypt_salt'),
    prometheus_mysql_exporter_database_password: value('prometheus_mysql_exporter_database_password'),
  }
}

/** The bcrypt hash that Kolla puts in web.yml. Perl is essential in Debian and has the C library's crypt(3). */
export async function bcryptHash(secret: string, saltOf22: string): Promise<string> {
  const program = 'chomp(my ($secret, $setting) = <STDIN>); print crypt($secret, $setting)'
  const hash = await run('perl', ['-e', program], { input: `${secret}\n$2b$08$${saltOf22}\n` })
  if (hash.startsWith('$2b$08$')) return hash
  throw new Error('this machine has no bcrypt in crypt(3): perl printed no hash')
}

function splitOnce(line: string): [string, string] {
  const at = line.indexOf(': ')
  return at < 0 ? [line, ''] : [line.slice(0, at), line.slice(at + 2)]
}

/** Letters only in the first place, so that YAML never takes it for a number. */
function password(): string {
  return `p${randomBytes(20).toString('hex')}`
}

function salt(): string {
  const bytes = [...randomBytes(22)]
  const letters = bytes.slice(0, 21).map((byte) => SALT_ALPHABET[byte % SALT_ALPHABET.length])
  return [...letters, LAST_OF_SALT[(bytes[21] ?? 0) % LAST_OF_SALT.length]].join('')
}
