#!/usr/bin/env bash
# People in, answers out: one engagement from the first contribution to the day its givers are told what became of
# what they said, through a real mail server, with the public pages copied to a WebDAV server and one that speaks as S3.
#
#   examples/answered/run.sh [PATH/TO/fullcircle]
#
# Everything in it is invented.
folder=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=examples/lib.sh
. "$folder/../lib.sh"
# shellcheck source=examples/servers.sh
. "$folder/../servers.sh"

prepare "$folder" "${1-}"
council_people
start_servers
start_server 2027-02-01 'Waitauira Council'

# gives FILE: each line who, command and body.
gives() {
  local who command body
  while IFS=$'\t' read -r who command body; do give "$who" "$command" "$body"; done <"$folder/data/$1"
}

# contribute BODY: somebody of the council takes in what somebody said.
contribute() {
  ask lead POST "/api/v1/projects/$project/contributions" "$1"
  [ "$status" = 201 ] || problem "not taken in: $answer"
  jq -r --argjson sent "$1" '"  taken in by \($sent.channel)\(if .late then ", late" else "" end): \($sent.words)"' <<<"$answer"
}

# bring_in FILE DRY_RUN: a survey tool's export.
bring_in() {
  ask lead POST "/api/v1/projects/$project/contributions/import" "$(jq -n --rawfile csv "$folder/data/$1" \
    --slurpfile mapping "$folder/data/mapping.json" --argjson dry "$2" '{csv: $csv, mapping: $mapping[0], dry_run: $dry}')"
  jq -r '"  \(.rows) rows, \(.good) good" + (if .kept then ", \(.added) added, \(.already_there) already there" else ", nothing kept" end),
    (.bad[] | "    line \(.line), \(.field): \(.message)")' <<<"$answer"
}

# code THEME WORD: whoever said a word goes under a theme.
code() {
  ask adviser POST "/api/v1/projects/$project/codings" "{\"theme\": \"$1\", \"change\": \"add\", \"filter\": {\"q\": \"$2\"}}"
  [[ $status == 20? ]] || problem "not coded: $answer"
  jq -r --arg word "$2" --arg theme "$1" '"  “\($word)” under \($theme): \(.changed)"' <<<"$answer"
}

chapter 'A project that is open for feedback'
give lead create-project @create.json
gives opening.tsv
do_activities plan
give lead begin-preparation
gives preparing.tsv
do_activities prepare
give lead announce-project
give lead schedule-engagement
go_to 2027-03-02
four_facts
letters

chapter 'Somebody follows it: a letter, and then their word'
outside POST /api/v1/subscriptions '{"address": "follower@tauira.example", "scope": "project", "of": "SLUG"}'
outside POST /api/v1/subscriptions '{"address": "undecided@tauira.example", "scope": "project", "of": "SLUG"}'
letters 'Please confirm' 2
say 'One of them confirms:'
outside POST "$(link_in follower@tauira.example /follow/)"

chapter 'What people say, each in their own way'
say 'On the public page. She may be written to, and asked for a receipt by mail:'
outside POST /api/v1/have-your-say/SLUG/contributions '{"words": "Open one evening: I work until six.",
  "contributor": {"name": "Ana Tauira", "email": "ana@tauira.example"}, "consents": {"contact": true, "copy": true}}'
letters 'We have what you said' 1
say 'A letter and a petition, typed in by the council:'
contribute '{"words": "Please keep the Saturday.", "channel": "post", "received_on": "2027-03-01",
  "contributor": {"email": "hemi@tauira.example"}, "consents": {"contact": true}}'
contribute '{"words": "Longer hours for the Tauira library: an evening!", "channel": "in_person", "kind": "petition", "signatures": 214}'
say 'From a survey tool: a rehearsal finds a bad row; the file is put right; once more, it adds nothing:'
bring_in survey-with-a-fault.csv true
bring_in survey.csv false
bring_in survey.csv false

chapter 'The period ends; what comes after it is late, and is not lost'
go_to 2027-04-01
letters
contribute '{"words": "Is a café too late? I would come.", "channel": "email"}'
look /contributions/counts
jq -r '"  \(.total) contributions, \(.late) of them late, \(.signatures) signatures: " +
  ([.by_channel | to_entries[] | "\(.key) \(.value)"] | join(", "))' <<<"$answer"

chapter 'Read, grouped and counted'
give coordinator record-feedback-totals '{"total": 7, "by_type": [{"name": "individuals", "count": 7}], "by_channel": [], "source": "Contributions"}'
do_activities engage
give lead begin-analysis
while read -r theme; do give adviser record-theme "$theme"; done < <(jq -c '.[]' "$folder/data/themes.json")
code theme-1 evening
code theme-2 saturday
code theme-3 cafe
say 'Words are found with and without macrons and accents.'
look /themes adviser
jq -r '.items[] | "  \(.title): \(.contributions) contributions, \(.signatures) signatures"' <<<"$answer"

chapter 'Advice, a decision, and an answer to every theme'
give adviser set-decision-meeting '{"body": "Tauira Local Board", "starts_at": "2027-05-20T18:00:00+12:00", "place": "The library"}'
give adviser submit-advice '{"title": "Advice on hours", "url": "https://example.org/advice", "significance_statement": "Low."}'
do_activities report
go_to 2027-05-21
say 'That something was noted is no reason:'
expect_refusal decision-maker record-decision "$(jq -c '.themes[2].reason = "Noted."' "$folder/data/decision.json")"
give decision-maker record-decision @decision.json
give publisher begin-closing '{"headline": "Open late on Thursdays"}'
while read -r theme; do give publisher answer-theme "$theme"; done < <(jq -c '.[]' "$folder/data/answers.json")
say 'Who wrote some of it cannot sign it off; and the signature is for the text as it was read:'
expect_refusal adviser sign-off-results "$(as_read)"
give lead sign-off-results "$(as_read)"

chapter 'Who gets what: first counted, then told'
letters
ask publisher POST "/api/v1/projects/$project/telling?command=publish_results" '{}'
jq -r '.items[] | select(.public) | "  \(.email) messages would go out: " +
  "\(.public.list) to the council’s own list, \(.public.followers) to followers, \(.public.contributors) to contributors"' <<<"$answer"
give publisher publish-results
letters
look '' lead
jq -r '"  on the record: " + (.told | join("; "))' <<<"$answer"

chapter 'What Ana finds behind the address in her receipt'
outside GET "$(link_in ana@tauira.example /receipt/)"
/usr/bin/python3 "$folder/../words.py" <<<"$answer" | sed -n '/What became/,/six\./p' | sed 's/^/  /'

chapter 'The same pages on the other servers'
go_to '2027-05-21 12:05'
mirrored
say 'Somebody changes a page on the web server. The check finds it, mends it, and then finds nothing:'
echo '<p>Nothing to see.</p>' >"$dav_root/have-your-say/$slug/index.html"
site_check
site_check --mend
site_check
