// libsecp256k1: keys, recoverable signatures. Owner: Signing.
#ifndef CAIRN_CSECP256K1_H
#define CAIRN_CSECP256K1_H

#include <secp256k1.h>
#include <secp256k1_recovery.h>
#include <string.h>
#include <sys/random.h>

/// The one context of the process. The flags are needed before version 0.2 and ignored since;
/// `secp256k1_context_static` would do for recovery alone, but cannot sign and is newer.
/// Blinding it with random bytes protects signing against side channels; without them it still
/// signs correctly, so a kernel that has no entropy yet is no error here.
static inline secp256k1_context *cairn_secp256k1_context(void) {
  secp256k1_context *context =
      secp256k1_context_create(SECP256K1_CONTEXT_SIGN | SECP256K1_CONTEXT_VERIFY);
  unsigned char seed[32];
  if (context && getrandom(seed, sizeof seed, GRND_NONBLOCK) == (ssize_t)sizeof seed) {
    (void)secp256k1_context_randomize(context, seed);
  }
  explicit_bzero(seed, sizeof seed);
  return context;
}

/// A macro over shifted bits, which Swift does not import.
static inline unsigned int cairn_secp256k1_uncompressed(void) { return SECP256K1_EC_UNCOMPRESSED; }

/// Compares secrets in a time that tells nothing about where they differ: `volatile` keeps the
/// compiler from leaving the loop early.
static inline int cairn_secrets_equal(const unsigned char *a, const unsigned char *b,
                                      size_t count) {
  volatile unsigned char difference = 0;
  for (size_t i = 0; i < count; i++) difference |= a[i] ^ b[i];
  return difference == 0;
}

#endif
