#!/usr/bin/env bash
# Sees that the tools of a fresh machine are there; ends with one line that says what is missing.
set -euo pipefail

need() { # COMMAND WHAT-TO-INSTALL
  command -v "$1" >/dev/null || { echo "$1 is missing: please install $2" >&2; exit 1; }
}
need go "Go 1.26 or newer (https://go.dev/dl/)"
minor=$(go env GOVERSION)
minor=${minor#go1.}
minor=${minor%%[!0-9]*}
if [[ -n $minor && $minor -lt 21 ]]; then # from 1.21 on, Go fetches the version that go.mod asks for
  echo "$(go env GOVERSION) is too old: please install Go 1.26 or newer (https://go.dev/dl/)" >&2
  exit 1
fi
need gcc "gcc (Debian: apt-get install gcc libc6-dev)"
need node "Node.js 20.19 or newer (https://nodejs.org/)"
need npm "npm, which comes with Node.js"
node -e '
const [major, minor] = process.versions.node.split(".").map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Node.js ${process.versions.node} is too old: please install 20.19 or newer (https://nodejs.org/)`)
  process.exit(1)
}'
