# The compose of a node: the plugin of its docker client, or version 1. It reads the file that it is given and nothing
# else: no .env of a worker that was run by hand before, nothing that the login's environment says of another project.

for name in $(set | sed -n 's/^\(COMPOSE_[A-Za-z0-9_]*\)=.*/\1/p'); do unset "$name"; done

# find_compose: COMPOSE becomes the command; 1 where there is none. The directory is entered already.
find_compose() {
  if docker compose version >/dev/null 2>&1; then COMPOSE='docker compose --env-file /dev/null'
  # Version 1 takes a regular file only.
  elif has docker-compose; then COMPOSE=docker-compose; if { : >.no-env; } 2>/dev/null; then COMPOSE='docker-compose --env-file .no-env'; fi
  else return 1; fi
}

# invalid_plugin: why a compose plugin that is installed cannot be run; the client says so below its usage
invalid_plugin() { docker --help 2>&1 | sed -n '/^Invalid Plugins:/,/^$/s/^ *compose[*]* *//p'; }

# require_answer FILE: compose reaches this engine, which its version alone does not say; the program ends here otherwise
require_answer() {
  problem=$($COMPOSE -p "$PROJECT" -f "$1" ps -q 2>&1) || fail compose-unanswered "${COMPOSE%% --*}: $problem"
}
