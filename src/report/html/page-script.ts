/** The page's only script: search, opening what a link points at, and printing what failed. Nothing needs it. */
export const PAGE_SCRIPT = `
'use strict'
const nodes = [...document.querySelectorAll('.node')]
const none = document.getElementById('none')
const count = document.getElementById('count')
const search = document.getElementById('search')
let texts
function apply() {
  texts ??= nodes.map((node) => node.textContent.toLowerCase())
  const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean)
  nodes.forEach((node, at) => { node.hidden = !words.every((word) => texts[at].includes(word)) })
  const show = document.querySelector('input[name=show]:checked').value
  const chosen = { all: () => true, bad: (node) => !node.classList.contains('s-verified') }[show]
    ?? ((node) => node.classList.contains('s-' + show))
  const seen = nodes.filter((node) => !node.hidden && chosen(node)).length
  none.hidden = seen > 0
  count.textContent = seen + ' / ' + nodes.length
}
function reveal() {
  const node = document.getElementById(location.hash.slice(1))
  if (!node || !node.classList.contains('node')) return
  document.getElementById('show-all').checked = true
  search.value = ''
  apply()
  node.open = true
  node.scrollIntoView({ block: 'center' })
  node.querySelector('summary').focus({ preventScroll: true })
}
function speak() {
  const chosen = document.querySelector('input[name=lang]:checked').value
  document.documentElement.lang = chosen
  search.placeholder = search.dataset[chosen]
  search.setAttribute('aria-label', search.dataset[chosen + 'Label'])
}
let timer
search.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(apply, 120) })
document.querySelectorAll('input[name=show]').forEach((input) => input.addEventListener('change', apply))
document.querySelectorAll('input[name=lang]').forEach((input) => input.addEventListener('change', speak))
document.addEventListener('click', (event) => {
  const link = event.target.closest('.cells a')
  if (link && link.hash === location.hash) { event.preventDefault(); reveal() }
})
addEventListener('hashchange', reveal)
addEventListener('beforeprint', () => nodes.forEach((node) => { if (!node.classList.contains('s-verified')) node.open = true }))
document.getElementById('finder').hidden = false
apply()
speak()
reveal()
`
