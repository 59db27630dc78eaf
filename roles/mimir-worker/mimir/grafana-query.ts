import type { Grafana } from '../../../src/mimir/grafana.ts'
import type { Mimir } from '../../../src/mimir/mimir.ts'
import type { Arrival, Sight } from './arrival.ts'
import { type ArrivalQuery, byNode, queryMimir, startsOf } from './arrival-queries.ts'

/** The data source of a Grafana that shall show the workers. */
export interface Datasource {
  readonly name: string
  readonly ask: Grafana
}

/** Ask Mimir, and then Grafana, where one is named: what the tenant has by then, its data source shows. */
export async function queryArrival(
  { mimir, datasource }: { readonly mimir: Mimir; readonly datasource: Datasource | undefined },
  question: ArrivalQuery,
  signal: AbortSignal,
): Promise<(node: string) => Arrival> {
  const arrivalOf = await queryMimir(mimir, question, signal)
  if (datasource === undefined) return arrivalOf
  const sightOf = await queryGrafana(datasource, question, signal)
  return (node) => ({ ...arrivalOf(node), grafana: sightOf(node) })
}

async function queryGrafana(
  { name: datasource, ask }: Datasource,
  question: ArrivalQuery,
  signal: AbortSignal,
): Promise<(node: string) => Sight> {
  const shown = await ask(startsOf(question), signal)
  if (!shown.ok) return () => ({ datasource, trouble: shown.failure })
  const startOf = byNode(shown.value.rows)
  return (node) => ({ datasource, url: shown.value.url, processStart: startOf.get(node) })
}
