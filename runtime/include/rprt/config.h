// SPDX-License-Identifier: Apache-2.0
/* Which modules are in the image, and the sizes that the plan fixed.
 *
 * The choice comes from rprt_config.h, found on the include path (or the file that RPRT_CONFIG_FILE
 * names). It is generated from the decided plan; config/rprt_config.h is a documented example. What
 * it does not say gets the default below: a module that is not named is not in the image.
 */
#ifndef RPRT_CONFIG_H
#define RPRT_CONFIG_H

#ifdef RPRT_CONFIG_FILE
#include RPRT_CONFIG_FILE
#else
#include "rprt_config.h"
#endif

#ifndef RPRT_WITH_MODE
#define RPRT_WITH_MODE 0
#endif
#ifndef RPRT_WITH_DETECT
#define RPRT_WITH_DETECT 0
#endif
#ifndef RPRT_WITH_CRYPTO
#define RPRT_WITH_CRYPTO 0
#endif
#ifndef RPRT_WITH_LOG
#define RPRT_WITH_LOG 0
#endif
#ifndef RPRT_WITH_STORE
#define RPRT_WITH_STORE 0
#endif
#ifndef RPRT_WITH_BOOT
#define RPRT_WITH_BOOT 0
#endif
#ifndef RPRT_WITH_AUTH
#define RPRT_WITH_AUTH 0
#endif
#ifndef RPRT_WITH_CHAN
#define RPRT_WITH_CHAN 0
#endif

#if !RPRT_WITH_CRYPTO &&                                                                           \
    (RPRT_WITH_LOG || RPRT_WITH_STORE || RPRT_WITH_BOOT || RPRT_WITH_AUTH || RPRT_WITH_CHAN)
#error "log, store, boot, auth and chan need RPRT_WITH_CRYPTO"
#endif

// SHA-256 of the plan that was decided, as an initialiser of 32 bytes. All zero: no plan.
#ifndef RPRT_PLAN_HASH
#define RPRT_PLAN_HASH                                                                             \
    {                                                                                              \
        0                                                                                          \
    }
#endif

// Words in a set-point of the essential function, 1 to 8.
#ifndef RPRT_SETPOINT_WORDS
#define RPRT_SETPOINT_WORDS 4
#endif

// The cipher that seals stored records: one per image, nothing is negotiated.
#define RPRT_AEAD_CCM 1        // AES-128-CCM, key of 16 bytes
#define RPRT_AEAD_CHACHAPOLY 2 // ChaCha20-Poly1305, key of 32 bytes
#ifndef RPRT_AEAD
#define RPRT_AEAD RPRT_AEAD_CCM
#endif

// How the two ends of chan prove who they are: one way per image, nothing is negotiated. The cipher of
// the connection is RPRT_AEAD.
#define RPRT_CHAN_PSK 1  // a shared key: TLS_PSK_WITH_..., no forward secrecy
#define RPRT_CHAN_CERT 2 // certificates of one own authority: TLS_ECDHE_ECDSA_WITH_..., P-256
#ifndef RPRT_CHAN_PROFILE
#define RPRT_CHAN_PROFILE RPRT_CHAN_PSK
#endif

// Most records that the store keeps at a time, 1 to 64.
#ifndef RPRT_STORE_RECORDS
#define RPRT_STORE_RECORDS 16
#endif

// Most persons that auth knows, 1 to 16.
#ifndef RPRT_AUTH_USERS
#define RPRT_AUTH_USERS 8
#endif

// Whether an update can exchange the root keys of boot (0 or 1): costs flash, a counter and two sectors.
#ifndef RPRT_BOOT_ROTATION
#define RPRT_BOOT_ROTATION 0
#endif

// Bytes that chan holds between the line and the TLS layer, at least 64.
#ifndef RPRT_CHAN_RX_SIZE
#define RPRT_CHAN_RX_SIZE 128
#endif

#if RPRT_SETPOINT_WORDS < 1 || RPRT_SETPOINT_WORDS > 8
#error "RPRT_SETPOINT_WORDS must be 1 to 8"
#endif
#if RPRT_AEAD != RPRT_AEAD_CCM && RPRT_AEAD != RPRT_AEAD_CHACHAPOLY
#error "RPRT_AEAD must be RPRT_AEAD_CCM or RPRT_AEAD_CHACHAPOLY"
#endif
#if RPRT_CHAN_PROFILE != RPRT_CHAN_PSK && RPRT_CHAN_PROFILE != RPRT_CHAN_CERT
#error "RPRT_CHAN_PROFILE must be RPRT_CHAN_PSK or RPRT_CHAN_CERT"
#endif
#if RPRT_STORE_RECORDS < 1 || RPRT_STORE_RECORDS > 64
#error "RPRT_STORE_RECORDS must be 1 to 64"
#endif
#if RPRT_AUTH_USERS < 1 || RPRT_AUTH_USERS > 16
#error "RPRT_AUTH_USERS must be 1 to 16"
#endif
#if RPRT_BOOT_ROTATION != 0 && RPRT_BOOT_ROTATION != 1
#error "RPRT_BOOT_ROTATION must be 0 or 1"
#endif
#if RPRT_CHAN_RX_SIZE < 64 || RPRT_CHAN_RX_SIZE > 4096
#error "RPRT_CHAN_RX_SIZE must be 64 to 4096"
#endif

#endif
