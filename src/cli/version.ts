import { createRequire } from 'node:module'
import { isRecord, textOf } from '../values/json.ts'

/** The version in package.json. */
export function version(): string {
  const description: unknown = createRequire(import.meta.url)('#package')
  return textOf(isRecord(description) ? description : undefined, 'version')
}
