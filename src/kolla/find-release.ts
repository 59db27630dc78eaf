import type { Problem } from '../model/problem.ts'
import { defined } from '../values/defined.ts'
import type { FileReader } from './files/files.ts'
import { placeText, type Variable, type VariablePlace } from './files/variable.ts'
import type { Globals } from './globals.ts'
import type { Inventory } from './inventory/inventory.ts'
import { type Dated, dateOf } from './releases/dating.ts'
import { isOlderRelease, RELEASES, type Release, releaseMeant, releaseOfVersion } from './releases/release.ts'
import { installedVersion } from './version.ts'

/** Where a release may be found. */
export interface ReleaseSources {
  /** The manifest's kolla.release: a release, or a version of Kolla-Ansible. */
  readonly release?: string | undefined
  /** A directory with an installed Kolla-Ansible. */
  readonly installation?: string | undefined
}

export interface FoundRelease {
  readonly release: Release | undefined
  /** Kolla-Ansible's exact version, where it is known: `20.4.0`. */
  readonly version: string | undefined
  /** What the inventory's groups say, where nothing names the release: a guess, which the operator has to confirm. */
  readonly dated?: Dated
  readonly problems: readonly Problem[]
}

/** Something that names a release; undefined for one before those that are known here. */
interface ReleaseCandidate {
  readonly release: Release | undefined
  readonly found: string
  readonly source: string
  readonly at?: VariablePlace
}

/**
 * Finds the release: the manifest's, else the installed Kolla-Ansible, else openstack_release or openstack_tag. What
 * the groups of the inventory say is no more than a guess, and is not taken.
 */
export function findRelease(
  sources: ReleaseSources,
  globals: Globals | undefined,
  files: FileReader,
  groups: Inventory['groups'],
): FoundRelease {
  const given = sources.release
  const installed =
    sources.installation === undefined ? undefined : installedVersion(sources.installation, files)
  const candidates = [
    ...named(given, 'kolla.release'),
    ...named(installed, `the installed Kolla-Ansible ${installed}`),
    ...writtenReleases(globals).flatMap(({ key, value, at }) =>
      named(String(value), `${key} at ${placeText(at)}`, at),
    ),
  ]
  // One that is too old counts only where nothing newer is named, or the manifest says it.
  const first = candidates.find((one) => one.release !== undefined || one.found === given) ?? candidates[0]
  const others = candidates.filter((one) => one !== first)
  const release = first?.release
  const version = [versionIn(given ?? ''), installed].find(
    (found) => found !== undefined && releaseOfVersion(found) === release,
  )
  if (given !== undefined && first?.found !== given)
    return { release, version, problems: [unknownRelease(given)] }
  if (first === undefined) return notNamed(globals, dateOf(groups))
  if (release === undefined) return { release, version, problems: [tooOld(first)] }
  const problems = others
    .filter((other) => other.release !== release)
    .map((other) => disagreement(first, other))
  return { release, version, problems }
}

function named(text: string | undefined, source: string, at?: VariablePlace): readonly ReleaseCandidate[] {
  if (text === undefined) return []
  const release = releaseMeant(text)
  return release !== undefined || isOlderRelease(text)
    ? [{ release, found: text, source, ...defined({ at }) }]
    : []
}

/** The variables of Kolla's files that may name the release: OSISM calls it openstack_version. */
const NAMING = ['openstack_release', 'openstack_version', 'openstack_tag']

function writtenReleases(globals: Globals | undefined): readonly (Variable & { readonly key: string })[] {
  const files = [globals?.globals, ...(globals?.more ?? []), globals?.naming]
  return NAMING.flatMap((key) =>
    files.flatMap((file) => {
      const variable = file?.variables.get(key)
      return variable === undefined ? [] : [{ key, ...variable }]
    }),
  )
}

function versionIn(text: string): string | undefined {
  return /^\d{2}\.\d+\.\d+$/u.test(text) ? text : undefined
}

