# Inspect what a worker would need and try what it would do. Nothing of it stays on the node.
# Given: DIRECTORY, GROUP (gid of the worker), CONTAINERS (names), MIMIR_HOST, READY_URL, PUSH_URL, HEADERS (of the push, a line each), CA (PEM
# text or empty), BODY (base64), BODY_LENGTH, KOLLA_CA, TARGETS (lines: name, seconds, family, up or -, container, url; up is
# a pattern of the metrics that are 0 where what the exporter watches is down),
# COUNT (empty: the series of each metric are not counted),
# LOGIN_FOR (name of the target that asks for a login) and LOGIN (its header).

uptime_now() { read -r up _ </proc/uptime && printf %s "$up"; }

# tell NAME COMMAND...: what a command prints, in any stream, and how it ended
tell() {
  name=$1
  shift
  answer=$("$@" 2>&1)
  told "$name" $? "$(printf %s "$answer" | head -c 20000)"
}

inspect_engine() {
  if ! has docker; then
    ! has podman || fact podman "$(podman --version 2>&1)"
    return 0
  fi
  # A shim of podman's has that name too.
  case $(docker --version 2>/dev/null) in [Pp]odman*) fact podman "$(docker --version 2>/dev/null)"; return 0 ;; esac
  tell docker docker version --format '{{.Server.Version}} {{.Server.APIVersion}}'
  tell compose-plugin docker compose version --short
  invalid=$(invalid_plugin)
  [ -z "$invalid" ] || fact compose-invalid "$invalid"
  tell containers-all docker ps --all --no-trunc --format '{{.Names}} {{.Status}}'
  # Containers that are missing cause an error message, and are reported already.
  # shellcheck disable=SC2086
  [ -z "$CONTAINERS" ] || fact networks "$(docker container inspect --format '{{.Name}} {{.HostConfig.NetworkMode}}' $CONTAINERS 2>/dev/null)"
  ROOT=$(docker info --format '{{.DockerRootDir}}' 2>/dev/null)
}

inspect_compose() {
  if docker compose version >/dev/null 2>&1; then speaks compose-plugin-speaks docker compose; fi
  has docker-compose || return 0
  tell compose-v1 docker-compose version --short
  speaks compose-v1-speaks docker-compose
}

# speaks NAME COMMAND...: either may print its version and yet not reach the engine: listing a project shows it. Each reads
# .env of the folder that it is in: there is none there.
speaks() {
  name=$1
  shift
  answer=$(cd /proc && printf 'version: "3"\nservices: {precheck: {image: none}}\n' | "$@" -p kolla-mimir-precheck -f - ps -q 2>&1)
  told "$name" $? "$(printf %s "$answer" | tail -c 2000)"
}

# Who stores the logins to registries: without a helper that is named here, the client pulls nothing. No login is read.
inspect_credentials() {
  config=${DOCKER_CONFIG:-${HOME:-/root}/.docker}/config.json
  [ -f "$config" ] || return 0
  text=$(tr -s ' \n\r\t' ' ' <"$config" | head -c 200000)
  fact credentials "$config
$({
    printf '%s\n' "$text" | sed -n 's/.*"credsStore" *: *"\([^"]*\)".*/* \1/p'
    printf '%s\n' "$text" | sed -n 's/.*"credHelpers" *: *{\([^}]*\)}.*/\1/p' | grep -o '"[^"]*" *: *"[^"]*"' | sed 's/^"\([^"]*\)" *: *"\([^"]*\)"$/\1 \2/'
  } | while read -r registry helper; do
    if has "docker-credential-$helper"; then echo "$registry $helper there"; else echo "$registry $helper missing"; fi
  done)"
}

