import type { YamlPath } from '../../yaml/tree.ts'
import { type ManifestProblem, wrong } from '../problems/manifest-problem.ts'

/** Ansible's names for passwords that it logs in or becomes root with. */
const LOGIN = /^ansible_(?:.*_)?(?:pass|password|passphrase)$/u
const SECRET = /(?:^|_)(?:password|passphrase|secret|token)$/u

/** Variables whose value is a secret, by their names. */
export function secretVariables(
  variables: Readonly<Record<string, unknown>>,
  path: YamlPath,
): ManifestProblem[] {
  return Object.entries(variables).flatMap(([name, value]) => {
    const place = [...path, name]
    if (LOGIN.test(name)) {
      const remedy = 'take it out: nodes are reached by SSH keys, and root by sudo -n'
      return [wrong(place, 'found a password for a login (not shown)', remedy)]
    }
    if (!SECRET.test(name) || !isLiteral(value)) return []
    const remedy =
      "take it out and keep it in Kolla's passwords.yml; kolla.vault_password reads an encrypted one"
    return [wrong(place, 'found what looks like a secret (not shown)', remedy)]
  })
}

/** Jinja only refers to a value; an empty one or a switch is none. */
function isLiteral(value: unknown): boolean {
  return typeof value === 'number' || (typeof value === 'string' && value !== '' && !value.includes('{{'))
}
