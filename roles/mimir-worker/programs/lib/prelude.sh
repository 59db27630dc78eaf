# Common beginning of every program that runs on a node. POSIX sh; nothing else is expected but coreutils,
# iproute2 and the container engine. Output is JSON lines on stdout; text of the node travels as base64, so
# that no byte of it can break a line. The last line of a program that reached its end is {"done":true}.
set -u
umask 022
# sudo's secure_path leaves /usr/local out on some systems, where a docker-compose may live.
PATH=$PATH:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

# encode: stdin as one base64 word
encode() { base64 | tr -d '\n'; }

# fact NAME VALUE
fact() { printf '{"fact":"%s","base64":"%s"}\n' "$1" "$(printf %s "$2" | encode)"; }

# told NAME EXIT VALUE: a fact with the exit status of a command
told() { printf '{"fact":"%s","exit":%d,"base64":"%s"}\n' "$1" "$2" "$(printf %s "$3" | encode)"; }

# progress WORD: what is done now, for the operator who waits
progress() { printf '{"progress":"%s"}\n' "$1"; }

# changed WORD: something on the node is not as it was before
changed() { printf '{"changed":"%s"}\n' "$1"; }

# fail REASON EVIDENCE: the program ends here
fail() {
  printf '{"failure":"%s","base64":"%s"}\n' "$1" "$(printf %s "$2" | encode)"
  exit 10
}

# fail_writing EVIDENCE: the message of a tool that could not write
fail_writing() {
  case $1 in *'No space left'*) fail disk-full "$1" ;; *) fail not-writable "$1" ;; esac
}

finish() { printf '{"done":true}\n'; }

has() { command -v "$1" >/dev/null 2>&1; }

# need TOOL...: what a missing tool would not print must not be taken for an answer
need() {
  for tool; do has "$tool" || fail tool-missing "$tool"; done
}

# Without these two no word can be reported: here is their name as it would be.
missing() { printf '{"failure":"tool-missing","base64":"%s"}\n' "$1"; exit 10; }
has base64 || missing YmFzZTY0
has tr || missing dHI=
need cat cut date find grep head ls mkdir mv readlink rm sed sha256sum sort stat sync tail timeout
