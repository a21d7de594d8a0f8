// What programs usually have from a C library: calls of the kernel, texts, files, and how the emissary says that something went wrong.
#pragma once
#include <asm/poll.h>
#include <asm/unistd.h>
#include <linux/errno.h>
#include <linux/fcntl.h>
#include <linux/signalfd.h>
#include <linux/stat.h>
#include <stdarg.h>

#ifndef PREFIX
#define PREFIX ""  // tests have a root of their own
#endif
#define ROOT PREFIX "/var/run/argo"
#define TERMINATION_LOG PREFIX "/dev/termination-log"
enum { PATH_SIZE = 4096, REPORT_SIZE = 4096, MANY = 256, BLOCK = 65536, INTERNAL = 64, SIGKILL = 9, SIGPIPE = 13, SIGTERM = 15, SIGCHLD = 17 };
enum { O_RDONLY_ = 0, O_WRONLY_ = 1, READ = O_RDONLY_ | O_CLOEXEC, WRITE = O_WRONLY_ | O_CREAT | O_CLOEXEC };

static char **environment;
static const char *name = "main";
static char block[BLOCK];

// ---- the kernel

static long kernel(long n, long a, long b, long c, long d, long e, long f) {
#if defined(__x86_64__)
  long result;
  register long r10 __asm__("r10") = d, r8 __asm__("r8") = e, r9 __asm__("r9") = f;
  __asm__ volatile("syscall" : "=a"(result) : "a"(n), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9) : "rcx", "r11", "memory");
  return result;
#elif defined(__aarch64__)
  register long x8 __asm__("x8") = n, x0 __asm__("x0") = a, x1 __asm__("x1") = b, x2 __asm__("x2") = c, x3 __asm__("x3") = d, x4 __asm__("x4") = e, x5 __asm__("x5") = f;
  __asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5) : "memory");
  return x0;
#else
#error "emissary knows x86_64 and aarch64"
#endif
}
#define CALL(n, a, b, c, d, e, f, ...) kernel(n, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), (long)(f))
#define SYS(call, ...) CALL(__NR_##call, __VA_ARGS__, 0, 0, 0, 0, 0, 0)

#if defined(__x86_64__)
__asm__(".globl _start\n_start:\n xor %ebp, %ebp\n mov %rsp, %rdi\n and $-16, %rsp\n call begin\n hlt\n");
#elif defined(__aarch64__)
__asm__(".globl _start\n_start:\n mov x29, #0\n mov x0, sp\n and sp, x0, #-16\n bl begin\n");
#endif

// The compiler may call these for copies and comparisons that it finds in the code.
void *memcpy(void *to, const void *from, unsigned long n) { for (char *t = to; n > 0; n--) *t++ = *(const char *)from, from = (const char *)from + 1; return to; }
void *memset(void *to, int value, unsigned long n) { for (char *t = to; n > 0; n--) *t++ = (char)value; return to; }

// ---- texts and files

static long length(const char *s) { long n = 0; while (s[n]) n++; return n; }
static int same(const char *a, const char *b) { while (*a && *a == *b) a++, b++; return *a == *b; }
static long number(const char *s) { long n = 0; while (*s >= '0' && *s <= '9') n = n * 10 + (*s++ - '0'); return n; }

static const char *env(const char *key) {
  for (char **e = environment; *e; e++) {
    long n = 0;
    while (key[n] && (*e)[n] == key[n]) n++;
    if (!key[n] && (*e)[n] == '=') return *e + n + 1;
  }
  return 0;
}

// Joins texts up to a null pointer; what would not fit becomes an empty text, which no call takes for a path.
static char *join(char *to, ...) {
  long n = 0;
  va_list parts;
  va_start(parts, to);
  for (const char *part; (part = va_arg(parts, const char *)) != 0;)
    while (*part && n < PATH_SIZE) to[n++] = *part++;
  va_end(parts);
  to[n < PATH_SIZE ? n : 0] = 0;
  return to;
}

static char *decimal(char *to, long n) {
  char *end = to + 20;
  *end = 0;
  do *--end = (char)('0' + n % 10); while ((n /= 10) > 0);
  return end;
}

static int put(int fd, const char *data, long n) {
  for (long done; n > 0; data += done, n -= done)
    if ((done = SYS(write, fd, data, n)) <= 0 && done != -EINTR) return -1;
    else if (done < 0) done = 0;
  return 0;
}

static long read_file(const char *path, char *to, long size) {
  int fd = (int)SYS(openat, AT_FDCWD, path, READ, 0);
  if (fd < 0) return fd;
  long n = 0, got;
  while (n < size && (got = SYS(read, fd, to + n, size - n)) > 0) n += got;
  SYS(close, fd);
  return n;
}

static int exists(const char *path) { return SYS(faccessat, AT_FDCWD, path, 0, 0) == 0; }
static char *in_ctr(char *to, const char *container, const char *file) { return join(to, ROOT "/ctr/", container, file, (char *)0); }

// The folders above a path; the path itself too when it ends with a slash.
static void make_folders(char *path) {
  for (char *p = path + 1; *p; p++)
    if (*p == '/') *p = 0, SYS(mkdirat, AT_FDCWD, path, 0777), *p = '/';
}

// Whole or not at all: readers never see half of it.
static void write_file(char *path, const char *data) {
  char part[PATH_SIZE];
  int fd = (int)SYS(openat, AT_FDCWD, join(part, path, ".part", (char *)0), WRITE | O_TRUNC, 0666);
  if (fd < 0 || put(fd, data, length(data)) < 0) return;
  SYS(close, fd);
  SYS(renameat, AT_FDCWD, part, AT_FDCWD, path);
}

static void leave(long code) {
  char path[PATH_SIZE], text[24];
  write_file(in_ctr(path, name, "/exitcode"), decimal(text, code));
  SYS(exit_group, code);
}

static void complain(const char *what, const char *which, const char *why) {
  char text[PATH_SIZE];
  join(text, what, which, why, (char *)0);
  int fd = (int)SYS(openat, AT_FDCWD, TERMINATION_LOG, O_WRONLY_ | O_TRUNC | O_CLOEXEC, 0);
  if (fd >= 0) put(fd, text, length(text)), SYS(close, fd);
  put(2, "emissary: ", 10), put(2, text, length(text)), put(2, "\n", 1);
}

static void fail(const char *what, const char *which, const char *why) { complain(what, which, why), leave(INTERNAL); }
