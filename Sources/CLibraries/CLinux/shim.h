// What Cairn uses of libc and the kernel. Owner: LinuxIO.
#ifndef CAIRN_CLINUX_H
#define CAIRN_CLINUX_H

// pipe2 and others stand behind this in glibc's headers.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/// `errno` is a macro, which Swift does not import.
static inline int cairn_errno(void) { return errno; }

/// open(2) takes a variable number of arguments, which Swift does not import.
static inline int cairn_open(const char *path, int flags, mode_t mode) {
  return open(path, flags, mode);
}

/// pipe2(2) takes an array, which Swift would see as a bare pointer.
static inline int cairn_pipe(int *reader, int *writer) {
  int ends[2];
  int status = pipe2(ends, O_CLOEXEC);
  if (status == 0) {
    *reader = ends[0];
    *writer = ends[1];
  }
  return status;
}

#endif
