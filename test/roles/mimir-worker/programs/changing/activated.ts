import { mkdirSync, readdirSync, readFileSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { program } from '../../../../../roles/mimir-worker/programs/program.ts'
import type { Shell } from '../../../../remote/shells.ts'
import { ENDING, HELD, putLease } from '../lease/leases.ts'
import { answerOf, QUESTIONS, type Told, type World } from '../node-world.ts'

export const OLD = '0123456789ab'
export const NEW = 'ba9876543210'
const SERVICE = 'openstack-worker-prometheus'
export const HUP = `docker kill --signal HUP ${SERVICE}`
const UP = 'docker compose --env-file /dev/null -p mimir-worker -f docker-compose.yml up -d'
export const REPLACE = `${UP} --force-recreate`
export const GOOD: Told = { ...QUESTIONS, 'docker compose version': {}, [UP]: {}, [REPLACE]: {}, [HUP]: {} }

const FILES = ['prometheus.yml', 'docker-compose.yml']

export function putRelease({ directory }: World, name: string): void {
  mkdirSync(join(directory, 'releases', name), { recursive: true })
  for (const file of FILES) writeFileSync(join(directory, 'releases', name, file), name)
}

/** A node that runs the old generation, has the new one beside it, and is held by run-1. */
export function readyNode(world: World): void {
  mkdirSync(world.directory, { recursive: true })
  world.tell(GOOD)
  putRelease(world, OLD)
  putRelease(world, NEW)
  const links = [
    ['current', `releases/${OLD}`],
    ['docker-compose.yml', 'current/docker-compose.yml'],
    [`${SERVICE}.yml`, 'current/prometheus.yml'],
  ] as const
  for (const [name, target] of links) symlinkSync(target, join(world.directory, name))
  putLease(world)
}

export interface Activation {
  readonly action?: 'reload' | 'start' | 'replace'
  readonly generation?: string
  readonly token?: string
  readonly run?: string
  readonly window?: string
}

export function activation(world: World, order: Activation = {}): string {
  const { action = 'reload', generation = NEW, token = '1', run = 'run-1', window = '300' } = order
  return program('activate', {
    ...about(world),
    GENERATION: generation,
    ACTION: action,
    BACK: action === 'reload' ? 'reload' : 'replace',
    WINDOW: window,
    LISTEN: '127.0.0.1:9091',
    ...HELD,
    RUN: run,
    TOKEN: token,
  })
}

export function about({ directory }: World): Record<string, string> {
  return { DIRECTORY: directory, PROJECT: 'mimir-worker', SERVICE }
}

/** Activates the new generation; throws where that did not come to its end. */
export function activate(world: World, shell: Shell, order: Activation = {}): void {
  const answer = answerOf(world.run(shell, activation(world, order)))
  if (!answer.ok) throw new Error(answer.failure)
}

/** Ends an activation as its holder does, and gives the answer. */
export function end(
  world: World,
  shell: Shell,
  name: 'confirm' | 'revert',
  changes: Readonly<Record<string, string>> = {},
): ReturnType<typeof answerOf> {
  return answerOf(world.run(shell, program(name, { ...about(world), ...ENDING, ...changes })))
}

/** The generation that each of the three links leads to; more than one is a torn node. */
export function generationsOf({ directory }: World): string[] {
  const paths = ['current/prometheus.yml', 'docker-compose.yml', `${SERVICE}.yml`]
  return [...new Set(paths.map((path) => readFileSync(join(directory, path), 'utf8')))]
}

export function currentOf({ directory }: World): string {
  return readlinkSync(join(directory, 'current')).replace('releases/', '')
}

export function has({ directory }: World, name: string): boolean {
  return readdirSync(directory).includes(name)
}
