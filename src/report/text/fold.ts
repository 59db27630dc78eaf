import { groupBy } from '../../values/group-by.ts'

interface Split {
  readonly name: string
  /** Text and digits in turn: `cmp`, `01`, ``. */
  readonly parts: readonly string[]
}

/**
 * Node names as operators write them: `cmp[01-48,50], ctl1`. Zero padding is kept, so that the names can be had back.
 * Each name comes once, in natural order.
 */
export function fold(names: readonly string[]): string {
  const splits = [...new Set(names)].sort(byName).map((name) => ({ name, parts: partsOf(name) }))
  const families = groupBy(splits, ({ parts }) =>
    parts.map((part, index) => (index % 2 === 0 ? part : '#')).join('\u0000'),
  )
  return [...families.values()].flatMap(foldFamily).join(', ')
}

/** Natural order: cmp2 before cmp10. */
export function byName(left: string, right: string): number {
  return natural.compare(left, right) || (left < right ? -1 : left > right ? 1 : 0)
}

const natural = new Intl.Collator('en', { numeric: true })

/** Digits too long to count with stay text. */
function partsOf(name: string): readonly string[] {
  return name.split(/(?<!\d)(\d{1,9})(?!\d)/u)
}

/** Names that differ in digits only are folded at the digits that differ most. */
function foldFamily(family: readonly Split[]): readonly string[] {
  const [first] = family
  if (first === undefined || family.length === 1) return family.map(({ name }) => name)
  const axis = busiestPart(family, first.parts.length)
  const rows = groupBy(family, ({ parts }) => parts.with(axis, '').join('\u0000'))
  return [...rows.values()].map((row) => foldRow(row, axis))
}

function busiestPart(family: readonly Split[], length: number): number {
  let busiest = 1
  let most = 0
  for (let at = 1; at < length; at += 2) {
    const values = new Set(family.map(({ parts }) => parts[at])).size
    if (values >= most) [busiest, most] = [at, values]
  }
  return busiest
}

function foldRow(row: readonly Split[], axis: number): string {
  const [first] = row
  if (first === undefined) return ''
  if (row.length === 1) return first.name
  const head = first.parts.slice(0, axis).join('')
  const tail = first.parts.slice(axis + 1).join('')
  return `${head}[${ranges(row.map(({ parts }) => parts[axis] ?? ''))}]${tail}`
}

function ranges(values: readonly string[]): string {
  const runs: string[][] = []
  for (const value of values.toSorted((left, right) => left.length - right.length || byName(left, right))) {
    const run = runs.at(-1)
    if (run !== undefined && follows(run, value)) run.push(value)
    else runs.push([value])
  }
  return runs.map((run) => (run.length === 1 ? run[0] : `${run[0]}-${run.at(-1)}`)).join(',')
}

/** 10 follows 9 and 09, but 100 does not follow a padded 099 … 0099. */
function follows(run: readonly string[], value: string): boolean {
  const last = run.at(-1) ?? ''
  const padded = (run[0] ?? '').length > 1 && run[0]?.startsWith('0') === true
  const sameShape = value.length === last.length || (!padded && !value.startsWith('0'))
  return Number(value) === Number(last) + 1 && sameShape
}
