// What Cairn uses of libc and the kernel. Owner: LinuxIO.
#ifndef CAIRN_CLINUX_H
#define CAIRN_CLINUX_H

// _GNU_SOURCE stays undefined: it changes the layout of fd_set's names, which then clash with
// Swift's own module of libc. What stands behind it is reached by system calls below.

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/// `errno` is a macro, which Swift does not import.
static inline int cairn_errno(void) { return errno; }

/// open(2) takes a variable number of arguments, which Swift does not import.
static inline int cairn_open(const char *path, int flags, mode_t mode) {
  return open(path, flags, mode);
}

/// pipe2(2), by number because its declaration needs _GNU_SOURCE.
static inline int cairn_pipe(int *reader, int *writer) {
  int ends[2];
  int status = (int)syscall(SYS_pipe2, ends, O_CLOEXEC);
  if (status == 0) {
    *reader = ends[0];
    *writer = ends[1];
  }
  return status;
}

/// 0 for nothing, 1 for a file, 2 for a folder, 3 for anything else: `S_ISDIR` is a macro.
static inline int cairn_path_kind(const char *path) {
  struct stat status;
  if (stat(path, &status) != 0) return 0;
  return S_ISREG(status.st_mode) ? 1 : S_ISDIR(status.st_mode) ? 2 : 3;
}

/// The next name in a folder, or null: Swift imports the name as a tuple of 256 characters.
static inline const char *cairn_next_name(DIR *folder) {
  struct dirent *entry = readdir(folder);
  return entry ? entry->d_name : 0;
}

/// fcntl(2) takes a variable number of arguments.
static inline int cairn_duplicate(int number) { return fcntl(number, F_DUPFD_CLOEXEC, 0); }

/// Wall clock time. On 32-bit ARM `time_t` ends in January 2038; the kernel's 64-bit call (since
/// Linux 5.1) does not.
static inline int cairn_wall_clock(int64_t *seconds, int64_t *nanoseconds) {
#if __SIZEOF_LONG__ == 4 && defined(SYS_clock_gettime64)
  struct {
    int64_t seconds, nanoseconds;
  } wide;
  if (syscall(SYS_clock_gettime64, CLOCK_REALTIME, &wide) == 0) {
    *seconds = wide.seconds;
    *nanoseconds = wide.nanoseconds;
    return 0;
  }
#endif
  struct timespec time;
  int status = clock_gettime(CLOCK_REALTIME, &time);
  *seconds = time.tv_sec;
  *nanoseconds = time.tv_nsec;
  return status;
}

/// The processors that this process may run on (containers narrow them); sched_getaffinity(2) by
/// number, as above. The kernel fills as many bytes as it returns.
static inline int cairn_usable_processors(void) {
  unsigned long mask[128];
  long bytes = syscall(SYS_sched_getaffinity, 0, sizeof mask, mask);
  int count = 0;
  for (long i = 0; i * (long)sizeof mask[0] < bytes; i++) count += __builtin_popcountl(mask[i]);
  return count;
}

/// Names the calling thread; prctl(2) takes a variable number of arguments.
static inline void cairn_name_thread(const char *name) { prctl(PR_SET_NAME, name); }

/// Tells the processor that this thread spins, so that it saves power and yields to its sibling.
static inline void cairn_spin_hint(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__) || defined(__arm__)
  __asm__ volatile("yield");
#endif
}

/// A counter that makes its descriptor readable while it is not zero; the flags are enumerators.
static inline int cairn_eventfd(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

/// poll(2) for one or two descriptors, of which -1 stands for none: 1 when the first is readable, 2
/// and 4 when the second is readable or writable, 8 when it failed or was hung up; -1 for an error.
static inline int cairn_poll(int first, int second, int writable, int milliseconds) {
  struct pollfd entries[2] = {
      {.fd = first, .events = POLLIN},
      {.fd = second, .events = (short)(POLLIN | (writable ? POLLOUT : 0))},
  };
  if (poll(entries, 2, milliseconds) < 0) return -1;
  return (entries[0].revents ? 1 : 0) | (entries[1].revents & POLLIN ? 2 : 0) |
         (entries[1].revents & POLLOUT ? 4 : 0) |
         (entries[1].revents & (POLLERR | POLLHUP | POLLNVAL) ? 8 : 0);
}

/// getrandom(2), by number as above.
static inline ssize_t cairn_random(void *bytes, size_t count) {
  return syscall(SYS_getrandom, bytes, count, 0);
}

#endif
