import type { PrecheckResult } from '../../../src/model/precheck.ts'
import { safeLine } from '../../../src/values/safe-text.ts'
import type { Inspection } from './inspection.ts'
import { broken, failing, notReached, passed } from './result.ts'

/** Which engine, and whether it answers; one that is too old or too new for its client says so itself. */
export function engine({ docker, podman }: Inspection): PrecheckResult {
  if (docker === undefined)
    return podman
      ? failing('engine', { kind: 'engine-podman' })
      : broken('engine', { reason: 'engine-missing', engine: 'docker' })
  if (docker.exit === 0) {
    const [version, api] = docker.text.split(' ')
    return passed('engine', { docker: version, API: api })
  }
  const evidence = safeLine(docker.text)
  if (API_DIFFERS.test(docker.text)) return failing('engine', { kind: 'engine-api', evidence })
  return broken('engine', { reason: 'engine-down', engine: 'docker', evidence })
}

const API_DIFFERS = /client version \S+ is too (?:old|new)|(?:minimum|maximum) supported API version/iu

/** What a version 1 prints that was broken by an upgrade of the Python or the libraries below it. */
const DEPENDENCIES =
  /ModuleNotFoundError|ImportError|Not supported URL scheme http\+docker|pkg_resources|DistributionNotFound|AttributeError|Traceback/u

/** The compose that would be used: the plugin, or else version 1, which must also be able to speak with the engine. */
export function compose(inspection: Inspection): PrecheckResult {
  const { composePlugin, composeInvalid, composeV1, composeV1Speaks } = inspection
  if (composePlugin?.exit === 0 && /^v?\d/u.test(composePlugin.text))
    return passed('compose', { 'docker compose': composePlugin.text })
  if (composeV1 === undefined) {
    if (inspection.docker === undefined) return notReached('compose', 'engine')
    return noCompose(composeInvalid)
  }
  const failure = composeV1.exit === 0 ? composeV1Speaks : composeV1
  if (failure === undefined || failure.exit === 0)
    return passed('compose', { 'docker-compose': composeV1.text })
  // Without an engine, it prints a traceback.
  const speechless = composeV1.exit === 0 && engine(inspection).state === 'failed'
  if (speechless) return notReached('compose', 'engine')
  const evidence = safeLine(lastLine(failure.text))
  if (API_DIFFERS.test(failure.text)) return failing('compose', { kind: 'engine-api', evidence })
  const version = composeV1.exit === 0 ? composeV1.text : '1'
  if (DEPENDENCIES.test(failure.text))
    return failing('compose', { kind: 'compose-dependencies', version: safeLine(version), evidence })
  return broken('compose', { reason: 'compose-broken', command: 'docker-compose', evidence })
}

function noCompose(invalid: string | undefined): PrecheckResult {
  if (invalid === undefined) return broken('compose', { reason: 'compose-missing' })
  const evidence = safeLine(invalid)
  return broken('compose', { reason: 'compose-broken', command: 'docker compose', evidence })
}

function lastLine(text: string): string {
  return text.split('\n').findLast((line) => line.trim() !== '') ?? ''
}
