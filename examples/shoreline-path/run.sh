#!/usr/bin/env bash
# The invented project of the screens, round the whole cycle: three mana whenua branches that end differently, and
# what goes otherwise than planned on the way. See README.md.
#   examples/shoreline-path/run.sh [PATH/TO/fullcircle]
# shellcheck source=examples/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
prepare "$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)" "${1-}"

tai=tauira-ki-tai uta=tauira-ki-uta ropu=ropu-tauira
name_of=([$tai]='Ngāti Tauira ki Tai' [$uta]='Ngāti Tauira ki Uta' [$ropu]='Te Rōpū Tauira')

council_people
person ki-tai 'Representative of Ngāti Tauira ki Tai' mana_whenua_representative $tai
person ki-uta 'Representative of Ngāti Tauira ki Uta' mana_whenua_representative $uta
person ropu 'Representative of Te Rōpū Tauira' mana_whenua_representative $ropu
start_server 2027-04-19 'Waitauira Council'

cat <<'TEXT'
Kōwhai Bay shoreline path and planting, Waitauira Council

Sample data. Tauira means "example": no real council, iwi, place or person is shown.
TEXT

chapter 'Plan'
go_to 2027-04-19
give lead create-project @create.json
expect_refusal lead begin-preparation
give lead assess-significance @significance.json
give lead identify-communities @communities.json
give lead record-earlier-insights @insights.json
give coordinator check-calendar '{"finding": "The Harbour Edge parking review asks the same 4,100 households.", "clashes": ["Harbour Edge parking review, 7 June to 4 July"]}'
give adviser record-options @options.json
give maori-specialist assess-significance-to-maori '{"conclusion": "engage", "reasons": "It is about the shore, the dunes and the name of the place."}'
sent

chapter 'Plan: mana whenua are asked first'
go_to 2027-05-03
for entity in $tai $uta $ropu; do
  give maori-specialist open-branch $entity "{\"entity_name\": \"${name_of[$entity]}\"}"
  give maori-specialist assess-needed $entity '{"assessment": "The shore is theirs to speak for."}'
  give maori-specialist identify-entities $entity '{"contact_source": "Relationships team", "level": "hapū", "overlapping_interests": []}'
done
say 'An offer needs a specialist, and ten days to answer are too few:'
expect_refusal lead send-offer $tai @offer.json
for entity in $tai $uta $ropu; do give maori-specialist approve-offer $entity; done
expect_refusal lead send-offer $tai "$(jq -c '.respond_by = "2027-05-13"' "$example/data/offer.json")"
for entity in $tai $uta $ropu; do
  give lead send-offer $entity @offer.json
done
give maori-specialist record-contact-attempt $ropu '{"channel": "letter", "on": "2027-05-03", "note": "With the offer."}'
sent
go_to 2027-05-07
do_activities plan
give ki-tai accept $tai
stands $tai $uta $ropu
go_to 2027-05-10
give lead begin-preparation
sent

chapter 'Going back, with a reason'
go_to 2027-05-12
expect_refusal lead reopen-plan
give lead reopen-plan '{"reason": "Young Pasifika people were not named, and they use this beach."}'
give lead identify-communities @communities-again.json
give lead begin-preparation
four_facts

chapter 'Te Rōpū Tauira: silence is not an answer'
go_to 2027-05-17
give maori-specialist record-contact-attempt $ropu '{"channel": "email", "on": "2027-05-17", "note": "No answer."}'
say 'Too early to say that there was no response:'
expect_refusal maori-specialist confirm-no-response $ropu '{"note": "Nothing came."}'
sent

chapter 'Ngāti Tauira ki Uta: an answer by letter'
go_to 2027-05-21
say 'Their letter came today. The council can record it on their behalf, and has to say how it knows:'
expect_refusal maori-specialist comment-only $uta '{"words": "We will write."}'
give maori-specialist comment-only $uta '{"words": "We will write.", "recorded_on_behalf": {"evidence": "Letter of 19 May 2027, on file"}}'
say 'They get a copy, to say so if it is not how they meant it:'
sent

chapter 'Ngāti Tauira ki Tai: a date takes two'
go_to 2027-05-24
give maori-specialist agree-date $tai @hui-10-june.json
stands $tai
give ki-tai agree-date $tai @hui-10-june.json
stands $tai
go_to 2027-05-28
give maori-specialist record-contact-attempt $ropu '{"channel": "phone", "on": "2027-05-28", "note": "Rang twice; a message was left."}'
go_to 2027-05-31
say 'The time has passed, after three tries in three ways. A specialist confirms it; no timer can:'
give maori-specialist confirm-no-response $ropu '{"note": "The door stays open."}'
stands $tai $uta $ropu
sent

