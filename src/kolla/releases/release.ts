/** The OpenStack releases that are known here, oldest first, and the major version of Kolla-Ansible for each. */
const MAJORS = {
  '2023.1': 16,
  '2023.2': 17,
  '2024.1': 18,
  '2024.2': 19,
  '2025.1': 20,
  '2025.2': 21,
  '2026.1': 22,
} as const

export type Release = keyof typeof MAJORS

export const RELEASES: readonly Release[] = [
  '2023.1',
  '2023.2',
  '2024.1',
  '2024.2',
  '2025.1',
  '2025.2',
  '2026.1',
]

const CODENAMES: Readonly<Record<string, Release>> = {
  antelope: '2023.1',
  bobcat: '2023.2',
  caracal: '2024.1',
  dalmatian: '2024.2',
  epoxy: '2025.1',
  flamingo: '2025.2',
  gazpacho: '2026.1',
}

/** The release that a text names: `2025.1`, as image tags have it also with something after it. */
function releaseNamed(text: string): Release | undefined {
  const name = /^\d{4}\.[12](?=$|[^\d])/u.exec(text)?.[0]
  return RELEASES.find((release) => release === name)
}

/** The release that a text names in any way that operators and image tags do: `2025.1`, `epoxy`, `20.4.0`. */
export function releaseMeant(text: string): Release | undefined {
  const isVersion = /^\d{2}\.\d+\.\d+(?!\d)/u.test(text)
  return (
    releaseNamed(text) ?? CODENAMES[text.toLowerCase()] ?? (isVersion ? releaseOfVersion(text) : undefined)
  )
}

/** The release of a version of Kolla-Ansible, as `19.4.0`. */
export function releaseOfVersion(version: string): Release | undefined {
  const major = Number.parseInt(version, 10)
  return RELEASES.find((release) => MAJORS[release] === major)
}

/** Codenames before those of the releases that are known here. */
const OLDER =
  /^(?:austin|bexar|cactus|diablo|essex|folsom|grizzly|havana|icehouse|juno|kilo|liberty|mitaka|newton|ocata|pike|queens|rocky|stein|train|ussuri|victoria|wallaby|xena|yoga|zed)(?![a-z])/iu

/** Whether a text names a release before the oldest that is known here: `zed`, `2022.2`, `15.1.0`. One digit may be anything. */
export function isOlderRelease(text: string): boolean {
  const year = /^(?<year>20\d{2})\.[12](?!\d)/u.exec(text)?.groups?.['year']
  if (year !== undefined) return Number(year) < 2023
  const major = /^(?<major>\d{2})\.\d+\.\d+(?!\d)/u.exec(text)?.groups?.['major']
  return major === undefined ? OLDER.test(text) : Number(major) < MAJORS['2023.1']
}

/** Whether `release` is `other` or came after it. */
export function isSince(release: Release, other: Release): boolean {
  return MAJORS[release] >= MAJORS[other]
}
