import { describe, expect, it } from 'vitest'
import { program } from '../../../../roles/mimir-worker/programs/program.ts'
import { GENERATION } from '../sample.ts'

describe('a node-side program', () => {
  it('begins with its variables, each quoted', () => {
    const text = program('activate', { DIRECTORY: "/srv/it's $HOME", KEEP: '5' })
    expect(text.split('\n').slice(0, 2)).toEqual(["DIRECTORY='/srv/it'\\''s $HOME'", "KEEP='5'"])
  })

  it('holds the common beginning before its body, and ends with its body', () => {
    const text = program('observe', {})
    expect(text.indexOf('fact() {')).toBeGreaterThan(-1)
    expect(text.indexOf('fact() {')).toBeLessThan(text.indexOf('observe_engine'))
    expect(text.trimEnd().endsWith('finish')).toBe(true)
  })

  it('adds the usual folders to the PATH, behind those of the node', () => {
    expect(program('observe', {})).toMatch(/^PATH=\$PATH:\/usr\/local\/sbin:/mu)
  })

  it('carries each file in a here-document of its own, behind a marker that the text cannot hold', () => {
    const text = program('stage', {}, GENERATION.files)
    for (const { path, sha256, text: content } of GENERATION.files) {
      expect(text).toContain(
        `put '${path}' 0644 ${sha256} <<'END-OF-${sha256}'\n${content}END-OF-${sha256}\n`,
      )
    }
    expect(text).toContain("PATHS='prometheus.yml docker-compose.yml generation.json'")
  })

  it('marks a secret as one', () => {
    const [file] = GENERATION.files
    if (file === undefined) throw new Error('the generation has files')
    expect(program('stage', {}, [{ ...file, secret: true }])).toContain(
      `put 'prometheus.yml' 0640 ${file.sha256} `,
    )
  })

  it('refuses a variable that no shell can hold', () => {
    expect(() => program('observe', { INTERFACE: 'a\0b' })).toThrow(RangeError)
  })
})
