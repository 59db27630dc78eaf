import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { html, translated, translatedProse } from '../../../src/report/html/markup.ts'
import { FORBIDDEN } from '../sample.ts'

test('what is put into a piece is text, unless it is a piece itself', () => {
  const inner = html`<b>${'<i>'}</b>`
  expect(html`<p title="${'"&\''}">${inner}${[inner, inner]}${7}</p>`.markup).toBe(
    '<p title="&quot;&amp;&#39;"><b>&lt;i&gt;</b><b>&lt;i&gt;</b><b>&lt;i&gt;</b>7</p>',
  )
})

test('no text can open a tag, leave an attribute or bring a control character', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const { markup } = html`<p title="${text}">${text}</p>`
      expect(markup.match(/[<>"]/gu)).toEqual(['<', '"', '"', '>', '<', '>'])
      expect(markup.replaceAll('\t', ' ')).not.toMatch(FORBIDDEN)
    }),
  )
})

test('text that differs comes in every language, text that is the same comes once', () => {
  expect(translated((_, language) => (language === 'ko' ? '노드' : 'node')).markup).toBe(
    '<span lang="en">node</span><span lang="ko">노드</span>',
  )
  expect(translated(() => 'cmp1').markup).toBe('cmp1')
})

test('a command in a sentence becomes code', () => {
  expect(translatedProse(() => 'run `df -h <x>`, then').markup).toBe('run <code>df -h &lt;x&gt;</code>, then')
})
