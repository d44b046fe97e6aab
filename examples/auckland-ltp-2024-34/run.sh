#!/usr/bin/env bash
# The Long-term Plan 2024-2034 of Auckland, through the whole cycle on its real dates: what blocks each stage, what is
# sent, what is published. See README.md for the facts and their sources.
#   examples/auckland-ltp-2024-34/run.sh [PATH/TO/fullcircle]
# shellcheck source=examples/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
prepare "$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)" "${1-}"

real() { printf '  [real] %s\n' "$@"; }
ours() { printf '  [ours] %s\n' "$@"; }

tai=tauira-ki-tai uta=tauira-ki-uta
name_of=([$tai]='Ngāti Tauira ki Tai' [$uta]='Ngāti Tauira ki Uta')

council_people
person ki-tai 'Representative of Ngāti Tauira ki Tai' mana_whenua_representative $tai
person ki-uta 'Representative of Ngāti Tauira ki Uta' mana_whenua_representative $uta
start_server 2023-12-06 'Auckland Council (example)'

cat <<'TEXT'
Auckland's Long-term Plan 2024-2034, replayed from published facts

[real] marks what the sources in README.md say. [ours] marks what they do not say and this example had to fill in: the
words of themes and answers, some days, and the two mana whenua entities. Their names are stand-ins ("Tauira" means
"example"): no real iwi or hapū is made to speak. This shows what the program does; it is not a record of the council's.
TEXT

chapter 'Plan'
go_to 2023-12-06
real 'On this day the items for consultation were agreed.'
ours 'The sources name no earlier day, so Plan begins and ends here.'
create=$(jq -c '{title: "Auckland Long-term Plan (10-year Budget) 2024-2034",
  summary: "Example built from published facts; not a page of Auckland Council.",
  definition: "special_consultative_procedure", communities: ["all-local-boards"],
  topics: ["transport", "water-and-stormwater", "parks-and-community", "city-and-local-development", "environment",
           "auckland-future-fund"],
  local_boards: [.local_boards[].id]}' "$example/data/local-boards.json")
give lead create-project "$create"
look ''
jq -r '"  [real] all \(.local_boards | length) local boards and these topics: \(.topics | join(", "))"' <<<"$answer"
four_facts
say 'Too early: to prepare before anything is assessed'
expect_refusal lead begin-preparation
give lead assess-significance @significance.json
give lead identify-communities @communities.json
give lead record-earlier-insights '{"insights": ["Stand-in: the sources do not say what was looked up."], "looked_in": "Earlier budget consultations"}'
give coordinator check-calendar '{"finding": "Stand-in: nothing else was found.", "clashes": []}'
give adviser record-options @options.json
say 'A budget with water in it cannot leave mana whenua out (LGA s 77(1)(c))'
expect_refusal maori-specialist assess-significance-to-maori '{"conclusion": "not_needed", "reasons": "It is about money."}'
give maori-specialist assess-significance-to-maori '{"conclusion": "engage", "reasons": "Ours: land, water and the port lease are among the topics."}'
blocked begin-preparation
do_activities plan
give lead begin-preparation
sent
published

chapter 'Prepare: mana whenua first'
go_to 2023-12-07
ours 'The sources say that 14 mana whenua and 9 other Māori organisations gave feedback, not how they were asked.'
say 'Too early: to make it public before any of them has been asked'
expect_refusal lead announce-project
for entity in $tai $uta; do
  give maori-specialist open-branch $entity "{\"entity_name\": \"${name_of[$entity]}\"}"
  give maori-specialist assess-needed $entity '{"assessment": "Stand-in: land and water are touched."}'
  give maori-specialist identify-entities $entity '{"contact_source": "Stand-in", "level": "iwi", "overlapping_interests": []}'
  give maori-specialist approve-offer $entity
  give lead send-offer $entity @offer.json
done
stands $tai $uta
sent
go_to 2024-01-31
say 'The last day of the offer. Reminders went to our own people and answered for nobody.'
give ki-tai comment-only $tai '{"words": "Stand-in for an answer in writing."}'
give ki-uta decline $uta '{"reason": "Stand-in; kept in confidence.", "sensitivity": "in_confidence"}'
stands $tai $uta
sent

