// What a container sees as its file system: as root a copy-on-write overlay of the host's.
#include "sandbox.h"

void make_parents(char *path) {
  for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
    *slash = 0;
    mkdir(path, 0755);
    *slash = '/';
  }
}

// A mount point of the kind of what is mounted there.
void make_target(char *path, int directory) {
  make_parents(path);
  if (directory) mkdir(path, 0755);
  else close(open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0644));
}

// value: "source\ntarget\nro|rw"
void bind_mount(const char *root, const char *value) {
  char copy[8192], target[8192];
  snprintf(copy, sizeof copy, "%s", value);
  char *source = strtok(copy, "\n"), *where = strtok(NULL, "\n"), *mode = strtok(NULL, "\n");
  struct stat info;
  if (!source || !where || stat(source, &info) < 0) die("cannot mount %s: %s", source ? source : value, strerror(errno));
  snprintf(target, sizeof target, "%s%s", root, where);
  make_target(target, S_ISDIR(info.st_mode));
  if (mount(source, target, NULL, MS_BIND | MS_REC, NULL) < 0) die("cannot mount %s at %s: %s", source, where, strerror(errno));
  if (mode && !strcmp(mode, "ro")) mount(NULL, target, NULL, MS_BIND | MS_REMOUNT | MS_RDONLY | MS_REC, NULL);
}

void mount_tmpfs(const char *root, const char *where) {
  char target[8192];
  snprintf(target, sizeof target, "%s%s", root, where);
  make_target(target, 1);
  if (mount("tmpfs", target, "tmpfs", MS_NOSUID | MS_NODEV, "mode=1777") < 0) die("cannot mount a tmpfs at %s: %s", where, strerror(errno));
}

// The container's own view: an overlay over the host's root, writes going to a folder of its own.
void make_root(const char *root) {
  const char *scratch = setting("scratch");
  char options[16384], upper[4096], work[4096];
  if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0) die("cannot make the mounts private: %s", strerror(errno));
  for (int attempt = 0; attempt < 2; attempt++) {
    snprintf(upper, sizeof upper, "%s/upper", scratch);
    snprintf(work, sizeof work, "%s/work", scratch);
    mkdir(upper, 0755);
    mkdir(work, 0755);
    snprintf(options, sizeof options, "lowerdir=/,upperdir=%s,workdir=%s", upper, work);
    if (mount("overlay", root, "overlay", 0, options) == 0) return;
    // A scratch folder that is itself on an overlay cannot be an upper layer: memory can.
    if (attempt == 0 && mount("tmpfs", scratch, "tmpfs", 0, NULL) < 0) break;
  }
  die("cannot mount an overlay of the host's root: %s", strerror(errno));
}

void enter_root(const char *root) {
  char path[8192];
  snprintf(path, sizeof path, "%s/proc", root);
  mkdir(path, 0755);
  // Where parts of the host's /proc are covered, a user namespace gets no fresh one.
  if (mount("proc", path, "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) < 0 && mount("/proc", path, NULL, MS_BIND | MS_REC, NULL) < 0)
    die("cannot mount /proc: %s", strerror(errno));
  if (chdir(root) < 0 || syscall(SYS_pivot_root, ".", ".") < 0) die("cannot enter the container's root: %s", strerror(errno));
  if (umount2(".", MNT_DETACH) < 0 || chdir("/") < 0) die("cannot leave the host's root: %s", strerror(errno));
}
