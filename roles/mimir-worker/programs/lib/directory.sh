# Whether this user may write, read and run below DIRECTORY without doing the will of another: whoever may write to a folder
# on the way puts his own in the place of the next. As sshd judges a home, but that in a folder with the sticky bit, as
# /tmp, nobody takes away what is another's.
# Given: DIRECTORY.

# require_safe_directory: before anything is made, and again once it is there
require_safe_directory() { find_unsafe; [ -z "$unsafe" ] || fail directory-not-safe "$unsafe"; }

# find_unsafe: sets unsafe to the first path that is not safe, and what was found; to nothing where there is none
find_unsafe() {
  me=$(id -u)
  unsafe=
  judge / shared
  judge_way
  [ -n "$unsafe" ] || judge_files
}

judge_way() {
  path=
  rest=${DIRECTORY#/}
  while [ -n "$rest" ] && [ -z "$unsafe" ]; do
    path=$path/${rest%%/*}
    case $rest in */*) rest=${rest#*/} ;; *) rest= ;; esac
    { [ -e "$path" ] || [ -L "$path" ]; } || return 0
    judge "$path" ${rest:+shared}
  done
}

# What is read and run there by name. Other files are not ours, and nothing is done with them.
judge_files() {
  for name in .lock .auto-revert lease unconfirmed history journal releases; do
    path=$DIRECTORY/$name
    { [ -e "$path" ] || [ -L "$path" ]; } || continue
    [ -n "$unsafe" ] || judge "$path"
  done
}

# judge PATH [shared]: a link, another user's, or open to others is not safe; with `shared` others may add to it, and no more
judge() {
  seen=$(LC_ALL=C ls -ldn "$1" 2>/dev/null | sed -n '1s/^\([^ ]*\)  *[0-9]*  *\([0-9]*\) .*/\1 \2/p')
  mode=${seen% *}
  owner=${seen#* }
  case ${2-}/$mode in
    */l*) unsafe="$1
a link to $(readlink "$1")" ;;
    */?????[!w]??[!w]* | shared/?????????[tT]*)
      [ "$owner" = 0 ] || [ "$owner" = "$me" ] || unsafe="$1
owner $owner, mode $mode"
      ;;
    *) unsafe="$1
owner $owner, mode ${mode:-not readable}" ;;
  esac
}

# is_generation FOLDER: a generation of kolla-mimir, by more than its name: one that was cut off has none but its files
is_generation() {
  name=${1#releases/}
  case $name in *[!0-9a-f]*) return 1 ;; ????????????) ;; *) return 1 ;; esac
  [ -d "$1" ] && [ ! -L "$1" ] || return 1
  [ -f "$1/generation.json" ] || [ -z "$(strangers_in "$1")" ] || return 1
  return 0
}

# strangers_in FOLDER: what no generation has
strangers_in() {
  find "$1" -mindepth 1 -maxdepth 1 ! -name prometheus.yml ! -name docker-compose.yml ! -name secrets ! -name '*.new.*'
}
