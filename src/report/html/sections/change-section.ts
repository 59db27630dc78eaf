import type { Report } from '../../../model/report.ts'
import { html, translated } from '../markup.ts'
import type { PageSection } from '../page-section.ts'
import { sharedRows } from '../shared-rows.ts'
import { sharedTable } from '../shared-table.ts'

/** What was found on the nodes, and what the plan wants there. */
export function changeSection({ nodes }: Report): PageSection {
  const rows = sharedRows(nodes, ({ reasons }) =>
    reasons.map(({ field, current, desired }) => [field, current, desired]),
  )
  const columns = (['field', 'found', 'desired'] as const).map((name) =>
    translated(({ page }) => page.columns[name]),
  )
  const body =
    rows.length === 0
      ? html`<p>${translated(({ page }) => page.unchanged)}</p>`
      : sharedTable(rows, { columns, label: 'h-changes' })
  return { name: 'changes', body }
}
