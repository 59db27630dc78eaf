import type { Grafana } from '../../../src/mimir/grafana.ts'
import type { Mimir } from '../../../src/mimir/mimir.ts'
import type { Arrival, Sight } from './arrival.ts'
import { type ArrivalQuery, byNode, queryMimir, startsOf } from './arrival-queries.ts'

/** The data source of a Grafana that must show the workers. */
export interface Datasource {
  readonly name: string
  readonly run: Grafana
}

/** Queries Mimir, and then Grafana, where one is named: what the tenant has by then, its data source must show. */
export async function queryArrival(
  { mimir, datasource }: { readonly mimir: Mimir; readonly datasource: Datasource | undefined },
  query: ArrivalQuery,
  signal: AbortSignal,
): Promise<(node: string) => Arrival> {
  const arrivalOf = await queryMimir(mimir, query, signal)
  if (datasource === undefined) return arrivalOf
  const sightOf = await queryGrafana(datasource, query, signal)
  return (node) => ({ ...arrivalOf(node), grafana: sightOf(node) })
}

async function queryGrafana(
  { name: datasource, run }: Datasource,
  query: ArrivalQuery,
  signal: AbortSignal,
): Promise<(node: string) => Sight> {
  const shown = await run(startsOf(query), signal)
  if (!shown.ok) return () => ({ datasource, queryError: shown.failure })
  const startOf = byNode(shown.value.rows)
  return (node) => ({ datasource, url: shown.value.url, processStart: startOf.get(node) })
}
