// LMDB: the memory-mapped key-value store. Owner: StateStore.
#ifndef CAIRN_CLMDB_H
#define CAIRN_CLMDB_H

#include <errno.h>
#include <lmdb.h>
#include <pthread.h>
#include <stdint.h>

/// Which thread calls: Swift sees pthread_t as a number on some systems and a pointer on others.
static inline uintptr_t cairn_store_thread(void) { return (uintptr_t)pthread_self(); }

#endif
