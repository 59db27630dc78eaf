# Who may change the worker of a node, and what was done to it. Every program that writes takes the lock first and holds
# it while it changes anything, so that no other takes over in the middle; a token that only grows shows who came last.
# Given: DIRECTORY, RUN, TTL (seconds); by a holder: TOKEN.

# lock: alone on this node from here on, until the last process that was started meanwhile has ended
lock() {
  need flock
  require_safe_directory
  cd "$DIRECTORY" 2>/dev/null || fail not-writable "$DIRECTORY cannot be entered"
  lock_file
  # A destroy that had it meanwhile has removed the file: a lock on what is in no folder keeps nobody out.
  until is_lock_of_all; do
    exec 9>&-
    lock_file
  done
  sweep
}

# is_lock_of_all: the file that is locked is the one that others would lock; also where that cannot be seen
is_lock_of_all() { held=$(stat -Lc %i /dev/fd/9 2>/dev/null) || return 0; [ "$held" = "$(stat -c %i .lock 2>/dev/null)" ]; }

lock_file() {
  problem=$({ : >>.lock; } 2>&1) || fail_writing "$problem"
  exec 9>>.lock
  flock -w 60 9 || fail lock-busy "$DIRECTORY/.lock"
}

unlock() { flock -u 9; }

# What a killed program left half-written: no other program writes now.
sweep() {
  for left in .*.new.*; do
    { [ -e "$left" ] || [ -L "$left" ]; } && rm -f "./$left"
  done
}

# write_whole FILE TEXT: the file becomes that text, at once or not at all
write_whole() {
  # printf of dash reports a full disk as "I/O error" only; cat names it.
  problem=$({ printf '%s\n' "$2" | cat >".$1.new.$$" && sync ".$1.new.$$" && mv -fT ".$1.new.$$" "$1"; } 2>&1) && return 0
  rm -f ".$1.new.$$"
  fail_writing "$problem"
}

# note FILE FIELD…: one more line, its fields between tabs. A record that cannot be written must not stop the change.
note() (
  file=$1
  line=$(date +%s)
  shift
  for field; do line="$line	$field"; done
  exec 2>/dev/null
  # A line that was cut off by a power cut ends where this one begins.
  [ ! -s "$file" ] || [ -z "$(tail -c 1 "$file")" ] || printf '\n' >>"$file"
  printf '%s\n' "$line" >>"$file" && sync "$file"
  [ "$(sed -n '$=' "$file")" -le 1000 ] || { tail -n 500 "$file" >".$file.new.$$" && sync ".$file.new.$$" && mv -fT ".$file.new.$$" "$file"; }
  :
)

# journal EVENT [DETAIL]
journal() { note journal "$RUN" "$TOKEN" "$1" "${2-}"; }

# number WORD: that number, or 0 for what is none
number() { case $1 in '' | *[!0-9]* | 0?*) echo 0 ;; *) echo "$1" ;; esac; }

read_lease() {
  now=$(date +%s)
  lease_run='' lease_token=0 lease_holder='' lease_state=free lease_since=0 lease_expires=0 lease_reason=''
  [ ! -f lease ] || while IFS='=' read -r key value; do
    case $key in
      run) lease_run=$value ;;
      token) lease_token=$(number "$value") ;;
      holder) lease_holder=$value ;;
      state) lease_state=$value ;;
      since) lease_since=$value ;;
      expires) lease_expires=$(number "$value") ;;
      reason) lease_reason=$value ;;
    esac
  done <lease
}

# write_lease STATE EXPIRES
write_lease() {
  lease_state=$1 lease_expires=$2
  write_whole lease "run=$lease_run
token=$lease_token
holder=$lease_holder
state=$lease_state
since=$lease_since
renewed=$now
expires=$lease_expires
reason=$lease_reason"
}

# Held, and renewed lately. A lease lasts three minutes: what expires after four was written while the clock was ahead.
live() { [ "$lease_state" = held ] && [ "$lease_expires" -gt "$now" ] && [ "$lease_expires" -le $((now + 240)) ]; }

# dead RUN: whether the controller knows that this run is dead
dead() { case " $DEAD " in *" $1 "*) return 0 ;; *) return 1 ;; esac; }

lease_lines() { echo "now=$now"; cat lease 2>/dev/null; }

# take: the lease is this run's from now on, with a higher token than any before; or the program ends here.
# With AFTER: only where that is still the last token.
take() {
  read_lease
  # A run that released it and returns changes nothing where another run was there meanwhile.
  if [ -n "${AFTER-}" ] && [ "$lease_token" != "$AFTER" ]; then fail lease-lost "$(lease_lines)"; fi
  if live && [ "$lease_run" != "$RUN" ] && ! dead "$lease_run" && [ -z "$BREAK" ]; then
    fail lease-held "$(lease_lines)"
  fi
  story=$(story_of_taking)
  read_unconfirmed
  # The token keeps growing where the lease file was lost.
  [ "$unconfirmed_token" -le "$lease_token" ] || lease_token=$unconfirmed_token
  lease_run=$RUN lease_holder=$HOLDER lease_reason=$REASON lease_since=$now
  lease_token=$((lease_token + 1))
  TOKEN=$lease_token
  write_lease held $((now + TTL))
  journal "${story%%	*}" "${story#*	}"
  fact token "$TOKEN"
}

story_of_taking() {
  if ! live || [ "$lease_run" = "$RUN" ]; then printf 'took\t%s\n' "$REASON"
  elif [ -n "$BREAK" ]; then printf 'broke\t%s\n' "the lease of $lease_holder, run $lease_run: $BREAK"
  else printf 'took-over\t%s\n' "from run $lease_run, which is dead"; fi
}

# guard: alone, and still the holder; the lease is renewed
guard() {
  lock
  read_lease
  { [ "$lease_state" = held ] && [ "$lease_run" = "$RUN" ] && [ "$lease_token" = "$TOKEN" ]; } || fail lease-lost "$(lease_lines)"
  write_lease held $((now + TTL))
}

# let_go: the lease is free for any run; the token stays
let_go() {
  write_lease free "$now"
  journal released
}

# What is activated and not yet confirmed, and how the node reverts it.
read_unconfirmed() {
  unconfirmed_run='' unconfirmed_token=0 unconfirmed_generation='' unconfirmed_previous=''
  unconfirmed_back='' unconfirmed_timer='' unconfirmed_deadline=0 unconfirmed_boot='' unconfirmed_reverting=no
  [ ! -f unconfirmed ] || while IFS='=' read -r key value; do
    case $key in
      run) unconfirmed_run=$value ;;
      token) unconfirmed_token=$(number "$value") ;;
      generation) unconfirmed_generation=$value ;;
      previous) unconfirmed_previous=$value ;;
      back) unconfirmed_back=$value ;;
      timer) unconfirmed_timer=$value ;;
      deadline) unconfirmed_deadline=$value ;;
      boot) unconfirmed_boot=$value ;;
      reverting) unconfirmed_reverting=$value ;;
    esac
  done <unconfirmed
}

# The bytes on the disk outlive a power cut before what relies on them is done.
settle() { sync . 2>/dev/null || sync; }
