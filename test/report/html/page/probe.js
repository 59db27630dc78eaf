// Measures a page as a reader would see it; evaluated inside the page by the tests.

/** Glyphs of a line may reach into the line above by so much, without touching what is written there. */
const SLACK = 5

/** @typedef {{ node: Node, text: string, left: number, top: number, right: number, bottom: number }} Line */

/** Every line of text that is seen: where it is. @returns {Line[]} */
function linesOfText() {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  /** @type {Line[]} */
  const lines = []
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const text = (node.textContent ?? '').trim()
    const element = node.parentElement
    if (text === '' || element === null || !isSeen(element)) continue
    const range = document.createRange()
    range.selectNodeContents(node)
    for (const { left, top, right, bottom } of range.getClientRects())
      if (right - left > 1 && bottom - top > 1)
        lines.push({
          node,
          text: text.slice(0, 60),
          left,
          right,
          top: top + scrollY,
          bottom: bottom + scrollY,
        })
  }
  return lines
}

/** @param {Element} element */
function isSeen(element) {
  return (
    element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
    element.closest('script, .skip, title') === null &&
    !beyondFold(element)
  )
}

/** Whether it is scrolled away inside of something that scrolls, or cut where that is meant. @param {Element} element */
function beyondFold(element) {
  const frame = element.closest('.wide, pre, .note')
  if (frame === null) return false
  const [inner, outer] = [element.getBoundingClientRect(), frame.getBoundingClientRect()]
  return inner.right > outer.right + 1 || inner.bottom > outer.bottom + 1
}

/** Lines of text that lie on one another. @returns {string[]} */
function overlaps() {
  const lines = linesOfText().sort((left, right) => left.top - right.top)
  /** @type {string[]} */
  const found = []
  for (const [at, line] of lines.entries())
    for (let next = at + 1; next < lines.length; next += 1) {
      const other = lines[next]
      if (other === undefined || other.top > line.bottom - SLACK) break
      // What is written in both directions has parts that are told with one box.
      if (other.node === line.node) continue
      const wide = Math.min(line.right, other.right) - Math.max(line.left, other.left)
      const high = Math.min(line.bottom, other.bottom) - Math.max(line.top, other.top)
      if (wide > 2 && high > SLACK)
        found.push(`"${line.text}" and "${other.text}" overlap by ${wide}x${high}`)
    }
  return found
}

/** Text that is outside of the window, or hidden by the box that it is in. @returns {string[]} */
function cuts() {
  const width = document.documentElement.clientWidth
  const outside = linesOfText()
    .filter(({ left, right }) => left < -1 || right > width + 1)
    .map(({ text, left, right }) => `"${text}" reaches from ${left} to ${right}`)
  const clipped = [...document.querySelectorAll('body *')]
    .filter((element) => isSeen(element) && !element.matches('.note, svg, svg *') && hides(element))
    .map((element) => `${element.tagName} ${element.className} hides "${element.textContent?.slice(0, 60)}"`)
  const wider = document.documentElement.scrollWidth - width
  return [...outside, ...clipped, ...(wider > 0 ? [`the page is ${wider} wider than the window`] : [])]
}

/** @param {Element} element */
function hides(element) {
  const { overflowX, overflowY } = getComputedStyle(element)
  const sideways = overflowX === 'hidden' && element.scrollWidth > element.clientWidth + 1
  return sideways || (overflowY === 'hidden' && element.scrollHeight > element.clientHeight + 1)
}

/** The names of the nodes that are in the list, opened or not. */
function listedNodes() {
  return [...document.querySelectorAll('.node')]
    .filter((node) => node.getClientRects().length > 0)
    .map((node) => node.querySelector('.name')?.textContent)
}

/** State words in the list of nodes that take more than one line. @returns {string[]} */
function brokenStates() {
  return [...document.querySelectorAll('.node > summary .state')]
    .filter((state) => {
      const range = document.createRange()
      range.selectNodeContents(state)
      return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1
    })
    .map((state) => `${state.className}: ${state.textContent}`)
}

/** Lays out what is far away too. */
function layOutAll() {
  document.styleSheets[0]?.insertRule('.many .node { content-visibility: visible !important }', 0)
}

/** Whether who has the focus can be told by a line around it. */
function focusIsSeen() {
  const focused = document.activeElement
  if (focused === null || focused === document.body) return false
  const shown = focused.matches('label input') ? focused.nextElementSibling : focused
  if (shown === null) return false
  const { outlineStyle, outlineWidth } = getComputedStyle(shown)
  const { top, bottom, left, right } = shown.getBoundingClientRect()
  const inWindow = bottom > 0 && top < innerHeight && right > 0 && left < innerWidth
  return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2 && inWindow
}

/** What axe, which was evaluated before, finds wrong. @returns {Promise<string[]>} */
async function axeFaults() {
  /** @typedef {{ id: string, impact: string, nodes: { html: string, failureSummary: string }[] }} Violation */
  /** @typedef {{ run(options: object): Promise<{ violations: Violation[] }> }} Axe */
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- axe puts itself there
  const { axe } = /** @type {{ axe?: Axe }} */ (/** @type {unknown} */ (window))
  if (axe === undefined) throw new Error('axe is not there')
  const { violations } = await axe.run({ preload: false, resultTypes: ['violations'] })
  return violations.map(
    ({ id, impact, nodes }) => `${impact} ${id}: ${nodes[0]?.html} ${nodes[0]?.failureSummary}`,
  )
}

Object.assign(window, { axeFaults, brokenStates, overlaps, cuts, layOutAll, listedNodes, focusIsSeen })
