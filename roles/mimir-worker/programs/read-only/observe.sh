# Observe a node and change nothing.
# Given: DIRECTORY, PROJECT, SERVICE, IMAGE (what the manifest names), LISTEN, LISTEN_HOST (both empty: as the container's flags say), LISTEN_PORT, MOUNTED_AT,
# INTERFACE (empty: not read; @ipv4 or @ipv6: that of the default route; @ipv4.address: the address that it leaves from), ADDRESS (empty: those of INTERFACE), PORTS (where exporters are expected; empty: not
# checked).

pid=0
box=$SERVICE
container=
addresses=

fact now "$(date +%s)"

# route_to FAMILY ADDRESS KEY: a key of the route to an address out there, as Ansible finds its default_ipv4; nothing is sent
route_to() {
  ip -j "$1" route get "$2" 2>/dev/null | grep -o "\"$3\": *\"[^\"]*\"" | head -n 1 | cut -d'"' -f4
}

# The default route's interface, or an interface by Ansible's name of it, which has _ in the place of -.
find_interface() {
  case $INTERFACE in
    @ipv4) INTERFACE=$(route_to -4 8.8.8.8 dev) ;;
    @ipv6) INTERFACE=$(route_to -6 2404:6800:400a:800::1012 dev) ;;
    *)
      [ ! -e "/sys/class/net/$INTERFACE" ] || return 0
      for path in /sys/class/net/*; do
        name=${path##*/}
        if [ "$(printf %s "$name" | tr - _)" = "$INTERFACE" ]; then INTERFACE=$name; fi
      done
      ;;
  esac
}

# The address that packets to the world leave from, in the shape of `ip -j addr`.
observe_source() {
  case $INTERFACE in
    @ipv4.address) source=$(route_to -4 8.8.8.8 prefsrc) ;;
    *) source=$(route_to -6 2404:6800:400a:800::1012 prefsrc) ;;
  esac
  if [ -n "$source" ]; then
    addresses="[{\"addr_info\":[{\"local\":\"$source\",\"scope\":\"global\"}]}]"
    fact addresses "$addresses"
  else
    fact interfaces "$(ls /sys/class/net)"
  fi
}

observe_network() {
  [ -n "$INTERFACE" ] || return 0
  case $INTERFACE in @*.address) observe_source; return 0 ;; esac
  find_interface
  if addresses=$(ip -j addr show dev "$INTERFACE" 2>/dev/null); then
    fact addresses "$addresses"
  else
    fact interfaces "$(ls /sys/class/net)"
  fi
}

observe_engine() {
  command -v docker >/dev/null 2>&1 || { fact engine missing; return 1; }
  find_worker_container && return 0
  # No such container, or no engine to ask: the engine itself says which.
  if answer=$(docker version --format '{{.Server.Version}}' 2>&1); then return 0; fi
  fact engine-error "$answer"
  return 1
}

# The worker's container: the one under its name, else one that was left under another, best one that runs.
find_worker_container() {
  all=$(worker_containers --all)
  for box in "$SERVICE" $(worker_containers) $all; do
    container=$(docker container inspect --format "$CONTAINER_FORMAT" "$box" 2>/dev/null) && return 0
  done
  box=$SERVICE
  container=
  return 1
}

# Others of the worker's containers: no more than one can send, and a name is taken by the other.
observe_leftovers() {
  id=${container#*'"id":"'}
  others=$(printf '%s\n' "$all" | grep -vxF "${id%%'"'*}")
  # shellcheck disable=SC2086
  [ -z "$others" ] || fact leftovers "$(docker container inspect --format '{{.Name}} {{.State.Status}}' $others 2>/dev/null)"
}

# The state as a whole, for its Health: without a health check there is no such key, which Docker 26 takes for an error.
CONTAINER_FORMAT='{{.State.Pid}} {"id":{{json .Id}},"name":{{json .Name}},"image":{{json .Image}},"reference":{{json .Config.Image}},"restarts":{{.RestartCount}},"status":{{json .State.Status}},"exitCode":{{.State.ExitCode}},"startedAt":{{json .State.StartedAt}},"state":{{json .State}},"labels":{{json .Config.Labels}}}'

observe_container() {
  [ -n "$container" ] || return 0
  pid=${container%% *}
  fact container "${container#* }"
  case $container in
    *'"restarts":0,"status":"running"'*) ;;
    *) fact log "$(docker logs --tail 20 "$box" 2>&1)" ;;
  esac
  observe_leftovers
}

