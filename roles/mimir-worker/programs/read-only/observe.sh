# Observe a node and change nothing.
# Given: DIRECTORY, PROJECT, SERVICE, IMAGE (what the manifest names), LISTEN, LISTEN_HOST (both empty: as the container's flags say), LISTEN_PORT, MOUNTED_AT,
# INTERFACE (empty: not read; @ipv4 or @ipv6: that of the default route; @ipv4.address: the address that it leaves from), ADDRESS (empty: those of INTERFACE), PORTS (where exporters are expected; empty: not
# checked), MIMIR_HOST (empty where mimir.url has an address), MIMIR_PORT.

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
  case $INTERFACE in @*) need ip ;; esac
  case $INTERFACE in @*.address) observe_source; return 0 ;; esac
  find_interface
  if has ip && addresses=$(ip -j addr show dev "$INTERFACE" 2>&1); then
    fact addresses "$addresses"
  elif [ -n "$INTERFACE" ] && [ -e "/sys/class/net/$INTERFACE" ]; then
    # It is there, so that it has no address would be a guess.
    need ip
    echo "ip -j addr show dev $INTERFACE: $addresses" >&2
    exit 1
  else
    addresses=
    fact interfaces "$(ls /sys/class/net)"
  fi
}

observe_engine() {
  if ! has docker; then
    ! has podman || fact podman "$(podman --version 2>&1)"
    fact engine missing
    return 1
  fi
  # A shim of podman's has that name too.
  case $(docker --version 2>/dev/null) in [Pp]odman*) fact podman "$(docker --version 2>/dev/null)"; fact engine missing; return 1 ;; esac
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
  fact closed "$(stat -L -c '%a %u %n' . releases current current/secrets 2>/dev/null | grep -v "^755 $(stat -c %u /proc/$$) ")"
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

# fetch PATH: the worker's raw answer, by whatever this node has; no file of the login changes how it asks
fetch() {
  if has curl; then
    curl -q -sS -i --max-time 5 --noproxy '*' "http://$LISTEN$1"
  elif has bash; then
    timeout 5 bash -c 'exec 3<>"/dev/tcp/$1/$2" && printf "GET %s HTTP/1.0\r\nHost: %s:%s\r\n\r\n" "$3" "$1" "$2" >&3 && cat <&3' \
      fetch "$LISTEN_HOST" "${LISTEN##*:}" "$1"
  elif has wget; then
    # Only GNU's reads files that may name a proxy.
    if wget --version 2>/dev/null | grep -q GNU; then flags='--no-config --no-proxy'; else flags='-Y off'; fi
    # shellcheck disable=SC2086
    wget $flags -q -O - -T 5 "http://$LISTEN$1"
  else
    docker exec "$box" wget -q -O - "http://$LISTEN$1"
  fi
}

# client_missing EXIT: whether neither the node nor the worker's image has anything to ask with
client_missing() {
  case $1 in 126 | 127) ;; *) return 1 ;; esac
  ! has curl && ! has bash && ! has wget
}

# ask NAME PATH [PATTERN]: one answer of the worker, or why there is none; with PATTERN only the lines that match
ask() {
  answer=$(fetch "$2" 2>&1)
  code=$?
  ! client_missing "$code" || fail tool-missing curl
  [ $# -lt 3 ] || answer=$(printf '%s\n' "$answer" | grep -E "$3")
  told "$1" "$code" "$answer"
  return "$code"
}

observe_worker() {
  [ "$pid" -gt 0 ] || return 0
  find_worker
  observe_health
  ask runtime /api/v1/status/runtimeinfo || return 0
  ask flags /api/v1/status/flags
  ask config /api/v1/status/config
  ask targets '/api/v1/targets?state=active'
  ask metrics /metrics '^(process_start_time_seconds|prometheus_config_last_reload_success|prometheus_remote_storage_|prometheus_tsdb_wal_(writes_failed|corruptions)_total|prometheus_agent_(corruptions|out_of_order_samples)_total|prometheus_target_scrapes_|prometheus_target_scrape_pool_exceeded_|prometheus_target_sync_failed_total)'
  observe_repair
}

# Before the first of its health checks nothing is known of their outcome: the same one is made here, in the same
# environment.
observe_health() {
  case $container in *'"Health":{"Status":"starting"'*) ;; *) return 0 ;; esac
  answer=$(timeout 15 docker exec "$box" promtool check ready --url="http://$LISTEN" 2>&1)
  told ready $? "$(printf %s "$answer" | tail -c 2000)"
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
  mimir=$(printf '%04X' "$MIMIR_PORT")
  fact sockets "$(grep -hE "^ *[0-9]+: [0-9A-F]+:$port [0-9A-F]+:[0-9A-F]+ 0A " "/proc/$pid/net/tcp" "/proc/$pid/net/tcp6" 2>/dev/null)"
  connections=$(grep -hE "^ *[0-9]+: [0-9A-F]+:[0-9A-F]+ [0-9A-F]+:$mimir 01 " "/proc/$pid/net/tcp" "/proc/$pid/net/tcp6" 2>/dev/null)
  fact connections "$connections"
  fact held "$held"
}

