import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { World } from './node-world.ts'

const SERVICE = 'openstack-worker-prometheus'

/** One container of the engine. */
export interface FakeContainer {
  readonly name: string
  readonly state: 'running' | 'exited'
  /** The text of the docker-compose.yml that it was made from. */
  readonly made: string
}

/**
 * An engine that remembers, and a compose that does with it what the real ones do: docker-compose 1.29.2 with 20.10 and
 * with 26.1, and the plugin 2.26, as they were seen on nodes of the lab. What they are not known to be asked ends with 99.
 */
export interface FakeEngine {
  readonly containers: () => FakeContainer[]
  /** A container of compose's, made of that text; kolla-mimir's own unless it is made by hand; a stranger's has no label of either. */
  put(container: FakeContainer & { readonly byHand?: boolean; readonly stranger?: boolean }): void
  /** The engine has these images; the registry may have more. */
  images(local: readonly string[], registry?: readonly string[]): void
  /** From now on no container can be made, for that reason. */
  refuse(reason: string): void
  /** From now on compose cannot speak with the engine. */
  silence(reason: string): void
  /** As it was before anything was put there. */
  clear(): void
}

export type ComposePairing = 'docker-compose 1 with 20.10' | 'docker-compose 1 with 26.1' | 'docker compose 2'

export const PAIRINGS: readonly ComposePairing[] = [
  'docker-compose 1 with 20.10',
  'docker-compose 1 with 26.1',
  'docker compose 2',
]

const PRELUDE = `
PATH=/usr/bin:/bin
cd ENGINE || exit 99
unknown() { printf '%s\\n' "$call" >>../not-told; exit 99; }
label() { grep -qxF "$2" "containers/$1/labels"; }
named() { for id in $(ls containers); do [ "$(cat "containers/$id/name")" != "$1" ] || { echo "$id"; return; }; done; return 1; }
find_one() { if [ -d "containers/$1" ]; then echo "$1"; else named "$1" || { echo "Error response from daemon: No such container: $1" >&2; exit 1; }; fi; }
state() { cat "containers/$1/state"; }
pull() { if grep -qxF "$1" registry; then echo "$1" >>images; else echo "Error response from daemon: manifest unknown" >&2; return 1; fi; }
`

const DOCKER = `
case "$*" in
'compose version') [ ! -e v1 ] || { echo "docker: 'compose' is not a docker command." >&2; exit 1; }; echo 'Docker Compose version 2.26.1'; exit ;;
'compose '*) [ ! -e v1 ] || exit 1; shift; . ./compose; exit ;;
'ps '*)
  shift
  all=no labels=
  while [ $# -gt 0 ]; do
    case $1 in
    --all) all=yes ;;
    --quiet | --no-trunc) ;;
    --filter) shift; labels="$labels \${1#label=}" ;;
    *) unknown ;;
    esac
    shift
  done
  for id in $(ls containers); do
    [ "$all" = yes ] || [ "$(state "$id")" = running ] || continue
    for wanted in $labels; do
      case $wanted in *=*) label "$id" "$wanted" || continue 2 ;; *) grep -q "^$wanted=" "containers/$id/labels" || continue 2 ;; esac
    done
    echo "$id"
  done ;;
'container inspect --format {{.Id}} '*) find_one "$5" ;;
'image inspect '*) for last; do :; done; grep -qxF "$last" images || { echo "Error response from daemon: No such image: $last" >&2; exit 1; } ;;
'pull '*) pull "$2" ;;
'stop -t 30 '*) id=$(find_one "$4") || exit; echo exited >"containers/$id/state"; echo "$4" ;;
'rm -f '*) id=$(find_one "$3") || exit; rm -r "containers/$id"; echo "$3" ;;
'kill --signal HUP '*)
  id=$(find_one "$4") || exit
  [ "$(state "$id")" = running ] || { echo "Error response from daemon: Cannot kill container: $4: Container $id is not running" >&2; exit 1; }
  echo "$4" ;;
'volume inspect '*) echo 'Error response from daemon: get: no such volume' >&2; exit 1 ;;
*) unknown ;;
esac
`

