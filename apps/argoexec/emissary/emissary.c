// Runs the user's command in any image, `FROM scratch` included, and waits for such commands (docs/adr/0012).
//
//   emissary init [-- COMMAND]            copies itself to /var/run/argo/argoexec, then becomes COMMAND
//   emissary emissary [FLAGS] -- COMMAND  runs COMMAND; its exit code goes to ctr/<name>/exitcode and becomes the own one
//     --logs               keeps stdout and stderr in ctr/<name>/combined
//     --save PATH          copies PATH to /var/run/argo/outputs/PATH afterwards
//     --after NAME         starts when the container NAME has ended well
//     --retries N, --retry-delay MS    runs COMMAND again when it fails
//     --sidecar-of NAME    ends COMMAND when the container NAME has ended
//   emissary wait --main NAME [--until FILE] -- COMMAND   waits for containers; then reports by itself, or becomes COMMAND
//   emissary kill SIGNAL PID
//
// The name is ARGO_CONTAINER_NAME; ARGO_INCLUDE_SCRIPT_OUTPUT=true keeps stdout in ctr/<name>/stdout. Errors of its own end with 64.
// Talks to the kernel without a C library, so that it is small and depends on nothing: build with -nostdlib -static -ffreestanding.
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

// ---- copies

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

// ---- containers and their ends

// The exit code of a container, or -1 while it has none. Its lock is free without an exit code when it was killed: 137.
static long code_of(const char *container) {
  char path[PATH_SIZE], text[24] = {0};
  if (read_file(in_ctr(path, container, "/exitcode"), text, 20) > 0) return number(text);
  int fd = (int)SYS(openat, AT_FDCWD, in_ctr(path, container, "/alive"), READ, 0);
  if (fd < 0) return -1;
  int free = SYS(flock, fd, 1 | 4) == 0;  // LOCK_SH | LOCK_NB
  SYS(close, fd);
  if (!free) return -1;
  return read_file(in_ctr(path, container, "/exitcode"), text, 20) > 0 ? number(text) : 137;
}

static int all_ended(const char **containers, long n) {
  for (long i = 0; i < n; i++) if (code_of(containers[i]) < 0) return 0;
  return 1;
}

// ---- events: signals, changes of files, output of the child

static int signals, changes, result_file = -1, logs_file = -1;
static struct pollfd watched[4];  // signals, changes, stdout, stderr
static long child, status, told_to_end;

static long now(void) {
  long time[2];
  SYS(clock_gettime, 1, time);
  return time[0] * 1000 + time[1] / 1000000;
}

static void watch(const char *container) {
  char path[PATH_SIZE];
  make_folders(in_ctr(path, container, "/"));
  SYS(inotify_add_watch, changes, path, 0x8 | 0x80);  // IN_CLOSE_WRITE | IN_MOVED_TO
}

static void listen(void) {
  unsigned long all = ~0UL;
  SYS(rt_sigprocmask, 2, &all, 0, 8);
  signals = (int)SYS(signalfd4, -1, &all, 8, O_CLOEXEC | O_NONBLOCK);
  changes = (int)SYS(inotify_init1, O_CLOEXEC | O_NONBLOCK);
  for (int i = 0; i < 4; i++) watched[i].fd = -1, watched[i].events = POLLIN;
  watched[0].fd = signals, watched[1].fd = changes;
}

static void become(char *const *command, const char *path) {
  unsigned long none = 0;
  SYS(rt_sigprocmask, 2, &none, 0, 8);
  long error = SYS(execve, path, command, environment);
  complain("failed to start ", path, error == -ENOEXEC ? ": exec format error" : error == -ENOENT ? ": no such file or directory" : ": permission denied");
  SYS(exit_group, INTERNAL);
}

// Copies what has come to the own output and to the files that keep it; 0 when there is nothing (more).
static int pass_on(int stream) {
  int fd = watched[1 + stream].fd;
  long n = fd < 0 ? 0 : SYS(read, fd, block, BLOCK);
  if (n == 0 && fd >= 0) SYS(close, fd), watched[1 + stream].fd = -1;
  if (n <= 0) return 0;
  put(stream, block, n);
  if (stream == 1 && result_file >= 0) put(result_file, block, n);
  if (logs_file >= 0) put(logs_file, block, n);
  return 1;
}

