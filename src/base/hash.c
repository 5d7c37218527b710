// SPDX-License-Identifier: Apache-2.0
/*
 * SHA-256 of texts, over libsodium.
 */
#include "base/hash.h"

#include <assert.h>
#include <sodium.h>

static_assert(crypto_hash_sha256_BYTES * 2 + 1 == RP_HASH_HEX_SIZE, "hexadecimal digest");

void rp_hash_hex(const struct rp_str *texts, size_t n, char ret_hex[RP_HASH_HEX_SIZE])
{
    crypto_hash_sha256_state state;
    unsigned char digest[crypto_hash_sha256_BYTES];
    crypto_hash_sha256_init(&state);
    for (size_t i = 0; i < n; i++)
        if (texts[i].n)
            crypto_hash_sha256_update(&state, (const unsigned char *)texts[i].p, texts[i].n);
    crypto_hash_sha256_final(&state, digest);
    sodium_bin2hex(ret_hex, RP_HASH_HEX_SIZE, digest, sizeof(digest));
}
