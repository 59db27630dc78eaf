import { chmod, chown, copyFile, lstat, mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { projectDirectory } from '../base/project.ts'
import { run } from '../base/shell.ts'
import { EPOCH } from './image-json.ts'
import type { Entry, LayerRecipe } from './recipe.ts'

const MERGED = ['bin', 'sbin', 'lib', 'lib64']
const LEFT_OUT = ['./usr/share/doc/*', './usr/share/man/*', './usr/share/lintian/*']

/** Where the files that recipes copy lie. */
export const imagesDirectory = join(projectDirectory, 'test/lab/images')

/** Unpacks the packages of a layer into a directory and adds what its recipe adds. Runs as root. */
export async function unpackLayer(
  recipe: LayerRecipe,
  packages: readonly string[],
  root: string,
): Promise<void> {
  // The links of the merged /usr come first: packages of bookworm still unpack into /lib and /bin.
  for (const name of MERGED) {
    await makeDirectory(join(root, 'usr', name))
    await symlink(`usr/${name}`, join(root, name))
  }
  for (const file of packages) await unpackPackage(file, root)
  for (const path of recipe.removed) await rm(join(root, path), { recursive: true, force: true })
  for (const entry of recipe.entries) await addEntry(entry, root)
}

/** Writes a layer as a tar file that depends on nothing but names, contents, modes and owners. */
export async function archiveLayer(root: string, file: string): Promise<void> {
  const fixed = ['--format=gnu', '--sort=name', '--numeric-owner', `--mtime=@${EPOCH}`]
  await run('tar', ['-C', root, '-cf', file, ...fixed, '.'])
}

async function unpackPackage(file: string, root: string): Promise<void> {
  const excluded = LEFT_OUT.map((path) => `--exclude=${path}`)
  const tar = ['tar', '-C', root, '-x', '--keep-directory-symlink', '--no-same-owner', '-p', ...excluded]
  const pipe = 'file=$1; shift; dpkg-deb --fsys-tarfile "$file" | "$@"'
  await run('bash', ['-o', 'pipefail', '-c', pipe, basename(file), file, ...tar])
}

async function addEntry(entry: Entry, root: string): Promise<void> {
  if (entry.kind === 'applets') return addApplets(join(root, entry.busybox))
  const path = join(root, entry.path)
  if (entry.kind === 'directory') {
    await makeDirectory(path)
    await chmod(path, entry.mode)
    if (entry.owner !== undefined) await chown(path, entry.owner, entry.owner)
    return
  }
  await makeDirectory(dirname(path))
  if (entry.kind === 'link') return symlink(entry.target, path)
  if (entry.kind === 'copy') await copyFile(join(imagesDirectory, entry.from), path)
  else await writeFile(path, entry.text)
  await chmod(path, entry.mode)
}

/** Directories that are missing get mode 0755, whatever this process's umask. */
async function makeDirectory(path: string): Promise<void> {
  if (await exists(path)) return
  await makeDirectory(dirname(path))
  await mkdir(path)
  await chmod(path, 0o755)
}

async function addApplets(busybox: string): Promise<void> {
  const names = (await run(busybox, ['--list'])).split('\n').filter((name) => name !== '')
  for (const name of names) {
    const path = join(dirname(busybox), name)
    if (!(await exists(path))) await symlink(basename(busybox), path)
  }
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  )
}
