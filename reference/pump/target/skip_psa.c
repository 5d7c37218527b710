// SPDX-License-Identifier: Apache-2.0
/*
 * A stand-in for the provider in the instruction-skip campaign: no cryptography, only answers.
 *
 * A signature is refused unless its first byte is SKIP_PSA_GOOD; digests and tags are sums that
 * differ where the input differs.  For the campaign alone; nothing else links it.
 */
#include "pump/target/skip.h"

#include <psa/crypto.h>
#include <string.h>

// One running sum is enough: no case uses two at a time.
static uint32_t sum[8];

static void sum_begin(void)
{
    for (uint32_t i = 0; i < 8; i++)
        sum[i] = 0x9E3779B9u * (i + 1);
}

static void sum_add(const uint8_t *bytes, size_t n)
{
    for (size_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < 8; k++)
            sum[k] = (sum[k] ^ bytes[i]) * (16777619u + 2 * k) + 1;
}

static void sum_end(uint8_t *out)
{
    memcpy(out, sum, sizeof sum);
}

void skip_psa_digest(const uint8_t *bytes, size_t n, uint8_t ret_digest[32])
{
    sum_begin();
    sum_add(bytes, n);
    sum_end(ret_digest);
}

psa_status_t psa_crypto_init(void)
{
    return PSA_SUCCESS;
}

psa_status_t psa_set_key_domain_parameters(psa_key_attributes_t *attributes, psa_key_type_t type,
                                           const uint8_t *data, size_t data_length)
{
    (void)attributes, (void)type, (void)data, (void)data_length;
    return PSA_SUCCESS;
}

psa_status_t psa_import_key(const psa_key_attributes_t *attributes, const uint8_t *data,
                            size_t data_length, mbedtls_svc_key_id_t *key)
{
    (void)attributes;
    (void)data;
    (void)data_length;
    *key = 1;
    return PSA_SUCCESS;
}

psa_status_t psa_destroy_key(mbedtls_svc_key_id_t key)
{
    (void)key;
    return PSA_SUCCESS;
}

psa_status_t psa_hash_setup(psa_hash_operation_t *operation, psa_algorithm_t alg)
{
    (void)operation;
    (void)alg;
    sum_begin();
    return PSA_SUCCESS;
}

psa_status_t psa_hash_update(psa_hash_operation_t *operation, const uint8_t *input,
                             size_t input_length)
{
    (void)operation;
    sum_add(input, input_length);
    return PSA_SUCCESS;
}

psa_status_t psa_hash_finish(psa_hash_operation_t *operation, uint8_t *hash, size_t hash_size,
                             size_t *hash_length)
{
    (void)operation;
    (void)hash_size;
    sum_end(hash);
    *hash_length = 32;
    return PSA_SUCCESS;
}

psa_status_t psa_hash_abort(psa_hash_operation_t *operation)
{
    (void)operation;
    return PSA_SUCCESS;
}

psa_status_t psa_mac_sign_setup(psa_mac_operation_t *operation, mbedtls_svc_key_id_t key,
                                psa_algorithm_t alg)
{
    (void)operation;
    (void)key;
    (void)alg;
    sum_begin();
    return PSA_SUCCESS;
}

psa_status_t psa_mac_update(psa_mac_operation_t *operation, const uint8_t *input,
                            size_t input_length)
{
    (void)operation;
    sum_add(input, input_length);
    return PSA_SUCCESS;
}

psa_status_t psa_mac_sign_finish(psa_mac_operation_t *operation, uint8_t *mac, size_t mac_size,
                                 size_t *mac_length)
{
    (void)operation;
    (void)mac_size;
    sum_end(mac);
    *mac_length = 32;
    return PSA_SUCCESS;
}

psa_status_t psa_mac_abort(psa_mac_operation_t *operation)
{
    (void)operation;
    return PSA_SUCCESS;
}

psa_status_t psa_verify_hash(mbedtls_svc_key_id_t key, psa_algorithm_t alg, const uint8_t *hash,
                             size_t hash_length, const uint8_t *signature, size_t signature_length)
{
    (void)key;
    (void)alg;
    (void)hash;
    (void)hash_length;
    (void)signature_length;
    return signature[0] == SKIP_PSA_GOOD ? PSA_SUCCESS : PSA_ERROR_INVALID_SIGNATURE;
}

psa_status_t psa_aead_encrypt(mbedtls_svc_key_id_t key, psa_algorithm_t alg, const uint8_t *nonce,
                              size_t nonce_length, const uint8_t *additional_data,
                              size_t additional_data_length, const uint8_t *plaintext,
                              size_t plaintext_length, uint8_t *ciphertext, size_t ciphertext_size,
                              size_t *ciphertext_length)
{
    (void)key, (void)alg, (void)nonce, (void)nonce_length, (void)additional_data;
    (void)additional_data_length, (void)plaintext, (void)plaintext_length, (void)ciphertext;
    (void)ciphertext_size, (void)ciphertext_length;
    return PSA_ERROR_NOT_SUPPORTED;
}

psa_status_t psa_aead_decrypt(mbedtls_svc_key_id_t key, psa_algorithm_t alg, const uint8_t *nonce,
                              size_t nonce_length, const uint8_t *additional_data,
                              size_t additional_data_length, const uint8_t *ciphertext,
                              size_t ciphertext_length, uint8_t *plaintext, size_t plaintext_size,
                              size_t *plaintext_length)
{
    (void)key, (void)alg, (void)nonce, (void)nonce_length, (void)additional_data;
    (void)additional_data_length, (void)ciphertext, (void)ciphertext_length, (void)plaintext;
    (void)plaintext_size, (void)plaintext_length;
    return PSA_ERROR_NOT_SUPPORTED;
}
