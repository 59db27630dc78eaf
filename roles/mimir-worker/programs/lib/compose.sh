# The compose of a node: the plugin of its docker client, or version 1.

# find_compose: COMPOSE becomes the command; 1 where there is none
find_compose() {
  if docker compose version >/dev/null 2>&1; then COMPOSE='docker compose'
  elif command -v docker-compose >/dev/null 2>&1; then COMPOSE=docker-compose
  else return 1; fi
}

# invalid_plugin: why a compose plugin that is installed cannot be run; the client says so below its usage
invalid_plugin() { docker --help 2>&1 | sed -n '/^Invalid Plugins:/,/^$/s/^ *compose[*]* *//p'; }

# require_answer FILE: compose reaches this engine, which its version alone does not say; the program ends here otherwise
require_answer() {
  problem=$($COMPOSE -p "$PROJECT" -f "$1" ps -q 2>&1) || fail compose-unanswered "${COMPOSE%% --*}: $problem"
}
