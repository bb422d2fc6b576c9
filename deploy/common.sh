# shellcheck shell=bash
# What the scripts of this folder share. Sourced by bash from the top of the repository, with
# `me` set to the name of the script. An installation is one directory, `home`:
#
#   goldenfourd.toml   the configuration          data/    the server's store, nobody else's
#   <process>.pid      one per process            tokens/  one file per role, mode 0600
#   log/               what they write            web/     the pages as they are served
#   admin.sock, options, env, ...

readonly default_town=monaco
readonly token_roles=(dispatcher integration registrar operator)
readonly processes=(incidents goldenfour-load goldenfourd)  # in the order in which they are stopped

fail() {
  printf "deploy/$me: %s\n" "$@" >&2
  exit 1
}

wrong_usage() {
  printf "deploy/$me: %s\n" "$1" >&2
  printf "  deploy/$me --help\n" >&2
  exit 2
}

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo -- "$@"
  else
    fail "root is needed to install packages and there is no sudo: run this as root."
  fi
}

apt() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300 \
    -o Acquire::Retries=3 "$@"
}

# apt_install <package>...: these and what they need, nothing else. A third-party source that does not answer
# must not stop us; Debian's own being away makes the installation fail.
apt_install() {
  apt update || echo "deploy/$me: apt-get update had errors; trying with the lists at hand." >&2
  apt install --yes --no-install-recommends "$@"
}

step() {
  printf '== %s (at %d s)\n' "$1" "$SECONDS"
}

# The script's own head, from its usage lines.
usage() {
  sed -n 's/^#   //p' "deploy/$me"
}

# Where the installation lives: --home, else $GOLDENFOUR_HOME, else build/demo. Absolute, links resolved.
resolve_home() {
  realpath -m -- "${1:-${GOLDENFOUR_HOME:-build/demo}}"
}

# True while the process runs; one that has ended and was not yet collected does not count.
alive() {
  local state=''
  [ -n "${1:-}" ] && [ -r "/proc/$1/stat" ] || return 1
  state=$(sed 's/.*) //' "/proc/$1/stat" 2>/dev/null) || return 1
  [ "${state%% *}" != Z ]
}

# Prints the id of this installation's process. A number in an old file may belong to a stranger by now:
# only a process of that name that was started with this home counts. A script's first word is its shell.
process_of() {
  local name=$1 pid='' words
  { [ -r "$home/$name.pid" ] && read -r pid <"$home/$name.pid"; } || return 1
  alive "$pid" || return 1
  words=$(cat "/proc/$pid/cmdline" 2>/dev/null | tr '\0' '\n') || return 1
  head -n 2 <<<"$words" | grep -q "/$name\$" && grep -qF -- "$home/" <<<"$words" || return 1
  echo "$pid"
}

# start_process <name> <program> <argument>...: in a session of its own, so that closing the terminal does
# not end it; its output is appended to a log.
start_process() {
  local name=$1 mask
  shift
  mask=$(umask)
  umask 077
  setsid -- "$@" >>"$home/log/$name.log" 2>&1 </dev/null 9>&- &
  echo "$!" >"$home/$name.pid"
  disown "$!"
  umask "$mask"
  # Until it is that program, or ended: between fork and exec it is still this shell.
  while alive "$!" && ! process_of "$name" >/dev/null; do sleep 0.02; done
}

# stop_process <name> <seconds>: asks, waits, and in the end insists. Fails if it had to insist.
stop_process() {
  local name=$1 patience=$2 pid deadline
  pid=$(process_of "$name") || { rm -f "$home/$name.pid"; return 0; }
  kill -TERM "$pid" 2>/dev/null || true
  deadline=$((SECONDS + patience))
  while alive "$pid" && [ "$SECONDS" -lt "$deadline" ]; do sleep 0.1; done
  if alive "$pid"; then
    kill -KILL "$pid" 2>/dev/null || true
    echo "deploy/$me: $name ($pid) did not end within $patience s and was killed; its log: $home/log/$name.log" >&2
    rm -f "$home/$name.pid"
    return 1
  fi
  rm -f "$home/$name.pid"
}

# Who listens on a port of this machine, in words; nothing when nobody does.
who_listens() {
  local line
  line=$(ss -Hltnp "sport = :$1" 2>/dev/null | head -n 1)
  [ -n "$line" ] || return 0
  sed -n 's/.*users:(("\([^"]*\)",pid=\([0-9]*\).*/\1, process \2/p' <<<"$line" | grep . ||
    echo "a process of another user"
}

# remembered <name>: an option with which this installation was made; fails if there is none. The file is
# also what makes a directory an installation.
remembered() {
  sed -n "s/^$1=\([0-9]*\)$/\1/p" "$home/options" 2>/dev/null | grep .
}

known_town() {
  [[ $1 =~ ^[a-z]+$ ]] && [ -r "deploy/demo/$1/town.sh" ] ||
    wrong_usage "there is no town '$1'; there are: $(cd deploy/demo && echo *)"
}

# choose_town <wanted, or nothing>: sets `town` and what deploy/demo/<town>/town.sh says. An installation keeps
# the town that it was made with; the oldest did not write down which, there was only one.
choose_town() {
  local kept
  kept=$(sed -n 's/^town=\([a-z]*\)$/\1/p' "$home/options" 2>/dev/null || true)
  [ -n "$kept" ] || ! remembered port >/dev/null || kept=ljubljana
  town=${1:-${kept:-$default_town}}
  known_town "$town"
  [ -z "$kept" ] || [ "$kept" = "$town" ] ||
    fail "$home is an installation of $kept." "For $town choose another --home, or first: deploy/down --purge"
  # shellcheck source=/dev/null
  . "deploy/demo/$town/town.sh"
}

# http_status <path> [<token file>]: the status code, 000 when nobody answers. The token does not appear in
# the list of processes.
http_status() {
  local settings=''
  [ -z "${2:-}" ] || settings="header = \"Authorization: Bearer $(cat "$2")\""
  curl -s -o /dev/null -w '%{http_code}' --noproxy '*' --max-time 5 -K - "$server$1" <<<"$settings" || true
}

# wait_until <seconds> <what> <command>...: asks ten times a second; says what it waited for in vain.
wait_until() {
  local deadline=$((SECONDS + $1)) what=$2
  shift 2
  until "$@"; do
    if [ "$SECONDS" -ge "$deadline" ]; then
      echo "deploy/$me: waited in vain for: $what" >&2
      return 1
    fi
    sleep 0.1
  done
}