etc=/etc

# A container has a copy of these files from its start, and nobody changes that: no mount follows a file that is
# replaced. What one of them has and the other has not is reported.
observe_names() {
  copies=/proc/$pid/root/etc
  { [ "$pid" -gt 0 ] && [ -r "$copies/hosts" ]; } || return 0
  fact hosts-of-node "$(lines_only_in "$etc/hosts" "$copies/hosts")"
  fact hosts-of-worker "$(lines_only_in "$copies/hosts" "$etc/hosts")"
  fact hosts-changed "$(stat -L -c %Z "$etc/hosts" 2>/dev/null)"
  observe_addresses
  # Where the engine gives servers of its own to containers, the node's are not theirs.
  ! engine_names_servers || return 0
  fact servers-of-node "$(servers_in "$etc/resolv.conf")"
  fact servers-of-worker "$(servers_in "$copies/resolv.conf")"
  fact servers-changed "$(stat -L -c %Z "$etc/resolv.conf" 2>/dev/null)"
}

lines_only_in() { grep -vxFf "$2" "$1" 2>/dev/null | head -c 200000; }

servers_in() { sed -n '/^[[:space:]]*\(nameserver\|search\|domain\|options\)[[:space:]]/p' "$1" 2>/dev/null | head -c 4000; }

engine_names_servers() {
  grep -qs '"dns' "$etc/docker/daemon.json" && return 0
  read -r engine 2>/dev/null </run/docker.pid && tr '\0' '\n' <"/proc/$engine/cmdline" 2>/dev/null | grep -q '^--dns'
}

# What Mimir's name stands for now, as a container would find it: by the file of hosts, or else by name servers.
observe_addresses() {
  { [ -n "$MIMIR_HOST" ] && has getent; } || return 0
  for source in files dns; do
    # Name servers are slow to be silent, and say something only of a connection that is there.
    [ "$source" = files ] || [ -n "${connections-}" ] || return 0
    found=$(timeout 5 getent -s "$source" ahosts "$MIMIR_HOST" 2>/dev/null) || continue
    fact mimir-addresses "$source $MIMIR_HOST
$(printf '%s\n' "$found" | cut -d ' ' -f 1 | sort -u)"
    return 0
  done
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
  if [ "$pid" -gt 0 ]; then flags=-ltnH; else flags=-ltnHp; fi
  if ! { has ss && listeners=$(ss "$flags" 2>/dev/null); }; then
    observe_listeners_of_kernel
    return 0
  fi
  if absent; then
    [ "$pid" -eq 0 ] || listeners=$(ss -ltnHp 2>&1)
    observe_containers "$(printf '%s' "$listeners" | grep -o 'pid=[0-9]*' | cut -d= -f2)"
  fi
  fact listeners "$listeners"
}

# The same without ss, as the kernel has it: sockets that listen, and the processes that hold them.
observe_listeners_of_kernel() {
  listening=$(grep -hE '^ *[0-9]+: [0-9A-F]+:[0-9A-F]+ [0-9A-F]+:[0-9A-F]+ 0A ' /proc/net/tcp /proc/net/tcp6 2>/dev/null)
  inodes=$(printf '%s\n' "$listening" | sed 's/^ *//; s/  */ /g' | cut -d ' ' -f 10 | sed 's/.*/socket:[&]/')
  holders=$(find /proc/[0-9]*/fd -lname 'socket:*' -printf '%p %l\n' 2>/dev/null | grep -F "$inodes" | sed 's|^/proc/\([0-9]*\)/fd/[0-9]* |\1 |')
  fact listening "$listening"
  fact holders "$holders"
  observe_containers "$(printf '%s\n' "$holders" | cut -d ' ' -f 1)"
}

# observe_containers PROCESSES: the containers of the node, and to which of them the processes that listen belong
observe_containers() {
  names=$(docker ps --all --no-trunc --format '{{.ID}} {{.Names}} {{.Status}}' 2>/dev/null) || return 0
  fact containers "$names"
  fact owners "$(printf '%s\n' "$1" | sort -u | grep . | while read -r process; do
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
  observe_names
fi
observe_files
observe_listeners
finish