function notNamed(globals: Globals | undefined, dated: Dated | undefined): FoundRelease {
  const written = writtenReleases(globals).findLast(({ key }) => key === 'openstack_release')
  const problem = written ? notUnderstood(written, dated) : notFound(dated)
  return { release: undefined, version: undefined, ...defined({ dated }), problems: [problem] }
}

function unknownRelease(found: string): Problem {
  return {
    severity: 'error',
    at: undefined,
    path: 'kolla.release',
    message: `found ${found}, which is not known here`,
    remedy: `write one of ${RELEASES.join(', ')}`,
  }
}

function tooOld({ found, source, at }: ReleaseCandidate): Problem {
  return {
    severity: 'error',
    at,
    path: at === undefined ? 'kolla.release' : 'openstack_release',
    message: `${source === 'kolla.release' ? 'found' : `${source} says`} ${found}; releases older than ${RELEASES[0]} are not supported`,
    remedy: `upgrade the cloud to ${RELEASES[0]} or newer first; if it is newer already, say so with kolla.release in the manifest or --release of import`,
  }
}

function disagreement(first: ReleaseCandidate, other: ReleaseCandidate): Problem {
  return {
    severity: 'warning',
    at: undefined,
    path: 'kolla.release',
    message: `${first.source} says ${first.release}, but ${other.source} says ${other.release ?? other.found}; the first is taken`,
    remedy: 'make them agree',
  }
}

const SHOWN =
  "on a node, `docker ps` or `podman ps` shows it in the tag of Kolla's images, which import reads with --ask-nodes"

/** What the groups say, for a sentence; and what to do, which is to confirm it. */
function releaseAdvice(dated: Dated | undefined): { readonly guess: string; readonly remedy: string } {
  if (dated === undefined)
    return {
      guess: '',
      remedy: `write kolla.release in the manifest, as "2025.1", or kolla.installation, the virtual environment of kolla-ansible; ${SHOWN}`,
    }
  const { candidates, grounds } = dated
  const likely = candidates.at(-1)
  if (likely === undefined)
    return {
      guess: `; it seems older than ${RELEASES[0]}, which is not supported: the inventory ${grounds}`,
      remedy: `upgrade the cloud first, or write kolla.release in the manifest if it is newer than its inventory; ${SHOWN}`,
    }
  const choice = candidates.length === 1 ? likely : `${candidates.slice(0, -1).join(', ')} or ${likely}`
  return {
    guess: `; it seems to be ${choice}: the inventory ${grounds}`,
    remedy: `confirm it in the manifest: kolla.release: "${likely}"; ${SHOWN}`,
  }
}

function notFound(dated: Dated | undefined): Problem {
  const { guess, remedy } = releaseAdvice(dated)
  return {
    severity: 'warning',
    at: undefined,
    path: 'kolla.release',
    message: `the release of Kolla is not known${guess}; only defaults that all releases share are used`,
    remedy,
  }
}

/** The same for every variable that needs it: one line of the manifest solves all of them. */
export function releaseNeeded(dated: Dated | undefined): Problem {
  const { guess, remedy } = releaseAdvice(dated)
  return {
    severity: 'error',
    at: undefined,
    path: 'kolla.release',
    message: `the release of Kolla is not known, and defaults of Kolla's that are needed differ between releases${guess}`,
    remedy,
  }
}

/** openstack_release may be any image tag; no release is guessed from one that names none. */
function notUnderstood({ value, at }: Variable, dated: Dated | undefined): Problem {
  const found = typeof value === 'string' || typeof value === 'number' ? String(value) : 'no text'
  const { guess, remedy } = releaseAdvice(dated)
  return {
    severity: 'warning',
    at,
    path: 'openstack_release',
    message: `found ${found}, which is none of the releases known here, ${RELEASES[0]} to ${RELEASES.at(-1)}${guess}; only defaults that all of them share are used`,
    remedy,
  }
}