// Waits for something to happen and deals with it: reaps, forwards signals to the child, passes its output on.
static void attend(long timeout) {
  long limit[2] = {timeout / 1000, timeout % 1000 * 1000000};
  struct signalfd_siginfo signal;
  char path[PATH_SIZE], text[24] = {0};
  SYS(ppoll, watched, 4, limit, 0, 8);
  while (SYS(read, signals, &signal, sizeof signal) > 0) {
    if (signal.ssi_signo != SIGCHLD && signal.ssi_signo != SIGPIPE && child > 0) SYS(kill, -child, signal.ssi_signo);
    if (signal.ssi_signo == SIGTERM) told_to_end = 1;
  }
  for (long pid; (pid = SYS(wait4, -1, &status, 1, 0)) > 0;)
    if (pid == child) { child = -((status & 0x7f) ? 128 + (status & 0x7f) : status >> 8 & 0xff) - 1; break; }
  while (SYS(read, changes, block, BLOCK) > 0) continue;
  if (child > 0 && read_file(in_ctr(path, name, "/signal"), text, 20) > 0) SYS(unlinkat, AT_FDCWD, path, 0), SYS(kill, -child, number(text));
  for (int stream = 1; stream <= 2; stream++) if (watched[1 + stream].fd >= 0 && watched[1 + stream].revents) pass_on(stream);
}

// ---- what it can do

static struct { const char *after[MANY], *saved[MANY], *mains[MANY], *until; long afters, saves, others, retries, delay; int logs; char **command; } plan;

static void read_flags(char **argument) {
  for (; *argument && !same(*argument, "--"); argument++) {
    char *flag = *argument, *value = argument[1];
    if (same(flag, "--logs")) { plan.logs = 1; continue; }
    if (!value || plan.afters == MANY || plan.saves == MANY || plan.others == MANY) fail("cannot take flag ", flag, "");
    if (same(flag, "--after")) plan.after[plan.afters++] = value;
    else if (same(flag, "--save")) plan.saved[plan.saves++] = value;
    else if (same(flag, "--main") || same(flag, "--sidecar-of")) plan.mains[plan.others++] = value;
    else if (same(flag, "--until")) plan.until = value;
    else if (same(flag, "--retries")) plan.retries = number(value);
    else if (same(flag, "--retry-delay")) plan.delay = number(value);
    else fail("unknown flag ", flag, "");
    argument++;
  }
  if (*argument) plan.command = argument + 1;
}

static const char *find(const char *command) {
  static char path[PATH_SIZE];
  for (const char *c = command; *c; c++) if (*c == '/') return command;
  const char *p = env("PATH") ? env("PATH") : "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  for (; *p; p += *p == ':') {
    struct statx about;
    long n = 0;
    while (*p && *p != ':' && n < PATH_SIZE - 1) path[n++] = *p++;
    path[n] = 0;
    join(path + n, n ? "/" : "./", n + length(command) + 2 < PATH_SIZE ? command : "", (char *)0);
    if (SYS(faccessat, AT_FDCWD, path, 1) == 0 && SYS(statx, AT_FDCWD, path, 0, STATX_TYPE, &about) == 0 && (about.stx_mode & S_IFMT) == S_IFREG) return path;
  }
  fail("failed to find name in PATH: exec: \"", command, "\": executable file not found in $PATH");
  return 0;
}

static void start(const char *path, int umask) {
  int pipes[2][2] = {{-1, -1}, {-1, -1}};
  if (result_file >= 0 || logs_file >= 0) SYS(pipe2, pipes[0], O_CLOEXEC);
  if (logs_file >= 0) SYS(pipe2, pipes[1], O_CLOEXEC);
  child = SYS(clone, SIGCHLD, 0);
  if (child < 0) fail("failed to start ", path, ": no process can be made");
  if (child == 0) {
    SYS(setpgid, 0, 0);
    SYS(umask, umask);
    for (int i = 0; i < 2; i++) if (pipes[i][1] >= 0) SYS(dup3, pipes[i][1], 1 + i, 0);
    become(plan.command, path);
  }
  SYS(setpgid, child, child);
  for (int i = 0; i < 2; i++)
    if (pipes[i][1] >= 0) SYS(close, pipes[i][1]), SYS(fcntl, pipes[i][0], F_SETFL, O_NONBLOCK), watched[2 + i].fd = pipes[i][0];
}

static long run_once(const char *path, int umask) {
  const char *grace = env("ARGO_TERMINATION_GRACE_PERIOD_SECONDS");
  long ended = 0, killed_at = 0;
  start(path, umask);
  while (child > 0) {
    if (plan.others > 0 && !ended && all_ended(plan.mains, plan.others)) {
      ended = 1, killed_at = now() + (grace ? number(grace) : 30) * 1000;
      SYS(kill, -child, SIGTERM);
    }
    if (ended && now() >= killed_at) SYS(kill, -child, SIGKILL);
    attend(1000);
  }
  for (int stream = 1; stream <= 2; stream++) {
    while (pass_on(stream)) continue;
    if (watched[1 + stream].fd >= 0) SYS(close, watched[1 + stream].fd), watched[1 + stream].fd = -1;
  }
  // A sidecar that ends because it was told to has done nothing wrong, whatever it says.
  return ended ? 0 : -child - 1;
}

