import type { Report } from '../../../model/report.ts'
import { html, translated } from '../markup.ts'
import type { PageSection } from '../page-section.ts'
import { sharedRows } from '../shared-rows.ts'
import { sharedTable } from '../shared-table.ts'

/** Exporters that are not where Kolla's files put them: expected, found, used. */
export function exporterSection({ nodes }: Report): PageSection {
  const rows = sharedRows(nodes, ({ differences = [] }) =>
    differences.map(({ job, expected, found, used }) => [job, expected, found, used]),
  )
  const columns = (['exporter', 'expected', 'found', 'used'] as const).map((name) =>
    translated(({ page }) => page.columns[name]),
  )
  const body =
    rows.length === 0
      ? html`<p>${translated(({ page }) => page.asExpected)}</p>`
      : sharedTable(rows, { columns, label: 'h-exporters' })
  return { name: 'exporters', body }
}