chapter 'Prepare: the document and the dates'
go_to 2024-02-20
real 'The consultation document was adopted on this day.'
say 'Days by which this definition wants things done, counted back from the real opening day of 28 February:'
give lead set-scope @scope.json
give coordinator set-period '{"opens_on": "2024-02-28", "closes_on": "2024-03-27"}'
look /activities
jq -r '.items[] | select(.stage == "prepare" and .overdue) | "    was due \(.due_on): \(.title)"' <<<"$answer"
ours 'These days are settings of this program. The real calendar was tighter, and being late blocks nothing.'
real 'Open 28 February, close 28 March. One day less is not a month:'
blocked schedule-engagement
give adviser attach-document '{"kind": "statement_of_proposal", "title": "Consultation document, adopted 20 February 2024", "url": "https://www.scoop.co.nz/stories/AK2402/S00365/auckland-council-adopts-consultation-document-for-long-term-plan.htm"}'
ours 'A long-term plan has a consultation document (LGA s 93A); it takes the place of the statement of proposal here.'
ours 'The summary, the privacy statement and the hearing are stand-ins: the definition asks for each of them.'
give publisher attach-document '{"kind": "summary_of_proposal", "title": "Summary (stand-in)", "url": "https://example.org/summary", "fair_summary": true, "says_where_full": true, "states_period": true}'
give adviser attach-document '{"kind": "privacy_statement", "title": "Privacy statement (stand-in)", "url": "https://example.org/privacy"}'
give coordinator plan-session @hearing-without-sign-language.json
do_activities prepare
blocked schedule-engagement
give coordinator cancel-session '{"session": "session-1", "reason": "Planned again with New Zealand Sign Language."}'
give coordinator plan-session @hearing.json
say 'Only the period is left, and it stays refused:'
expect_refusal lead schedule-engagement
give coordinator set-period '{"opens_on": "2024-02-28", "closes_on": "2024-03-28"}'
give publisher announce-project
give lead schedule-engagement
four_facts
sent
published
page "$page_line"
calendar

chapter 'Engage'
say 'Too early: to open before the day that people were told'
expect_refusal lead open-engagement
go_to 2024-02-28
real 'Open from this day. Nobody pressed anything: the opening fell due at midnight, council time.'
four_facts
sent
published
page "$page_line"
go_to 2024-03-28
real 'The last day. It ends when the day ends:'
expect_refusal lead close-engagement
go_to 2024-03-29
four_facts
sent
published
say 'The record as it was on 1 March (GET …?at=2024-03-01):'
as_of 2024-03-01

chapter 'Report: the numbers'
go_to 2024-04-26
real 'The numbers by type were published on this day, 29 days after closing.'
say 'Too early: to begin the analysis before anything is counted'
expect_refusal lead begin-analysis
real 'NZ Herald of this day prints 485 pro forma and 23 "Māori entities":'
expect_refusal adviser record-feedback-totals @totals-newspaper.json
real "The council's release gives 5,485 and 14 + 9, and these add up:"
give adviser record-feedback-totals @totals-release.json
give lead record-session-held '{"session": "session-2", "people": 0, "notes": "Stand-in: how many spoke is not in the facts used here."}'
give publisher post-update '{"title": "27,978 pieces of feedback", "text": "22,079 from individuals, 391 from organisations, 14 from mana whenua, 9 from other Māori organisations, and 5,485 pro forma."}'
do_activities engage
give lead begin-analysis
sent
published
page "$page_line"
page '.totals | "\(.total) in all: \([.by_type[] | "\(.name) \(.count)"] | join(", "))"'

chapter 'Report: the advice'
go_to 2024-05-02
real 'Ōrākei Local Board considers the feedback at an extraordinary meeting.'
give adviser complete-activity '{"activity": "ask_local_boards", "evidence": "https://infocouncil.aucklandcouncil.govt.nz/Open/2024/05/20240502_OR_AGN_12473_AT_EXTRA.htm"}'
real 'The topics of the consultation:'
ours 'What people said about each: the facts used here have no summary by topic, and no count of people.'
while read -r theme; do
  give adviser record-theme "$theme"
