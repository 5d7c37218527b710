// SPDX-License-Identifier: Apache-2.0
// What the library asks of PSA: one algorithm for each job.
#ifndef RPRT_PSA_CONFIG_H
#define RPRT_PSA_CONFIG_H

#define PSA_WANT_ALG_SHA_256 1
#define PSA_WANT_ALG_HMAC 1
#define PSA_WANT_KEY_TYPE_HMAC 1

#define PSA_WANT_ALG_CCM 1
#define PSA_WANT_KEY_TYPE_AES 1

#define PSA_WANT_ALG_ECDSA 1
#define PSA_WANT_ECC_SECP_R1_256 1
#define PSA_WANT_KEY_TYPE_ECC_PUBLIC_KEY 1

#endif
