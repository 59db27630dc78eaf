import { needsQuotes } from '../yaml/scalars.ts'

/** What a first manifest says. Paths are absolute. */
export interface FirstManifest {
  /** Undefined where the operator did not say it. */
  readonly mimirUrl: string | undefined
  readonly tenant: string
  readonly configdir: string
  readonly inventory: readonly string[]
  /** The release, where Kolla's files do not name it; a guess has its grounds, and is not in force. */
  readonly release?: string | ReleaseGuess
  /** The virtual environment that has the release. */
  readonly installation?: string
}

/** A release that the operator has to confirm. */
export interface ReleaseGuess {
  /** Undefined where there are no grounds for any. */
  readonly release: string | undefined
  readonly grounds: string
}

/** A name that never resolves (RFC 2606), so that a forgotten url reaches nobody. */
export const PLACEHOLDER = 'http://mimir.invalid:9009'

/** The text of a minimal manifest: what Kolla knows is left to Kolla's files. Pure. */
export function manifestText(first: FirstManifest): string {
  return `${linesOf(first).join('\n')}\n`
}

/** The number of the line on which a release stands that waits to be confirmed. */
export function guessLine(first: FirstManifest): number | undefined {
  const index = linesOf(first).findIndex((line) => line.startsWith('  #release:'))
  return index < 0 ? undefined : index + 1
}

function linesOf({ mimirUrl, tenant, configdir, inventory, release, installation }: FirstManifest): string[] {
  const [file = '', ...more] = inventory.map(quoted)
  return [
    '# Every key that may stand here is explained in inventory.example.yml.',
    'kolla:',
    ...(configdir === '/etc/kolla' ? [] : [`  configdir: ${quoted(configdir)}`]),
    `  inventory: ${more.length === 0 ? file : `[${[file, ...more].join(', ')}]`}`,
    ...(installation === undefined ? [] : [`  installation: ${quoted(installation)}`]),
    ...releaseLines(release),
    'mimir:',
    ...(mimirUrl === undefined ? ['  # Write where Mimir is, as the nodes reach it.'] : []),
    `  url: ${quoted(mimirUrl ?? PLACEHOLDER)}`,
    `  tenant: ${quoted(tenant)}`,
  ]
}

function releaseLines(release: FirstManifest['release']): readonly string[] {
  if (release === undefined) return []
  if (typeof release === 'string') return [`  release: ${JSON.stringify(release)}`]
  if (release.release === undefined)
    return [
      "  # Kolla's files do not name its release; write the one that deployed them.",
      '  #release: "2025.1"',
    ]
  return [
    `  # Kolla's files do not name its release. A guess: ${release.grounds}.`,
    '  # Remove the # of the next line to confirm it, or write the release that deployed the cloud.',
    `  #release: ${JSON.stringify(release.release)}`,
  ]
}

/** JSON's strings are YAML's, in double quotes; paths, URLs and plain names that nothing else is need none. */
function quoted(text: string): string {
  const isPath = /^(?:https?:\/)?\/[\w/.:-]*[\w/]$/u.test(text)
  return isPath || !needsQuotes(text) ? text : JSON.stringify(text)
}
