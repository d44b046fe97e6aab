#!/usr/bin/env bash
# The engagement calendar: two projects and a partner ask the same people; what clashes, the ways out, a hui's
# dates, what a change of date does, the clocks, and calendars to follow.
#   examples/engagement-calendar/run.sh [PATH/TO/fullcircle]
# Everything in it is invented; Tauira means "example".
# shellcheck source=examples/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
prepare "$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)" "${1-}"

tai=tauira-ki-tai
name_of=([$tai]='Ngāti Tauira ki Tai')
council_people
person ki-tai 'Representative of Ngāti Tauira ki Tai' mana_whenua_representative $tai
more_settings="calendar: {imports: [{name: buses, file: $example/data/partner.ics, kind: partner, local_boards: [kowhai-bay]}]}"
start_server 2027-03-01 'Waitauira Council'

# new_project TITLE LOCAL_BOARD: from here on `give` speaks to it.
new_project() {
  project=''
  give lead create-project "{\"title\": \"$1\", \"summary\": \"$1.\", \"definition\": \"standard\", \"local_boards\": [\"$2\"],
    \"communities\": [\"young-people\"], \"topics\": [\"parks\"], \"sample\": true}"
}
# calendar PATH [PERSON]: the answer of a GET under /api/v1/calendar.
calendar() {
  ask "${2-lead}" GET "/api/v1/calendar$1"
  [ "$status" = 200 ] || problem "GET /api/v1/calendar$1: $answer"
}
plan_it() {
  give lead assess-significance '{"level": "low", "reasons": "Local.", "policy_version": "2022",
    "extent_reason": "Enough.", "strategic_asset": false, "land_or_water": true}'
  give maori-specialist assess-significance-to-maori '{"conclusion": "engage", "reasons": "It is about the shore."}'
  give lead identify-communities '{"groups": [{"community": "young-people", "interest": "They swim there."}]}'
  give lead record-earlier-insights '{"insights": ["Nothing yet."], "looked_in": "2025 results"}'
  give lead check-calendar '{"finding": "See the calendar.", "clashes": []}'
  do_activities plan
  give lead begin-preparation
}

chapter 'Two projects want June'
new_project 'Harbour Edge parking review' kowhai-bay
plan_it
give lead set-period '{"opens_on": "2027-06-07", "closes_on": "2027-07-04"}'
parking=$project
new_project 'Shoreline path and planting' kowhai-bay
plan_it

chapter 'Before the dates are set: what would clash?'
calendar '/candidate?first_on=2027-06-14&last_on=2027-07-11&local_board=kowhai-bay'
jq -r '.items[] | "  \(.title)\n    \(.reason)"' <<<"$answer"
jq -r '.asks_at_once[] | "  asks at once: \(.asks_at_once) (\(.level)) in \(.kind) \(.id)"' <<<"$answer"
jq -r '.ways_out[] | "  way out: \(.what); asks at once \(.asks_at_once)"' <<<"$answer"

chapter 'The dates are set, and the clash waits for a reason'
give lead set-period '{"opens_on": "2027-06-14", "closes_on": "2027-07-11"}'
look /clashes
jq -r '.items[] | "  \(.title // "another engagement"): to settle \(.to_settle), settled \(.settled != null)"' <<<"$answer"
jq -r '.ways_out[] | "  way out: \(.what)", (.consequences[] | "      \(.)")' <<<"$answer"
look /moves
jq -r '.items[] | select(.command == "schedule-engagement") | .requirements[] | select(.name == "clashes_settled")
  | "  schedule-engagement waits: \(.why)"' <<<"$answer"
give lead settle-clash "{\"with\": \"$parking\", \"how\": \"combine\", \"reason\": \"One letter and one drop-in day for both.\"}"
give lead settle-clash '{"with": "import:buses", "how": "keep_both", "reason": "They ask people at bus stops, we ask on the shore."}'
look /moves
jq -r '.items[] | select(.command == "schedule-engagement") | .requirements[] | select(.name == "clashes_settled")
  | "  clashes are settled: \(.met)"' <<<"$answer"

chapter 'Eight weeks of one local board'
calendar '?local_board=kowhai-bay&from=2027-05-31&weeks=8'
jq -r '.weeks[] | "  week of \(.starts_on): \(.asks_at_once) at once, \(.level)"' <<<"$answer"
calendar '/clashes?from=2027-06-01&to=2027-07-31'
jq -r '.items[] | "  \(.one.title) and \(.other.title): \(.settled.how // "not settled")"' <<<"$answer"

chapter 'A hui: what the entity is asked already, and which days there are'
give maori-specialist open-branch $tai '{"entity_name": "Ngāti Tauira ki Tai"}'
give maori-specialist assess-needed $tai '{"assessment": "The shore is theirs to speak for."}'
give maori-specialist identify-entities $tai '{"contact_source": "Relationships team", "level": "hapū", "overlapping_interests": []}'
give maori-specialist approve-offer $tai
give lead send-offer $tai '{"kaupapa": "The shore.", "resourcing": "Paid.", "information_handling": "Yours.", "respond_by": "2027-04-12"}'
give ki-tai record-availability $tai '{"days": ["2027-04-22", "2027-05-06"]}'
give ki-tai record-hui-wishes $tai '{"notice_working_days": 40}'
look "/branches/$tai/hui-dates?from=2027-04-01&to=2027-05-31" maori-specialist
jq -r '.items[] | "  \(.day): \(.notice.text)", "      moon: \(.moon.looks), \(.moon.lit_percent)% lit"' <<<"$answer"

chapter 'When is the earliest, and what if?'
look '/forecast'
jq -r '.items[] | select(.earliest_on != null and .done_on == null) |
  "  \(.what): at the earliest \(.earliest_on)\(if .planned_on then ", planned \(.planned_on)" else "" end)"' <<<"$answer"
jq -r '"  critical path: \(.critical_path | join(", "))"' <<<"$answer"
say 'If it opened three weeks later:'
look '/forecast?opens_on=2027-07-05'
jq -r '.changes[] | "  \(.what): \(.planned_before // .earliest_before) becomes \(.planned_on // .earliest_on)", (.breaks[] | "      breaks: \(.)")' <<<"$answer"

chapter 'Clocks'
look /clocks
jq -r '.items[] | select(.state == "running" or .state == "overdue") | "  \(.state): \(.what) by \(.due_on), \(.source)"' <<<"$answer"

chapter 'Calendars to follow'
ask lead POST /api/v1/calendar/feeds '{"scope": "local_board:kowhai-bay", "label": "My phone"}'
feed=$(jq -r .url <<<"$answer")
feed_id=$(jq -r .id <<<"$answer")
count() { curl -sS "$base/calendar/${1#*/calendar/}" | grep -c '^BEGIN:VEVENT' || true; }
echo "  behind its own key: $(count "$feed") entries; in public: $(count "x/calendar/local-boards/kowhai-bay.ics")"
ask lead POST "/api/v1/calendar/feeds/$feed_id/revoke"
echo "  revoked: $(curl -sS -o "$work/none" -w '%{http_code}' "$base/calendar/${feed#*/calendar/}")"

chapter 'The same at the command line'
stop_server
"$fullcircle" calendar show --local-board kowhai-bay --from 2027-06-21 --weeks 2 --data "$data" --config "$work/settings.yaml"
"$fullcircle" dates add --calendar RMA-1991 --region auckland 2027-01-28 2 --explain
"$fullcircle" dates moon --from 2027-06-01 --to 2027-06-05
