#!/bin/sh
# argosay [echo [TEXT [FILE]] | cat FILE | sleep TIME | exit [N] | assert_contains FILE TEXT | sh [FILE]]
say() {
  case $# in
    0) echo 'hello argo' ;;
    1) printf '%s\n' "$1" ;;
    2) mkdir -p "$(dirname "$2")" && printf '%s' "$1" >"$2" ;;
    *) wrong ;;
  esac
}

wrong() {
  sed -n 2p "$0" >&2
  exit 1
}

[ $# -gt 0 ] || { say; exit; }
verb=$1
shift
case $verb in
  echo) say "$@" ;;
  cat | sleep | sh) exec "$verb" "$@" ;;
  exit) exit "${1:-0}" ;;
  assert_contains)
    grep -qF -- "$2" "$1" && exit
    echo "$1 does not contain \"$2\"" >&2
    exit 1
    ;;
  *) wrong ;;
esac
