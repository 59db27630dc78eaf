import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { run } from '../base/shell.ts'

/** Makes NAME_VERSION_all.deb in a directory, with these executable files by path, and gives its path. */
export async function debianPackage(
  into: string,
  name: string,
  version: string,
  files: Readonly<Record<string, string>>,
): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'package-'))
  try {
    await chmod(root, 0o755)
    const control = `Package: ${name}\nVersion: ${version}\nArchitecture: all\nMaintainer: lab\nDescription: test\n`
    for (const [path, text] of Object.entries({ ...files, 'DEBIAN/control': control })) {
      await mkdir(dirname(join(root, path)), { recursive: true })
      await writeFile(join(root, path), text, { mode: path === 'DEBIAN/control' ? 0o644 : 0o755 })
    }
    const file = join(into, `${name}_${version}_all.deb`)
    await run('dpkg-deb', ['--root-owner-group', '-Znone', '--build', root, file])
    return file
  } finally {
    await rm(root, { recursive: true })
  }
}
