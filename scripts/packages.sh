# shellcheck shell=bash
# What Debian 12 has to have: one list to build and run, a longer one to test. Sourced by run and test.

build_packages=(
  g++ cmake ninja-build pkg-config tzdata ca-certificates
  libboost1.81-dev libboost-json1.81-dev libboost-url1.81-dev
  libsoci-dev libsqlite3-dev libssl-dev libsodium-dev
  libcurl4-openssl-dev libgmime-3.0-dev libmagic-dev libctemplate-dev libical-dev libicu-dev libxml2-dev
  libxlsxwriter-dev libcsv-dev
  libyaml-cpp-dev libspdlog-dev libfmt-dev libhowardhinnant-date-dev libcli11-dev libnova-dev
  ccache curl jq
)

test_packages=(
  catch2 openssl sqlite3 procps
  clang clang-format clang-tidy libclang-rt-14-dev
  lighttpd lighttpd-mod-webdav
  poppler-utils
  python3 python3-aiosmtpd python3-botocore python3-icalendar python3-jsonschema python3-openpyxl python3-vobject
  python3-yaml radicale
  tidy libxml2-utils qt6-scxml-dev qt6-base-dev
  nodejs npm chromium fonts-dejavu-core
)

# Prints those of its arguments that are not installed. A program of that name from elsewhere will do (npm comes with
# some packages of nodejs, and Debian's own would not go beside them).
missing_packages() {
  local package
  for package in "$@"; do
    if command -v "$package" >/dev/null; then continue; fi
    if [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)" != installed ]; then
      printf '%s\n' "$package"
    fi
  done
}

# Installs what is missing, and nothing when nothing is.
install_missing() {
  local missing as_root=()
  mapfile -t missing < <(missing_packages "$@")
  if [ "${#missing[@]}" -eq 0 ]; then
    return 0
  fi
  if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
      echo "These Debian packages are missing, and installing them takes root or sudo:" >&2
      echo "  ${missing[*]}" >&2
      return 1
    fi
    as_root=(sudo)
  fi
  echo "Installing ${#missing[@]} Debian packages, which takes some minutes: ${missing[*]}"
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

check_system() {
  if ! command -v dpkg-query >/dev/null; then
    echo "This is made for Debian 12: there is no dpkg here." >&2
    echo "Install these yourself, then: cmake --preset release && cmake --build build/release" >&2
    echo "  ${build_packages[*]}" >&2
    return 1
  fi
  if ! grep -q '^VERSION_ID="12"' /etc/os-release; then
    echo "Note: this is made for Debian 12; elsewhere package names and versions may differ." >&2
  fi
}

# How many compilers at once: a core each, and 1.5 GiB of memory each.
build_jobs() {
  local cores memory
  cores=$(nproc)
  memory=$(awk '/^MemTotal:/ { print int($2 / 1572864) }' /proc/meminfo)
  if [ "$memory" -lt 1 ]; then memory=1; fi
  if [ "$memory" -lt "$cores" ]; then echo "$memory"; else echo "$cores"; fi
}

# configure PRESET; ccache is used where there is one.
configure() {
  local launcher=()
  if command -v ccache >/dev/null; then launcher=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache); fi
  cmake --preset "$1" "${launcher[@]}" >/dev/null
}
