import type { Failure } from '../../../src/model/failure.ts'
import { safeLine, safeText } from '../../../src/values/safe-text.ts'

/** What a client prints that speaks another version of the engine's API than the engine. */
export const API_DIFFERS = /client version \S+ is too (?:old|new)|(?:minimum|maximum) supported API version/iu

/** What a version 1 prints that was broken by an upgrade of the Python or the libraries below it. */
export const DEPENDENCIES =
  /ModuleNotFoundError|ImportError|Not supported URL scheme http\+docker|pkg_resources|DistributionNotFound|AttributeError/u

const ENGINE_DOWN =
  /cannot connect to the docker daemon|error while fetching server API version: \('connection aborted|is the docker daemon running/iu

/** Why a compose that can be run lists nothing: the engine is down, its own libraries are broken, or neither fits the other. */
export function composeFailure(command: string, text: string): Failure {
  if (ENGINE_DOWN.test(text))
    return { reason: 'engine-down', engine: 'docker', evidence: safeLine(lastLine(text)) }
  // A version 1 prints a traceback, the last line of which says why.
  const evidence = /^Traceback/mu.test(text)
    ? safeLine(lastLine(text))
    : safeText(withoutWarnings(text), 1500)
  if (!API_DIFFERS.test(text) && DEPENDENCIES.test(text))
    return { reason: 'compose-broken', command, evidence }
  return { reason: 'compose-unanswered', command, evidence }
}

function withoutWarnings(text: string): string {
  const lines = text.split('\n').filter((line) => !/^time="[^"]*" level=warning /u.test(line))
  return lines.join('\n').trim()
}

function lastLine(text: string): string {
  return text.split('\n').findLast((line) => line.trim() !== '') ?? ''
}
