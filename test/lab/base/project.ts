import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))

/** The checkout that this lab belongs to, whether it runs from source or compiled. */
export const projectDirectory = above(here, 'package.json')

/** A script or file that the lab brings onto its nodes. */
export function nodeFile(name: string): string {
  return join(projectDirectory, 'test/lab/node', name)
}

/** A compiled module of the lab, to be run with node: `services/registry`. Throws where nothing is compiled. */
export function compiledModule(name: string): string {
  const compiled = import.meta.url.endsWith('.ts') ? join(projectDirectory, 'dist/test/lab') : dirname(here)
  const path = join(compiled, `${name}.js`)
  if (existsSync(path)) return path
  throw new Error(`${path}: no such file; compile the lab with \`npm run build\``)
}

function above(directory: string, file: string): string {
  if (existsSync(join(directory, file))) return directory
  const parent = dirname(directory)
  if (parent === directory) throw new Error(`no ${file} above ${here}`)
  return above(parent, file)
}
