import { registryOf } from '../../../src/messages/format.ts'
import type { PrecheckFinding, PrecheckResult } from '../../../src/model/precheck.ts'
import { safeLine } from '../../../src/values/safe-text.ts'
import { API_DIFFERS, composeFailure, DEPENDENCIES } from '../programs/compose-failure.ts'
import type { CommandOutput, Inspection } from './inspection.ts'
import { broken, failing, notReached, passed } from './result.ts'

/** Which engine, and whether it answers; one that is too old or too new for its client says so itself. */
export function engine(inspection: Inspection, image: string, hasImage: boolean): PrecheckResult {
  const answers = answering(inspection)
  const helper = hasImage ? undefined : missingHelper(inspection, image)
  return answers.state === 'passed' && helper !== undefined ? failing('engine', helper) : answers
}

/** Docker Hub has several names in a client's configuration. */
const HUB: readonly string[] = ['docker.io', 'index.docker.io', 'https://index.docker.io/v1/']

/** The helper for the logins to a registry; the client runs it also for an image that anybody may pull. */
function missingHelper({ credentials }: Inspection, image: string): PrecheckFinding | undefined {
  if (credentials === undefined) return undefined
  const { file, helpers } = credentials
  const registry = registryOf(image)
  const names = HUB.includes(registry) ? HUB : [registry]
  const found = [...names, '*'].map((name) => helpers.get(name)).find((helper) => helper !== undefined)
  return found === undefined || found.there
    ? undefined
    : { kind: 'credential-helper-missing', helper: found.name, file, image }
}

function answering({ docker, podman }: Inspection): PrecheckResult {
  if (podman !== undefined) return broken('engine', { reason: 'engine-podman', evidence: safeLine(podman) })
  if (docker === undefined) return broken('engine', { reason: 'engine-missing', engine: 'docker' })
  const [, version, api] = docker.exit === 0 ? (ENGINE.exec(docker.text) ?? []) : []
  if (version !== undefined) return passed('engine', { docker: version, API: api })
  const evidence = safeLine(docker.text)
  if (API_DIFFERS.test(docker.text)) return failing('engine', { kind: 'engine-api', evidence })
  return broken('engine', { reason: 'engine-down', engine: 'docker', evidence })
}

/** The client may warn of its own configuration before it says what was asked. */
const ENGINE = /^(?<version>\d\S*) (?<api>\d+\.\d+)$/mu
const PLUGIN = /^v?\d\S*$/mu

/** The compose that would be used: the plugin, or else version 1; either must also be able to talk to the engine. */
export function compose(inspection: Inspection): PrecheckResult {
  const { composePlugin, composePluginSpeaks, composeInvalid, composeV1, composeV1Speaks } = inspection
  const plugin = composePlugin?.exit === 0 ? PLUGIN.exec(composePlugin.text)?.[0] : undefined
  if (plugin !== undefined)
    return spoken(inspection, { command: 'docker compose', version: plugin, speaks: composePluginSpeaks })
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
  if (answering(inspection).state === 'failed') return notReached('compose', 'engine')
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
