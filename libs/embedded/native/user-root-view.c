// Without root: a user namespace, in which the container's user is the one who started the provider, and a root made of the host's folders.
#include "sandbox.h"

void enter_user_namespace(void) {
  const char *uid = setting("uid"), *gid = setting("gid");
  char map[128];
  unsigned outer_uid = getuid(), outer_gid = getgid();
  if (unshare(CLONE_NEWUSER) < 0) die("cannot make a user namespace: %s", strerror(errno));
  write_text("/proc/self/setgroups", "deny");
  snprintf(map, sizeof map, "%s %u 1", uid ? uid : "0", outer_uid);
  write_text("/proc/self/uid_map", map);
  snprintf(map, sizeof map, "%s %u 1", gid ? gid : "0", outer_gid);
  write_text("/proc/self/gid_map", map);
}

// Folders whose content is not the container's business, or that get a mount of their own.
static int is_left_out(const char *name) {
  const char *names[] = {".", "..", "proc", "sys", "dev", "tmp", "run", "mnt", "media", "lost+found", NULL};
  for (const char **one = names; *one; one++) if (!strcmp(*one, name)) return 1;
  return 0;
}

// What belongs to the user is a copy on write, what belongs to others can only be read anyway.
static void share_folder(const char *name, const char *target) {
  char source[512], upper[4096], work[4096], options[12288];
  snprintf(source, sizeof source, "/%s", name);
  snprintf(upper, sizeof upper, "%s/upper/%s", setting("scratch"), name);
  snprintf(work, sizeof work, "%s/work/%s", setting("scratch"), name);
  mkdir(upper, 0755);
  mkdir(work, 0755);
  snprintf(options, sizeof options, "lowerdir=%s,upperdir=%s,workdir=%s,userxattr", source, upper, work);
  if (mount("overlay", target, "overlay", 0, options) == 0) return;
  if (mount(source, target, NULL, MS_BIND | MS_REC, NULL) < 0) return;
  struct { unsigned long long set, clear, propagation, userns; } read_only = {.set = 1};
  syscall(SYS_mount_setattr, AT_FDCWD, target, 0x8000 /* AT_RECURSIVE */, &read_only, sizeof read_only);
}

// Mount points below folders of others cannot be made later: they are put into the layer that is ours before it becomes part of the view.
static void prepare_targets(void) {
  for (int i = 0; i < count; i++) {
    char copy[8192], target[16384];
    struct stat info;
    if (strcmp(records[i].key, "bind")) continue;
    snprintf(copy, sizeof copy, "%s", records[i].value);
    char *source = strtok(copy, "\n"), *where = strtok(NULL, "\n");
    if (!source || !where || stat(source, &info) < 0) continue;
    snprintf(target, sizeof target, "%s/upper%s", setting("scratch"), where);
    make_target(target, S_ISDIR(info.st_mode));
  }
}

// An overlay of the whole root is refused in a user namespace; a root of our own with the host's folders in it is not.
void make_user_root(const char *root) {
  char path[4096], link[4096];
  if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0) die("cannot make the mounts private: %s", strerror(errno));
  for (int i = 0; i < 2; i++) {
    snprintf(path, sizeof path, "%s/%s", setting("scratch"), i ? "work" : "upper");
    mkdir(path, 0755);
  }
  prepare_targets();
  if (mount("tmpfs", root, "tmpfs", 0, "mode=755") < 0) die("cannot mount a root: %s", strerror(errno));
  DIR *host = opendir("/");
  if (!host) die("cannot read /: %s", strerror(errno));
  for (struct dirent *entry; (entry = readdir(host));) {
    struct stat info;
    char source[512];
    snprintf(source, sizeof source, "/%s", entry->d_name);
    snprintf(path, sizeof path, "%s/%s", root, entry->d_name);
    if (is_left_out(entry->d_name) || lstat(source, &info) < 0) continue;
    ssize_t length = S_ISLNK(info.st_mode) ? readlink(source, link, sizeof link - 1) : -1;
    if (length > 0) {
      link[length] = 0;
      if (symlink(link, path) < 0) die("cannot make %s: %s", path, strerror(errno));
    } else if (S_ISDIR(info.st_mode)) {
      mkdir(path, 0755);
      share_folder(entry->d_name, path);
    }
  }
  closedir(host);
  const char *empty[] = {"run", "mnt", "tmp", NULL};
  for (const char **one = empty; *one; one++) {
    snprintf(path, sizeof path, "%s/%s", root, *one);
    mkdir(path, 0755);
  }
}

int check_user_namespace(void) {
  enter_user_namespace();
  if (unshare(CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWIPC | CLONE_NEWUTS) < 0) die("cannot make namespaces: %s", strerror(errno));
  if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0 || mount("tmpfs", "/tmp", "tmpfs", 0, NULL) < 0) die("cannot mount: %s", strerror(errno));
  return 0;
}
