import { readYaml } from '../../../src/yaml/document.ts'

/** Characters beyond which a text of a node is no file of a worker: a megabyte of YAML takes seconds to read. */
const LONGEST = 1024 * 1024

/** The value of a file that is on a node, or that its worker has loaded; undefined where it cannot be read, or is too long. */
export function foundYaml(text: string): unknown {
  return text.length > LONGEST ? undefined : readYaml(text, 'prometheus.yml', 'strict-1.2').value
}
