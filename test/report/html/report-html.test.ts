import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Report } from '../../../src/model/report.ts'
import { reportHtml } from '../../../src/report/html/report-html.ts'
import { FORBIDDEN, hostileReport, largeReport, reportOf, smallReport, verifiedNode } from '../sample.ts'
import { badNight } from './fleets.ts'

const VOID = new Set(['meta', 'input', 'br', 'line', 'rect'])

interface Tag {
  readonly name: string
  readonly attributes: string
}

/** All tags of a page, as a browser sees them; throws where one is not closed, or is closed that was not open. */
function tagsOf(page: string): Tag[] {
  const open: string[] = []
  const tags: Tag[] = []
  const markup = page
    .replace(/^<!doctype html>/u, '')
    .replaceAll(/(<(style|script)>)[\s\S]*?(<\/\2>)/gu, '$1$3')
  for (const [, close, name = '', attributes = ''] of markup.matchAll(/<(\/?)([a-z]\w*)([^<>]*)>/gu)) {
    if (close === '/') {
      if (open.pop() !== name) throw new Error(`</${name}> closes nothing`)
    } else {
      tags.push({ name, attributes })
      if (!VOID.has(name)) open.push(name)
    }
  }
  if (open.length > 0) throw new Error(`left open: ${open.join(' ')}`)
  return tags
}

function attribute(tags: readonly Tag[], name: string): string[] {
  return tags.flatMap(({ attributes }) => new RegExp(` ${name}="([^"]*)"`, 'u').exec(attributes)?.[1] ?? [])
}

test('the page is whole: every tag is closed, every name is there once, every link leads somewhere', () => {
  for (const report of [smallReport(), hostileReport(), reportOf([])]) {
    const tags = tagsOf(reportHtml(report, 'en'))
    const ids = attribute(tags, 'id')
    expect(new Set(ids).size).toBe(ids.length)
    for (const href of attribute(tags, 'href')) expect(ids).toContain(href.slice(1))
    for (const label of attribute(tags, 'aria-labelledby')) expect(ids).toContain(label)
  }
})

test('the page fetches nothing, and runs nothing but its own script', () => {
  const page = reportHtml(smallReport(), 'en')
  const tags = tagsOf(page)
  const [policy = ''] = attribute(tags, 'content').filter((content) => content.includes('default-src'))
  expect(policy).toContain('default-src &#39;none&#39;')
  for (const [name, directive] of [
    ['script', 'script-src'],
    ['style', 'style-src'],
  ]) {
    const [, text = ''] = new RegExp(`<${name}>([\\s\\S]*?)</${name}>`, 'u').exec(page) ?? []
    const hash = createHash('sha256').update(text).digest('base64')
    expect(policy).toContain(`${directive} &#39;sha256-${hash}&#39;`)
  }
  expect(attribute(tags, 'src')).toEqual([])
  expect(attribute(tags, 'style')).toEqual([])
  expect(attribute(tags, 'href').filter((href) => !href.startsWith('#'))).toEqual([])
  expect(
    tags.filter(({ name }) => ['script', 'link', 'img', 'iframe', 'object', 'form'].includes(name)),
  ).toHaveLength(1)
})

