#!/usr/bin/env bash
# Sees to the Debian packages that `make test` needs: a browser, Chinese fonts and PostgreSQL;
# with the word "pages" also to what prints a workbook: LibreOffice Calc and poppler.
# Installs what is missing, or ends with one line that says what to install.
set -euo pipefail

missing=()
command -v chromium >/dev/null || missing+=(chromium)
dpkg-query -W -f='${Status}' fonts-noto-cjk 2>/dev/null | grep -q '^install ok installed' || missing+=(fonts-noto-cjk)
compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || missing+=(postgresql)
if [[ ${1:-} == pages ]]; then
  command -v soffice >/dev/null || missing+=(libreoffice-calc)
  command -v pdftoppm >/dev/null || missing+=(poppler-utils)
fi
[[ ${#missing[@]} -gt 0 ]] || exit 0

fail() { echo "make test: please install as root: apt-get install --no-install-recommends ${missing[*]}" >&2; exit 1; }

root=()
if [[ $(id -u) != 0 ]]; then
  sudo -n true 2>/dev/null || fail
  root=(sudo -n)
fi
command -v apt-get >/dev/null || fail

install() {
  "${root[@]}" apt-get update &&
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"
} </dev/null

echo "make test: installing ${missing[*]}" >&2
install || { echo "make test: trying the installation once more" >&2; sleep 5; install; } || fail