# What the manifest names, and what the generations on the node are made of: only of these is it asked whether the engine
# has them.
observe_images() {
  made=$(for file in "$DIRECTORY"/releases/*/docker-compose.yml; do
    release=${file%/docker-compose.yml}
    printf '%s %s\n' "${release##*/}" "$(image_in "$file")"
  done)
  fact made-of "$made"
  fact images "$(printf '%s\n' "image $IMAGE" "$made" | cut -d ' ' -f 2 | sort -u | while read -r reference; do
    [ -z "$reference" ] || image_line "$reference"
  done)"
}

observe_files() {
  cd "$DIRECTORY" 2>/dev/null || return 0
  fact current "$(readlink current 2>/dev/null)"
  fact swapped "$(stat -c %Y current 2>/dev/null)"
  fact links "$(readlink docker-compose.yml openstack-worker-prometheus.yml 2>/dev/null)"
  fact jobs "$(sed -n 's/^[ -]*job_name: *"\{0,1\}\([^"]*\)"\{0,1\} *$/\1/p' current/prometheus.yml 2>/dev/null)"
  fact files "$(find -H current -type f -exec sha256sum {} + 2>/dev/null)"
  fact changed-at "$(find -H current -exec stat -c '%Z %n' {} + 2>/dev/null)"
  fact releases "$(stat -c '%Y %n' releases/* 2>/dev/null)"
  fact records "$(tail -v -n 20 lease unconfirmed history journal current/generation.json /proc/sys/kernel/random/boot_id 2>/dev/null)"
  if [ "$pid" -gt 0 ]; then
    fact process-files "$(cd "/proc/$pid/root$MOUNTED_AT/current" 2>/dev/null && find . -type f -exec sha256sum {} + 2>/dev/null)"
  fi
}

# An API address is known only afterwards: a running worker is queried where its own flags say that it listens.
find_worker() {
  [ -z "$LISTEN" ] || return 0
  LISTEN=$(docker container inspect --format '{{range .Config.Cmd}}{{println .}}{{end}}' "$box" 2>/dev/null | sed -n 's/^--web\.listen-address=//p')
  LISTEN_HOST=${LISTEN%:*}
  LISTEN_HOST=${LISTEN_HOST#[}
  LISTEN_HOST=${LISTEN_HOST%]}
  [ -z "$LISTEN" ] || LISTEN_PORT=${LISTEN##*:}
}

# fetch PATH: the worker's raw answer, by whatever this node has
fetch() {
  if command -v curl >/dev/null 2>&1; then
    curl -sS -i --max-time 5 --noproxy '*' "http://$LISTEN$1"
  elif command -v bash >/dev/null 2>&1; then
    timeout 5 bash -c 'exec 3<>"/dev/tcp/$1/$2" && printf "GET %s HTTP/1.0\r\nHost: %s:%s\r\n\r\n" "$3" "$1" "$2" >&3 && cat <&3' \
      fetch "$LISTEN_HOST" "${LISTEN##*:}" "$1"
  elif command -v wget >/dev/null 2>&1; then
    http_proxy='' wget -q -O - -T 5 "http://$LISTEN$1"
  else
    docker exec "$box" wget -q -O - "http://$LISTEN$1"
  fi
}

# ask NAME PATH [PATTERN]: one answer of the worker, or why there is none; with PATTERN only the lines that match
ask() {
  answer=$(fetch "$2" 2>&1)
  code=$?
  [ $# -lt 3 ] || answer=$(printf '%s\n' "$answer" | grep -E "$3")
  printf '{"fact":"%s","exit":%d,"base64":"%s"}\n' "$1" "$code" "$(printf %s "$answer" | encode)"
  return "$code"
}

observe_worker() {
  [ "$pid" -gt 0 ] || return 0
  find_worker
  ask runtime /api/v1/status/runtimeinfo || return 0
  ask flags /api/v1/status/flags
  ask config /api/v1/status/config
  ask targets '/api/v1/targets?state=active'
  ask metrics /metrics '^(process_start_time_seconds|prometheus_config_last_reload_success|prometheus_remote_storage_|prometheus_tsdb_wal_(writes_failed|corruptions)_total|prometheus_agent_(corruptions|out_of_order_samples)_total|prometheus_target_scrapes_|prometheus_target_scrape_pool_exceeded_|prometheus_target_sync_failed_total)'
  observe_repair
}

# An agent does not count that it repaired its log, it only logs it, at its start.
observe_repair() {
  case $answer in *prometheus_agent_*) ;; *) return 0 ;; esac
  started=${container#*'"startedAt":"'}
  fact repair "$(docker logs --since "${started%%'"'*}" "$box" 2>&1 | head -n 1000 | grep -m 1 'attempting repair')"
}

# What listens on the worker's port, and the sockets of the container's own process: on the host's network another
# process may well answer there.
observe_sockets() {
  [ "$pid" -gt 0 ] || return 0
  held=$(find "/proc/$pid/fd" -lname 'socket:*' -printf '%l\n' 2>/dev/null) || return 0
  port=$(printf '%04X' "$LISTEN_PORT")
  fact sockets "$(grep -hE "^ *[0-9]+: [0-9A-F]+:$port [0-9A-F]+:[0-9A-F]+ 0A " "/proc/$pid/net/tcp" "/proc/$pid/net/tcp6" 2>/dev/null)"
  fact held "$held"
}

# listens PORT: whether something listens where an exporter should, on an address of this node or on all
listens() {
  for host in $own '*' 0.0.0.0 '[::]'; do
    case $listeners in *" $host:$1 "*) return 0 ;; esac
  done
  return 1
}

# absent: whether an exporter is not where it should be
absent() {
  own=$ADDRESS
  [ -n "$own" ] || own=$(printf '%s' "$addresses" | grep -o '"local":"[^"]*"' | sed 's/^"local":"\(.*\)"$/\1/; s/.*:.*/[&]/')
  set -f
  for port in $PORTS; do listens "$port" || { set +f; return 0; }; done
  set +f
  return 1
}

# The holders of ports are costly to find: only where a worker has to be started or an exporter is not where it should be.
observe_listeners() {
  if [ "$pid" -gt 0 ]; then listeners=$(ss -ltnH 2>&1); else listeners=$(ss -ltnHp 2>&1); fi
  if absent; then
    [ "$pid" -eq 0 ] || listeners=$(ss -ltnHp 2>&1)
    observe_containers
  fi
  fact listeners "$listeners"
}

# The containers of the node, and to which of them the processes that listen belong.
observe_containers() {
  names=$(docker ps --all --no-trunc --format '{{.ID}} {{.Names}} {{.Status}}' 2>/dev/null) || return 0
  fact containers "$names"
  fact owners "$(printf '%s' "$listeners" | grep -o 'pid=[0-9]*' | sort -u | cut -d= -f2 | while read -r process; do
    echo "$process $(grep -oE '[0-9a-f]{64}' "/proc/$process/cgroup" 2>/dev/null | head -n 1)"
  done)"
}

# Which machine this is: its boot, and the directory of the worker or what that will be in
observe_machine() {
  path=$DIRECTORY
  while [ ! -e "$path" ]; do path=${path%/*}; [ -n "$path" ] || path=/; done
  inode=$(stat -L -c %d:%i "$path" 2>/dev/null) && read -r boot </proc/sys/kernel/random/boot_id || return 0
  fact machine "$boot $inode"
}

observe_machine
observe_network
if observe_engine; then
  observe_container
  observe_images
  observe_worker
  observe_sockets
fi
observe_files
observe_listeners
finish