chapter 'Prepare'
go_to 2027-06-01
give lead set-scope @scope.json
give coordinator set-period '{"opens_on": "2027-06-14", "closes_on": "2027-07-11"}'
while read -r session; do give coordinator plan-session "$session"; done < <(jq -c '.[]' "$example/data/sessions.json")
while read -r document; do give publisher attach-document "$document"; done < <(jq -c '.[]' "$example/data/documents.json")
blocked schedule-engagement
do_activities prepare
give coordinator check-calendar '{"finding": "The Harbour Edge parking review asks the same 4,100 households.", "clashes": ["Harbour Edge parking review, 7 June to 4 July"], "settled_because": "We ask once, together: one letter and one drop-in day for both."}'
give publisher announce-project
give lead schedule-engagement
say 'Ngāti Tauira ki Uta pauses; no reason is asked:'
give ki-uta pause $uta
expect_refusal maori-specialist draft-record $uta '{"record": "From their letter."}'
four_facts
sent
published
page "$page_line"

chapter 'A hui is moved'
go_to 2027-06-08
say 'The council has to say why it moves a hui. The entity does not:'
expect_refusal maori-specialist move-hui $tai
give ki-tai move-hui $tai
give ki-tai agree-date $tai @hui-22-june.json
give maori-specialist agree-date $tai @hui-22-june.json
calendar staff
sent

chapter 'Engage'
go_to 2027-06-14
four_facts
sent
published
page "$page_line"
page '.mana_whenua[] | "\(.name): \(.state_text)"'
go_to 2027-06-21
give ki-uta resume $uta
stands $uta
go_to "2027-06-22 15:00"
give maori-specialist record-hui-held $tai '{"people": 23, "notes": "At the marae, with kai."}'
give maori-specialist draft-record $tai '{"record": "Plant first. We lead the naming."}'
give maori-specialist draft-record $uta '{"record": "From their letter: the path belongs behind the dune."}'
go_to 2027-06-24
give coordinator move-session '{"session": "session-2", "starts_at": "2027-06-27T10:00:00+12:00", "ends_at": "2027-06-27T12:00:00+12:00", "reason": "Strong wind is forecast for Saturday."}'
sent
calendar
go_to "2027-06-27 15:00"
give coordinator record-session-held '{"session": "session-2", "people": 31, "notes": "Seats, shade and dogs."}'
go_to 2027-06-30
say 'Only they can confirm the record as their own, and say what of it is published:'
expect_refusal maori-specialist confirm-record $tai '{"record": "Plant first. We lead the naming."}'
give ki-tai confirm-record $tai '{"record": "Plant first. We lead the naming.", "published_words": "We hold the knowledge of this shoreline. We lead its naming and choose what is shared."}'
give ki-uta confirm-record $uta '{"record": "The path belongs behind the dune."}'
stands $tai $uta $ropu
go_to "2027-07-03 15:00"
give coordinator record-session-held '{"session": "session-1", "people": 118, "notes": "A path everyone can use."}'

chapter 'A storm'
go_to 2027-07-05
give lead suspend-project '{"reason": "A storm has closed the shore road.", "until": "2027-07-12"}'
sent
published
page "$page_line"
say 'While it is on hold nothing moves on; what was arranged can be called off, and people are told:'
expect_refusal lead extend-engagement '{"closes_on": "2027-07-18", "reason": "The storm."}'
give coordinator cancel-session '{"session": "session-3", "reason": "The library is closed after the storm."}'
sent
go_to 2027-07-08
give lead resume-project '{"note": "The road is open again."}'
four_facts
say 'More time, and why:'
expect_refusal lead extend-engagement '{"closes_on": "2027-07-18"}'
expect_refusal lead extend-engagement '{"closes_on": "2027-07-09", "reason": "A day less."}'
give lead extend-engagement '{"closes_on": "2027-07-18", "reason": "People lost a week to the storm."}'
give publisher post-update '{"title": "Open for a week longer", "text": "The road is open again. Tell us what you think until Sunday 18 July."}'
sent
published
page "$page_line"
calendar