static void emissary(int umask) {
  char path[PATH_SIZE], other[PATH_SIZE], text[24];
  listen();
  SYS(prctl, 36, 1);  // PR_SET_CHILD_SUBREAPER
  watch(name);
  // The kernel frees this lock when this process dies, however it dies: that is how others learn of it.
  long lock = SYS(openat, AT_FDCWD, in_ctr(path, name, "/alive.part"), WRITE, 0666);
  SYS(flock, lock, 2);
  SYS(renameat, AT_FDCWD, path, AT_FDCWD, in_ctr(other, name, "/alive"));
  for (long i = 0; i < plan.others; i++) watch(plan.mains[i]);
  for (long i = 0; i < plan.afters; i++) {
    long code;
    watch(plan.after[i]);
    while ((code = code_of(plan.after[i])) < 0 && !told_to_end) attend(1000);
    if (told_to_end) leave(128 + SIGTERM);
    if (code > 0) fail("dependency \"", plan.after[i], join(other, "\" exited with non-zero code: ", decimal(text, code), (char *)0));
  }
  const char *program = find(*plan.command), *wanted = env("ARGO_INCLUDE_SCRIPT_OUTPUT");
  if (plan.logs) logs_file = (int)SYS(openat, AT_FDCWD, in_ctr(path, name, "/combined"), WRITE | O_TRUNC, 0666);
  if (wanted && same(wanted, "true")) result_file = (int)SYS(openat, AT_FDCWD, in_ctr(path, name, "/stdout"), WRITE | O_TRUNC, 0666);
  long code = run_once(program, umask);
  for (long attempt = 0; code != 0 && attempt < plan.retries && !told_to_end; attempt++) {
    for (long until = now() + plan.delay; !told_to_end && now() < until;) attend(until - now());
    if (result_file >= 0) SYS(ftruncate, result_file, 0), SYS(lseek, result_file, 0, 0);
    if (!told_to_end) code = run_once(program, umask);
  }
  for (long i = 0; i < plan.saves; i++) if (!save(plan.saved[i]) && code == 0) code = INTERNAL;
  leave(code);
}

static void init(void) {
  join(from, "/proc/self/exe", (char *)0);
  make_folders(join(to, ROOT "/argoexec", (char *)0));
  if (copy_file(0755) < 0) complain("failed to copy the emissary to " ROOT, "", ""), SYS(exit_group, INTERNAL);
  if (plan.command && *plan.command) become(plan.command, find(*plan.command));
  SYS(exit_group, 0);
}

// ---- reports without a JSON library: see libs/pod-plan/src/plain-report.ts

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

static void wait_for_mains(void) {
  const char *lines = env("ARGO_PLAIN_REPORT");
  char path[PATH_SIZE];
  listen();
  for (long i = 0; i < plan.others; i++) watch(plan.mains[i]);
  if (plan.until) SYS(inotify_add_watch, changes, ROOT, 0x8 | 0x80 | 0x100);  // also IN_CREATE
  while (!all_ended(plan.mains, plan.others) && !(plan.until && exists(plan.until))) {
    attend(1000);
    if (!told_to_end) continue;
    // The pod is ending: containers that have not started never will.
    long running = 0, started = 0;
    for (long i = 0; i < plan.others; i++) if (exists(in_ctr(path, plan.mains[i], "/alive"))) started++, running += code_of(plan.mains[i]) < 0;
    if (!started) SYS(exit_group, 128 + SIGTERM);
    if (!running) break;
  }
  if (lines && compose(lines)) {
    int fd = (int)SYS(openat, AT_FDCWD, TERMINATION_LOG, O_WRONLY_ | O_TRUNC | O_CLOEXEC, 0);
    if (fd >= 0 && put(fd, report, reported) == 0) SYS(exit_group, 0);
  }
  become(plan.command, find(*plan.command));
}

void begin(long *stack) {
  char **arguments = (char **)(stack + 1);
  environment = arguments + stack[0] + 1;
  const char *verb = stack[0] > 1 ? arguments[1] : "";
  if (env("ARGO_CONTAINER_NAME")) name = env("ARGO_CONTAINER_NAME");
  long umask = SYS(umask, 0);  // containers of a pod may run as different users
  if (same(verb, "kill") && stack[0] == 4) SYS(exit_group, SYS(kill, number(arguments[3]), number(arguments[2])) == 0 ? 0 : 1);
  if (*verb) read_flags(arguments + 2);
  if (same(verb, "init")) init();
  if (!plan.command || !*plan.command) fail("no command was given to ", *verb ? verb : "emissary init|emissary|wait [FLAGS] -- COMMAND", "");
  if (same(verb, "emissary")) emissary((int)umask);
  if (same(verb, "wait")) wait_for_mains();
  fail("unknown command ", verb, "");
}
