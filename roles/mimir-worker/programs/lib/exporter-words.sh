# What an exporter says itself about what it watches.

# exporter_words CONTAINER: its last errors, or else the end of its log
exporter_words() {
  words=$(docker logs --tail 400 "$1" 2>&1 | tail -n 400 | cut -c 1-500)
  errors=$(printf '%s\n' "$words" | grep -iE 'err|warn|fail|refused|denied|timeout' | tail -n 5)
  [ -n "$errors" ] || errors=$(printf '%s\n' "$words" | tail -n 5)
  printf %s "$errors"
}
