# shellcheck shell=bash
# Real servers beside the walk-through's own: a mail server, a WebDAV server and one that speaks as S3 does. Sourced
# after lib.sh; whatever is not installed is named, and the example is then skipped.
# shellcheck disable=SC2154,SC2034

declare -a beside=()     # process ids
letters_folder='' dav_root='' bucket='' more_settings=''

# port_of FILE: waits for the number a server prints.
port_of() {
  local tries
  for tries in $(seq 100); do
    if [ -s "$1" ]; then
      head -n 1 "$1"
      return
    fi
    sleep 0.1
  done
  problem "a server did not start within $((tries / 10)) seconds"
}

start_servers() {
  need lighttpd
  need /usr/bin/python3
  /usr/bin/python3 -c 'import aiosmtpd, botocore' 2>/dev/null ||
    { echo 'This example needs python3-aiosmtpd and python3-botocore (Debian packages).' >&2 && exit 77; }
  [ -e /usr/lib/lighttpd/mod_webdav.so ] ||
    { echo 'This example needs lighttpd-mod-webdav (a Debian package).' >&2 && exit 77; }
  trap 'end_servers; tidy_up' EXIT
  letters_folder=$work/letters dav_root=$work/dav bucket=$work/s3/bucket
  mkdir -p "$letters_folder" "$dav_root" "$work/s3"
  /usr/bin/python3 "$here/../tests/support/mail_server.py" "$letters_folder" plain >"$work/mail.port" 2>"$work/mail.log" &
  beside+=($!)
  /usr/bin/python3 "$here/../tests/support/s3_server.py" "$work/s3" TAURIAKEY s3cret >"$work/s3.port" 2>"$work/s3.log" &
  beside+=($!)
  start_webdav
  echo s3cret >"$work/s3.secret"
  echo 's3cret pass' >"$work/dav.secret"
  more_settings="mirrors:
  - {name: web, kind: webdav, url: 'http://127.0.0.1:$dav_port/', username: tauira, password_file: '$work/dav.secret', allow_private_addresses: true}
  - {name: bucket, kind: s3, url: 'http://127.0.0.1:$(port_of "$work/s3.port")/bucket', region: ap-southeast-2, username: TAURIAKEY, password_file: '$work/s3.secret', allow_private_addresses: true}"
  notifier_settings=", kind: smtp, smtp: {host: 127.0.0.1, tls: none, port: $(port_of "$work/mail.port")}"
}

start_webdav() {
  dav_port=$(/usr/bin/python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  echo 'tauira:s3cret pass' >"$work/dav.people"
  cat >"$work/dav.conf" <<SETTINGS
server.modules = ("mod_auth", "mod_authn_file", "mod_webdav")
server.document-root = "$dav_root"
server.bind = "127.0.0.1"
server.port = $dav_port
auth.backend = "plain"
auth.backend.plain.userfile = "$work/dav.people"
auth.require = ("/" => ("method" => "basic", "realm" => "tauira", "require" => "valid-user"))
server.stat-cache-engine = "disable"
webdav.activate = "enable"
SETTINGS
  lighttpd -D -f "$work/dav.conf" >"$work/dav.log" 2>&1 &
  beside+=($!)
}

end_servers() {
  local one
  for one in "${beside[@]}"; do kill "$one" 2>/dev/null || true; done
  for one in "${beside[@]}"; do wait "$one" 2>/dev/null || true; done
  beside=()
}

# ── Mail ─────────────────────────────────────────────────────────────────────────────────────────────────────

declare -A letter_seen=()

# letters [SUBJECT COUNT]: what the mail server took since the last time, and for whom; once it has taken so many of that
# subject, for confirmations and receipts leave by themselves.
letters() {
  local file to lines='' tries
  settle
  if [ $# -gt 0 ]; then
    for tries in $(seq 300); do
      if [ "$(grep -l "^Subject: $1" "$letters_folder"/*.eml 2>/dev/null | wc -l)" -ge "$2" ]; then break; fi
      [ "$tries" -lt 300 ] || problem "the letter \"$1\" did not come"
      sleep 0.1
    done
  fi
  for file in "$letters_folder"/*.eml; do
    if [ ! -e "$file" ] || [ -n "${letter_seen[$file]-}" ]; then continue; fi
    letter_seen[$file]=yes
    to=$(jq -r '.to[0]' "${file%.eml}.json")
    lines+="$(decoded "$(header Subject "$file")")"$'\t'"$to"$'\n'
  done
  if [ -z "$lines" ]; then
    echo '  the mail server took: nothing'
    return
  fi
  echo '  the mail server took:'
  printf '%s' "$lines" | sed -E 's/[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4}/REFERENCE/' | sort | awk -F '\t' '{ printf "    \"%s\" → %s\n", $1, $2 }'
}

# link_in ADDRESS START: the newest link in what was sent to somebody that begins so.
link_in() {
  local file found=''
  for file in "$letters_folder"/*.eml; do
    [ "$(jq -r '.to[0]' "${file%.eml}.json")" = "$1" ] || continue
    found=$(/usr/bin/python3 -c 'import sys, email, email.policy
with open(sys.argv[1], "rb") as f: print(email.message_from_binary_file(f, policy=email.policy.default)
    .get_body(("plain",)).get_content())' "$file" | grep -o "https\?://[^ ]*$2[^ ]*" | tail -n 1 | sed -E 's#^https?://[^/]*##') || true
    if [ -n "$found" ]; then echo "$found" >"$work/link"; fi
  done
  [ -s "$work/link" ] || problem "no link $2 was sent to $1"
  cat "$work/link"
  rm "$work/link"
}

# outside METHOD PATH [BODY]: as anybody, without a key; SLUG stands for the project. Sets $status and $answer.
outside() {
  local sending=() out path=${2//SLUG/$slug}
  if [ -n "${3-}" ]; then sending=(-H 'Content-Type: application/json' --data-binary "${3//SLUG/$slug}"); fi
  out=$(curl -sS --max-time 60 -w '\n%{http_code}' -X "$1" "${sending[@]}" "$base$path") || problem "no answer to $1 $path"
  status=${out##*$'\n'}
  answer=${out%$'\n'*}
  [[ $status == 2?? ]] || problem "$1 $path: $answer"
}

# ── Copies of the public site ────────────────────────────────────────────────────────────────────────────────

# mirrored: compares what the web server and the bucket hold with what is served here.
mirrored() {
  local name copy
  settle
  for name in 'web server' bucket; do
    copy=$dav_root
    if [ "$name" = bucket ]; then copy=$bucket; fi
    if diff -rq --exclude=page.json --exclude=.\* "$data/public/have-your-say" "$copy/have-your-say" >"$work/differs"; then
      echo "  the $name holds the same $(find "$copy/have-your-say/$slug" -name '*.html' | wc -l) pages of the project"
    else
      problem "the $name differs: $(cat "$work/differs")"
    fi
  done
}

# site_check [--mend]: the program's own comparison with the record, here and on both servers.
site_check() {
  echo "  fullcircle site check${1:+ $1} --data DATA --config settings.yaml"
  "$fullcircle" site check "$@" --data "$data" --config "$work/settings.yaml" 2>&1 | sed "s,$slug,SLUG,g; s,$data/public,here,; s,http://127.0.0.1:$dav_port/,the web server,; s,http://.*/bucket,the bucket,; s,^,    ," || true
}
