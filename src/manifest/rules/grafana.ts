import type { ManifestContext } from '../context.ts'
import { localPath, localPathFault } from '../local-path.ts'
import { type Mistake, shown, wrong, wrongIf } from '../mistake.ts'
import { referenceMistakes } from '../secret-reference.ts'
import type { Draft } from '../written.ts'

/** Whether Grafana can be what the manifest says. */
export function grafanaMistakes({ grafana = {} }: Draft, context: ManifestContext): Mistake[] {
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
    ...(tls?.ca === undefined ? [] : authorityMistakes(tls.ca, context)),
  ]
}

function urlMistakes(text: string): Mistake[] {
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

function authorityMistakes(written: string, context: ManifestContext): Mistake[] {
  const path = ['grafana', 'tls', 'ca']
  const fault = localPathFault(written)
  if (fault) return wrongIf(path, fault)
  const file = localPath(written, context)
  const read = context.readText(file)
  if (!read.ok)
    return [wrong(path, `${file} ${read.failure}`, 'put the certificate there, or correct the path')]
  return read.value.text.includes('-----BEGIN CERTIFICATE-----')
    ? []
    : [
        wrong(
          path,
          `${file} holds no certificate in PEM`,
          "write the path of the authority's certificate in PEM",
        ),
      ]
}
