# Whether an engine has an image. Asked by its name alone: what a list of images shows is made for people, and leaves out
# what was pulled by digest (Docker 29).

# has_image REFERENCE: whether the engine can make a container of it without a registry
has_image() { docker image inspect "$1" >/dev/null 2>&1; }

# image_line REFERENCE: the reference, its id, and all the digests under which the engine has that image; nothing where
# it has none
image_line() {
  found=$(docker image inspect --format '{{.Id}}{{range .RepoDigests}} {{.}}{{end}}' "$1" 2>/dev/null) || return 0
  printf '%s %s\n' "$1" "$found"
}

# image_in FILE: the image that a generation's docker-compose.yml names
image_in() { sed -n 's/^    image: "\(.*\)"$/\1/p' "$1" 2>/dev/null; }
