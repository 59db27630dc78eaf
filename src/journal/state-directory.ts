import { join } from 'node:path'

/** The folder of the journals: the one named, else where this system keeps a program's state. An absolute path. */
export function stateDirectory(
  requested: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
  home: string,
): string {
  const named = requested ?? env['KOLLA_MIMIR_STATE']
  if (named !== undefined && named !== '') return named
  const xdg = env['XDG_STATE_HOME']
  // The specification says to ignore relative ones.
  const base = xdg?.startsWith('/') === true ? xdg : join(home, '.local', 'state')
  return join(base, 'kolla-mimir')
}

export function journalPath(directory: string, run: string): string {
  return join(directory, 'runs', `${run}.jsonl`)
}
