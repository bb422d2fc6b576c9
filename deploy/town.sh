# shellcheck shell=bash
# The steps of deploy/up, each of which looks first and does only what is missing. Sourced after common.sh;
# uses home, port, bin, volunteers, seed, drill_clock, web and incidents, set by the script.

# Every command of the demonstration: $1 is the role whose token it uses.
as_role() {
  local role=$1
  shift
  "$bin/goldenfour" --server "$server" --admin-socket "$home/admin.sock" \
    --token-file "$home/tokens/$role" --lang en "$@"
}

build_programs() {
  local build=$1
  step "building (first time: some minutes)"
  mkdir -p "$build"
  if [ "$build" = build/release ]; then
    cmake --preset release >"$build/configure.log" 2>&1 || { cat "$build/configure.log" >&2; exit 1; }
  fi
  cmake --build "$build" --target goldenfourd goldenfour goldenfour-load -j "$(deploy/jobs)"
}

build_pages() {
  step "pages"
  deploy/web-install && deploy/web-build ||
    fail "the pages are missing (what is said above); deploy/up --no-web starts without them."
}

require_programs() {
  local program
  for program in goldenfourd goldenfour goldenfour-load; do
    [ -x "$bin/$program" ] ||
      fail "$bin/$program is not there; run deploy/up without --no-build, or name the build with --build-dir."
  done
}

# The home is private, and short enough for the address of a Unix socket (107 bytes).
make_home() {
  [ "${#home}" -le 90 ] ||
    fail "$home is too long for a Unix socket inside it; choose a shorter one with --home."
  (umask 077 && mkdir -p "$home/data" "$home/tokens" "$home/log")
  chmod 700 "$home" "$home/data" "$home/tokens"
}

