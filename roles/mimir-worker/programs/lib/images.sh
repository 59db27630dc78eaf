# The images that a node's engine has.

# local_images: a line each: repository, tag, digest, id
local_images() { docker images --digests --no-trunc --format '{{.Repository}} {{.Tag}} {{.Digest}} {{.ID}}' 2>/dev/null; }
