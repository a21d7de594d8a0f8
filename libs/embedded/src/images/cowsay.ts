/** A small cowsay in POSIX shell: the message in a balloon, and a whale below it. */
export const cowsay = `#!/bin/sh
text="$*"
[ -n "$text" ] || text=$(cat)
width=$(printf '%s\\n' "$text" | awk '{ if (length($0) > w) w = length($0) } END { print w + 2 }')
line() { i=0; printf ' '; while [ "$i" -lt "$width" ]; do printf '%s' "$1"; i=$((i + 1)); done; printf ' \\n'; }
line _
printf '%s\\n' "$text" | awk -v w="$width" '{ printf "< %-*s >\\n", w - 2, $0 }'
line -
cat <<'WHALE'
    \\
     \\
      \\     .---.
        __/     \\__   ~~
       /  o        \\_/ /
       \\__________\\__ \\
   ~~~~~~~~~~~~~~~~~~~~~~~~
WHALE
`;
