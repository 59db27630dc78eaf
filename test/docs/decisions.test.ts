import { describe, expect, it } from 'vitest'
import { pageText } from './page.ts'

const page = pageText('docs/decisions.md')
const entries = [...page.matchAll(/^## (\d+)\. (.+)\n([\s\S]*?)(?=\n## |$(?![\s\S]))/gmu)].map(
  ([, number, title = '', body = '']) => ({ number: Number(number), title, lines: body.trim().split('\n') }),
)
const index = [...page.matchAll(/^\| (\d+) \| (.+) \| (.+) \|$/gmu)].map(
  ([, number, title, status = '']) => ({
    number: Number(number),
    title,
    status,
  }),
)

describe('docs/decisions.md', () => {
  it('numbers its entries without a gap', () => {
    expect(entries.length).toBeGreaterThan(50)
    expect(entries.map(({ number }) => number)).toEqual(entries.map((_, place) => place + 1))
  })

  it('has every entry in the index, under its title', () => {
    expect(index.map(({ number, title }) => `${number} ${title}`)).toEqual(
      entries.map(({ number, title }) => `${number} ${title}`),
    )
  })

  it('says of each whether it is active, and which later entry extends or supersedes it', () => {
    const wrong = index.filter(({ number, status }) => {
      const later = /^(?:active|active, extended by (\d+)|superseded by (\d+))$/u.exec(status)
      return later === null || Number(later[1] ?? later[2] ?? number + 1) <= number
    })
    expect(wrong).toEqual([])
  })

  it('keeps each short', () => {
    expect(entries.filter(({ lines }) => lines.length > 7).map(({ number }) => number)).toEqual([])
  })
})
