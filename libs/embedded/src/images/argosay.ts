/** What the image argoproj/argosay:v2 does, as the conformance corpus describes it. */
export const argosay = `#!/bin/sh
case "\${1:-}" in
  '') echo 'hello argo' ;;
  echo)
    case $# in
      1) echo 'hello argo' ;;
      2) printf '%s\\n' "$2" ;;
      *) mkdir -p "$(dirname "$3")" && printf '%s\\n' "$2" > "$3" ;;
    esac ;;
  cat) shift; exec cat "$@" ;;
  sleep) shift; exec sleep "$@" ;;
  exit) exit "\${2:-0}" ;;
  assert_contains) grep -qF -- "$3" "$2" ;;
  sh) shift; exec sh "$@" ;;
  *) echo "argosay: unknown command: $1" >&2; exit 1 ;;
esac
`;
