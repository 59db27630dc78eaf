import { needsQuotes } from '../yaml/scalars.ts'

/** What a first manifest says. Paths are absolute. */
export interface FirstManifest {
  /** Undefined where the operator did not say it. */
  readonly mimirUrl: string | undefined
  readonly tenant: string
  readonly configdir: string
  readonly inventory: readonly string[]
  /** The release, where Kolla's files do not name it: null where nothing else does either. */
  readonly release?: string | null
}

/** A name that never resolves (RFC 2606), so that a forgotten url reaches nobody. */
export const PLACEHOLDER = 'http://mimir.invalid:9009'

/** The text of a minimal manifest: what Kolla knows is left to Kolla's files. Pure. */
export function manifestText({ mimirUrl, tenant, configdir, inventory, release }: FirstManifest): string {
  const [first = '', ...more] = inventory.map(quoted)
  return [
    '# Every key that may stand here is explained in inventory.example.yml.',
    'kolla:',
    ...(configdir === '/etc/kolla' ? [] : [`  configdir: ${quoted(configdir)}`]),
    `  inventory: ${more.length === 0 ? first : `[${[first, ...more].join(', ')}]`}`,
    ...releaseLines(release),
    'mimir:',
    ...(mimirUrl === undefined ? ['  # Write where Mimir is, as the nodes reach it.'] : []),
    `  url: ${quoted(mimirUrl ?? PLACEHOLDER)}`,
    `  tenant: ${quoted(tenant)}`,
    '',
  ].join('\n')
}

function releaseLines(release: FirstManifest['release']): readonly string[] {
  if (release === undefined) return []
  if (release !== null) return [`  release: ${JSON.stringify(release)}`]
  return [
    "  # Kolla's files do not tell its release; write the one that deployed them.",
    '  #release: "2025.1"',
  ]
}

/** JSON's strings are YAML's, in double quotes; paths, URLs and plain names that nothing else is need none. */
function quoted(text: string): string {
  const isPath = /^(?:https?:\/)?\/[\w/.:-]*[\w/]$/u.test(text)
  return isPath || !needsQuotes(text) ? text : JSON.stringify(text)
}
