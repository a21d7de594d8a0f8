// Copies files and folders to where the wait container finds them.
#pragma once
#include "system.h"

struct entry { unsigned long inode, offset; unsigned short size; unsigned char type; char name[]; };
static char from[PATH_SIZE], to[PATH_SIZE];

static int copy_file(unsigned mode) {
  int in = (int)SYS(openat, AT_FDCWD, from, READ, 0), out = (int)SYS(openat, AT_FDCWD, to, WRITE | O_TRUNC, mode | 0600);
  long got = in < 0 || out < 0 ? -1 : 0;
  while (got == 0 && (got = SYS(read, in, block, BLOCK)) > 0) got = put(out, block, got);
  if (out >= 0) SYS(fchmod, out, mode), SYS(close, out);
  if (in >= 0) SYS(close, in);
  return got == 0 ? 0 : -1;
}

// Copies `from` to `to`: files, folders and links as they are; devices and sockets are nothing to save.
static int copy_tree(int follow) {
  struct statx about;
  char entries[2048] __attribute__((aligned(8)));
  if (SYS(statx, AT_FDCWD, from, follow ? 0 : AT_SYMLINK_NOFOLLOW, STATX_TYPE | STATX_MODE, &about) < 0) return -1;
  unsigned type = about.stx_mode & S_IFMT, mode = about.stx_mode & 07777;
  if (type == S_IFREG) return copy_file(mode);
  if (type == S_IFLNK) {
    long n = SYS(readlinkat, AT_FDCWD, from, block, PATH_SIZE);
    return n < 0 || (block[n] = 0, SYS(symlinkat, block, AT_FDCWD, to)) < 0 ? -1 : 0;
  }
  if (type != S_IFDIR) return 0;
  long f = length(from), t = length(to);
  int fd = (int)SYS(openat, AT_FDCWD, from, READ | O_DIRECTORY, 0), failed = fd < 0;
  SYS(mkdirat, AT_FDCWD, to, mode | 0700);
  for (long n; !failed && (n = SYS(getdents64, fd, entries, sizeof entries)) > 0;)
    for (long at = 0; at < n && !failed; at += ((struct entry *)(entries + at))->size) {
      const char *child = ((struct entry *)(entries + at))->name;
      if (same(child, ".") || same(child, "..")) continue;
      failed = f + length(child) + 2 > PATH_SIZE || t + length(child) + 2 > PATH_SIZE;
      if (!failed) join(from + f, "/", child, (char *)0), join(to + t, "/", child, (char *)0), failed = copy_tree(0) < 0;
      from[f] = to[t] = 0;
    }
  if (fd >= 0) SYS(close, fd);
  return failed ? -1 : 0;
}

// True unless a path that is there could not be copied; whether one that is not there is an error is for wait to say.
static int save(const char *path) {
  join(from, path, (char *)0);
  for (long n = length(from); n > 1 && from[n - 1] == '/';) from[--n] = 0;
  if (!exists(from)) return 1;
  make_folders(join(to, ROOT "/outputs", *from == '/' ? "" : "/", from, (char *)0));
  if (copy_tree(1) == 0) return 1;
  complain("failed to save output ", path, ": it cannot be copied to " ROOT "/outputs");
  return 0;
}
