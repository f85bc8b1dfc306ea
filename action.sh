# What the GitHub Action checks. Every check runs, whatever the others find; the worst exit status is returned.
set -u
worst=0

check() {
  "$@"
  local status=$?
  if [ "$status" -gt "$worst" ]; then worst=$status; fi
}

sound() { cors check < "$POLICY"; }
same_config() { cors snippet --target "$TARGET" --check "$CONFIG" < "$POLICY"; }
same_server() {
  local options=()
  for path in $PATHS; do options+=(--path "$path"); done
  cors probe "$URL" --policy "$POLICY" --attack --format github "${options[@]}"
}

check sound
if [ -n "${TARGET:-}" ] && [ -n "${CONFIG:-}" ]; then check same_config; fi
if [ -n "${URL:-}" ]; then check same_server; fi
exit "$worst"