done < <(jq -c '.[] | {title: ., you_said: "Ours: the sources used here do not say what people said about this topic.", people: 0}' \
  "$example/data/topics.json")
give adviser set-decision-meeting '{"body": "Auckland Council", "starts_at": "2024-05-31T10:00:00+12:00", "place": "Stand-in: the sources name no place"}'
say 'Too early: advice while an entity has not confirmed what was written down'
expect_refusal adviser submit-advice '{"title": "Advice (stand-in)", "url": "https://example.org/advice", "significance_statement": "Very high."}'
give maori-specialist draft-record $tai '{"record": "Stand-in for views given in writing."}'
say 'No one of the council can confirm it for them:'
expect_refusal maori-specialist confirm-record $tai '{"record": "Stand-in for views given in writing."}'
give ki-tai confirm-record $tai '{"record": "Stand-in for views given in writing."}'
give adviser submit-advice '{"title": "Advice (stand-in)", "url": "https://example.org/advice", "significance_statement": "Very high."}'
give maori-specialist report $tai '{"report": "Advice (stand-in)", "shown_to_entity": "Stand-in: by e-mail"}'
stands $tai $uta
sent

chapter 'Report: the decision'
go_to 2024-05-31
real 'Decisions in May 2024. The sources give no day.'
say 'Too early: to record it before the agenda was out'
expect_refusal decision-maker record-decision @decision.json
do_activities report
say 'A month is not a day, and a decision has to have one:'
expect_refusal decision-maker record-decision "$(jq -c '.decided_on = "2024-05"' "$example/data/decision.json")"
ours 'So the last day of May stands in.'
give decision-maker record-decision @decision.json
four_facts
sent
published
page "$page_line"

chapter 'Close the loop'
go_to 2024-06-28
real 'The plan was to be adopted in June 2024. That it was on the 27th is unsourced: verify.'
ours 'The last Friday of June stands in for the day of the answer. Each verdict is a stand-in too.'
give publisher begin-closing '{"headline": "The Long-term Plan 2024-2034 is adopted"}'
say 'Too early: to publish before every topic has its answer'
expect_refusal publisher publish-results
say 'Nobody is answered with "noted":'
expect_refusal publisher answer-theme '{"theme": "theme-1", "verdict": "not_adopted", "we_decided": "Stand-in.", "because": "Noted."}'
for number in 1 2 3 4 5 6; do
  give publisher answer-theme "{\"theme\": \"theme-$number\", \"verdict\": \"partly_adopted\", \"we_decided\": \"Ours: the decision on this topic is not in the facts used here.\", \"because\": \"Ours: the reasons on this topic are not in the facts used here.\"}"
done
give lead sign-off-results "$(as_read)"
blocked publish-results
give maori-specialist decide $tai '{"responses": [{"issue": "Stand-in", "response": "Stand-in for an answer with its reasons."}]}'
give publisher publish-results
sent
published
page "$page_line"
page '.result | "edition \(.edition), \(.themes | length) topics answered, decided by \(.decision_maker) on \(.decided_on), published on \(.published_on)"'
page '.result.mana_whenua[] | "\(.name): \(.state_text)\(if .text == "" then " Nothing of what they wrote is published." else " " + .text end)"'
calendar
look ''
jq -r '.told[] | "  people were told: \(.)"' <<<"$answer"

chapter 'Evaluate'
do_activities close_the_loop
give lead begin-evaluation
expect_refusal lead complete-project
real 'Numbers came 29 days after closing, and a newspaper printed one of them wrong.'
give adviser record-evaluation @evaluation.json
give lead record-lesson '{"title": "Publish counts as one table that adds up", "lesson": "A newspaper printed 485 where 5,485 was meant. A total beside its parts lets readers notice."}'
do_activities evaluate
give maori-specialist close $tai '{"evaluation_asked": "Stand-in: by phone"}'
give maori-specialist notify-outcome $uta '{"words": "Stand-in: the decision and its reasons, sent although they chose not to take part."}'
stands $tai $uta
give lead complete-project
four_facts
sent
published
page "$page_line"

chapter 'The record'
check_record 's/22079/22097/' 'two digits of it changed places'
