import { accessSync, constants } from 'node:fs'
import { resolve } from 'node:path'
import { homeFolder } from '../files/current-user.ts'
import { LARGEST_FILE, type NotRead, readFile } from '../files/read-file.ts'
import { failed, type Result } from '../model/result.ts'
import { posixQuote } from '../shell/posix-quote.ts'
import { safeLine } from '../values/safe-text.ts'
import type { ManifestContext, TextFile } from './problems/context.ts'
import { runCommand } from './values/secret-command.ts'
import { type SecretReference, secretReference } from './values/secret-reference.ts'

/** The context of a manifest that is read on this machine, in the environment of this process. */
export function thisMachine(exporters: readonly string[]): ManifestContext {
  return { env: process.env, home: homeFolder(), folder: process.cwd(), exporters, readText, runCommand }
}

/** The file that Ansible would read the password of its vaults from, or the program that it would run for it. */
export function ansibleVaultPassword(): SecretReference | undefined {
  const file = process.env['ANSIBLE_VAULT_PASSWORD_FILE'] ?? ''
  if (file === '') return undefined
  const path = resolve(file.replace(/^~(?=\/)/u, homeFolder()))
  const written = isProgram(path) ? `cmd:${posixQuote(path)}` : `file:${path}`
  return secretReference(written, thisMachine([]), ({ message, remedy }) => ({
    severity: 'error',
    at: undefined,
    path: 'ANSIBLE_VAULT_PASSWORD_FILE',
    message,
    remedy,
  }))
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function readText(path: string): Result<TextFile, string> {
  const read = readFile(path)
  return read.ok ? read : failed(unreadable(read.failure))
}

function unreadable(obstacle: NotRead): string {
  if (obstacle.reason === 'folder') return 'is a folder'
  if (obstacle.reason === 'no-file') return 'is not a file'
  if (obstacle.reason === 'too-large') return `has ${obstacle.bytes} bytes, more than ${LARGEST_FILE}`
  const { code } = obstacle
  if (code === 'ENOENT') return 'does not exist'
  if (code === 'EACCES' || code === 'EPERM') return 'may not be read by this user'
  if (code === 'ENOTDIR') return 'does not exist: a part of its path is a file'
  return `cannot be read (${safeLine(code)})`
}