# The pages as this installation serves them: a copy, whose maps open at the town. The server reads them at its start,
# so a running one keeps what it has.
take_pages() {
  pages=''
  [ "$web" = yes ] && [ -f build/web/index.html ] || return 0
  pages=$home/web
  if process_of goldenfourd >/dev/null; then
    diff -rq -x map.json build/web "$pages" >/dev/null 2>&1 ||
      echo "the pages are newer than those that are served: deploy/down, then deploy/up"
    return 0
  fi
  rm -rf "$pages.new"
  cp -r build/web "$pages.new"
  python3 - "$town_place" "$pages.new"/*/map/map.json <<'END'
import json, sys
latitude, longitude = map(float, sys.argv[1].split(","))
for name in sys.argv[2:]:
    with open(name, encoding="utf-8") as file:
        config = json.load(file)
    config["view"] = {"latitude": latitude, "longitude": longitude, "zoom": 15}
    with open(name, "w", encoding="utf-8") as file:
        json.dump(config, file, ensure_ascii=False, indent=2)
END
  rm -rf "$pages"
  mv "$pages.new" "$pages"
}

write_configuration() {
  local file=$home/goldenfourd.toml drills=false
  [ -z "$drill_clock" ] || drills=true
  if process_of goldenfourd >/dev/null && [ "$(remembered port)" != "$port" ]; then
    fail "goldenfourd runs on port $(remembered port); to move it: deploy/down, then deploy/up --port $port"
  fi
  printf '%s\n' "town=$town" "port=$port" "volunteers=$volunteers" "seed=$seed" >"$home/options"
  sed -e "s|@HOME@|$home|g" -e "s|@PORT@|$port|g" -e "s|@DRILLS@|$drills|g" -e "s|@WEB@|${pages:-}|g" \
    "deploy/demo/$town/goldenfourd.toml" >"$file.new"
  chmod 600 "$file.new"
  mv "$file.new" "$file"
  "$bin/goldenfourd" --config "$file" --check-config >/dev/null || fail "$file is refused (above)."
}

refuse_taken_port() {
  local who
  who=$(who_listens "$port")
  [ -z "$who" ] ||
    fail "port $port is taken by $who." "Stop that, or choose another: deploy/up --port $((port + 1))"
}

server_is_ready() {
  [ "$(http_status /readyz)" = 200 ]
}

server_ready_or_dead() {
  process_of goldenfourd >/dev/null || return 0
  server_is_ready
}

show_log_end() {
  echo "--- the last lines of $1" >&2
  tail -n "${2:-15}" "$1" >&2 || true
  echo "---" >&2
}

start_server() {
  local clock=()
  if process_of goldenfourd >/dev/null; then
    wait_until 60 "the running server to be ready" server_is_ready || exit 1
    echo "goldenfourd runs already: process $(process_of goldenfourd), $server"
    return 0
  fi
  refuse_taken_port
  rm -f "$home/admin.sock"
  [ -z "$drill_clock" ] || clock=(--drill-clock "$drill_clock")
  start_process goldenfourd "$bin/goldenfourd" --config "$home/goldenfourd.toml" "${clock[@]}"
  wait_until 120 "$server/readyz" server_ready_or_dead || true
  if ! process_of goldenfourd >/dev/null || ! server_is_ready; then
    show_log_end "$home/log/goldenfourd.log"
    fail "goldenfourd did not become ready; what it says is above. See also deploy/runbook.md."
  fi
  echo "goldenfourd is ready: process $(process_of goldenfourd), $server"
}

# One token per role, made by this installation's server alone, so worthless elsewhere; a file whose token
# the server no longer knows is replaced.
make_tokens() {
  local role file made=0
  for role in "${token_roles[@]}"; do
    file=$home/tokens/$role
    if [ -s "$file" ] && [ "$(http_status "/v1/aeds?near=$town_place&datum=WGS84&limit=1" "$file")" != 401 ]; then
      continue
    fi
    rm -f "$file"
    "$bin/goldenfour" --admin-socket "$home/admin.sock" --lang en token create --role "$role" \
      --jurisdiction "$town" --name "demo-$role-$(date -u +%Y%m%dT%H%M%S)" --out "$file" >/dev/null
    made=$((made + 1))
  done
  if [ "$made" = 0 ]; then
    echo "tokens are there: $home/tokens"
  else
    echo "made $made tokens, valid on this server only: $home/tokens"
  fi
}

import_aeds() {
  local file=deploy/demo/$town/aeds.csv sum
  sum=$(sha256sum "$file")
  if [ "$(cat "$home/aeds.imported" 2>/dev/null)" = "${sum%% *}" ]; then
    echo "AEDs are there: $file"
    return 0
  fi
  as_role registrar aed import "$file" --jurisdiction "$town" --datum WGS84
  echo "${sum%% *}" >"$home/aeds.imported"
}

# Others than before: the old ones go home first.
start_volunteers() {
  if [ "$volunteers $seed" != "$(cat "$home/volunteers.options" 2>/dev/null)" ]; then
    stop_process goldenfour-load 10 || true
  fi
  if process_of goldenfour-load >/dev/null; then
    echo "volunteers are on the streets already: process $(process_of goldenfour-load)"
    return 0
  fi
  rm -f "$home/volunteers.json"
  echo "$volunteers $seed" >"$home/volunteers.options"
  start_process goldenfour-load "$bin/goldenfour-load" --server "$server" --admin-socket "$home/admin.sock" \
    --jurisdiction "$town" "${town_homes[@]}" --volunteers "$volunteers" --prefix volunteer- \
    --seed "$seed" --clock-rate "${drill_clock:-1}" \
    --state "$home/tokens/volunteers" --status-file "$home/volunteers.json"
}

# The load client writes its counts every second.
connected_volunteers() {
  python3 -c 'import json, sys; print(json.load(open(sys.argv[1])).get("connected", 0))' \
    "$home/volunteers.json" 2>/dev/null || echo 0
}

all_connected_or_dead() {
  process_of goldenfour-load >/dev/null || return 0
  [ "$(connected_volunteers)" -ge "$volunteers" ]
}

wait_for_volunteers() {
  wait_until 180 "$volunteers connected volunteers" all_connected_or_dead || true
  if [ "$(connected_volunteers)" -lt "$volunteers" ]; then
    process_of goldenfourd >/dev/null || show_log_end "$home/log/goldenfourd.log"
    show_log_end "$home/log/goldenfour-load.log"
    fail "$(connected_volunteers) of $volunteers volunteers are connected; what they say is above."
  fi
  echo "$volunteers volunteers are connected"
}

# Whoever opens a link for a phone: people of the registry, at home where exercises arise.
enter_guests() {
  local file=$home/guests.csv n
  {
    echo "id,name,lat,lng,datum,mode,certified_until,drills,on_duty"
    for n in 1 2 3; do
      echo "guest-$n,Guest $n,${town_place%,*},${town_place#*,},WGS84,foot,2037-12-31,yes,yes"
    done
  } >"$file.new"
  cmp -s "$file.new" "$file" && return 0
  as_role registrar responder import "$file.new" --jurisdiction "$town" >/dev/null
  mv "$file.new" "$file"
}

# One-time, and forgotten by the server when it ends: enrol_link <role> <option>...
enrol_link() {
  local role=$1
  shift
  "$bin/goldenfour" --server "$server" --admin-socket "$home/admin.sock" --lang en token enrol --role "$role" \
    --jurisdiction "$town" --valid-for 12h --expires-in 30d "$@" 2>/dev/null | sed -n 's/^page *//p'
}

