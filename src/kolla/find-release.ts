import type { Problem } from '../model/problem.ts'
import type { FileReader } from './files.ts'
import type { Globals } from './globals.ts'
import { RELEASES, type Release, releaseNamed, releaseOfVersion } from './release.ts'
import { placeText } from './variable.ts'
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

interface Candidate {
  readonly release: Release
  readonly source: string
}

/** Finds the release: the manifest's word, else the installed Kolla-Ansible, else openstack_release. Never a guess. */
export function findRelease(
  sources: ReleaseSources,
  globals: Globals | undefined,
  files: FileReader,
): FoundRelease {
  const given = sources.release
  const installed =
    sources.installation === undefined ? undefined : installedVersion(sources.installation, files)
  const candidates = [
    candidate(given === undefined ? undefined : releaseIn(given), 'kolla.release'),
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
  if (given !== undefined && releaseIn(given) === undefined) problems.push(unknownRelease(given))
  else if (!first) problems.push(notFound())
  const version = [versionIn(given ?? ''), installed].find(
    (found) => found !== undefined && releaseOfVersion(found) === release,
  )
  return { release, version, problems }
}

/** The release that a manifest names, by itself or by a version of Kolla-Ansible. */
function releaseIn(text: string): Release | undefined {
  return releaseNamed(text) ?? releaseOfVersion(versionIn(text) ?? '')
}

function candidate(release: Release | undefined, source: string): Candidate | undefined {
  return release && { release, source }
}

function namedInGlobals(globals: Globals | undefined): readonly (Candidate | undefined)[] {
  return [globals?.globals, ...(globals?.more ?? [])].map((file) => {
    const variable = file?.variables.get('openstack_release')
    return (
      variable &&
      candidate(releaseNamed(String(variable.value)), `openstack_release at ${placeText(variable.at)}`)
    )
  })
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

function disagreement(first: Candidate | undefined, other: Candidate): Problem {
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
    remedy: 'write kolla.release in the manifest, as 2025.1',
  }
}
