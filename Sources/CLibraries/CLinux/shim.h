// What Cairn uses of libc and the kernel. Owner: LinuxIO.
#ifndef CAIRN_CLINUX_H
#define CAIRN_CLINUX_H

// pipe2 and others stand behind this in glibc's headers.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
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

#endif
