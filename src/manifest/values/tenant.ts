import { type ProblemText, shown } from '../problems/manifest-problem.ts'

const LONGEST = 150
const ALLOWED = "letters, digits and ! - _ . * ' ( )"

/** What Mimir has against a tenant's name; it would refuse every push. */
export function tenantFault(name: string): ProblemText | undefined {
  const remedy = 'write the name that Mimir knows the tenant by, e.g. openstack'
  const foreign = /[^A-Za-z0-9!\-_.*'()]/u.exec(name)?.[0]
  if (foreign === '|')
    return {
      message: `found ${shown(name)}, which is more than one tenant`,
      remedy: 'name the one tenant to push to',
    }
  if (foreign !== undefined)
    return { message: `found ${shown(name)}, but Mimir allows only ${ALLOWED} in a tenant's name`, remedy }
  if (name.length > LONGEST)
    return {
      message: `found ${name.length} characters, but Mimir allows ${LONGEST} in a tenant's name`,
      remedy,
    }
  if (name === '.' || name === '..' || name === '__mimir_cluster')
    return { message: `found ${shown(name)}, which Mimir refuses as a tenant's name`, remedy }
  return undefined
}
