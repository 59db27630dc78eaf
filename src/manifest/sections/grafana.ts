import { defined } from '../../values/defined.ts'
import { withoutTrailingSlashes } from '../../values/endpoint.ts'
import type { ManifestContext } from '../problems/context.ts'
import { type ManifestProblem, shown, wrong } from '../problems/manifest-problem.ts'
import type { Draft } from '../schema/draft.ts'
import type { WrittenGrafana } from '../schema/written.ts'
import { accessProblems, authSettings, type CaSettings, caSettings, type HttpAuth } from './http-access.ts'
import type { Normalising } from './normalising.ts'

export const GRAFANA_DEFAULTS = { datasource: 'Mimir-OpenStack' } as const

export interface GrafanaSettings {
  /** With the path that it is served below, and no slash at the end. */
  readonly url: string
  /** The data source that must show the tenant's metrics. */
  readonly datasource: string
  readonly auth?: HttpAuth
  readonly tls?: { readonly ca: CaSettings }
}

export function grafanaSettings(written: WrittenGrafana, normalising: Normalising): GrafanaSettings {
  const { url, datasource, auth, tls } = { ...GRAFANA_DEFAULTS, ...written }
  return defined({
    url: withoutTrailingSlashes(new URL(url).href),
    datasource,
    auth: auth && authSettings('grafana', auth, normalising),
    tls: tls && caSettings(tls, normalising),
  })
}

/** What is wrong with how Grafana is written. */
export function grafanaProblems({ grafana = {} }: Draft, context: ManifestContext): ManifestProblem[] {
  const { url } = grafana
  return [...(url === undefined ? [] : urlProblems(url)), ...accessProblems('grafana', grafana, context)]
}

function urlProblems(text: string): ManifestProblem[] {
  const path = ['grafana', 'url']
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (text.includes('@'))
    return [wrong(path, 'found credentials in the URL', 'take them out and use grafana.auth')]
  if (url === undefined)
    return [
      wrong(
        path,
        `expected the base URL of Grafana, found ${shown(text)}`,
        'write e.g. https://10.0.0.254:3000',
      ),
    ]
  return url.search === '' && url.hash === ''
    ? []
    : [wrong(path, 'found a query in the URL', `write ${url.origin}${url.pathname}`)]
}
