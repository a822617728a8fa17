// Preloaded before libc, it writes down what a process does to a file named data.mdb, and what it
// says on its standard output, in the order of both. From that the test rebuilds what a disk may
// hold after the power went at any moment (Recording.swift reads the format).
//
//   CAIRN_RECORDER_LOG      the file to write
//   CAIRN_RECORDER_NO_SYNC  set: LMDB is opened with MDB_NOSYNC, to show that the test notices
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

// A write begins, or is known to be on the disk; all writes begun before are; the file's length is
// set; something is said; the file gets its final name; names of a folder are on the disk.
enum kind { WRITE = 1, DURABLE, SYNCED, LENGTH, SAID, NAMED, NAMES_SYNCED };
enum file { FOREIGN, DATA, DATA_SYNCHRONOUS, FOLDER };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static unsigned char files[1024];
static int log_file = -1;
static uint64_t changes;

static void die(const char *text) {
  fprintf(stderr, "recorder: %s\n", text);
  abort();
}

static void store(const void *bytes, size_t length) {
  while (length > 0) {
    // By number: the functions of these names are the ones below.
    long done = syscall(SYS_write, log_file, bytes, length);
    if (done <= 0) die("the log cannot be written");
    bytes = (const char *)bytes + done;
    length -= (size_t)done;
  }
}

__attribute__((constructor)) static void begin(void) {
  const char *path = getenv("CAIRN_RECORDER_LOG");
  if (!path) die("CAIRN_RECORDER_LOG is not set");
  int flags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC;
  log_file = (int)syscall(SYS_openat, AT_FDCWD, path, flags, 0600);
  if (log_file < 0) die("the log cannot be opened");
}

/// kind, number, length, bytes. The number is an offset, a length or the count of changes before.
static void record(enum kind kind, uint64_t number, const struct iovec *parts, int count) {
  struct __attribute__((packed)) {
    uint8_t kind;
    uint64_t number;
    uint64_t length;
  } head = {(uint8_t)kind, number, 0};
  for (int i = 0; i < count; i++) head.length += parts[i].iov_len;
  pthread_mutex_lock(&lock);
  store(&head, sizeof head);
  for (int i = 0; i < count; i++) store(parts[i].iov_base, parts[i].iov_len);
  pthread_mutex_unlock(&lock);
}

static enum file kind_of(int file) { return file >= 0 && file < 1024 ? files[file] : FOREIGN; }

static int is_data(const char *path) {
  const char *name = strrchr(path, '/');
  return name && strcmp(name, "/data.mdb") == 0;
}

static int is_data_file(int file) {
  return kind_of(file) == DATA || kind_of(file) == DATA_SYNCHRONOUS;
}

static int opened(int file, const char *path, int flags) {
  struct stat status;
  if (file < 0) return file;
  if (file >= 1024) die("a descriptor is too large");
  if (is_data(path)) {
    files[file] = flags & (O_SYNC | O_DSYNC) ? DATA_SYNCHRONOUS : DATA;
  } else {
    files[file] = fstat(file, &status) == 0 && S_ISDIR(status.st_mode) ? FOLDER : FOREIGN;
  }
  return file;
}

int open(const char *path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  return opened((int)syscall(SYS_openat, AT_FDCWD, path, flags, mode), path, flags);
}

int open64(const char *path, int flags, ...) __attribute__((alias("open")));

int close(int file) {
  if (file >= 0 && file < 1024) files[file] = FOREIGN;
  return (int)syscall(SYS_close, file);
}

// A write on a synchronous descriptor is on the disk when it returns, and tells nothing of others.
static ssize_t wrote(int file, ssize_t done, uint64_t change) {
  if (done >= 0 && kind_of(file) == DATA_SYNCHRONOUS) record(DURABLE, change, NULL, 0);
  return done;
}

static uint64_t writes(uint64_t offset, const struct iovec *parts, int count) {
  record(WRITE, offset, parts, count);
  return changes++;
}

ssize_t pwrite(int file, const void *bytes, size_t length, off_t offset) {
  struct iovec part = {(void *)bytes, length};
  uint64_t change = 0;
  if (is_data_file(file)) change = writes((uint64_t)offset, &part, 1);
  return wrote(file, syscall(SYS_pwrite64, file, bytes, length, offset), change);
}

ssize_t pwrite64(int, const void *, size_t, off_t) __attribute__((alias("pwrite")));

ssize_t pwritev(int file, const struct iovec *parts, int count, off_t offset) {
  uint64_t change = 0;
  if (is_data_file(file)) change = writes((uint64_t)offset, parts, count);
  return wrote(file, syscall(SYS_pwritev, file, parts, count, offset, 0), change);
}

ssize_t pwritev64(int, const struct iovec *, int, off_t) __attribute__((alias("pwritev")));

ssize_t writev(int file, const struct iovec *parts, int count) {
  uint64_t change = 0;
  if (is_data_file(file)) change = writes((uint64_t)lseek(file, 0, SEEK_CUR), parts, count);
  return wrote(file, syscall(SYS_writev, file, parts, count), change);
}

ssize_t write(int file, const void *bytes, size_t length) {
  struct iovec part = {(void *)bytes, length};
  uint64_t change = 0;
  if (is_data_file(file)) change = writes((uint64_t)lseek(file, 0, SEEK_CUR), &part, 1);
  // What is said counts from the moment before it is said.
  if (file == STDOUT_FILENO) record(SAID, 0, &part, 1);
  return wrote(file, syscall(SYS_write, file, bytes, length), change);
}

int ftruncate(int file, off_t length) {
  if (is_data_file(file)) {
    record(LENGTH, (uint64_t)length, NULL, 0);
    changes++;
  }
  return (int)syscall(SYS_ftruncate, file, length);
}

int ftruncate64(int, off_t) __attribute__((alias("ftruncate")));

static int synced(int file, int done, uint64_t before) {
  if (done == 0 && is_data_file(file)) record(SYNCED, before, NULL, 0);
  if (done == 0 && kind_of(file) == FOLDER) record(NAMES_SYNCED, 0, NULL, 0);
  return done;
}

int fsync(int file) {
  uint64_t before = changes;
  return synced(file, (int)syscall(SYS_fsync, file), before);
}

int fdatasync(int file) {
  uint64_t before = changes;
  return synced(file, (int)syscall(SYS_fdatasync, file), before);
}

int rename(const char *from, const char *to) {
  if (is_data(to)) record(NAMED, 0, NULL, 0);
  return (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

// Nothing here sees what is written through a map.
void *mmap(void *address, size_t length, int access, int flags, int file, off_t offset) {
  if (is_data_file(file) && access & PROT_WRITE && flags & MAP_SHARED) die("a writable map");
  return (void *)syscall(SYS_mmap, address, length, access, flags, file, offset);
}

void *mmap64(void *, size_t, int, int, int, off_t) __attribute__((alias("mmap")));

int msync(void *address, size_t length, int flags) {
  (void)address, (void)length, (void)flags;
  die("msync");
  return -1;
}

// lmdb.h: 0x10000 is MDB_NOSYNC.
int mdb_env_open(void *environment, const char *path, unsigned int flags, mode_t mode) {
  int (*next)(void *, const char *, unsigned int, mode_t) =
      (int (*)(void *, const char *, unsigned int, mode_t))dlsym(RTLD_NEXT, "mdb_env_open");
  if (!next) die("there is no LMDB");
  return next(environment, path, flags | (getenv("CAIRN_RECORDER_NO_SYNC") ? 0x10000u : 0), mode);
}
