// LMDB trusts what its pages say: a damaged one leads it out of the map, or into an assertion, and
// either would end the process. Here calls that read pages come back with a code instead.
//
// A thread's place to come back to stands under a key, which an environment carries as long as it
// is sound. Static variables are one for each object file: only `cairn_store_create` uses them.
#ifndef CAIRN_CLMDB_GUARD_H
#define CAIRN_CLMDB_GUARD_H

#include <lmdb.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/// What a guarded call answers when it did not come to its end, and every one after it: locks and
/// lists of the environment may be half changed.
#define CAIRN_STORE_FAULT (-30600)

// Initialised, all of them: what is defined tentatively Swift does not emit.
static pthread_key_t cairn_guard_key = 0;
static int cairn_guard_answer = -1;
static pthread_once_t cairn_guard_once = PTHREAD_ONCE_INIT;
static struct sigaction cairn_guard_before[2] = {{{0}}};

static inline void cairn_guard_return(void) {
  jmp_buf *place = (jmp_buf *)pthread_getspecific(cairn_guard_key);
  if (place != NULL) _longjmp(*place, 1);
}

/// A fault elsewhere is somebody else's: it happens again, under whoever cared before.
static inline void cairn_guard_caught(int number, siginfo_t *info, void *context) {
  (void)info;
  (void)context;
  cairn_guard_return();
  sigaction(number, &cairn_guard_before[number == SIGBUS], NULL);
}

static inline void cairn_guard_failed(MDB_env *environment, const char *text) {
  (void)environment;
  (void)text;
  cairn_guard_return();
}

static inline void cairn_guard_install(void) {
  cairn_guard_answer = pthread_key_create(&cairn_guard_key, NULL);
  if (cairn_guard_answer != 0) return;
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_sigaction = cairn_guard_caught;
  // The jump out of the handler restores no mask, so nothing may be blocked in it.
  action.sa_flags = SA_SIGINFO | SA_NODEFER;
  sigaction(SIGSEGV, &action, &cairn_guard_before[0]);
  sigaction(SIGBUS, &action, &cairn_guard_before[1]);
}

/// mdb_env_create, with what guarded calls need.
static inline int cairn_store_create(MDB_env **environment) {
  pthread_once(&cairn_guard_once, cairn_guard_install);
  if (cairn_guard_answer != 0) return cairn_guard_answer;
  int code = mdb_env_create(environment);
  if (code != 0) return code;
  mdb_env_set_userctx(*environment, (void *)((uintptr_t)cairn_guard_key + 1));
  return mdb_env_set_assert(*environment, cairn_guard_failed);
}

static inline int cairn_store_is_sound(MDB_env *environment) {
  return mdb_env_get_userctx(environment) != NULL;
}

/// Makes the call, and comes back here when it faults.
#define CAIRN_STORE_CALL(environment, call)                                               \
  if (!cairn_store_is_sound(environment)) return CAIRN_STORE_FAULT;                       \
  pthread_key_t guard = (pthread_key_t)((uintptr_t)mdb_env_get_userctx(environment) - 1); \
  jmp_buf place;                                                                          \
  if (_setjmp(place) != 0) {                                                              \
    pthread_setspecific(guard, NULL);                                                     \
    mdb_env_set_userctx(environment, NULL);                                               \
    return CAIRN_STORE_FAULT;                                                             \
  }                                                                                       \
  pthread_setspecific(guard, &place);                                                     \
  int code = (call);                                                                      \
  pthread_setspecific(guard, NULL);                                                       \
  return code

/// Reads a byte of each page that a value lies in: a length that leads out of the map shows here.
static inline int cairn_store_touched(int code, const MDB_val *value) {
  if (code != 0) return code;
  const volatile char *bytes = (const volatile char *)value->mv_data;
  for (size_t place = 0; place < value->mv_size; place += 4096) (void)bytes[place];
  if (value->mv_size != 0) (void)bytes[value->mv_size - 1];
  return 0;
}

#define CAIRN_GUARDED static __attribute__((noinline, unused)) int

