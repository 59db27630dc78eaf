import type { PrecheckResult } from '../../../src/model/precheck.ts'
import { safeLine } from '../../../src/values/safe-text.ts'
import { API_DIFFERS, composeFailure, DEPENDENCIES } from '../programs/compose-failure.ts'
import type { CommandOutput, Inspection } from './inspection.ts'
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

/** The compose that would be used: the plugin, or else version 1; either must also be able to talk to the engine. */
export function compose(inspection: Inspection): PrecheckResult {
  const { composePlugin, composePluginSpeaks, composeInvalid, composeV1, composeV1Speaks } = inspection
  if (composePlugin?.exit === 0 && /^v?\d/u.test(composePlugin.text))
    return spoken(inspection, {
      command: 'docker compose',
      version: composePlugin.text,
      speaks: composePluginSpeaks,
    })
  if (composeV1 === undefined) {
    if (inspection.docker === undefined) return notReached('compose', 'engine')
    return noCompose(composeInvalid)
  }
  const speaks = composeV1.exit === 0 ? composeV1Speaks : composeV1
  return spoken(inspection, {
    command: 'docker-compose',
    version: composeV1.exit === 0 ? composeV1.text : '1',
    speaks,
  })
}

interface Spoken {
  readonly command: string
  readonly version: string
  /** How it ended when it was to list a project. */
  readonly speaks: CommandOutput | undefined
}

function spoken(inspection: Inspection, { command, version, speaks }: Spoken): PrecheckResult {
  if (speaks === undefined || speaks.exit === 0) return passed('compose', { [command]: version })
  // Without an engine, each prints why in its own way.
  if (engine(inspection).state === 'failed') return notReached('compose', 'engine')
  const failure = composeFailure(command, speaks.text)
  if (failure.reason === 'compose-broken' && DEPENDENCIES.test(speaks.text))
    return failing('compose', {
      kind: 'compose-dependencies',
      version: safeLine(version),
      evidence: failure.evidence,
    })
  return broken('compose', failure)
}

function noCompose(invalid: string | undefined): PrecheckResult {
  if (invalid === undefined) return broken('compose', { reason: 'compose-missing' })
  const evidence = safeLine(invalid)
  return broken('compose', { reason: 'compose-broken', command: 'docker compose', evidence })
}
