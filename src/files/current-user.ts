import { homedir, userInfo } from 'node:os'

/** The user that this process runs as: the passwd entry, else what the environment says, else its number. */
export function currentUser(env: Readonly<Record<string, string | undefined>> = process.env): string {
  try {
    return userInfo().username
  } catch {
    // A container's user may have no passwd entry.
    return env['USER'] || env['LOGNAME'] || String(process.getuid?.() ?? 'unknown')
  }
}

/** The home of the passwd entry, in which OpenSSH looks for its files whatever HOME is. */
export function loginHome(): string {
  try {
    return userInfo().homedir
  } catch {
    return homeFolder()
  }
}

/** What ~ stands for; the root folder where this user has no home. */
export function homeFolder(): string {
  try {
    return homedir()
  } catch {
    return '/'
  }
}
