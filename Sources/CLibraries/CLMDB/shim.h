// LMDB: the memory-mapped key-value store. Owner: StateStore.
#ifndef CAIRN_CLMDB_H
#define CAIRN_CLMDB_H

#include <errno.h>
#include <lmdb.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/// Which thread calls: Swift sees pthread_t as a number on some systems and a pointer on others.
static inline uintptr_t cairn_store_thread(void) { return (uintptr_t)pthread_self(); }

/// Bytes of the data file, or -1: its descriptor stays between here and LMDB.
static inline int64_t cairn_store_size(MDB_env *environment) {
  mdb_filehandle_t file;
  struct stat status;
  if (mdb_env_get_fd(environment, &file) != 0 || fstat(file, &status) != 0) return -1;
  return status.st_size;
}

/// Sets the length of the data file; ftruncate(2). 0, or an error number.
static inline int cairn_store_resize(MDB_env *environment, int64_t size) {
  mdb_filehandle_t file;
  int code = mdb_env_get_fd(environment, &file);
  if (code != 0) return code;
  return ftruncate(file, (off_t)size) == 0 ? 0 : errno;
}

/// The number at a place of a record of free pages: LMDB does not promise its alignment.
static inline size_t cairn_store_number(const void *numbers, size_t index) {
  size_t number;
  memcpy(&number, (const char *)numbers + index * sizeof number, sizeof number);
  return number;
}

/// A reader of the table of readers, as mdb_reader_list tells it: a line of text each.
struct cairn_store_oldest {
  uint64_t oldest;
  int32_t process;
  int32_t count;
};

static inline int cairn_store_reader_line(const char *line, void *context) {
  struct cairn_store_oldest *readers = (struct cairn_store_oldest *)context;
  int process;
  unsigned long thread, transaction;
  // "pid thread txnid", where a dash stands for no transaction; the heading begins with a word.
  if (sscanf(line, "%d %lx %lu", &process, &thread, &transaction) != 3) return 0;
  readers->count++;
  if (readers->count == 1 || transaction < readers->oldest) {
    readers->oldest = transaction;
    readers->process = process;
  }
  return 0;
}

/// The reader with the oldest view, and how many there are.
static inline int cairn_store_readers(MDB_env *environment, struct cairn_store_oldest *readers) {
  memset(readers, 0, sizeof *readers);
  return mdb_reader_list(environment, cairn_store_reader_line, readers);
}

#endif
