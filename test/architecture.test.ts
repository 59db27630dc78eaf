import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Which rooms a room may import from, besides itself; docs/architecture.md says the same in words. */
const FLOORS: Readonly<Record<string, readonly string[]>> = {
  'src/model': [],
  'src/shell': [],
  'src/diff': [],
  'src/yaml': ['src/model'],
  'src/master': ['src/model'],
  'src/import': ['src/model'],
  'src/journal': ['src/model'],
  'src/remote': ['src/shell', 'src/model'],
  'src/manifest': ['src/yaml', 'src/shell', 'src/model'],
  'src/kolla': ['src/yaml', 'src/model'],
  'src/fleet': ['src/manifest', 'src/kolla', 'src/model'],
  'src/words': ['src/model'],
  'src/report': ['src/words', 'src/model'],
  'src/play': ['src/journal', 'src/fleet', 'src/manifest', 'src/kolla', 'src/master', 'src/model'],
  'src/cli': [
    'src/play',
    'src/journal',
    'src/report',
    'src/words',
    'src/fleet',
    'src/import',
    'src/manifest',
    'src/kolla',
    'src/master',
    'src/remote',
    'src/shell',
    'src/yaml',
    'src/model',
  ],
  'roles/mimir-worker': [
    'src/play',
    'src/journal',
    'src/fleet',
    'src/manifest',
    'src/kolla',
    'src/master',
    'src/shell',
    'src/diff',
    'src/yaml',
    'src/model',
  ],
}

/** Each third-party package has one module that knows it. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  ajv: ['src/manifest/schema.ts'],
  diff: ['src/diff/unified-diff.ts'],
  listr2: ['src/report/tree.ts'],
  'node-ssh': ['src/remote/ssh-library.ts'],
  'p-limit': ['src/play/pool.ts'],
  ssh2: ['src/remote/ssh-library.ts'],
  'string-width': ['src/report/columns.ts'],
  yaml: ['src/yaml/document.ts'],
  zx: [],
}

interface Import {
  readonly from: string
  readonly to: string
}

function sources(): string[] {
  return ['src', 'roles'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(folder, name)),
  )
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

function room(file: string): string {
  return file.split('/').slice(0, 2).join('/')
}

describe('the architecture', () => {
  it('has imports to look at', () => {
    expect(inside.length).toBeGreaterThan(100)
  })

  it('lets imports point down only', () => {
    const wrong = inside.filter(
      ({ from, to }) => room(from) !== room(to) && !(FLOORS[room(from)] ?? []).includes(room(to)),
    )
    expect(wrong.map(({ from, to }) => `${from} imports ${to}`)).toEqual([])
  })

  it('knows every room', () => {
    expect([...new Set(sources().map(room))].filter((name) => !(name in FLOORS))).toEqual([])
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
