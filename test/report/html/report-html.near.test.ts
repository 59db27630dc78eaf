import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { LANGUAGES } from '../../../src/messages/language.ts'
import { everyState, reportOf, smallReport, verifiedNode } from '../sample.ts'
import { type Browser, faultsOf, lacksChromium, openNodes, startChromium } from './chromium.ts'
import { badNight, hardTexts } from './fleets.ts'

const WIDTHS = [1280, 800, 360] as const
const REPORTS = {
  'three nodes': () => smallReport(),
  'nothing wrong': () => reportOf([verifiedNode('ctl1'), verifiedNode('cmp1')]),
  'no nodes': () => reportOf([]),
  'hard texts': () => hardTexts(40),
  'a thousand nodes': () => badNight(1000),
} as const
const NAMES = ['three nodes', 'nothing wrong', 'no nodes', 'hard texts', 'a thousand nodes'] as const

const why = lacksChromium ? ' (skipped: chromium is not installed)' : ''

describe.skipIf(lacksChromium)(`report.html in a real Chromium${why}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await startChromium()
  })
  afterAll(() => browser.close())

  describe.each(NAMES)('%s', (name) => {
    test.each(WIDTHS)('nothing is cut and nothing overlaps at a width of %i', async (width) => {
      for (const language of ['en', 'ko'] as const) {
        const { page } = await browser.open(REPORTS[name](), { language, viewport: { width, height: 900 } })
        expect(await faultsOf(page)).toEqual([])
        await openNodes(page, 50)
        expect(await faultsOf(page)).toEqual([])
        await page.context().close()
      }
    })

    test('nothing is cut and nothing overlaps on paper', async () => {
      const { page } = await browser.open(REPORTS[name](), {
        media: 'print',
        viewport: { width: 720, height: 1000 },
      })
      expect(await faultsOf(page)).toEqual([])
      await page.context().close()
    })

    test('nothing is fetched and nothing is complained about', async () => {
      const { page, complaints, fetched } = await browser.open(REPORTS[name]())
      await openNodes(page, 50)
      await page.keyboard.press('/')
      await page.keyboard.type('cmp')
      expect({ complaints, fetched }).toEqual({ complaints: [], fetched: [page.url().replace(/#.*/u, '')] })
      await page.context().close()
    })

    test.each([
      ['light', 'en'],
      ['dark', 'ko'],
    ] as const)(
      'axe finds nothing wrong in %s and %s',
      async (colorScheme, language) => {
        const { page } = await browser.open(REPORTS[name](), { language, colorScheme })
        await openNodes(page, 10)
        await removeNodesBeyond(page, 60)
        expect(await violations(page)).toEqual([])
        await page.context().close()
      },
      180_000,
    )
  })

  test.each([1300, 800])('no state is broken over two lines at a width of %i', async (width) => {
    for (const language of LANGUAGES) {
      const { page } = await browser.open(everyState(), { language, viewport: { width, height: 900 } })
      expect(await page.locator('.node').count()).toBe(5)
      expect(await page.evaluate<string[]>('brokenStates()')).toEqual([])
      expect(await faultsOf(page)).toEqual([])
      await page.context().close()
    }
  })

  test('it works without JavaScript: all is there, the filters and the language work', async () => {
    const { page } = await browser.open(smallReport(), { javaScriptEnabled: false })
    expect(await page.locator('#search').isVisible()).toBe(false)
    expect(await seenNodes(page)).toEqual(['cmp1', 'cmp2', 'ctl1'])
    await page.getByLabel('not verified').check({ force: true })
    expect(await seenNodes(page)).toEqual(['cmp1', 'cmp2'])
    await page.locator('summary', { hasText: 'cmp2' }).click()
    expect(await page.locator('.chain .failed', { hasText: 'check mimir.url' }).isVisible()).toBe(true)
    await page.getByLabel('한국어').check({ force: true })
    expect(await page.getByRole('heading', { name: '문제와 조치' }).isVisible()).toBe(true)
    expect(await page.getByRole('heading', { name: 'Problems and remedies' }).isVisible()).toBe(false)
    await page.context().close()
  })

  test('who searches sees the nodes that have all the words, in a name, a cause or a group', async () => {
    const { page } = await browser.open(badNight(1000))
    await page.keyboard.press('/')
    await page.keyboard.type('mysqld mon0')
    expect(await seenNodes(page)).toEqual(['mon03'])
    await page.locator('#search').fill('nova-libvirt space')
    expect(await seenNodes(page)).toEqual(['cmp0753'])
    await page.locator('#search').fill('no such thing')
    expect(await page.locator('#none').isVisible()).toBe(true)
    await page.keyboard.press('Escape')
    expect(await page.locator('#count').textContent()).toBe('1000 / 1000')
    await page.context().close()
  })

  test('a cause shows its nodes, in the list and on the map, and gives the others back', async () => {
    const { page } = await browser.open(badNight(1000))
    const card = page.locator('.cause', { hasText: 'the host key of' })
    await card.locator('a').click()
    expect(await seenNodes(page)).toEqual(['cmp0274'])
    expect(await page.locator('.lit').count()).toBe(1)
    await page.getByRole('button', { name: 'show all' }).click()
    expect(await page.locator('#count').textContent()).toBe('1000 / 1000')
    await page.context().close()
  })

  test('a cell of the map opens its node, whatever the filter hides', async () => {
    const { page } = await browser.open(smallReport())
    await page.getByLabel('not verified').check({ force: true })
    await page.getByRole('link', { name: 'ctl1: verified' }).click()
    expect(await page.locator('details[open] .name').allTextContents()).toEqual(['ctl1'])
    expect(await page.evaluate('document.activeElement.textContent')).toContain('ctl1')
    await page.context().close()
  })

  test('all of it is reached with the keyboard, and where one is can be seen', async () => {
    const { page } = await browser.open(smallReport(), { viewport: { width: 1280, height: 600 } })
    const [stops, unseen]: [string[], string[]] = [[], []]
    for (let press = 0; press < 40; press += 1) {
      await page.keyboard.press('Tab')
      const stop = await page.evaluate<string>(
        'document.activeElement === document.body ? "" : document.activeElement.id || document.activeElement.textContent.trim().slice(0, 20) || document.activeElement.className',
      )
      if (stop === '') break
      stops.push(stop)
      if (!(await page.evaluate<boolean>('focusIsSeen()'))) unseen.push(stop)
    }
    expect(unseen).toEqual([])
    expect(stops[0]).toContain('Skip')
    expect(stops).toEqual(expect.arrayContaining(['lang-en', 'theme-auto', 'show-all', 'search']))
    expect(stops.filter((stop) => stop.includes('cmp2') || stop.includes('cmp1')).length).toBeGreaterThan(1)
    await page.context().close()
  })

  test('enter and space open a node, the arrows go over the map', async () => {
    const { page } = await browser.open(badNight(1000))
    await page.locator('summary', { hasText: 'cmp0043' }).focus()
    await page.keyboard.press('Enter')
    expect(await page.locator('details.node[open]').count()).toBe(1)
    await page.keyboard.press(' ')
    expect(await page.locator('details.node[open]').count()).toBe(0)
    await page.locator('[aria-label="cmp0001: verified"]').focus()
    await page.keyboard.press('ArrowRight')
    expect(await focusedName(page)).toBe('cmp0002: verified')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowUp')
    expect(await focusedName(page)).toBe('cmp0002: verified')
    await page.keyboard.press('End')
    expect(await focusedName(page)).toBe('cmp0940: untouched')
    await page.context().close()
  })

  test('on paper what failed is open, and no button is there', async () => {
    for (const javaScriptEnabled of [true, false]) {
      const { page } = await browser.open(smallReport(), { media: 'print', javaScriptEnabled })
      expect(await page.locator('.toolbar').isVisible()).toBe(false)
      const seen = await page.evaluate<number>(
        '[...document.querySelectorAll(".s-failed .body")].filter((body) => body.getBoundingClientRect().height > 40).length',
      )
      expect(seen).toBe(2)
      await page.context().close()
    }
  })

  test('the colours follow the reader, and the reader may choose others', async () => {
    const colour = 'getComputedStyle(document.body).backgroundColor'
    const { page } = await browser.open(smallReport(), { colorScheme: 'dark' })
    const dark = await page.evaluate(colour)
    await page.getByLabel('light').check({ force: true })
    expect(await page.evaluate(colour)).toBe('rgb(255, 255, 255)')
    expect(dark).not.toBe('rgb(255, 255, 255)')
    await page.context().close()
  })
})

async function seenNodes(page: Page): Promise<string[]> {
  return page.evaluate<string[]>('listedNodes()')
}

async function focusedName(page: Page): Promise<string> {
  return page.evaluate<string>('document.activeElement.getAttribute("aria-label")')
}

/** Axe takes minutes for a thousand entries, which are all made alike. */
async function removeNodesBeyond(page: Page, count: number): Promise<void> {
  await page.evaluate(
    `[...document.querySelectorAll('.node')].slice(${count}).forEach((node) => node.remove())`,
  )
}

/** What axe calls a fault of whatever impact, with the first place of each. */
async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source)
  return page.evaluate<string[]>('axeFaults()')
}
