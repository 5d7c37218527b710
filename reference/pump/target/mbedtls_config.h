// SPDX-License-Identifier: Apache-2.0
/*
 * Mbed TLS 2.28 for the pump's image: begins with nothing, adds what the selected controls call.
 *
 * Traps of this version: AEAD by PSA alone does not switch on MBEDTLS_CIPHER_C, so it is set here;
 * the curve arithmetic wants a random generator or MBEDTLS_ECP_NO_INTERNAL_RNG.
 */
#ifndef PUMP_MBEDTLS_CONFIG_H
#define PUMP_MBEDTLS_CONFIG_H

#include "rprt/config.h"

#define MBEDTLS_HAVE_ASM
#define MBEDTLS_PLATFORM_C
#define MBEDTLS_PLATFORM_MEMORY
#define MBEDTLS_MEMORY_BUFFER_ALLOC_C
#define MBEDTLS_NO_PLATFORM_ENTROPY
#define MBEDTLS_SHA256_SMALLER
#define MBEDTLS_AES_ROM_TABLES
#define MBEDTLS_AES_FEWER_TABLES
#define MBEDTLS_PSA_CRYPTO_C
#define MBEDTLS_PSA_CRYPTO_CONFIG
#define MBEDTLS_PSA_CRYPTO_EXTERNAL_RNG
#define MBEDTLS_PSA_CRYPTO_CONFIG_FILE "psa_want.h"
#define MBEDTLS_PSA_KEY_SLOT_COUNT 8
#define MBEDTLS_CIPHER_C

#if RPRT_WITH_BOOT
#define MBEDTLS_ECP_NIST_OPTIM
#define MBEDTLS_ECP_NO_INTERNAL_RNG
#define MBEDTLS_ECP_WINDOW_SIZE 2
#define MBEDTLS_ECP_FIXED_POINT_OPTIM 0
#define MBEDTLS_MPI_MAX_SIZE 32
#define MBEDTLS_MPI_WINDOW_SIZE 1
#endif

#if RPRT_WITH_CHAN
#define MBEDTLS_SSL_TLS_C
#define MBEDTLS_SSL_PROTO_TLS1_2
#define MBEDTLS_SSL_SRV_C
#define MBEDTLS_SSL_CLI_C
#define MBEDTLS_SSL_EXTENDED_MASTER_SECRET
#define MBEDTLS_SSL_MAX_FRAGMENT_LENGTH
#define MBEDTLS_SSL_IN_CONTENT_LEN 1024
#define MBEDTLS_SSL_OUT_CONTENT_LEN 1024
#define MBEDTLS_MD_C
#define MBEDTLS_SHA256_C
#define MBEDTLS_AES_C
#define MBEDTLS_CCM_C
#define MBEDTLS_KEY_EXCHANGE_PSK_ENABLED
#define MBEDTLS_SSL_CIPHERSUITES MBEDTLS_TLS_PSK_WITH_AES_128_CCM
#endif

#include <mbedtls/config_psa.h>

#include <mbedtls/check_config.h>

#endif
