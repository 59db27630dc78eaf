import type { Config } from 'node-ssh'
import type { Client, ClientChannel, ParsedKey } from 'ssh2'

export type { AnyAuthMethod } from 'ssh2'
export type SshConfig = Config
export type SshClient = Client
export type SshChannel = ClientChannel
export type SshKey = ParsedKey

/** What is used of node-ssh and ssh2, which only this file knows. */
export interface SshLibrary {
  /**
   * Begins to connect, and gives back the client before anything can have happened on it, so that its events can
   * be listened to from the first. `refused` hears of a configuration that was not even tried.
   */
  connect(config: SshConfig, refused: (error: unknown) => void): SshClient | undefined
  /** A private key from the text of its file; an Error says why not. */
  parseKey(text: Buffer, passphrase?: string): SshKey | Error
}

/** Loaded on first use: they cost 75 ms that `--help` and `plan` need not pay. */
export async function loadSshLibrary(): Promise<SshLibrary> {
  const [{ NodeSSH }, { default: ssh2 }] = await Promise.all([import('node-ssh'), import('ssh2')])
  return {
    connect(config, refused) {
      const ssh = new NodeSSH()
      ssh.connect(config).catch(refused)
      return ssh.connection ?? undefined
    },
    parseKey(text, passphrase) {
      // An array where a file holds several keys, which the types do not know.
      const parsed: ParsedKey | Error | readonly (ParsedKey | Error)[] = ssh2.utils.parseKey(text, passphrase)
      return [parsed].flat()[0] ?? new Error('there is no key in it')
    },
  }
}