CAIRN_GUARDED cairn_store_open(
    MDB_env *environment, const char *folder, unsigned flags, unsigned mode) {
  CAIRN_STORE_CALL(environment, mdb_env_open(environment, folder, flags, (mdb_mode_t)mode));
}

CAIRN_GUARDED cairn_store_begin(
    MDB_env *environment, unsigned flags, MDB_txn **transaction) {
  CAIRN_STORE_CALL(environment, mdb_txn_begin(environment, NULL, flags, transaction));
}

CAIRN_GUARDED cairn_store_commit(MDB_txn *transaction) {
  MDB_env *environment = mdb_txn_env(transaction);
  CAIRN_STORE_CALL(environment, mdb_txn_commit(transaction));
}

CAIRN_GUARDED cairn_store_table(
    MDB_txn *transaction, const char *name, unsigned flags, MDB_dbi *table) {
  MDB_env *environment = mdb_txn_env(transaction);
  CAIRN_STORE_CALL(environment, mdb_dbi_open(transaction, name, flags, table));
}

CAIRN_GUARDED cairn_store_get(
    MDB_txn *transaction, MDB_dbi table, MDB_val *key, MDB_val *value) {
  MDB_env *environment = mdb_txn_env(transaction);
  CAIRN_STORE_CALL(
      environment, cairn_store_touched(mdb_get(transaction, table, key, value), value));
}

CAIRN_GUARDED cairn_store_put(
    MDB_txn *transaction, MDB_dbi table, MDB_val *key, MDB_val *value,
    unsigned flags) {
  MDB_env *environment = mdb_txn_env(transaction);
  CAIRN_STORE_CALL(environment, mdb_put(transaction, table, key, value, flags));
}

CAIRN_GUARDED cairn_store_delete(
    MDB_txn *transaction, MDB_dbi table, MDB_val *key) {
  MDB_env *environment = mdb_txn_env(transaction);
  CAIRN_STORE_CALL(environment, mdb_del(transaction, table, key, NULL));
}

CAIRN_GUARDED cairn_store_entries(
    MDB_txn *transaction, MDB_dbi table, MDB_stat *facts) {
  MDB_env *environment = mdb_txn_env(transaction);
  CAIRN_STORE_CALL(environment, mdb_stat(transaction, table, facts));
}

/// Finds the table's first page when nobody has yet.
CAIRN_GUARDED cairn_store_cursor(MDB_txn *transaction, MDB_dbi table, MDB_cursor **cursor) {
  MDB_env *environment = mdb_txn_env(transaction);
  CAIRN_STORE_CALL(environment, mdb_cursor_open(transaction, table, cursor));
}

CAIRN_GUARDED cairn_store_move(
    MDB_cursor *cursor, MDB_val *key, MDB_val *value, MDB_cursor_op operation) {
  MDB_env *environment = mdb_txn_env(mdb_cursor_txn(cursor));
  CAIRN_STORE_CALL(
      environment,
      cairn_store_touched(
          cairn_store_touched(mdb_cursor_get(cursor, key, value, operation), key), value));
}

CAIRN_GUARDED cairn_store_delete_here(MDB_cursor *cursor) {
  MDB_env *environment = mdb_txn_env(mdb_cursor_txn(cursor));
  CAIRN_STORE_CALL(environment, mdb_cursor_del(cursor, 0));
}

/// What ends a transaction or a cursor of an environment that is not sound does nothing: its lists
/// may point to where there is nothing, and memory is all that is lost.
static inline void cairn_store_abort(MDB_txn *transaction) {
  if (cairn_store_is_sound(mdb_txn_env(transaction))) mdb_txn_abort(transaction);
}

static inline void cairn_store_close_cursor(MDB_cursor *cursor) {
  if (cairn_store_is_sound(mdb_txn_env(mdb_cursor_txn(cursor)))) mdb_cursor_close(cursor);
}

static inline void cairn_store_close(MDB_env *environment) {
  if (cairn_store_is_sound(environment)) mdb_env_close(environment);
}

#endif
