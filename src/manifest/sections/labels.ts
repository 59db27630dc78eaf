import { type ManifestProblem, shown, wrongKey } from '../problems/manifest-problem.ts'
import type { Draft } from '../schema/draft.ts'

/** Labels that would make the nodes' series indistinguishable, and why. */
const RESERVED: Readonly<Record<string, string>> = {
  __replica__: "Mimir's HA tracker would take all nodes for replicas of one and drop all but one",
  instance: 'it distinguishes the targets and comes from Kolla',
  job: 'it distinguishes the exporters and comes from Kolla',
  node: "it distinguishes the nodes and is the inventory's name of the node",
}

/** What is wrong with the names of labels. */
export function labelProblems({ worker = {} }: Draft): ManifestProblem[] {
  return Object.keys(worker.labels ?? {}).flatMap((name) => {
    const path = ['worker', 'labels', name]
    const reason = Object.hasOwn(RESERVED, name) ? RESERVED[name] : undefined
    if (reason !== undefined)
      return [wrongKey(path, `the label ${name} is not for the manifest: ${reason}`, 'take it out')]
    if (name.startsWith('__'))
      return [
        wrongKey(
          path,
          `found the label ${shown(name)}, but Prometheus drops labels that begin with __`,
          'take the underscores away',
        ),
      ]
    if (/^[A-Za-z_]\w*$/u.test(name)) return []
    const message = `found the label ${shown(name)}, but a label's name has letters, digits and _ only and no digit first`
    return [wrongKey(path, message, suggestion(name))]
  })
}

function suggestion(name: string): string {
  const plain = name.replace(/\W+/gu, '_').replace(/^\d/u, '_$&')
  return /^_*$/u.test(plain) ? 'write e.g. region' : `write ${plain}`
}
