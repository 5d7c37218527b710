// SPDX-License-Identifier: Apache-2.0
/* The library's only door to cryptography: keys by slot, and six jobs, done by the PSA interface.
 *
 * No algorithm is implemented here. PSA's success code is 0; this module looks at it twice and
 * answers RPRT_OK, which no memory fault produces easily. A failure of the provider (no memory
 * included) is final for the operation: nothing is tried again with less.
 *
 * In every function: slot is 0 to RPRT_KEYS - 1, anything else is RPRT_ERR_ARG. RPRT_ERR_KEY: the slot is empty;
 * provide the key, nothing was done. RPRT_ERR_PROVIDER: the provider failed or had no memory; what was asked
 * for is not done and out holds nothing of use; try again later, with the same request.
 *
 * PSA of Mbed TLS 2.28 is not re-entrant: all calls must come from one context (thread), or from
 * several that exclude each other.
 */
#ifndef RPRT_CRYPTO_H
#define RPRT_CRYPTO_H

#include <psa/crypto.h>
#include <stddef.h>
#include <stdint.h>

#include "rprt/base.h"

// Slots for keys. The application may use the rest up to RPRT_KEYS for its own.
enum rprt_key {
    RPRT_KEY_ROOT = 0,   // public key that signs updates (P-256)
    RPRT_KEY_ROOT_2 = 1, // further such keys
    RPRT_KEY_ROOT_3 = 2,
    RPRT_KEY_STORE = 3,     // seals stored records
    RPRT_KEY_LOG = 4,       // device key of the log
    RPRT_KEY_LOG_EPOCH = 5, // working key of the log, replaced by the library
    RPRT_KEY_PIN = 6,       // verifies PINs
    RPRT_KEY_OWN = 7,
};
#define RPRT_KEYS 10u

// What a key may do; a key does one job only.
enum rprt_use {
    RPRT_USE_VERIFY = 1, // 65 bytes: 0x04, x, y
    RPRT_USE_SEAL = 2,   // 16 or 32 bytes, see RPRT_AEAD
    RPRT_USE_MAC = 3,    // 32 bytes, HMAC-SHA-256
};

#define RPRT_HASH_SIZE 32u
#define RPRT_MAC_SIZE 32u
#define RPRT_SIGNATURE_SIZE 64u
#define RPRT_PUBLIC_KEY_SIZE 65u
#define RPRT_NONCE_SIZE 12u
#define RPRT_SEAL_TAG_SIZE 16u
#define RPRT_SEAL_KEY_SIZE (RPRT_AEAD == RPRT_AEAD_CCM ? 16u : 32u)
#define RPRT_MAC_KEY_SIZE 32u

// Caller-owned; one for the image.
struct rprt_crypto {
    const struct rprt_port *port; // borrowed
    psa_key_id_t key[RPRT_KEYS];  // 0: none
    uint8_t owned[RPRT_KEYS];     // 1: made by rprt_crypto_key_set, destroyed by it
    uint8_t last_random[8];       // the former random bytes: a stuck source is seen
};

// A hash that is fed in steps. Caller-owned.
struct rprt_hash {
    psa_hash_operation_t operation;
};

// A part of what is authenticated or hashed.
struct rprt_part {
    const uint8_t *data;
    size_t size;
};

// What is sealed or opened, in place. nonce must never repeat under one key.
struct rprt_box {
    const uint8_t *nonce; // RPRT_NONCE_SIZE bytes
    const uint8_t *bound; // authenticated, not encrypted; may be NULL when bound_size is 0
    size_t bound_size;
    uint8_t *data; // size bytes of text, followed by room for RPRT_SEAL_TAG_SIZE
    size_t size;
};

// Starts the provider; borrows the port. RPRT_ERR_PROVIDER: it refused; no key can be used.
RPRT_CHECKED enum rprt_status rprt_crypto_init(struct rprt_crypto *crypto,
                                               const struct rprt_port *port);

// Copies a key of key_size bytes (see enum rprt_use) for one use into the provider's volatile memory; the
// caller wipes its own copy. Replaces (and destroys) the key that this function put into the slot before.
// RPRT_ERR_ARG: use and key_size do not fit; the slot keeps what it had. RPRT_ERR_PROVIDER: the slot is empty.
RPRT_CHECKED enum rprt_status rprt_crypto_key_set(struct rprt_crypto *crypto, uint32_t slot,
                                                  enum rprt_use use, const uint8_t *key,
                                                  size_t key_size);

// Uses a key that the provider already holds (a persistent key, a key in the chip's hardware), by its id
// there (not 0, else RPRT_ERR_ARG). Whether it fits its use is seen at the first call that needs it.
RPRT_CHECKED enum rprt_status rprt_crypto_key_use(struct rprt_crypto *crypto, uint32_t slot,
                                                  psa_key_id_t id);

// Destroys a key that was set and empties the slot. No key: nothing happens.
void rprt_crypto_key_drop(struct rprt_crypto *crypto, uint32_t slot);

// Random bytes of the port; size 8 to 256 (else RPRT_ERR_ARG). RPRT_ERR_RANDOM: the source failed, or began as it did
// the time before (stuck); out is then wiped and must not be used.
RPRT_CHECKED enum rprt_status rprt_crypto_random(struct rprt_crypto *crypto, uint8_t *out,
                                                 size_t size);

// SHA-256 in steps, size bytes of data at a time (any number), the digest into out. After an error the
// operation is aborted and must begin anew.
RPRT_CHECKED enum rprt_status rprt_hash_begin(struct rprt_hash *hash);
RPRT_CHECKED enum rprt_status rprt_hash_add(struct rprt_hash *hash, const uint8_t *data,
                                            size_t size);
RPRT_CHECKED enum rprt_status rprt_hash_end(struct rprt_hash *hash, uint8_t out[RPRT_HASH_SIZE]);
void rprt_hash_abort(struct rprt_hash *hash);

// HMAC-SHA-256 over part[n_parts], at most four (else RPRT_ERR_ARG), into out.
RPRT_CHECKED enum rprt_status rprt_crypto_mac(struct rprt_crypto *crypto, uint32_t slot,
                                              const struct rprt_part *part, size_t n_parts,
                                              uint8_t out[RPRT_MAC_SIZE]);

// ECDSA P-256 over a SHA-256 digest; signature is r then s. The provider is asked once, its answer
// is looked at twice. Takes about 32 M instructions on Cortex-M3: never call it in the main loop.
// RPRT_ERR_MISMATCH: not signed by this key.
RPRT_CHECKED enum rprt_status rprt_crypto_verify(struct rprt_crypto *crypto, uint32_t slot,
                                                 const uint8_t digest[RPRT_HASH_SIZE],
                                                 const uint8_t signature[RPRT_SIGNATURE_SIZE]);

// Encrypts the box in place and writes the tag behind the text. RPRT_ERR_PROVIDER: both are wiped.
RPRT_CHECKED enum rprt_status rprt_crypto_seal(struct rprt_crypto *crypto, uint32_t slot,
                                               const struct rprt_box *box);

// Checks the tag of the box and decrypts in place. RPRT_ERR_MISMATCH: not authentic; the text is then wiped.
RPRT_CHECKED enum rprt_status rprt_crypto_open(struct rprt_crypto *crypto, uint32_t slot,
                                               const struct rprt_box *box);

#endif
