import type { YamlPath } from '../../yaml/tree.ts'
import type { ManifestContext } from '../problems/context.ts'
import { type ManifestProblem, wrong, wrongIf } from '../problems/mistake.ts'
import type { Draft } from '../schema/written.ts'
import { localPath, localPathFault } from '../values/local-path.ts'
import { privacy, referenceMistakes } from '../values/secret-reference.ts'

/** Whether the files and secrets that open the way to the nodes are there. */
export function sshMistakes({ ssh = {} }: Draft, context: ManifestContext): ManifestProblem[] {
  const { keys = [], passphrase, known_hosts: knownHosts = [] } = ssh
  return [
    ...keys.flatMap((key, index) => keyMistakes(['ssh', 'keys', index], key, context)),
    ...(passphrase === undefined ? [] : referenceMistakes(['ssh', 'passphrase'], passphrase, context)),
    ...knownHosts.flatMap((file, index) => wrongIf(['ssh', 'known_hosts', index], localPathFault(file))),
  ]
}

function keyMistakes(path: YamlPath, written: string, context: ManifestContext): ManifestProblem[] {
  const fault = localPathFault(written)
  if (fault) return wrongIf(path, fault)
  const file = localPath(written, context)
  const read = context.readText(file)
  if (!read.ok)
    return [wrong(path, `${file} ${read.failure}`, 'write the path of a private key of this machine')]
  if (/^(?:ssh|ecdsa|sk)-\S+ /u.test(read.value.text))
    return [
      wrong(path, `${file} holds a public key`, `write the private half: ${written.replace(/\.pub$/u, '')}`),
    ]
  return privacy(path, file, context)
}
