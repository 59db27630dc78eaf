import type { Problem } from '../model/problem.ts'
import type { FileReader } from './files/files.ts'
import { placeText, type Variable } from './files/variable.ts'
import type { Globals } from './globals.ts'
import { RELEASES, type Release, releaseMeant, releaseOfVersion } from './releases/release.ts'
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
  readonly problems: readonly Problem[]
}

interface ReleaseCandidate {
  readonly release: Release
  readonly source: string
}

/** Finds the release: the manifest's, else the installed Kolla-Ansible, else openstack_release. Never a guess. */
export function findRelease(
  sources: ReleaseSources,
  globals: Globals | undefined,
  files: FileReader,
): FoundRelease {
  const given = sources.release
  const installed =
    sources.installation === undefined ? undefined : installedVersion(sources.installation, files)
  const candidates = [
    candidate(given === undefined ? undefined : releaseMeant(given), 'kolla.release'),
    candidate(
      installed === undefined ? undefined : releaseOfVersion(installed),
      `the installed Kolla-Ansible ${installed}`,
    ),
    ...namedInGlobals(globals),
  ].filter((found) => found !== undefined)
  const [first, ...others] = candidates
  const release = first?.release
  const problems = others
    .filter((other) => first && other.release !== release)
    .map((other) => disagreement(first, other))
  if (given !== undefined && releaseMeant(given) === undefined) problems.push(unknownRelease(given))
  else if (!first) {
    const written = writtenReleases(globals).at(-1)
    problems.push(written ? notUnderstood(written) : notFound())
  }
  const version = [versionIn(given ?? ''), installed].find(
    (found) => found !== undefined && releaseOfVersion(found) === release,
  )
  return { release, version, problems }
}

function candidate(release: Release | undefined, source: string): ReleaseCandidate | undefined {
  return release && { release, source }
}

function namedInGlobals(globals: Globals | undefined): readonly (ReleaseCandidate | undefined)[] {
  return writtenReleases(globals).map(({ value, at }) =>
    candidate(releaseMeant(String(value)), `openstack_release at ${placeText(at)}`),
  )
}

function writtenReleases(globals: Globals | undefined): readonly Variable[] {
  return [globals?.globals, ...(globals?.more ?? [])].flatMap(
    (file) => file?.variables.get('openstack_release') ?? [],
  )
}

function versionIn(text: string): string | undefined {
  return /^\d{2}\.\d+\.\d+$/u.test(text) ? text : undefined
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

function disagreement(first: ReleaseCandidate | undefined, other: ReleaseCandidate): Problem {
  return {
    severity: 'warning',
    at: undefined,
    path: 'kolla.release',
    message: `${first?.source} says ${first?.release}, but ${other.source} says ${other.release}; the first is taken`,
    remedy: 'make them agree',
  }
}

function notFound(): Problem {
  return {
    severity: 'warning',
    at: undefined,
    path: 'kolla.release',
    message: 'the release of Kolla is not known; only defaults that all releases share are used',
    remedy: 'write kolla.release in the manifest, as "2025.1"',
  }
}

/** openstack_release may be any image tag; no release is guessed from one that names none. */
function notUnderstood({ value, at }: Variable): Problem {
  const found = typeof value === 'string' || typeof value === 'number' ? String(value) : 'no text'
  return {
    severity: 'warning',
    at,
    path: 'openstack_release',
    message: `found ${found}, which is none of the releases known here, ${RELEASES[0]} to ${RELEASES.at(-1)}; only defaults that all of them share are used`,
    remedy:
      'write kolla.release in the manifest, as "2025.1": the one whose Kolla-Ansible deploys this cloud',
  }
}
