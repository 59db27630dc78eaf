import type { ManifestContext } from '../problems/context.ts'
import { type ManifestProblem, wrong, wrongIf } from '../problems/mistake.ts'
import { localPath, localPathFault } from '../values/local-path.ts'

/** All that is wrong with the file of an authority's certificate: no file, a private key, or no certificate in it. */
export function authorityMistakes(
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