test('hostile text adds no tag, no attribute and no control character', () => {
  const page = reportHtml(hostileReport(), 'ko')
  const names = new Set(tagsOf(page).map(({ name }) => name))
  expect([...names].filter((name) => ['img', 'iframe', 'a'].includes(name))).toEqual(['a'])
  expect(
    tagsOf(page).filter(({ attributes }) => / on\w+=/u.test(attributes.replaceAll(/"[^"]*"/gu, '""'))),
  ).toEqual([])
  expect(page.replaceAll('\t', ' ')).not.toMatch(FORBIDDEN)
})

test('the language asked for is shown first, and the other is there too', () => {
  for (const language of ['en', 'ko'] as const) {
    const page = reportHtml(smallReport(), language)
    expect(page).toContain(`<html lang="${language}">`)
    expect(page).toContain(`id="lang-${language}" value="${language}" checked`)
    expect(page).toContain('<span lang="ko">Mimir에서 보이지 않습니다: node_, container_</span>')
    expect(page).toContain('<span lang="en">not found in Mimir: node_, container_</span>')
  }
})

test('without its script the page has everything but the search, which stays hidden', () => {
  const page = reportHtml(smallReport(), 'en').replace(/<script>[\s\S]*<\/script>/u, '')
  expect(page).toContain('<span id="finder" hidden>')
  expect(page).toContain('<code>docker push registry.example.com:5000/prom/prometheus:v2.53.3</code>')
  expect(page).toContain('<pre tabindex="0">manifest unknown</pre>')
})

test('every node is one cell under its top group and one entry below, what is wrong first', () => {
  const page = reportHtml(smallReport(), 'en')
  const tags = tagsOf(page)
  expect(attribute(tags, 'aria-label').filter((label) => label.includes(': '))).toEqual([
    'ctl1: verified',
    'cmp1: failed',
    'cmp2: 6 arrival',
  ])
  expect([...page.matchAll(/<h3>(control|compute) /gu)].map(([, group]) => group)).toEqual([
    'control',
    'compute',
  ])
  expect(
    [...page.matchAll(/<details class="node s-(\w+)" id="(n\d)"/gu)].map(([, state, id]) => [state, id]),
  ).toEqual([
    ['failed', 'n1'],
    ['failed', 'n2'],
    ['verified', 'n0'],
  ])
})

test('equal changes of many nodes are one row, a long list of them is folded away', () => {
  const page = reportHtml(largeReport(), 'en')
  expect(page.match(/<th scope="row">image<\/th>/gu)).toHaveLength(1)
  expect(page).toContain('<details><summary><span lang="en">')
})

test('a node in no group is shown too, and a run that changed nothing says so', () => {
  const report: Report = reportOf([{ ...verifiedNode('x', 'noop'), groups: [] }])
  const page = reportHtml(report, 'en')
  expect(page).toContain('no group')
  expect(page).toContain('Every node was already up to date.')
  expect(page).toContain('Nothing failed.')
})

test('what an exporter was expected, found and used at is a row for all nodes where it is so', () => {
  const page = reportHtml(badNight(200), 'en')
  expect(page).toContain(
    '<th scope="row">libvirt</th><td>10.0.0.11:9177</td><td>*:9177 (libvirt-exporter)</td><td>127.0.0.1:9177</td><td><b>cmp[0042,0092], ctl02, sto40</b> <small>(4)</small></td>',
  )
})

test('a set of groups is told once, and every node of it leads there', () => {
  const page = reportHtml(largeReport(20), 'en')
  expect(page.match(/neutron-metadata-agent/gu)).toHaveLength(1)
  expect(page.match(/<a href="#g0">compute \+16<\/a>/gu)).toHaveLength(17)
})

test('batches are told where there is something to tell, each with what became of it', () => {
  const page = reportHtml(badNight(300), 'en')
  expect(page).toContain('stopped: more nodes failed than max_failures allows')
  expect(page).toContain('<td class="b-not-started"><span lang="en">not started</span>')
  expect(page).toContain('rolled back to aa17d24f1c09, with its batch')
  expect(reportHtml(smallReport(), 'en')).not.toContain('id="batches"')
})

test('the time line says who waited for whom', () => {
  expect(reportHtml(badNight(200), 'en')).toMatch(/\d+ for cmp\d+, up to [\d.]+ s/u)
})

test('an interrupted run says what is left where', () => {
  const page = reportHtml(badNight(100), 'en')
  expect(page).toContain('Interrupted. State of the nodes')
  expect(page).toContain('the new generation runs, but is not verified; run again')
})

test('a thousand nodes take less than three megabytes', () => {
  for (const report of [largeReport(), badNight(1000)])
    expect(Buffer.byteLength(reportHtml(report, 'ko'))).toBeLessThan(3_000_000)
})
