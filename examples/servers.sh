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
  need python3
  python3 -c 'import aiosmtpd, botocore' 2>/dev/null ||
    { echo 'This example needs python3-aiosmtpd and python3-botocore (Debian packages).' >&2 && exit 77; }
  [ -e /usr/lib/lighttpd/mod_webdav.so ] ||
    { echo 'This example needs lighttpd-mod-webdav (a Debian package).' >&2 && exit 77; }
  trap 'end_servers; tidy_up' EXIT
  letters_folder=$work/letters dav_root=$work/dav bucket=$work/s3/bucket
  mkdir -p "$letters_folder" "$dav_root" "$work/s3"
  python3 "$here/../tests/support/mail_server.py" "$letters_folder" plain >"$work/mail.port" 2>"$work/mail.log" &
  beside+=($!)
  python3 "$here/../tests/support/s3_server.py" "$work/s3" TAURIAKEY s3cret >"$work/s3.port" 2>"$work/s3.log" &
  beside+=($!)
  start_webdav
  echo s3cret >"$work/s3.secret"
  echo 's3cret pass' >"$work/dav.secret"
  more_settings="mirrors:
  - {name: web, kind: webdav, url: 'http://127.0.0.1:$dav_port/', username: tauira, password_file: '$work/dav.secret', allow_private_addresses: true}
  - {name: bucket, kind: s3, url: 'http://127.0.0.1:$(port_of "$work/s3.port")/bucket', region: ap-southeast-2, username: TAURIAKEY, password_file: '$work/s3.secret', allow_private_addresses: true}"
  notifier_settings="kind: smtp, smtp: {host: 127.0.0.1, tls: none, port: $(port_of "$work/mail.port")}"
}

start_webdav() {
  dav_port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
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

# letters: what the mail server took since the last time, and for whom. Letters may leave a moment after what they are about.
letters() {
  local file to lines='' before=-1 now
  settle
  while now=$(find "$letters_folder" -name '*.json' | wc -l) && [ "$now" != "$before" ]; do
    before=$now
    sleep 0.7
  done
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
  printf '%s' "$lines" | sort | awk -F '\t' '{ printf "    \"%s\" → %s\n", $1, $2 }'
}

# link_in ADDRESS START: the newest link in what was sent to somebody that begins so.
link_in() {
  local file found=''
  for file in "$letters_folder"/*.eml; do
    [ "$(jq -r '.to[0]' "${file%.eml}.json")" = "$1" ] || continue
    found=$(python3 -c 'import sys, email, email.policy
with open(sys.argv[1], "rb") as f: print(email.message_from_binary_file(f, policy=email.policy.default)
    .get_body(("plain",)).get_content())' "$file" | grep -o "https\?://[^ ]*$2[^ ]*" | tail -n 1 | sed -E 's#^https?://[^/]*##') || true
    if [ -n "$found" ]; then echo "$found" >"$work/link"; fi
  done
  [ -s "$work/link" ] || problem "no link $2 was sent to $1"
  cat "$work/link"
  rm "$work/link"
}
