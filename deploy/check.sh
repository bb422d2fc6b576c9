# shellcheck shell=bash
# deploy/up --check: the whole chain in a temporary installation, with a clock that runs faster, and nothing
# left behind. Sourced after common.sh and town.sh.

readonly check_clock=20     # the server refuses it unless every incident is a drill
readonly check_patience=90  # real seconds, half an hour of drill, for somebody to be on scene with an AED

# A port that nobody has at this moment.
free_port() {
  python3 -c 'import socket
with socket.socket() as s:
    s.bind(("127.0.0.1", 0))
    print(s.getsockname()[1])'
}

# Whatever happens: no process and no file of the check remains.
end_check() {
  local status=$?
  trap - EXIT INT TERM HUP
  set +e
  if [ "$status" != 0 ]; then
    show_log_end "$home/log/goldenfourd.log"
    show_log_end "$home/log/goldenfour-load.log"
  fi
  stop_process goldenfour-load 10
  stop_process goldenfourd 20 || status=1
  rm -rf -- "$home"
  [ "$status" = 0 ] && echo "deploy/up --check: passed in $SECONDS s" ||
    echo "deploy/up --check: FAILED after $SECONDS s" >&2
  exit "$status"
}

# True when a task with the role AED is on scene and its AED was collected on the way.
aed_on_scene() {
  as_role dispatcher --json incident show "$incident" 2>/dev/null | python3 -c '
import json, sys
tasks = json.load(sys.stdin).get("tasks", [])
sys.exit(not any(t.get("role") == "AED" and t.get("aedCollectedAt") and t.get("onSceneAt") for t in tasks))'
}

show_incident() {
  step "what happened"
  as_role dispatcher incident timeline "$incident" || true
  step "why"
  as_role dispatcher incident explain "$incident" || true
}

run_check() {
  local reply
  volunteers=${volunteers:-1000}
  seed=${seed:-1}
  drill_clock=$check_clock
  home=$(mktemp -d "${TMPDIR:-/tmp}/goldenfour-check.XXXXXX")
  trap end_check EXIT
  trap 'exit 130' INT TERM HUP
  port=${port:-$(free_port)}
  server=http://127.0.0.1:$port
  choose_town "$town"
  make_home
  write_configuration
  step "server, its clock $check_clock times as fast: drills only"
  start_server
  curl -s --noproxy '*' "$server/readyz"
  echo
  make_tokens
  step "$town_aeds"
  import_aeds
  step "$volunteers volunteers in $town_title"
  start_volunteers
  wait_for_volunteers
  step "alert: cardiac arrest at $town_place, an exercise"
  reply=$(as_role integration --json alert --kind cardiac_arrest --at "$town_place" --exercise --public-place)
  incident=$(python3 -c 'import json, sys; print(json.load(sys.stdin)["incident"])' <<<"$reply")
  echo "$reply"
  if ! wait_until "$check_patience" "somebody on scene with an AED" aed_on_scene; then
    show_incident
    return 1
  fi
  echo "somebody is on scene with an AED"
  show_incident
  step "close"
  as_role dispatcher incident close "$incident" --reason handed_over
}
