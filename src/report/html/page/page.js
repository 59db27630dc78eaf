// The only script of report.html: search, the nodes of a cause, opening what a link points at, keys on the map.
// Nothing needs it.

/** @template {Element} Kind @param {string} selector @param {new () => Kind} kind @param {ParentNode} within */
function all(selector, kind, within = document) {
  return [...within.querySelectorAll(selector)].flatMap((element) =>
    element instanceof kind ? [element] : [],
  )
}

/** @template {Element} Kind @param {string} selector @param {new () => Kind} kind @param {ParentNode} within */
function the(selector, kind, within = document) {
  const [found] = all(selector, kind, within)
  if (found === undefined) throw new Error(`the page has no ${selector}`)
  return found
}

const nodes = all('.node', HTMLDetailsElement)
const cells = new Map(all('.cells a', HTMLAnchorElement).map((cell) => [cell.hash.slice(1), cell]))
const none = the('#none', HTMLElement)
const count = the('#count', HTMLElement)
const clear = the('#clear', HTMLElement)
const search = the('#search', HTMLInputElement)
/** The cause whose nodes alone are shown. @type {string | undefined} */
let cause
/** What a search looks at: each node's entry and its groups, in both languages. @type {string[] | undefined} */
let texts

/** @param {HTMLElement} node */
function textOf(node) {
  const groups = document.querySelector(`#g${node.dataset['set']} dd`)
  return `${node.textContent} ${groups?.textContent ?? ''}`.toLowerCase()
}

/** @param {HTMLElement} node */
function ofCause(node) {
  return cause === undefined || (node.dataset['causes'] ?? '').split(' ').includes(cause)
}

/** What the style sheet does for whoever has no script. @param {Element} node @param {string} show */
function chosen(node, show) {
  const verified = node.classList.contains('s-verified')
  return show === 'all' || (show === 'bad' ? !verified : node.classList.contains(`s-${show}`))
}

function apply() {
  const words = search.value.toLowerCase().split(/\s+/u).filter(Boolean)
  if (words.length > 0) texts ??= nodes.map(textOf)
  const show = the('input[name=show]:checked', HTMLInputElement).value
  let seen = 0
  for (const [at, node] of nodes.entries()) {
    node.hidden = !ofCause(node) || !words.every((word) => texts?.[at]?.includes(word))
    if (!node.hidden && chosen(node, show)) seen += 1
    cells.get(node.id)?.classList.toggle('lit', cause !== undefined && ofCause(node))
  }
  none.hidden = seen > 0
  count.textContent = `${seen} / ${nodes.length}`
  clear.hidden = seen === nodes.length
}

/** All nodes, or those of one cause. @param {string} [ofWhich] */
function showAll(ofWhich) {
  the('#show-all', HTMLInputElement).checked = true
  search.value = ''
  cause = ofWhich
  apply()
}

/** @param {HTMLElement | undefined} node */
function focusOn(node) {
  if (node !== undefined) the('summary', HTMLElement, node).focus({ preventScroll: true })
}

/** Opens the node that the address names. */
function reveal() {
  const node = nodes.find(({ id }) => `#${id}` === location.hash)
  if (node === undefined) return
  if (node.getClientRects().length === 0) showAll()
  node.open = true
  node.scrollIntoView({ block: 'center' })
  focusOn(node)
}

/** The nodes of one cause, and nothing else. @param {HTMLAnchorElement} link */
function pick(link) {
  showAll(link.dataset['cause'])
  the('#nodes', HTMLElement).scrollIntoView()
  focusOn(nodes.find((node) => !node.hidden))
}

function speak() {
  const language = the('input[name=lang]:checked', HTMLInputElement).value
  document.documentElement.lang = language
  search.placeholder = search.dataset[language] ?? ''
  search.setAttribute('aria-label', search.dataset[`${language}Label`] ?? '')
}

/** @type {Readonly<Record<string, (group: HTMLAnchorElement[], at: number) => HTMLAnchorElement | undefined>>} */
const MOVES = {
  ArrowRight: (group, at) => group[at + 1],
  ArrowLeft: (group, at) => group[at - 1],
  ArrowDown: (group, at) => inNextRow(group.slice(at)),
  ArrowUp: (group, at) => inNextRow(group.slice(0, at + 1).toReversed()),
  Home: (group) => group.at(0),
  End: (group) => group.at(-1),
}

/** The cell of the row after that of the first one which is nearest to it. @param {HTMLAnchorElement[]} cellsFrom */
function inNextRow([from, ...cellsFrom]) {
  if (from === undefined) return undefined
  const { left, top } = from.getBoundingClientRect()
  const places = cellsFrom.map((cell) => ({ cell, place: cell.getBoundingClientRect() }))
  const beyond = places.filter(({ place }) => Math.abs(place.top - top) > 1)
  const row = beyond.filter(({ place }) => Math.abs(place.top - (beyond[0]?.place.top ?? 0)) <= 1)
  /** @param {{ place: DOMRect }} one */
  const distance = ({ place }) => Math.abs(place.left - left)
  return row.sort((one, other) => distance(one) - distance(other))[0]?.cell
}

/** One stop of the tab key a group; the arrows go from cell to cell. @param {KeyboardEvent} event */
function moveOnMap(event) {
  const cell = event.target
  const move = Object.hasOwn(MOVES, event.key) ? MOVES[event.key] : undefined
  if (!(cell instanceof HTMLAnchorElement) || move === undefined) return
  const list = cell.closest('.cells')
  if (list === null) return
  event.preventDefault()
  const group = all('a', HTMLAnchorElement, list)
  const next = move(group, group.indexOf(cell))
  if (next === undefined) return
  cell.tabIndex = -1
  next.tabIndex = 0
  next.focus()
}

/** @param {KeyboardEvent} event */
function press(event) {
  if (event.ctrlKey || event.altKey || event.metaKey) return
  if (event.key === 'Escape') showAll()
  else if (event.key === '/' && event.target !== search) {
    event.preventDefault()
    search.focus()
  } else moveOnMap(event)
}

/** @param {MouseEvent} event */
function follow(event) {
  const link = event.target instanceof Element ? event.target.closest('a') : null
  if (link === null || link.hash === '') return
  if (link.classList.contains('pick')) {
    event.preventDefault()
    pick(link)
  } else if (link.hash === location.hash && link.closest('.cells')) {
    event.preventDefault()
    reveal()
  }
}

for (const list of all('.cells', HTMLElement))
  for (const [at, cell] of all('a', HTMLAnchorElement, list).entries()) cell.tabIndex = at === 0 ? 0 : -1
search.addEventListener('input', apply)
clear.addEventListener('click', () => {
  showAll()
  search.focus()
})
for (const input of all('input[name=show]', HTMLElement)) input.addEventListener('change', apply)
for (const input of all('input[name=lang]', HTMLElement)) input.addEventListener('change', speak)
document.addEventListener('keydown', press)
document.addEventListener('click', follow)
window.addEventListener('hashchange', reveal)
the('#finder', HTMLElement).hidden = false
speak()
apply()
reveal()
