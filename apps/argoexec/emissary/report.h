// Reports without a JSON library: fills in what libs/pod-plan/src/plain-report.ts prepares.
#pragma once
#include "system.h"

static char report[REPORT_SIZE];
static long reported;

static int say(const char *data, long n) {
  if (reported + n > REPORT_SIZE) return 0;
  memcpy(report + reported, data, n), reported += n;
  return 1;
}

static int is_utf8(const char *s, long n) {
  for (long i = 0; i < n; i++) {
    unsigned char c = (unsigned char)s[i];
    int more = c < 0x80 ? 0 : c >= 0xc2 && c < 0xe0 ? 1 : c >= 0xe0 && c < 0xf0 ? 2 : c >= 0xf0 && c < 0xf5 ? 3 : MANY;
    if (i + more >= n) return 0;
    for (; more > 0; more--) if ((s[++i] & 0xc0) != 0x80) return 0;
  }
  return 1;
}

static int say_file(const char *path) {
  long n = read_file(path, block, REPORT_SIZE + 1);
  if (n < 0 || n > REPORT_SIZE) return 0;
  if (n > 0 && block[n - 1] == '\n') n--;
  if (!is_utf8(block, n) || !say("\"", 1)) return 0;
  for (long i = 0; i < n; i++) {
    unsigned char c = (unsigned char)block[i];
    char code[6] = {'\\', 'u', '0', '0', "0123456789abcdef"[c >> 4 & 15], "0123456789abcdef"[c & 15]};
    if (!(c < 0x20 ? say(code, 6) : c == '"' || c == '\\' ? say("\\", 1) && say(block + i, 1) : say(block + i, 1))) return 0;
  }
  return say("\"", 1);
}

static const char *end_of(const char *line) {
  while (*line && *line != '\n') line++;
  return line;
}

// Fills the report in; 0 when that takes more than this can do.
static int compose(const char *line) {
  char path[PATH_SIZE];
  say("\xe2\x90\x9e" "argosy:", 10);
  for (const char *end = end_of(line); *line; line = *end ? end + 1 : end, end = end_of(line)) {
    if (*line == 'T' && !say(line + 1, end - line - 1)) return 0;
    if (*line != 'F') continue;
    if (end - line > PATH_SIZE) return 0;
    memcpy(path, line + 1, end - line), path[end - line - 1] = 0;
    const char *other = *end && end[1] == 'D' ? end + 2 : 0;
    if (exists(path) ? !say_file(path) : !other || !say(other, end_of(other) - other)) return 0;
  }
  return 1;
}
