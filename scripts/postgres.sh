#!/usr/bin/env bash
# Starts a private PostgreSQL for the tests and takes it away again.
#
#   scripts/postgres.sh [--durable] COMMAND [ARG…]   run COMMAND with its address in
#                                                    YINFENG_TEST_POSTGRES, exit with COMMAND's code
#   scripts/postgres.sh [--durable]                  print the address, serve until Ctrl-C
#
# The cluster lives in a temporary folder, listens on 127.0.0.1 at a random free port with a
# random password, and ends with this script, even when the script is killed. --durable leaves
# fsync on, for proofs and measurements; plain tests run faster without it.
set -euo pipefail

durable=off
if [[ ${1-} == --durable ]]; then durable=on; shift; fi

fail() { echo "scripts/postgres.sh: $*" >&2; exit 1; }

bin=
for folder in /usr/lib/postgresql/*/bin; do
  if [[ -x $folder/initdb && -x $folder/postgres ]]; then bin=$folder; fi
done
if [[ -z $bin ]] && command -v pg_config >/dev/null; then bin=$(pg_config --bindir); fi
[[ -n $bin && -x $bin/initdb && -x $bin/postgres ]] ||
  fail "PostgreSQL is not installed; on Debian: apt-get install postgresql"

# initdb and postgres refuse root, so root runs them as the user that Debian's package made.
drop=()
if [[ $(id -u) == 0 ]]; then
  id postgres >/dev/null 2>&1 || fail "root cannot run PostgreSQL and there is no user postgres; on Debian: apt-get install postgresql"
  drop=(setpriv --reuid=postgres --regid=postgres --init-groups)
fi

# A folder that this user can reach: a private TMPDIR may be closed to it.
dir=
for parent in "${TMPDIR:-/tmp}" /tmp /var/tmp; do
  if [[ -d $parent ]] && "${drop[@]}" test -x "$parent"; then
    dir=$(mktemp -d "$parent/yinfeng-pg.XXXXXX") && break
  fi
done
[[ -n $dir ]] || fail "no temporary folder that PostgreSQL's user can reach; set TMPDIR"

server=
stop() {
  if [[ -n $server ]]; then
    kill -INT "$server" 2>/dev/null || true # fast shutdown
    wait "$server" 2>/dev/null || true
  fi
  rm -rf "$dir"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

secret=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
echo "$secret" >"$dir/secret"
if [[ ${#drop[@]} -gt 0 ]]; then chown -R postgres:postgres "$dir"; fi

(cd "$dir" && "${drop[@]}" "$bin/initdb" --pgdata=data --username=yinfeng --pwfile=secret --auth=scram-sha-256 \
  --encoding=UTF8 --locale=C.UTF-8 --no-sync) >"$dir/initdb.log" 2>&1 ||
  { cat "$dir/initdb.log" >&2; fail "initdb failed"; }

# start PORT: true once the server answers, false when it ended instead (the port was taken).
start() {
  (cd "$dir" && exec setsid setpriv --pdeathsig INT "${drop[@]:1}" "$bin/postgres" -D data -p "$1" \
    -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=200 \
    -c fsync=$durable -c full_page_writes=$durable -c synchronous_commit=$durable) >"$dir/log" 2>&1 &
  server=$!
  for ((i = 0; i < 300; i++)); do
    if "$bin/pg_isready" -q -h 127.0.0.1 -p "$1"; then return 0; fi
    kill -0 "$server" 2>/dev/null || { server=; return 1; }
    sleep 0.1
  done
  return 1
}

ready=
for attempt in 1 2 3 4 5; do
  port=$((20000 + RANDOM % 12000)) # below the ports that the kernel lends to clients
  if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then continue; fi
  if start "$port"; then ready=yes; break; fi
done
[[ -n $ready ]] || { cat "$dir/log" >&2; fail "PostgreSQL did not start"; }

export YINFENG_TEST_POSTGRES="postgres://yinfeng:$secret@127.0.0.1:$port/postgres?sslmode=disable"
if [[ $# -gt 0 ]]; then
  code=0
  "$@" || code=$?
  exit "$code"
fi
echo "$YINFENG_TEST_POSTGRES"
echo "PostgreSQL serves until Ctrl-C" >&2
wait "$server"
