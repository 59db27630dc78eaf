import { join } from 'node:path'

/** Where journals are kept: as asked for, else where this system keeps a program's state. An absolute path. */
export function stateDirectory(
  asked: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
  home: string,
): string {
  const named = asked ?? env['KOLLA_MIMIR_STATE']
  if (named !== undefined && named !== '') return named
  const xdg = env['XDG_STATE_HOME']
  // The specification has relative ones ignored.
  const base = xdg?.startsWith('/') === true ? xdg : join(home, '.local', 'state')
  return join(base, 'kolla-mimir')
}

export function journalPath(directory: string, run: string): string {
  return join(directory, 'runs', `${run}.jsonl`)
}
