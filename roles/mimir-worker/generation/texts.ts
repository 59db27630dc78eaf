import type { DesiredGeneration } from './generation.ts'

/** The texts of a worker's files that hold no secret files' content. */
export interface GenerationTexts {
  /** prometheus.yml */
  readonly configuration: string
  /** docker-compose.yml */
  readonly project: string
}

/** What a node has in the place of files that are about to change. */
export interface FoundTexts extends GenerationTexts {
  /** The values that only this node has, as its record names them. */
  readonly nodeValues: readonly string[]
}

/** The texts of a generation that was rendered; an empty one for a file that it does not have. */
export function textsOf({ files }: Pick<DesiredGeneration, 'files'>): GenerationTexts {
  const text = (path: string): string => files.find((file) => file.path === path)?.text ?? ''
  return { configuration: text('prometheus.yml'), project: text('docker-compose.yml') }
}
