import { KOLLA_IMAGES, KOLLA_TAG, type KollaContainer } from './containers.ts'

/**
 * Pure: the bash script `kolla-containers` of a node. It stands in for Kolla's systemd units: each container is made
 * where there is none, started where it is stopped, and otherwise left alone.
 */
export function startScript(containers: readonly KollaContainer[]): string {
  const [first, others] = [containers.slice(0, 1), containers.slice(1)]
  return `#!/bin/bash
# Stands in for Kolla's systemd units: makes the containers that are missing and starts those that have stopped.
set -eu
running=" $(docker ps --format '{{.Names}}' | tr '\\n' ' ')"

up() {
  local name=$1 complaint
  shift
  case $running in *" $name "*) return ;; esac
  docker start "$name" > /dev/null 2>&1 && return
  complaint=$(docker run --detach --name "$name" "$@" 2>&1 > /dev/null) && return
  echo "$name: $(grep -v '^See ' <<< "$complaint" | tail -n 1)" >&2
  return 1
}

failed=0
# The first container alone fills their common volume with what its image has there: two at a time stumble over each other.
${first.map(upLine).join('\n')} || failed=1
${others.map((container) => `${upLine(container)} &`).join('\n')}
for job in $(jobs -p); do wait "$job" || failed=1; done
exit $failed
`
}

/** Pure: the container's name and what follows it for \`docker run\`: host network, Kolla's environment, labels and mounts. */
export function runArguments(container: KollaContainer): string[] {
  const configuration = `/etc/kolla/${container.service}/:/var/lib/kolla/config_files/:ro`
  const volumes = [configuration, 'kolla_logs:/var/log/kolla/']
  const environment = ['KOLLA_CONFIG_STRATEGY=COPY_ALWAYS', `KOLLA_SERVICE_NAME=${container.service}`]
  return [
    container.name,
    '--network=host',
    '--restart=unless-stopped',
    '--label=kolla_version=20.0.0',
    ...environment.map((variable) => `--env=${variable}`),
    ...[...volumes, ...container.volumes].map((volume) => `--volume=${volume}`),
    ...container.options,
    `${KOLLA_IMAGES}/${container.image}:${KOLLA_TAG}`,
  ]
}

function upLine(container: KollaContainer): string {
  return `up ${runArguments(container).map(shellWord).join(' ')}`
}

function shellWord(word: string): string {
  return /^[A-Za-z0-9_./:,=@-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}
