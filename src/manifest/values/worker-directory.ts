import { posix } from 'node:path'
import { type ProblemText, shown } from '../problems/manifest-problem.ts'

/** Folders of the system: the worker's folder may be inside some of them, but never one of them itself. */
const SYSTEM =
  '/ /bin /boot /dev /etc /home /lib /lib32 /lib64 /libx32 /media /mnt /opt /proc /root /run /sbin /snap /srv /sys /tmp /usr /usr/bin /usr/lib /usr/lib64 /usr/local /usr/local/bin /usr/local/lib /usr/local/sbin /usr/sbin /usr/share /var /var/cache /var/lib /var/log /var/opt /var/run /var/spool /var/tmp'.split(
    ' ',
  )

/** Trees in which the worker cannot be, and why. */
const FOREIGN: readonly (readonly [folder: string, reason: string])[] = [
  ['/boot', 'belongs to the boot loader'],
  ['/dev', 'holds devices'],
  ['/etc/kolla', 'belongs to Kolla'],
  ['/proc', 'is not a disk'],
  ['/run', 'is emptied at every boot'],
  ['/sys', 'is not a disk'],
  ['/tmp', 'is emptied by the system'],
  ['/var/lib/containers', 'belongs to the container engine'],
  ['/var/lib/docker', 'belongs to the container engine'],
  ['/var/run', 'is emptied at every boot'],
  ['/var/tmp', 'is emptied by the system'],
]

const EXAMPLE = 'write e.g. /opt/mimir-worker'

/** Why the worker's files cannot live in that folder of every node; the path begins with a slash. */
export function directoryFault(text: string): ProblemText | undefined {
  if (text.split('/').includes('..'))
    return { message: `found ${shown(text)}, a path with ..`, remedy: EXAMPLE }
  if (!/^[\w./@+-]+$/u.test(text))
    return {
      message: `found ${shown(text)}, but only letters, digits and . _ @ + - / are safe in a path that compose mounts`,
      remedy: EXAMPLE,
    }
  const folder = plainDirectory(text)
  if (SYSTEM.includes(folder))
    return {
      message: `found ${shown(text)}, a folder of the system`,
      remedy: `write a folder of the worker's own, e.g. /opt/mimir-worker`,
    }
  const [tree, reason] = FOREIGN.find(([root]) => folder === root || folder.startsWith(`${root}/`)) ?? []
  return tree === undefined
    ? undefined
    : { message: `found ${shown(text)}, but ${tree} ${reason}`, remedy: EXAMPLE }
}

/** The path without doubled, single-dot and closing parts. */
export function plainDirectory(text: string): string {
  return posix.join('/', text).replace(/(?<=.)\/$/u, '')
}
