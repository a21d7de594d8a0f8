// Output of a container as lines of its log.
#include "sandbox.h"

static void write_line(int log, struct stream *stream, char tag) {
  struct timespec now;
  struct tm utc;
  char head[80];
  clock_gettime(CLOCK_REALTIME, &now);
  gmtime_r(&now.tv_sec, &utc);
  size_t n = strftime(head, sizeof head, "%Y-%m-%dT%H:%M:%S", &utc);
  n += (size_t)snprintf(head + n, sizeof head - n, ".%09ldZ %s %c ", now.tv_nsec, stream->name, tag);
  char text[sizeof head + sizeof stream->line + 1];
  memcpy(text, head, n);
  memcpy(text + n, stream->line, stream->length);
  text[n + stream->length] = '\n';
  if (write(log, text, n + stream->length + 1) < 0) { /* a full disk must not end the container */ }
  stream->length = 0;
}

// One line of the log for each line of output, as the kubelet's container runtimes write them: `time stream F|P text`.
int copy_output(int log, struct stream *stream) {
  char buffer[16384];
  ssize_t got = read(stream->fd, buffer, sizeof buffer);
  if (got < 0 && (errno == EINTR || errno == EAGAIN)) return 1;
  if (got <= 0) {
    if (stream->length > 0) write_line(log, stream, 'P');
    return 0;
  }
  attach_output(!strcmp(stream->name, "stderr") ? 2 : 1, buffer, (size_t)got);
  for (ssize_t i = 0; i < got; i++) {
    if (buffer[i] == '\n') write_line(log, stream, 'F');
    else {
      stream->line[stream->length++] = buffer[i];
      if (stream->length == sizeof stream->line) write_line(log, stream, 'P');
    }
  }
  return 1;
}
