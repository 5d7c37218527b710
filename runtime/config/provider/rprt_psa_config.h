// SPDX-License-Identifier: Apache-2.0
// What the library asks of PSA: one algorithm for each job.
#ifndef RPRT_PSA_CONFIG_H
#define RPRT_PSA_CONFIG_H

#include "rprt/config.h"

#define PSA_WANT_ALG_SHA_256 1
#define PSA_WANT_ALG_HMAC 1
#define PSA_WANT_KEY_TYPE_HMAC 1

#if RPRT_AEAD == RPRT_AEAD_CCM
#define PSA_WANT_ALG_CCM 1
#define PSA_WANT_KEY_TYPE_AES 1
#else
#define PSA_WANT_ALG_CHACHA20_POLY1305 1
#define PSA_WANT_KEY_TYPE_CHACHA20 1
#endif

#define PSA_WANT_ALG_ECDSA 1
#define PSA_WANT_ECC_SECP_R1_256 1
#define PSA_WANT_KEY_TYPE_ECC_PUBLIC_KEY 1

#endif
