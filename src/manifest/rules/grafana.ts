import type { ManifestContext } from '../problems/context.ts'
import { type ManifestProblem, shown, wrong } from '../problems/mistake.ts'
import type { Draft } from '../schema/written.ts'
import { referenceMistakes } from '../values/secret-reference.ts'
import { authorityMistakes } from './authority.ts'

/** Whether Grafana can be what the manifest says. */
export function grafanaMistakes({ grafana = {} }: Draft, context: ManifestContext): ManifestProblem[] {
  const { url, auth = {}, tls } = grafana
  const references = [
    { path: ['grafana', 'auth', 'basic', 'password'], written: auth.basic?.password },
    { path: ['grafana', 'auth', 'bearer'], written: auth.bearer },
  ]
  return [
    ...(url === undefined ? [] : urlMistakes(url)),
    ...references.flatMap(({ path, written }) =>
      written === undefined ? [] : referenceMistakes(path, written, context),
    ),
    ...(tls?.ca === undefined ? [] : authorityMistakes(['grafana', 'tls', 'ca'], tls.ca, context)),
  ]
}

function urlMistakes(text: string): ManifestProblem[] {
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
