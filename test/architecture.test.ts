import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { ROOMS } from './rooms.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Each third-party package has one module that knows it. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  ajv: ['src/manifest/schema/schema.ts'],
  diff: ['src/diff/unified-diff.ts'],
  listr2: ['src/report/live/tree.ts'],
  'node-ssh': ['src/remote/ssh/ssh-library.ts'],
  'p-limit': ['src/play/pool.ts'],
  ssh2: ['src/remote/ssh/ssh-library.ts'],
  'string-width': ['src/report/text/columns.ts'],
  yaml: ['src/yaml/document.ts'],
  zx: [],
}

interface Import {
  readonly from: string
  readonly to: string
}

function productFiles(): string[] {
  return ['src', 'roles'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => relative(root, join(parentPath, name))),
  )
}

function sources(): string[] {
  return productFiles().filter((name) => name.endsWith('.ts'))
}

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\b[^'"\n]*?(?:\{[^}]*\})?[^'"\n]*?from\s+'([^']+)'|\bimport\('([^']+)'\)/gu

const imports: readonly Import[] = sources().flatMap((from) =>
  [...readFileSync(join(root, from), 'utf8').matchAll(IMPORT)].map(([, still, lazy]) => ({
    from,
    to: still ?? lazy ?? '',
  })),
)

const inside = imports
  .filter(({ to }) => to.startsWith('.'))
  .map(({ from, to }) => ({ from, to: relative(root, resolve(root, dirname(from), to)) }))

const PATHS = ROOMS.map(({ path }) => path)
const LONGEST_FIRST = [...PATHS].sort((one, two) => two.length - one.length)

/** The place of a file's room in the list; -1 where it is in none. */
function placeOf(file: string): number {
  const path = LONGEST_FIRST.find((room) => file === room || file.startsWith(`${room}/`))
  return path === undefined ? -1 : PATHS.indexOf(path)
}

/** A type that is declared and exported; not one that is passed on by `export type { … }`. */
const EXPORTED_TYPE = /^export (?:interface|type|class|enum) (\w+)/gmu

/** Files that one folder may hold before it has to be divided. */
const MOST_FILES = 20

describe('the architecture', () => {
  it('has imports to look at', () => {
    expect(inside.length).toBeGreaterThan(100)
  })

  it('lets a room import only rooms above it in the list', () => {
    const wrong = inside.filter(({ from, to }) => placeOf(to) > placeOf(from))
    expect(wrong.map(({ from, to }) => `${from} imports ${to}`)).toEqual([])
  })

  it('knows every room, and no room that is empty', () => {
    expect(sources().filter((file) => placeOf(file) === -1)).toEqual([])
    const inhabited = new Set(sources().map(placeOf))
    expect(PATHS.filter((_, place) => !inhabited.has(place))).toEqual([])
  })

  it('is shown in docs/architecture.md as it is', () => {
    const page = readFileSync(join(root, 'docs/architecture.md'), 'utf8')
    const rooms = ROOMS.map(({ path, noun }) => `| \`${path}\` | ${noun} |`)
    expect(page).toContain(`|---|---|\n${rooms.join('\n')}\n\n`)
    const modules = Object.entries(PACKAGES).map(
      ([name, [path]]) =>
        `| ${name} | ${path === undefined ? 'none: it only starts the scripts' : `\`${path}\``} |`,
    )
    expect(page).toContain(`|---|---|\n${modules.join('\n')}\n\n`)
  })

  it('has no folder that nobody can overlook', () => {
    const folders = new Map<string, number>()
    for (const name of productFiles()) {
      const folder = dirname(name)
      folders.set(folder, (folders.get(folder) ?? 0) + 1)
    }
    expect([...folders].filter(([, files]) => files > MOST_FILES)).toEqual([])
  })

  it('exports each type name once, so that it stands for one thing', () => {
    const places = new Map<string, string[]>()
    for (const file of sources())
      for (const [, name = ''] of readFileSync(join(root, file), 'utf8').matchAll(EXPORTED_TYPE))
        places.set(name, [...(places.get(name) ?? []), file])
    expect(places.size).toBeGreaterThan(100)
    expect([...places].filter(([, files]) => files.length > 1)).toEqual([])
  })

  it('has one module for each third-party package', () => {
    const outside = imports.filter(({ to }) => !to.startsWith('.') && !to.startsWith('node:'))
    const wrong = outside.filter(({ from, to }) => {
      const name = to.startsWith('@') ? to.split('/').slice(0, 2).join('/') : (to.split('/')[0] ?? '')
      return !(PACKAGES[name] ?? []).includes(from)
    })
    expect(wrong.map(({ from, to }) => `${from} imports ${to}`)).toEqual([])
  })

  it('has no circles', () => {
    const next = new Map<string, string[]>()
    for (const { from, to } of inside) next.set(from, [...(next.get(from) ?? []), to])
    const done = new Set<string>()
    const circles: string[] = []
    const walk = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' → '))
      if (done.has(file) || path.includes(file)) return
      for (const other of next.get(file) ?? []) walk(other, [...path, file])
      done.add(file)
    }
    for (const file of sources()) walk(file, [])
    expect(circles).toEqual([])
  })
})
