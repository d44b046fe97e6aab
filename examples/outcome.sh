# shellcheck shell=bash
# What came of it: messages sent, files published, calendars, the project as it was. Sourced by lib.sh.
# shellcheck disable=SC2154

declare -A mail_seen=()  # .eml file → yes

# header NAME FILE: one header field of a message, unfolded.
header() {
  sed -e 's/\r$//' -e '/^$/q' "$2" | sed -e ':a' -e 'N' -e '$!ba' -e 's/\n[ \t]\+/ /g' | sed -n "s/^$1: //p"
}

# Decodes RFC 2047 words ("=?utf-8?Q?K=C5=8Dwhai?=").
decoded() {
  local text out='' before word
  text=$(sed -E 's/\?=[ \t]+=\?/?==?/g' <<<"$1")
  while [[ $text =~ =\?[^?]+\?([QqBb])\?([^?]*)\?= ]]; do
    before=${text%%"${BASH_REMATCH[0]}"*}
    text=${text#*"${BASH_REMATCH[0]}"}
    word=${BASH_REMATCH[2]}
    if [[ ${BASH_REMATCH[1]} == [Bb] ]]; then
      word=$(base64 -d <<<"$word")
    else
      word=${word//_/ }
      printf -v word '%b' "${word//=/\\x}"
    fi
    out+=$before$word
  done
  printf '%s\n' "$out$text"
}

# sent: the messages written since the last time, and to whom.
sent() {
  settle
  local file to lines=''
  for file in "$data"/mail/*.eml; do
    if [ ! -e "$file" ] || [ -n "${mail_seen[$file]-}" ]; then continue; fi
    mail_seen[$file]=yes
    to=$(header To "$file" | sed -E 's/.*<([^@>]+)@.*/\1/; s/@.*//')
    if [ "$to" = public ]; then to='the public list'; fi
    lines+="$(decoded "$(header Subject "$file")")"$'\t'"$to"$'\n'
  done
  if [ -z "$lines" ]; then
    echo '  sent: nothing'
    return
  fi
  printf '%s' "$lines" | sort | uniq -c | sed -E 's/^ *([0-9]+) /\1\t/' | awk -F '\t' '
    { count += $1 } $2 != subject { order[++n] = subject = $2 }
    { to[subject] = to[subject] (to[subject] ? ", " : "") $3 ($1 > 1 ? " (" $1 " times)" : "") }
    END { printf "  sent: %d message%s\n", count, count == 1 ? "" : "s"
          for (i = 1; i <= n; i++) printf "    \"%s\" → %s\n", order[i], to[order[i]] }'
}

# published: files of the public site that are new or changed since the last time, and what the page says.
published() {
  settle
  local site=$data/public/have-your-say
  (cd "$site" && find . -type f ! -name '*.css' -exec sha256sum {} + | sed 's|\./||' | sort -k 2) >"$work/site.now"
  touch "$work/site.before"
  awk -v slug="${slug:-none}" '
    function list(name, text) { if (text != "") printf "  published, %s: %s\n", name, text }
    FILENAME ~ /before$/ { before[$2] = $1; next }
    $2 in before && before[$2] == $1 { next }
    { was = $2 in before; gsub(slug, "PROJECT", $2); path = "/have-your-say/" $2
      if (was) changed = changed (changed ? ", " : "") path; else added = added (added ? ", " : "") path }
    END { list("new", added); list("changed", changed); if (added changed == "") print "  published: nothing" }' \
    "$work/site.before" "$work/site.now"
  mv "$work/site.now" "$work/site.before"
}

# page JQ: something of the project's public page, as the server serves it to anybody.
page() {
  curl -sS --fail "$base/have-your-say/$slug/page.json" | jq -r "$1" | sed 's/^/    /'
}

# shellcheck disable=SC2034
page_line='"the page says: \(.status_text)", (.updates[-1:] | .[] | "its latest update: \(.title)")'

# calendar [staff]: the entries of the project's calendar, public or staff.
calendar() {
  settle
  local path=/calendar/$slug.ics
  if [ "${1-}" = staff ]; then path=/calendar/staff/$slug.ics; fi
  echo "  calendar${1:+ for staff}:"
  curl -sS --fail -H "Authorization: Bearer ${key_of[lead]}" "$base$path" |
    sed -e 's/\r$//' | sed -e ':a' -e 'N' -e '$!ba' -e 's/\n[ \t]//g' | awk '
      function day(t) { return substr(t, 1, 4) "-" substr(t, 5, 2) "-" substr(t, 7, 2) }
      function clock(t) { return length(t) > 8 ? " " substr(t, 10, 2) ":" substr(t, 12, 2) : "" }
      /^BEGIN:VEVENT/ { split("", e); next }
      /^END:VEVENT/ { printf "    %s%s  %s (%s, sequence %s)\n", day(e["DTSTART"]), clock(e["DTSTART"]),
                      e["SUMMARY"], tolower(e["STATUS"]), e["SEQUENCE"]; next }
      { at = index($0, ":"); name = substr($0, 1, at - 1); sub(/;.*/, "", name)
        text = substr($0, at + 1); gsub(/\\,/, ",", text); gsub(/\\;/, ";", text); e[name] = text }' | sort
}

# as_of DAY: the project as it was at the end of a day.
as_of() {
  look "?at=$1"
  jq -r '"  where it was: \(.facts.where), round \(.round); version \(.version)",
    "  period: \(.period.opens_on) to \(.period.closes_on); documents: \(.documents | length); totals: " +
    (if .totals then "\(.totals.total)" else "none yet" end) + "; decisions: \(.decisions | length)",
    (.branches[] | "  \(.name): \(.state_text)")' <<<"$answer"
}
