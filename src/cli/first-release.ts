import { dirname } from 'node:path'
import { homeFolder } from '../files/current-user.ts'
import type { ReleaseGuess } from '../import/manifest-text.ts'
import { type KollaSources, readCloud } from '../kolla/cloud.ts'
import { diskReader } from '../kolla/files/files.ts'
import { installationsBeside, kollaInstallation } from '../kolla/installation.ts'
import type { Release } from '../kolla/releases/release.ts'
import { ansibleVaultPassword } from '../manifest/this-machine.ts'

/** What a first manifest has to say of the release: itself, a guess, or where it is installed. */
export type ReleaseFound =
  | { readonly release: string | ReleaseGuess | undefined; readonly installation?: undefined }
  | { readonly release?: undefined; readonly installation: string; readonly installed: string }

/** What Kolla's files name needs no line; else an installed Kolla-Ansible has it, or a guess has to be confirmed. */
export async function firstRelease(
  files: Pick<KollaSources, 'configdir' | 'inventory'>,
): Promise<ReleaseFound> {
  const password = await ansibleVaultPassword()?.resolve()
  const kolla = { ...files, ...(password?.ok === true ? { vault: password.value } : {}) }
  const { cloud, problems } = readCloud(kolla, diskReader)
  const isTooOld = problems.some(({ severity, path }) => severity === 'error' && path === 'openstack_release')
  if (cloud?.release !== undefined || isTooOld) return { release: undefined }
  const releaseIn = (installation: string | undefined): Release | undefined =>
    installation === undefined ? undefined : readCloud({ ...kolla, installation }, diskReader).cloud?.release
  const inPath = releaseIn(kollaInstallation())
  if (inPath !== undefined) return { release: inPath }
  const beside = foldersAround(kolla).map((folder) => ({ folder, release: releaseIn(folder) }))
  const [one] = beside.filter(({ release }) => release !== undefined)
  const isCertain = beside.every(({ release }) => release === undefined || release === one?.release)
  if (one?.release !== undefined && isCertain) return { installation: one.folder, installed: one.release }
  const { candidates = [], grounds = '' } = cloud?.dated ?? {}
  return { release: { release: candidates.at(-1), grounds: `the inventory ${grounds}` } }
}

function foldersAround({
  configdir = '',
  inventory,
}: Pick<KollaSources, 'configdir' | 'inventory'>): readonly string[] {
  return installationsBeside([
    process.cwd(),
    ...inventory.map((path) => dirname(path)),
    configdir,
    homeFolder(),
    '/opt',
  ])
}
