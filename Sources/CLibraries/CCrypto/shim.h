// libcrypto: hashes, P-256, big numbers, random bytes, password hashes, AES. Owner: SystemCrypto.
#ifndef CAIRN_CCRYPTO_H
#define CAIRN_CCRYPTO_H

// The one-shot interface of OpenSSL 3 looks its algorithm up by name at each call, which costs more
// than hashing 64 bytes, and puts RIPEMD-160 into a provider that some releases do not load. The
// older interface has neither fault; its deprecation would be an error under our warnings.
#define OPENSSL_SUPPRESS_DEPRECATED

#include <openssl/bn.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/obj_mac.h>
#include <openssl/rand.h>
#include <openssl/ripemd.h>
#include <openssl/sha.h>

#endif
