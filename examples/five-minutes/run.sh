#!/usr/bin/env bash
# One engagement from Plan to Evaluate, as short as the standard definition lets it be: the tour of README.md.
#
#   examples/five-minutes/run.sh [PATH/TO/fullcircle]
#
# Everything in it is invented.
folder=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=examples/lib.sh
. "$folder/../lib.sh"

prepare "$folder" "${1-}"
council_people
start_server 2027-02-01 'Waitauira Council'

echo '── Plan ──'
give lead create-project '{"title": "Opening hours of the Tauira library", "summary": "When should the library be open?",
  "definition": "standard", "local_boards": ["tauira"], "communities": ["library-users"], "topics": ["libraries"], "sample": true}'
expect_refusal lead begin-preparation
give lead assess-significance '{"level": "low", "reasons": "It can be undone.", "policy_version": "2022",
  "extent_reason": "A short survey reaches those who use it.", "strategic_asset": false, "land_or_water": false}'
for person in maori-specialist lead; do # it takes two people to leave mana whenua out
  give $person assess-significance-to-maori '{"conclusion": "not_needed",
    "reasons": "About hours only; the mana whenua forum was told and asked for no more."}'
done
give lead identify-communities '{"groups": [{"community": "library-users", "interest": "They use it."}]}'
give lead record-earlier-insights '{"insights": ["In 2025 people asked for a late evening."], "looked_in": "2025 survey"}'
give lead check-calendar '{"finding": "Nothing else asks library users then.", "clashes": []}'
do_activities plan
give lead begin-preparation

echo '── Prepare ──'
give lead set-scope '{"purpose": "Choose the opening hours from July.", "can_change": ["Which days", "Which hours"],
  "cannot_change": ["The number of staff"], "decision_maker": "Tauira Local Board", "decision_on": "2027-05-20",
  "answer_by": "2027-06-17", "ways": [{"title": "On paper", "text": "At the desk."}]}'
give lead set-period '{"opens_on": "2027-03-01", "closes_on": "2027-03-31"}'
give lead attach-document '{"kind": "privacy_statement", "title": "How we use what you tell us", "url": "/have-your-say/privacy"}'
give lead record-options '{"options": [{"title": "As now", "text": "9 to 5."}, {"title": "Late", "text": "One late evening."}]}'
do_activities prepare
give lead announce-project
give lead schedule-engagement

echo '── Engage: the deadlines come back as commands ──'
expect_refusal lead open-engagement
go_to 2027-03-02
four_facts
go_to 2027-04-01
four_facts
give coordinator record-feedback-totals '{"total": 412, "by_type": [{"name": "individuals", "count": 410},
  {"name": "organisations", "count": 2}], "by_channel": [], "source": "Survey and desk"}'
do_activities engage
give lead begin-analysis

echo '── Report ──'
give adviser record-theme '{"title": "A late evening", "you_said": "Open late once a week.", "people": 260}'
give adviser set-decision-meeting '{"body": "Tauira Local Board", "starts_at": "2027-05-20T18:00:00+12:00", "place": "The library"}'
give adviser submit-advice '{"title": "Advice on hours", "url": "https://example.org/advice", "significance_statement": "Low."}'
do_activities report
go_to 2027-05-21
give decision-maker record-decision '{"body": "Tauira Local Board", "decided_on": "2027-05-20",
  "decision": "Open until 8 pm on Thursdays.", "reasons": "Most who answered asked for it, and the hours can be moved."}'

echo '── Close the loop ──'
give publisher begin-closing '{"headline": "Open late on Thursdays"}'
expect_refusal publisher publish-results
give publisher answer-theme '{"theme": "theme-1", "verdict": "adopted", "we_decided": "Open until 8 pm on Thursdays.",
  "because": "260 of 412 people asked for a late evening."}'
give lead sign-off-results "$(as_read)"
give publisher publish-results
settle
published
do_activities close_the_loop

echo '── Evaluate ──'
give lead begin-evaluation
give lead record-evaluation '{"findings": "Few under 25 answered.", "targets": []}'
give lead record-lesson '{"title": "Ask at schools", "lesson": "Take the survey to the schools nearby."}'
do_activities evaluate
give lead complete-project
four_facts
stop_server
"$fullcircle" verify --data "$data"
