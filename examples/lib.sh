# shellcheck shell=bash
# What the walk-throughs share. Each starts its own server on a free port, with a simulated clock and a temporary
# data directory, and from then on only speaks HTTP to it. Nothing here prints what changes between runs (ids,
# hashes, ports, the time of this machine), so that the output can be compared byte by byte.

set -euo pipefail
export LC_ALL=C.UTF-8

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
zone=Pacific/Auckland
declare -A key_of=()     # person → API key
declare -A name_of=()    # entity id → its name
# shellcheck source=examples/outcome.sh
source "$here/outcome.sh"
server='' base='' work='' data='' example='' project='' slug='' status='' answer=''

# ── Starting and stopping ────────────────────────────────────────────────────────────────────────────────────

problem() {
  echo "$0: $*" >&2
  exit 1
}

need() {
  command -v "$1" >/dev/null && return
  echo "This example needs $1 and it is not installed (on Debian: apt-get install $1)." >&2
  exit 77
}

# prepare FOLDER [BINARY]: the example's folder, and the program: named, or in FULLCIRCLE, or what scripts/run builds.
prepare() {
  example=$1
  need curl
  need jq
  fullcircle=${2:-${FULLCIRCLE:-$here/../build/release/fullcircle}}
  if [ ! -x "$fullcircle" ]; then
    problem "there is no program at $fullcircle. Build it with scripts/run, or name it: $0 PATH/TO/fullcircle"
  fi
  work=$(mktemp -d)
  data=$work/data
  trap tidy_up EXIT
  trap 'exit 130' INT TERM
}

tidy_up() {
  local code=$?
  if [ "$code" -ne 0 ] && [ -s "$work/server.log" ]; then
    echo "The server's last words:" >&2
    tail -n 20 "$work/server.log" >&2
  fi
  stop_server
  rm -rf "$work"
  exit "$code"
}

# as_read: the body of a sign-off, for the answer as the lead reads it now.
as_read() {
  look /results/changes lead
  jq -c '{answer_hash}' <<<"$answer"
}

# person ID NAME ROLE [ENTITY]: somebody with a mail address and an API key; before the server starts.
person() {
  local id=$1
  shift
  "$fullcircle" user add --id "$id" --name "$1" --email "$id@example.org" --role "$2" ${3:+--entity "$3"} \
    --data "$data" >/dev/null || problem "could not add $id"
  key_of[$id]=$("$fullcircle" key add "$id" --label example --json --data "$data" | jq -r .secret)
}

# The council's people: one for each role, so that the output shows which role does what.
council_people() {
  local role
  for role in lead coordinator maori_specialist adviser decision_maker publisher administrator; do
    person "${role//_/-}" "The ${role//_/ }" "$role"
  done
}

# start_server DAY COUNCIL: serves from noon of that day, council time.
start_server() {
  cat >"$work/settings.yaml" <<SETTINGS
council: {name: "$2", base_url: "https://example.org"}
notifier: {from_address: engagement@example.org, public_addresses: [public@example.org]${notifier_settings-}}
log: {level: warning}
${more_settings-}
SETTINGS
  : >"$work/server.out"
  "$fullcircle" serve --listen 127.0.0.1:0 --clock "simulated:$(instant "$1")" --data "$data" \
    --config "$work/settings.yaml" >"$work/server.out" 2>"$work/server.log" &
  server=$!
  local tries
  for tries in $(seq 300); do
    base=$(sed -n 's/^listening on //p' "$work/server.out")
    if [ -n "$base" ]; then break; fi
    kill -0 "$server" 2>/dev/null || problem "the server ended after $tries tries"
    sleep 0.1
  done
  [ -n "$base" ] || problem "the server did not start within 30 seconds"
  published >/dev/null
}

stop_server() {
  [ -n "$server" ] || return 0
  kill "$server" 2>/dev/null || true
  wait "$server" 2>/dev/null || true
  server=''
}

# ── Time ─────────────────────────────────────────────────────────────────────────────────────────────────────

