import { pageWordsIn } from '../../../messages/explain.ts'
import type { Report } from '../../../model/report.ts'
import { both, html } from '../markup.ts'
import type { PageSection } from '../page-section.ts'
import { sharedRows } from '../shared-rows.ts'
import { sharedTable } from '../shared-table.ts'

/** Exporters that are not where Kolla's files put them: expected, found, used. */
export function exporterSection({ nodes }: Report): PageSection {
  const rows = sharedRows(nodes, ({ differences = [] }) =>
    differences.map(({ job, expected, found, used }) => [job, expected, found, used]),
  )
  const columns = (['exporter', 'expected', 'found', 'used'] as const).map((name) =>
    both((one) => pageWordsIn(one).columns[name]),
  )
  const body =
    rows.length === 0
      ? html`<p>${both((one) => pageWordsIn(one).asExpected)}</p>`
      : sharedTable(rows, { columns, label: 'h-exporters' })
  return { name: 'exporters', body }
}