chapter 'Report'
go_to 2027-07-19
four_facts
sent
go_to 2027-07-20
give adviser record-feedback-totals @totals.json
do_activities engage
give lead begin-analysis
blocked submit-advice
while read -r theme; do give adviser record-theme "$theme"; done < <(jq -c '.[] | {title, you_said, people}' "$example/data/themes.json")
give adviser set-decision-meeting '{"body": "Kōwhai Bay Local Board", "starts_at": "2027-08-19T18:00:00+12:00", "place": "Library"}'
go_to 2027-08-05
give adviser submit-advice '{"title": "Advice on the shoreline path", "url": "https://example.org/advice", "significance_statement": "Medium, by the policy of 2025."}'
give maori-specialist report $tai '{"report": "Advice on the shoreline path", "shown_to_entity": "Read together on 2 August"}'
give maori-specialist report $uta '{"report": "Advice on the shoreline path", "shown_to_entity": "By letter of 30 July"}'
stands $tai $uta $ropu
do_activities report
go_to 2027-08-20
give decision-maker record-decision @decision.json
sent
published

chapter 'Close the loop'
give publisher begin-closing '{"headline": "The Kōwhai Bay shoreline path goes ahead, with planting first."}'
go_to 2027-09-01
jq -c 'to_entries[] | {theme: "theme-\(.key + 1)"} + (.value | {verdict, we_decided, because})' "$example/data/themes.json" >"$work/answers"
while read -r theme_answer; do give publisher answer-theme "$theme_answer"; done <"$work/answers"
say 'The adviser put the last words right, and nobody signs off their own:'
give adviser answer-theme "$(tail -n 1 "$work/answers")"
expect_refusal adviser sign-off-results "$(as_read)"
give lead sign-off-results "$(as_read)"
say 'Nothing is published before each entity has its reasons:'
expect_refusal publisher publish-results
give maori-specialist decide $tai '{"responses": [{"issue": "Planting first", "response": "It comes first."}, {"issue": "The name", "response": "You lead the naming."}]}'
give maori-specialist decide $uta '{"responses": [{"issue": "Behind the dune", "response": "Not adopted: the only flat land there is the back dune, and digging it out would undo the planting."}]}'
say 'Agreed: both have to say so, in the same words'
give maori-specialist agree-outcome $tai @outcome.json
stands $tai
give ki-tai agree-outcome $tai @outcome.json
say 'They differ: each says so in its own words, and both statements are kept'
give maori-specialist record-difference $uta @difference-council.json
give ki-uta record-difference $uta @difference.json
look "/branches/$uta" ki-uta
jq -r '"    council: \(.council_statement)", "    \(.name): \(.entity_statement)"' <<<"$answer"
stands $tai $uta $ropu
sent
go_to 2027-09-14
give publisher publish-results
sent
published
page "$page_line"
page '.result | "edition \(.edition): \(.headline)", (.themes[] | "\(.verdict): \(.title) (\(.people) people)")'
page '.result.mana_whenua[] | "\(.name): \(.state_text)\(if .text == "" then "" else " “\(.text)”" end)"'

say 'No response is reported as no response, and they are told what was decided all the same:'
give maori-specialist notify-outcome $ropu '{"words": "What was decided and why. The door stays open."}'
sent

chapter 'A correction'
go_to 2027-09-20
expect_refusal publisher correct-results '{"what_changed": "A number."}'
give publisher correct-results @correction.json
say 'Nothing changes for people until somebody else has signed it off'
expect_refusal publisher sign-off-results "$(as_read)"
give adviser sign-off-results "$(as_read)"
sent
published
page '.result | "edition \(.edition)", (.changes[] | "changed on \(.on): \(.what)"), (.themes[3].because)'
say 'The feed that people follow (GET /have-your-say/…/updates.atom):'
curl -sS --fail "$base/have-your-say/$slug/updates.atom" | grep -o '<title[^>]*>[^<]*' | sed 's/<title[^>]*>/    /'

chapter 'Evaluate'
go_to 2027-10-14
do_activities close_the_loop
give lead begin-evaluation
give adviser record-evaluation @evaluation.json
give lead record-lesson '{"title": "Go to where young people are", "lesson": "Ask the youth group how to do better before the dates are set."}'
do_activities evaluate
blocked complete-project
give maori-specialist close $tai '{"evaluation_asked": "At the hui of 7 October"}'
give maori-specialist close $uta '{"evaluation_asked": "By letter of 1 October"}'
give lead complete-project
stands $tai $uta $ropu
look "/branches/$tai" maori-specialist
jq -r '.commitments[] | "  what stays promised: \(.what) (\(.owner), by \(.due_on))"' <<<"$answer"
sent
published
page "$page_line"

chapter 'The record'
check_record 's/behind the dune/before the dune/' 'one word of it was changed'
