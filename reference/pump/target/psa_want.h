// SPDX-License-Identifier: Apache-2.0
/*
 * The algorithms of the PSA interface that the selected controls call, and no others.
 */
#ifndef PUMP_PSA_WANT_H
#define PUMP_PSA_WANT_H

#include "rprt/config.h"

#define PSA_WANT_ALG_SHA_256 1
#define PSA_WANT_ALG_HMAC 1
#define PSA_WANT_KEY_TYPE_HMAC 1

#if RPRT_WITH_STORE && RPRT_AEAD == RPRT_AEAD_CCM
#define PSA_WANT_ALG_CCM 1
#define PSA_WANT_KEY_TYPE_AES 1
#endif
#if RPRT_WITH_STORE && RPRT_AEAD == RPRT_AEAD_CHACHAPOLY
#define PSA_WANT_ALG_CHACHA20_POLY1305 1
#define PSA_WANT_KEY_TYPE_CHACHA20 1
#endif
#if RPRT_WITH_BOOT
#define PSA_WANT_ALG_ECDSA 1
#define PSA_WANT_ECC_SECP_R1_256 1
#define PSA_WANT_KEY_TYPE_ECC_PUBLIC_KEY 1
#endif

#endif
