# What exporters logged last about what they watch. Nothing on the node is changed.
# Given: CONTAINERS (names).

for name in $CONTAINERS; do
  fact "$name" "$(exporter_words "$name")"
done
finish