# disk NAME PATH: the file system below which a path is, or will be. A dead server of files would never answer.
disk() {
  path=$2
  while [ ! -e "$path" ]; do path=${path%/*}; [ -n "$path" ] || path=/; done
  answer=$(timeout 10 df -Pk "$path" 2>&1)
  code=$?
  told "$1" "$code" "$(printf '%s\n' "$answer" | tail -n 1)
$(timeout 10 df -Pi "$path" 2>&1 | tail -n 1)"
}

# try_writing: what stage does there, done as the same user: folders, a file with its group and mode, a lock, a link
try_writing() {
  # What a rollout would not do is not tried either.
  find_unsafe
  if [ -n "$unsafe" ]; then told writing 125 "$unsafe"; return; fi
  made=
  path=$DIRECTORY
  while [ -n "$path" ] && [ ! -e "$path" ] && [ ! -L "$path" ]; do made=$path path=${path%/*}; done
  # Another program that has the lock of the directory removes what a killed one left under such a name.
  trial=$DIRECTORY/.precheck.new.$$
  trap remove_trial EXIT
  answer=$({
    mkdir -p "$DIRECTORY" && head -c 1048576 /dev/zero >"$trial" && chgrp "$GROUP" "$trial" && chmod 0640 "$trial" &&
      sync "$trial" && flock -w 10 "$trial" true && ln -s none "$trial.link" && mv -fT "$trial.link" "$trial"
  } 2>&1)
  told writing $? "$answer"
  remove_trial
  trap - EXIT
}

remove_trial() {
  rm -f "$trial" "$trial.link" 2>/dev/null
  path=$DIRECTORY
  while [ -n "$made" ]; do
    rmdir "$path" 2>/dev/null
    [ "$path" != "$made" ] || made=
    path=${path%/*}
  done
}

# The engine writes there, as root. A file system that went read-only still has free space.
try_writing_images() {
  [ -d "$ROOT" ] || return 0
  image_trial=$ROOT/.kolla-mimir-precheck.$$
  answer=$({ head -c 65536 /dev/zero >"$image_trial" && sync "$image_trial"; } 2>&1)
  told writing-images $? "$ROOT
$answer"
  rm -f "$image_trial"
}

inspect_firewall() {
  rules='' firewall='' refused=''
  for filter in iptables ip6tables; do
    has "$filter" || continue
    if listed=$("$filter" -w 2 -S OUTPUT 2>&1); then
      rules="$rules$listed
"
      firewall=known
    else
      refused="$filter: $listed"
    fi
  done
  if has nft; then
    if listed=$(nft list ruleset 2>&1); then
      # Chains that iptables made are called OUTPUT, and are reported already.
      rules="$rules$(printf '%s\n' "$listed" | sed -n '/^[[:space:]]*chain OUTPUT /,/}/d; /hook output/,/}/s/^[[:space:]]*/nft /p')"
      firewall=known
    else
      refused="nft: $listed"
    fi
  fi
  if [ -n "$firewall" ]; then told firewall 0 "$(printf %s "$rules" | head -c 100000)"
  elif [ -n "$refused" ]; then told firewall 1 "$(printf %s "$refused" | head -c 2000)"; fi
}

# tool_for URL: the HTTP client that this node has
tool_for() {
  if has curl; then echo curl
  elif [ "${1#http:}" != "$1" ] && has bash; then echo bash
  elif wget --version 2>/dev/null | grep -q GNU; then echo wget
  else echo none; fi
}

# body: that of a POST; nothing for a GET
body() { [ "$method" = GET ] || printf %s "$BODY" | base64 -d; }

# exchange METHOD URL SECONDS HEADERS CA: the raw answer of one HTTP exchange. No header is ever in an argv.
exchange() {
  method=$1 url=$2 seconds=$3 headers=$4 ca=$5
  "by_$tool"
}

by_none() { return 127; }

by_curl() {
  send=
  [ "$method" = GET ] || send='--request POST --data-binary @-'
  # shellcheck disable=SC2086
  body | curl -q -sS -i -H @/dev/fd/3 --connect-timeout 5 --max-time "$seconds" --noproxy '*' ${ca:+--cacert /dev/fd/4} $send "$url" 3<<HEADERS 4<<AUTHORITY
$headers
HEADERS
$ca
AUTHORITY
}

by_bash() {
  rest=${url#http://}
  where=${rest%%/*}
  port=${where##*:}
  host=${where%:*}
  case $where in *]) port=80 host=$where ;; *:*) ;; *) port=80 host=$where ;; esac
  host=${host#[}
  host=${host%]}
  {
    printf '%s /%s HTTP/1.0\r\nHost: %s\r\n' "$method" "${rest#"$where"/}" "$where"
    [ "$method" = GET ] || printf 'Content-Length: %s\r\n' "$BODY_LENGTH"
    printf '%s\n' "$headers" | while IFS= read -r header; do printf '%s\r\n' "$header"; done
    printf '\r\n'
    body
  } | timeout "$seconds" bash -c 'exec 3<>"/dev/tcp/$1/$2" && cat >&3 && cat <&3' exchange "$host" "$port"
}

# wget takes bodies and secrets from files only: they are in memory, for root alone, as long as it runs.
by_wget() {
  scratch=$(mktemp -d /dev/shm/kolla-mimir.XXXXXX 2>/dev/null || mktemp -d) || return
  body >"$scratch/body"
  printf '%s\n' "$ca" >"$scratch/ca"
  printf '%s\n' "$headers" | sed 's/^/header = /' >"$scratch/wgetrc"
  send=
  [ "$method" = GET ] || send=--post-file=$scratch/body
  # shellcheck disable=SC2086
  wget --config="$scratch/wgetrc" -q -S -O - --tries=1 --timeout="$seconds" --no-proxy --content-on-error --max-redirect=0 ${ca:+--ca-certificate="$scratch/ca"} $send "$url"
  status=$?
  rm -rf "$scratch"
  return "$status"
}

# try NAME METHOD URL SECONDS HEADERS CA: an exchange and how long it took, on the first line
try() {
  name=$1
  shift
  tool=$(tool_for "$2")
  from=$(uptime_now)
  answer=$(exchange "$@" 2>&1)
  code=$?
  told "$name" "$code" "$tool $from $(uptime_now)
$(printf %s "$answer" | head -c 4000)"
  return "$code"
}

# fetch NAME SECONDS FAMILY UP CONTAINER URL: an exporter by hand; its series are counted here, for they may be many
fetch() {
  tool=$(tool_for "$6")
  accept="Accept: text/plain;version=0.0.4
X-Prometheus-Scrape-Timeout-Seconds: $2"
  [ "$1" != "$LOGIN_FOR" ] || accept="$accept
$LOGIN"
  from=$(uptime_now)
  answer=$(exchange GET "$6" "$2" "$accept" "$KOLLA_CA" 2>&1)
  code=$?
  series=$(printf '%s\n' "$answer" | grep -cE '^[a-zA-Z_][a-zA-Z0-9_]*[{ ]')
  family=$(printf '%s\n' "$answer" | grep -cE "^$3[{ ]")
  told "target-$1" "$code" "$tool $from $(uptime_now) $series $family
$(printf %s "$answer" | head -c 600)"
  [ -z "$COUNT" ] || fact "series-$1" "$(printf '%s\n' "$answer" | grep -oE '^[a-zA-Z_][a-zA-Z0-9_]*[{ ]' | cut -d '{' -f 1 | cut -d ' ' -f 1 | sort | uniq -c | head -n 5000)"
  [ "$4" = - ] || fetch_down "$1" "$4" "$5"
}

# fetch_down NAME UP CONTAINER: what the exporter says to be down, and why: a probe says it in its answer, others in their log
fetch_down() {
  down=$(printf '%s\n' "$answer" | grep -E "^($2)([{].*[}])? +[-+]?0+([.]0*)?([eE][-+]?[0-9]+)?( |\$)" | head -n 20 | cut -c 1-300)
  [ -n "$down" ] || return 0
  fact "down-$1" "$down"
  words=$(printf '%s\n' "$answer" | grep -iE '(ts|time)=.* err(or)?=' | tail -n 3 | cut -c 1-500)
  [ -n "$words" ] || words=$(exporter_words "$3")
  fact "words-$1" "$words"
}

# A pipe takes long lines of programs that run side by side in pieces, between each other: so each has a file, in memory.
fetch_all() {
  answers=$(mktemp -d /dev/shm/kolla-mimir.XXXXXX 2>/dev/null || mktemp -d) || return
  trap 'rm -rf "$answers"' EXIT
  trap 'exit 143' TERM HUP
  printf '%s\n' "$TARGETS" | {
    while read -r name seconds family up container url; do
      [ -z "$name" ] || fetch "$name" "$seconds" "$family" "$up" "$container" "$url" >"$answers/$name" &
    done
    wait
  }
  for file in "$answers"/*; do
    [ ! -f "$file" ] || cat "$file"
  done
  rm -rf "$answers"
  trap - EXIT TERM HUP
}

inspect_mimir() {
  if has getent; then
    # A container has the node's files and name servers, but none of the other sources of its nsswitch.conf.
    answer=$(timeout 15 getent -s 'files dns' ahosts "$MIMIR_HOST" 2>&1)
    told name $? "$(printf '%s\n' "$answer" | cut -d ' ' -f 1 | sort -u)"
    answer=$(timeout 15 getent ahosts "$MIMIR_HOST" 2>/dev/null) && fact name-of-node "$(printf '%s\n' "$answer" | cut -d ' ' -f 1 | sort -u)"
  fi
  try ready GET "$READY_URL" 8 "$HEADERS" "$CA"
  # 8 is how wget says that there was an answer, though not a good one.
  case $? in 0 | 8) try push POST "$PUSH_URL" 15 "$HEADERS" "$CA" ;; esac
}

need df mktemp
ROOT=
inspect_engine
inspect_credentials
inspect_compose
disk disk-files "$DIRECTORY"
[ -z "$ROOT" ] || disk disk-images "$ROOT"
try_writing
try_writing_images
inspect_firewall
fetch_all
inspect_mimir
finish
