# Read a generation back from a node that has it.
# Given: DIRECTORY, GENERATION.

cd "$DIRECTORY/releases/$GENERATION" 2>/dev/null || fail generation-missing "$GENERATION"
fact record "$(cat generation.json 2>/dev/null)"
fact configuration "$(cat prometheus.yml 2>/dev/null)"
fact project "$(cat docker-compose.yml 2>/dev/null)"
fact files "$(find . -type f -exec sha256sum {} + 2>/dev/null)"
finish
