// SPDX-License-Identifier: Apache-2.0
/*
 * SHA-256 of texts, over libsodium: which bytes was this made from?
 */
#ifndef REMPART_BASE_HASH_H
#define REMPART_BASE_HASH_H

#include "base/str.h"

enum { RP_HASH_HEX_SIZE = 65 }; // 64 hexadecimal digits and a NUL

// Digest of the texts one after the other, as lower-case hexadecimal, NUL-terminated.
void rp_hash_hex(const struct rp_str *texts, size_t n, char ret_hex[RP_HASH_HEX_SIZE]);

#endif
