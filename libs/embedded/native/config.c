// The records that say what to do, and the way to say that it could not be done.
#include "sandbox.h"

struct record records[MAX_ITEMS];
int count;
int error_pipe = -1;

void die(const char *format, ...) {
  char text[1024];
  va_list args;
  va_start(args, format);
  vsnprintf(text, sizeof text, format, args);
  va_end(args);
  // The supervisor reads why the container could not start from this pipe.
  dprintf(error_pipe >= 0 ? error_pipe : 2, "%s\n", text);
  _exit(CANNOT_START);
}

void read_config(const char *file) {
  int fd = open(file, O_RDONLY | O_CLOEXEC);
  struct stat info;
  if (fd < 0 || fstat(fd, &info) < 0) die("cannot read %s: %s", file, strerror(errno));
  char *data = malloc((size_t)info.st_size + 1);
  ssize_t length = 0, got;
  while ((got = read(fd, data + length, (size_t)(info.st_size - length))) > 0) length += got;
  close(fd);
  for (char *at = data, *end = data + length; at < end && count < MAX_ITEMS;) {
    records[count].key = at;
    at += strlen(at) + 1;
    if (at >= end) break;
    records[count++].value = at;
    at += strlen(at) + 1;
  }
}

const char *setting(const char *key) {
  for (int i = 0; i < count; i++) if (!strcmp(records[i].key, key)) return records[i].value;
  return NULL;
}

char **settings(const char *key) {
  char **list = calloc((size_t)count + 1, sizeof *list);
  int n = 0;
  for (int i = 0; i < count; i++) if (!strcmp(records[i].key, key)) list[n++] = (char *)records[i].value;
  return list;
}

void write_text(const char *file, const char *text) {
  int fd = open(file, O_WRONLY | O_CLOEXEC);
  if (fd < 0 || write(fd, text, strlen(text)) < 0) die("cannot write %s: %s", file, strerror(errno));
  close(fd);
}
