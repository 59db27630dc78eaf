import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { posixQuote } from '../../../src/shell/posix-quote.ts'
import { keyPair } from './key-pair.ts'

const SSHD = '/usr/sbin/sshd'

/** What a real sshd lacks on this machine, for the name of what is skipped. */
export const LACKING: readonly string[] = [
  ...(existsSync(SSHD) ? [] : [`there is no ${SSHD} (package openssh-server)`]),
  ...(process.getuid?.() === 0 ? [] : ['sshd needs root to let users in']),
]

/** Whether this machine lets us give processes an /etc/passwd of their own. */
export const HAS_ACCOUNTS = LACKING.length === 0 && spawnSync('unshare', ['-m', 'true']).status === 0

/** Starts sshd with these settings; `argv` runs it as it is told, e.g. with accounts of its own. */
export async function startOpenSsh(
  directory: string,
  settings: string,
  wrap: (argv: readonly string[]) => readonly string[] = (argv) => argv,
): Promise<{ readonly port: number; readonly server: ChildProcess; readonly knownHost: string }> {
  chmodSync(directory, 0o755)
  const port = await freePort()
  writeFileSync(join(directory, 'host_key'), keyPair('ed25519').private, { mode: 0o600 })
  const file = join(directory, `sshd_config-${port}`)
  writeFileSync(
    file,
    `ListenAddress 127.0.0.1:${port}\nHostKey ${directory}/host_key\nPidFile none\nStrictModes no\n${settings}\n`,
  )
  mkdirSync('/run/sshd', { recursive: true, mode: 0o755 })
  const [program = '', ...argv] = wrap([SSHD, '-D', '-e', '-f', file])
  const server = spawn(program, argv, { stdio: ['ignore', 'ignore', 'pipe'] })
  await listening(server)
  return { port, server, knownHost: `[127.0.0.1]:${port} ${keyPair('ed25519').public}\n` }
}

/**
 * Accounts that only the wrapped processes see: `guest` with the password `guest`, `expired`, and a root whose home is
 * in the directory.
 */
export function accounts(directory: string): (argv: readonly string[]) => readonly string[] {
  const home = (name: string): string => {
    const path = join(directory, name)
    mkdirSync(path, { recursive: true, mode: 0o755 })
    return path
  }
  const hash = execFileSync('openssl', ['passwd', '-6', 'guest'], { encoding: 'utf8' }).trim()
  const passwd = readFileSync('/etc/passwd', 'utf8').replace(
    /^root:.*$/mu,
    `root:x:0:0:root:${home('root')}:/bin/sh`,
  )
  writeFileSync(
    join(directory, 'passwd'),
    `${passwd}guest:x:0:0::${home('guest')}:/bin/sh\nexpired:x:64998:64998::${home('expired')}:/bin/sh\n`,
  )
  const shadow = readFileSync('/etc/shadow', 'utf8')
  writeFileSync(
    join(directory, 'shadow'),
    `${shadow}guest:${hash}:20000:0:99999:7:::\nexpired:*:10000:0:99999:7::10000:\n`,
    { mode: 0o600 },
  )
  const mounts = ['passwd', 'shadow'].map(
    (name) => `mount --bind ${posixQuote(join(directory, name))} /etc/${name}`,
  )
  return (argv) => ['unshare', '-m', 'sh', '-ec', `${mounts.join('\n')}\nexec "$@"`, 'sh', ...argv]
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => probe.once('listening', resolve))
  const address = probe.address()
  await new Promise((resolve) => probe.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('there is no free port')
  return address.port
}

async function listening({ stderr }: ChildProcess): Promise<void> {
  let said = ''
  for await (const chunk of stderr ?? []) {
    said += String(chunk)
    if (said.includes('Server listening on')) {
      stderr?.resume()
      return
    }
  }
  throw new Error(`sshd did not start: ${said}`)
}

/** A new ed25519 key, its public half beside it. */
export function generated(directory: string, name: string): string {
  const file = join(directory, name)
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file], { stdio: 'ignore' })
  return file
}
