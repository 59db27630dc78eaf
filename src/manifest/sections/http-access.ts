import type { ManifestContext } from '../problems/context.ts'
import { type ManifestProblem, wrong, wrongIf } from '../problems/manifest-problem.ts'
import type { Draft } from '../schema/draft.ts'
import type { WrittenMimir } from '../schema/written.ts'
import { localPath, localPathFault } from '../values/local-path.ts'
import { referenceProblems, type SecretReference } from '../values/secret-reference.ts'
import { type Normalising, secretAt } from './normalising.ts'

/** A login to Mimir or Grafana. */
export type HttpAuth =
  | { readonly type: 'basic'; readonly username: string; readonly password: SecretReference }
  | { readonly type: 'bearer'; readonly token: SecretReference }

/** The CA certificate of Mimir or Grafana: its file on this machine, and its text. */
export interface CaSettings {
  readonly file: string
  readonly pem: string
}

/** The section of a manifest whose server is accessed. */
type Section = 'mimir' | 'grafana'

/** A login without problems, normalised. */
export function authSettings(
  section: Section,
  { basic, bearer = '' }: NonNullable<WrittenMimir['auth']>,
  normalising: Normalising,
): HttpAuth {
  if (!basic) return { type: 'bearer', token: secretAt([section, 'auth', 'bearer'], bearer, normalising) }
  const password = secretAt([section, 'auth', 'basic', 'password'], basic.password, normalising)
  return { type: 'basic', username: basic.username, password }
}

/** A CA certificate without problems, read. */
export function caSettings(
  { ca }: NonNullable<WrittenMimir['tls']>,
  { context }: Normalising,
): { readonly ca: CaSettings } {
  const file = localPath(ca, context)
  const read = context.readText(file)
  return { ca: { file, pem: read.ok ? read.value.text : '' } }
}

/** What is wrong with the secrets and the CA certificate of a section. */
export function accessProblems(
  section: Section,
  { auth = {}, tls }: Pick<NonNullable<Draft[Section]>, 'auth' | 'tls'>,
  context: ManifestContext,
): ManifestProblem[] {
  const secrets = [
    { path: [section, 'auth', 'basic', 'password'], written: auth.basic?.password },
    { path: [section, 'auth', 'bearer'], written: auth.bearer },
  ]
  return [
    ...secrets.flatMap(({ path, written }) =>
      written === undefined ? [] : referenceProblems(path, written, context),
    ),
    ...(tls?.ca === undefined ? [] : authorityProblems([section, 'tls', 'ca'], tls.ca, context)),
  ]
}

/** What is wrong with the file of a CA certificate: no file, a private key, or no certificate in it. */
function authorityProblems(
  path: readonly string[],
  written: string,
  context: ManifestContext,
): ManifestProblem[] {
  const fault = localPathFault(written)
  if (fault) return wrongIf(path, fault)
  const file = localPath(written, context)
  const read = context.readText(file)
  if (!read.ok)
    return [wrong(path, `${file} ${read.failure}`, 'put the certificate there, or correct the path')]
  const remedy = "write the path of the authority's certificate in PEM"
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/u.test(read.value.text))
    return [wrong(path, `${file} holds a private key`, remedy)]
  return read.value.text.includes('-----BEGIN CERTIFICATE-----')
    ? []
    : [wrong(path, `${file} holds no certificate in PEM`, remedy)]
}
