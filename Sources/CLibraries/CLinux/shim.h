// What Cairn uses of libc and the kernel. Owner: LinuxIO.
#ifndef CAIRN_CLINUX_H
#define CAIRN_CLINUX_H

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

#endif
