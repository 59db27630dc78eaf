import { uriComponent } from '../../../src/values/uri-component.ts'
import type { Job } from '../worker/vars.ts'

/** The URL of a target as Prometheus lists it: parameters sorted by name and escaped as Go does. */
export function jobUrl({ scheme, target, path, labels = {} }: Omit<Job, 'url'>): string {
  const parameters = Object.keys(labels)
    .filter((label) => label.startsWith(PARAMETER))
    .sort()
    .map((label) => `${escaped(label.slice(PARAMETER.length))}=${escaped(labels[label] ?? '')}`)
  return `${scheme}://${target}${path}${parameters.length > 0 ? `?${parameters.join('&')}` : ''}`
}

const PARAMETER = '__param_'

/** Go leaves letters, digits and - _ . ~ as they are, and writes a space as +. */
function escaped(text: string): string {
  return uriComponent(text)
    .replace(/[!'()*]/gu, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+')
}
