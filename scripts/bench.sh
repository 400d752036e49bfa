#!/usr/bin/env bash
# Measures the program on both engines and at two sizes; called by `make bench` with a durable
# PostgreSQL in YINFENG_TEST_POSTGRES. The filled data stay in .cache/bench for the next run
# (rm -r .cache/bench to fill anew). SIZE=100 measures the hundredth only.
set -euo pipefail
cd "$(dirname "$0")/.."
cache=${BENCH_DATA:-$PWD/.cache/bench} # the filled databases; BENCH_PROGRAM measures another build
program=${BENCH_PROGRAM:-bin/yinfeng}
mkdir -p "$cache"
password=Bench-2022-yinfeng
server=
stop() { if [[ -n $server ]]; then kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; server=; fi; }
trap stop EXIT

# measure ENGINE DIVISOR LABEL: fills when needed, serves, asks.
measure() {
  local engine=$1 divisor=$2 label=$3 dir url log
  dir=$cache/$engine-$divisor
  flags=(--data "$dir")
  if [[ $engine == postgres ]]; then
    psql "$YINFENG_TEST_POSTGRES" -qXc "CREATE DATABASE bench_$divisor TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'"
    flags+=(--database "${YINFENG_TEST_POSTGRES/\/postgres?/\/bench_$divisor?}")
    rm -rf "$dir"
  fi
  if [[ ! -f $dir/filled ]]; then
    rm -rf "$dir"; mkdir -p "$dir"
    "$program" "${flags[@]}" demo-data --leads $((1000000 / divisor)) --visits $((3000000 / divisor)) \
      --projects $((100000 / divisor)) --entries $((2000000 / divisor)) 2>&1 | tail -n 1
    for officer in officer1 officer2 officer3; do echo "$password" | "$program" "${flags[@]}" user add "$officer" --role officer --unit 汉滨区; done
    echo "$password" | "$program" "${flags[@]}" user add manager1 --role manager --unit 市招商局 --city-wide
    touch "$dir/filled"
  fi
  log=$(mktemp)
  "$program" "${flags[@]}" --clock 2022-09-26 serve --listen 127.0.0.1:0 2>"$log" &
  server=$!
  for ((i = 0; i < 200; i++)); do
    url=$(sed -n 's/^打开 //p' "$log"); [[ -n $url ]] && break; sleep 0.1
  done
  go run scripts/bench.go -url "$url" -pid "$server" -password "$password" -label "$label"
  stop
  rm -f "$log"
}

for divisor in $(printf "%s\n" 100 "${SIZE:-1}" | sort -rnu); do
  name="1 M leads, 3 M visits, 100 k projects, 2 M entries"
  if [[ $divisor != 1 ]]; then name="1/$divisor of it"; fi
  measure sqlite "$divisor" "SQLite (synchronous=FULL), $name"
  measure postgres "$divisor" "PostgreSQL (fsync on), $name"
done
echo
go test -run '^$' -bench 'Write100k' -benchtime 3x ./reports