# instant DAY|"DAY HH:MM": council time as RFC 3339; noon when no time is given.
instant() {
  local text=$1
  if [[ $text != *:* ]]; then text="$text 12:00"; fi
  TZ=$zone date -d "$text" +%Y-%m-%dT%H:%M:%S%:z
}

# go_to DAY|"DAY HH:MM": moves the clock on. Everything that falls due on the way is done on the way.
go_to() {
  ask administrator POST /api/v1/clock "{\"now\": \"$(instant "$1")\"}"
  [ "$status" = 200 ] || problem "the clock does not move to $1: $answer"
  echo
  echo "── $(TZ=$zone date -d "$(instant "$1")" '+%A %-d %B %Y, %-I:%M %P') ──"
}

# Waits until everything that is due has been done.
settle() {
  ask administrator GET /api/v1/clock
  ask administrator POST /api/v1/clock "$(jq -c '{now}' <<<"$answer")"
  [ "$status" = 200 ] || problem "the clock does not stand: $answer"
}

# ── Speaking HTTP ────────────────────────────────────────────────────────────────────────────────────────────

# ask PERSON METHOD PATH [BODY]: sets $status and $answer.
ask() {
  local sending=() out
  [ -n "${key_of[$1]-}" ] || problem "nobody is called $1"
  if [ -n "${4-}" ]; then sending=(-H 'Content-Type: application/json' --data-binary "$4"); fi
  out=$(curl -sS --max-time 60 -w '\n%{http_code}' -X "$2" -H "Authorization: Bearer ${key_of[$1]}" \
    "${sending[@]}" "$base$3") || problem "no answer to $2 $3"
  status=${out##*$'\n'}
  answer=${out%$'\n'*}
}

# request PERSON COMMAND [ENTITY] [BODY]: BODY is JSON, or @FILE in the example's data folder.
request() {
  local who=$1 command=$2 entity='' body='{}' path
  shift 2
  if [ $# -gt 0 ] && [[ $1 != "{"* && $1 != @* ]]; then
    entity=$1
    shift
  fi
  if [ $# -gt 0 ]; then body=$1; fi
  if [[ $body == @* ]]; then body=$(<"$example/data/${body#@}"); fi
  path=/api/v1/projects${project:+/$project${entity:+/branches/$entity}/$command}
  ask "$who" POST "$path" "$body"
  printf '  %-18s %s' "$who" "$command"
  if [ -n "$entity" ]; then
    printf ', %s' "${name_of[$entity]-$entity}"
  else
    jq -rj 'if .title then ": \(.title)" elif .verdict then ": \(.theme), \(.verdict)"
      elif .opens_on then ": \(.opens_on) to \(.closes_on)" elif .total then ": \(.total)"
      elif .decided_on then ": \(.decided_on)" else empty end' <<<"$body"
  fi
}

# give PERSON COMMAND [ENTITY] [BODY]: has to be accepted.
give() {
  request "$@"
  if [[ $status != 20? ]]; then
    echo
    problem "$2 by $1 was refused ($status): $answer"
  fi
  echo
  if [ -z "$project" ]; then
    project=$(jq -r .project <<<"$answer")
    slug=$(jq -r .slug <<<"$answer")
  fi
}

# expect_refusal PERSON COMMAND [ENTITY] [BODY]: has to be refused; prints why.
expect_refusal() {
  request "$@"
  echo
  if [[ $status == 20? ]]; then problem "$2 by $1 was accepted and should not have been"; fi
  jq -r --arg status "$status" "$requirement_lines"'
    "      refused (\($status), \(.title)): \(.detail)",
    (.detail as $detail | .errors // [] | .[] |
      "        " + ([.field, (.message | select(. != $detail))] | map(select(. != "")) | join(": "))),
    (.requirements // [] | lines("        ")),
    (if .allowed then "        possible from here: \(.allowed | join(", "))" else empty end)' <<<"$answer"
}

# look PATH [PERSON]: the answer of a GET below the project.
look() {
  ask "${2-lead}" GET "/api/v1/projects/$project$1"
  [ "$status" = 200 ] || problem "GET $1: $answer"
}

# ── What stands in the way ───────────────────────────────────────────────────────────────────────────────────

# shellcheck disable=SC2016
requirement_lines='
  def lines(indent): .[] | select(.met | not) |
    "\(indent)- \(.what)",
    "\(indent)    why: \(.why)",
    (if (.who | length) > 0 then "\(indent)    who: \(.who | join(", "))\(if .fix then ", with \(.fix)" else "" end)"
     else empty end),
    (if .by_when then "\(indent)    by when: \(.by_when)" else empty end),
    "\(indent)    source: \(.source)";'

# blocked MOVE [ENTITY]: what a move still waits for.
blocked() {
  look "${2:+/branches/$2}/moves" maori-specialist
  jq -r --arg move "$1" "$requirement_lines"'
    [.items[] | select(.command == $move)] |
    if length == 0 then "  \($move) cannot follow from here"
    elif .[0].ready then "  nothing stands in the way of \($move)"
    else "  \($move) waits for \([.[0].requirements[] | select(.met | not)] | length):",
      (.[0].requirements | lines("    ")) end' <<<"$answer"
}

# The four facts of a project: where it is, what blocks it, who acts next, by when.
four_facts() {
  look ''
  jq -r '.facts | "  where it is: \(.where); next: \(.next // "nothing"), blocked by \(.blocked_by | length)"
    + "; who acts next: " +
    (if .next == null then "nobody" elif .who_acts_next == [] then "nobody, it waits for its day"
     else .who_acts_next | join(", ") end) + (if .by_when then "; by when: \(.by_when)" else "" end)' <<<"$answer"
}

# stands ENTITY...: where the branches stand, in the words the public reads.
stands() {
  local entity
  for entity in "$@"; do
    look "/branches/$entity" maori-specialist
    jq -r '"  \(.name): \(.state_text)"' <<<"$answer"
  done
}

# do_activities STAGE: completes what is still open of a stage's activities, each by the role the definition names.
do_activities() {
  local stage=$1 name role body count=0
  look /activities
  while IFS=$'\t' read -r name role body; do
    ask "${role//_/-}" POST "/api/v1/projects/$project/complete-activity" "$body"
    [ "$status" = 200 ] || problem "$name was not completed: $answer"
    count=$((count + 1))
  done < <(jq -r --arg stage "$stage" '.items[] | select(.stage == $stage and .state == "open") |
    [.activity, .role, ({activity, note: "Done in this example."} +
      (if .evidence_wanted == "link" then {evidence: "https://example.org/evidence"} else {} end) | tojson)] |
    @tsv' <<<"$answer" | sed 's/\\\\/\\/g')
  printf '  %-18s complete-activity, %d times: what was still to do in %s\n' 'their roles' "$count" "${stage//_/ }"
}

# ── Words around it ──────────────────────────────────────────────────────────────────────────────────────────

chapter() { printf '\n━━ %s ━━\n' "$*"; }
say() { printf '  # %s\n' "$@"; }

# check_record: the server has stopped; the record is checked where it lies, then from an export alone.
check_record() {
  stop_server
  echo "  fullcircle verify --data DATA"
  "$fullcircle" verify --data "$data" | sed 's/^/    /'
  "$fullcircle" project export "$slug" --data "$data" >"$work/record.jsonl"
  rm -rf "$data"
  echo "  fullcircle verify record.jsonl    (an export; the data directory is gone)"
  "$fullcircle" verify "$work/record.jsonl" | sed 's/^/    /'
  sed -i "$1" "$work/record.jsonl"
  echo "  fullcircle verify record.jsonl    (after $2)"
  if "$fullcircle" verify "$work/record.jsonl" >"$work/verified"; then problem 'a changed record was not found out'; fi
  tail -n 1 "$work/verified" | sed 's/^/    /'
}