readonly incident_seconds=180

start_incidents() {
  if [ "$incidents" = no ]; then
    stop_process incidents 5
    return 0
  fi
  if process_of incidents >/dev/null; then
    echo "exercises arise already: process $(process_of incidents)"
    return 0
  fi
  start_process incidents deploy/incidents "$bin/goldenfour" "$server" "$home/tokens/dispatcher" \
    "$incident_seconds" "${town_spots[@]}"
  echo "an exercise arises now, and another every $((incident_seconds / 60)) minutes"
}

# What a shell needs to use the installation; `. build/demo/env` in each terminal.
write_environment() {
  {
    printf 'export GOLDENFOUR_SERVER=%q\n' "$server"
    printf 'export GOLDENFOUR_ADMIN_SOCKET=%q\n' "$home/admin.sock"
    printf 'export GOLDENFOUR_TOKEN="$(cat %q)"\n' "$home/tokens/dispatcher"
    printf 'case :$PATH: in *:%q:*) ;; *) export PATH=%q:$PATH ;; esac\n' "$bin" "$bin"
  } >"$home/env"
}

# For who came to look: the pages, and links that are good once.
show_pages() {
  local n
  [ -n "$pages" ] || { echo "No pages were built: deploy/up without --no-web or --no-build builds them."; return 0; }
  cat <<END
Start here       $server/
Dispatcher       $(enrol_link dispatcher)
END
  for n in 1 2 3; do
    echo "Volunteer $n      $(enrol_link responder --responder "guest-$n" --name "guest-$n-$(date -u +%Y%m%dT%H%M%S)")"
  done
  cat <<END
AED map          $server/map/

Each link works once, within 12 hours, and makes that browser a dispatcher's or a volunteer's; deploy/up gives new
ones. Open the dispatcher's and a volunteer's side by side; the volunteer goes on duty, and does not share a position:
then they are at home in $town_title, where exercises arise by themselves. A second volunteer needs a private window.
END
}

# One screen for a newcomer. Paths are shown from here when they lie below.
what_next() {
  local shown=${home#"$PWD"/}
  cat <<END

Golden Four runs: $server, $volunteers simulated volunteers in $town_title, loopback only.

$(show_pages)

In two terminals, from $PWD:

  . $shown/env
  goldenfour watch

  . $shown/env
  goldenfour alert --kind cardiac_arrest --at $town_place --public-place --exercise
  goldenfour incident list
  goldenfour incident explain $town-1-1

The first shows everything live. In the second an alert from $town_spot is raised, and an incident is
explained: who was asked and why. Try also: goldenfour incident show, timeline, cancel with its number.

With curl:
  curl -s $server/v1/alerts -H "Authorization: Bearer \$GOLDENFOUR_TOKEN" \\
    -H 'Content-Type: application/json' -d '{"kind": "CARDIAC_ARREST", "status": "EXERCISE",
    "position": {"latitude": ${town_place%,*}, "longitude": ${town_place#*,}, "datum": "WGS84"}}'

Logs      $shown/log/goldenfourd.log, goldenfour-load.log, incidents.log
Figures   curl -s $server/metrics        Alive?  curl -s $server/readyz
Tokens    $shown/tokens (dispatcher, integration, registrar, operator)
Stop      deploy/down             and remove everything: deploy/down --purge
END
}
