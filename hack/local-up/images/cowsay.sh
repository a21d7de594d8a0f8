#!/bin/sh
# cowsay [WORDS…]: without words it reads them.
if [ $# -gt 0 ]; then text=$*; else text=$(cat); fi
printf '%s\n' "$text" | awk '
  { line[NR] = $0; if (length($0) > width) width = length($0) }
  END {
    edge = sprintf("%" width + 2 "s", ""); top = edge; gsub(/ /, "_", top); bottom = edge; gsub(/ /, "-", bottom)
    print " " top
    for (i = 1; i <= NR; i++) {
      left = NR == 1 ? "<" : i == 1 ? "/" : i == NR ? "\\" : "|"; right = NR == 1 ? ">" : i == 1 ? "\\" : i == NR ? "/" : "|"
      printf "%s %-" width "s %s\n", left, line[i], right
    }
    print " " bottom
  }'
cat <<'COW'
        \   ^__^
         \  (oo)\_______
            (__)\       )\/\
                ||----w |
                ||     ||
COW
