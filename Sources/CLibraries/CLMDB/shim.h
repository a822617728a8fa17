// LMDB: the memory-mapped key-value store. Owner: StateStore.
#ifndef CAIRN_CLMDB_H
#define CAIRN_CLMDB_H

#include <errno.h>
#include <lmdb.h>

#endif