/** `--env-file FILE -p PROJECT -f FILE ps -q` and `… up …`, in either version; the first takes a regular file only. */
const COMPOSE = `
[ "$1" = --env-file ] || unknown
if [ -e v1 ]; then [ -f "$OLDPWD/$2" ] || { echo "$2 is not a file." >&2; exit 1; }; else [ "$2" = /dev/null ] || unknown; fi
shift 2
[ "$1 $3" = '-p -f' ] || unknown
project=$2
file=$OLDPWD/$4
shift 4
[ ! -e silence ] || { cat silence >&2; exit 1; }
mine() { for id in $(ls containers); do label "$id" "com.docker.compose.project=$project" && label "$id" "com.docker.compose.service=${SERVICE}" && echo "$id"; done; }
make() {
  [ ! -e refuse ] || { cat refuse >&2; exit 1; }
  wanted=$(sed -n 's/^    image: "\\(.*\\)"$/\\1/p' "$file")
  [ -z "$wanted" ] || grep -qxF "$wanted" images || pull "$wanted" || exit 1
  ! named "$1" >/dev/null || { echo "Error response from daemon: Conflict. The container name /$1 is already in use" >&2; exit 1; }
  serial=$(($(cat serial) + 1)); echo $serial >serial
  id=$(printf '%064x' $serial)
  # Whole at once, as the engine's own store has it.
  mkdir -p new; cp "$file" new/made; echo "$1" >new/name; echo created >new/state
  printf '%s\\n' "com.docker.compose.project=$project" "com.docker.compose.service=${SERVICE}" "kolla-mimir.container=x" >new/labels
  mv new "containers/$id"
}
begin() { echo running >"containers/$1/state"; }
case "$*" in
'ps -q') mine ;;
'up -d' | 'up -d --force-recreate')
  set -- "$(mine)" "\${3-}"
  if [ -z "$1" ]; then make ${SERVICE}; begin "$id"; exit; fi
  [ -n "$2" ] || ! cmp -s "$file" "containers/$1/made" || { begin "$1"; exit; }
  case $1 in *'
'*) echo "two containers of one service" >&2; exit 1 ;; esac
  old=$1 aside=$(printf %.12s "$1")_$(cat "containers/$1/name")
  if [ -e v1 ]; then
    echo exited >"containers/$old/state"
    echo "$aside" >"containers/$old/name"
    [ ! -e new-engine ] || { echo "KeyError: 'ContainerConfig'" >&2; exit 1; }
    make ${SERVICE}
    begin "$id"
    rm -r "containers/$old"
  else
    make "$aside"
    echo exited >"containers/$old/state"
    rm -r "containers/$old"
    echo ${SERVICE} >"containers/$id/name"
    begin "$id"
  fi ;;
*) unknown ;;
esac
`

export function fakeEngine(world: World, compose: ComposePairing): FakeEngine {
  const folder = join(world.root, 'engine')
  const quiet = folder.replaceAll(' ', '\\ ')
  const head = (calls: string): string =>
    `#!/bin/sh\ncall="${calls} $*"\nprintf '%s\\n' "$call" >>${quiet}/../calls\n${PRELUDE.replace('ENGINE', quiet)}`
  const at = (...path: string[]): string => join(folder, ...path)
  const clear = (): void => {
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(at('containers'), { recursive: true })
    for (const name of ['images', 'registry']) writeFileSync(at(name), '')
    writeFileSync(at('serial'), '0')
    writeFileSync(at('compose'), COMPOSE)
    if (compose !== 'docker compose 2') writeFileSync(at('v1'), '')
    if (compose === 'docker-compose 1 with 26.1') writeFileSync(at('new-engine'), '')
  }
  clear()
  world.provide('docker', head('docker') + DOCKER)
  world.provide('docker-compose', `${head('docker-compose')}. ./compose\n`)
  if (compose === 'docker compose 2') world.withdraw('docker-compose')
  let before = 900
  return {
    clear,
    containers: () =>
      readdirSync(at('containers'))
        .map((id) => {
          const text = (name: string): string => readFileSync(at('containers', id, name), 'utf8')
          const state = text('state').trim()
          return {
            name: text('name').trim(),
            state: state === 'running' ? state : 'exited',
            made: text('made'),
          } as const
        })
        .sort((one, other) => (one.name < other.name ? -1 : 1)),
    put: ({ name, state, made, byHand = false, stranger = false }) => {
      before += 1
      const id = before.toString(16).padStart(64, '0')
      mkdirSync(at('containers', id))
      const labels = ['com.docker.compose.project=mimir-worker', `com.docker.compose.service=${SERVICE}`]
      const own = byHand ? [] : ['kolla-mimir.container=x']
      for (const [file, text] of [
        ['name', `${name}\n`],
        ['state', `${state}\n`],
        ['made', made],
        ['labels', stranger ? 'app=x\n' : [...labels, ...own, ''].join('\n')],
      ] as const)
        writeFileSync(at('containers', id, file), text)
    },
    images: (local, registry = []) => {
      writeFileSync(at('images'), local.map((image) => `${image}\n`).join(''))
      writeFileSync(at('registry'), registry.map((image) => `${image}\n`).join(''))
    },
    refuse: (reason) => writeFileSync(at('refuse'), `${reason}\n`),
    silence: (reason) => writeFileSync(at('silence'), `${reason}\n`),
  }
}
