// SPDX-License-Identifier: Apache-2.0
/* The PSA interface behind the library's own status codes.
 *
 * PSA says success with 0, the value that a cleared register holds. Every answer therefore goes
 * through accepted(), which starts from a failure and looks at memory twice.
 */
#include "rprt/crypto.h"

#if RPRT_WITH_CRYPTO

#include <string.h>

#if RPRT_AEAD == RPRT_AEAD_CCM
#define SEAL_ALGORITHM PSA_ALG_CCM
#define SEAL_KEY_TYPE PSA_KEY_TYPE_AES
#else
#define SEAL_ALGORITHM PSA_ALG_CHACHA20_POLY1305
#define SEAL_KEY_TYPE PSA_KEY_TYPE_CHACHA20
#endif
#define MAC_ALGORITHM PSA_ALG_HMAC(PSA_ALG_SHA_256)
#define VERIFY_ALGORITHM PSA_ALG_ECDSA(PSA_ALG_SHA_256)

static enum rprt_status accepted(psa_status_t status, enum rprt_status refusal)
{
    volatile psa_status_t seen = status;
    volatile enum rprt_status verdict = refusal;
    if (seen != PSA_SUCCESS)
        return verdict;
    if (seen == PSA_SUCCESS)
        verdict = RPRT_OK;
    return verdict;
}

enum rprt_status rprt_crypto_init(struct rprt_crypto *crypto, const struct rprt_port *port)
{
    *crypto = (struct rprt_crypto){.port = port};
    return accepted(psa_crypto_init(), RPRT_ERR_PROVIDER);
}

// What PSA must know of a key for one use; RPRT_ERR_ARG when size and use do not fit.
static enum rprt_status describe(psa_key_attributes_t *attributes, enum rprt_use use,
                                 size_t key_size)
{
    switch (use) {
    case RPRT_USE_VERIFY:
        psa_set_key_type(attributes, PSA_KEY_TYPE_ECC_PUBLIC_KEY(PSA_ECC_FAMILY_SECP_R1));
        psa_set_key_algorithm(attributes, VERIFY_ALGORITHM);
        psa_set_key_usage_flags(attributes, PSA_KEY_USAGE_VERIFY_HASH);
        return key_size == RPRT_PUBLIC_KEY_SIZE ? RPRT_OK : RPRT_ERR_ARG;
    case RPRT_USE_SEAL:
        psa_set_key_type(attributes, SEAL_KEY_TYPE);
        psa_set_key_algorithm(attributes, SEAL_ALGORITHM);
        psa_set_key_usage_flags(attributes, PSA_KEY_USAGE_ENCRYPT | PSA_KEY_USAGE_DECRYPT);
        return key_size == RPRT_SEAL_KEY_SIZE ? RPRT_OK : RPRT_ERR_ARG;
    case RPRT_USE_MAC:
        psa_set_key_type(attributes, PSA_KEY_TYPE_HMAC);
        psa_set_key_algorithm(attributes, MAC_ALGORITHM);
        psa_set_key_usage_flags(attributes, PSA_KEY_USAGE_SIGN_MESSAGE);
        return key_size == RPRT_MAC_KEY_SIZE ? RPRT_OK : RPRT_ERR_ARG;
    }
    return RPRT_ERR_ARG;
}

enum rprt_status rprt_crypto_key_set(struct rprt_crypto *crypto, uint32_t slot, enum rprt_use use,
                                     const uint8_t *key, size_t key_size)
{
    if (slot >= RPRT_KEYS)
        return RPRT_ERR_ARG;
    psa_key_attributes_t attributes = PSA_KEY_ATTRIBUTES_INIT;
    enum rprt_status status = describe(&attributes, use, key_size);
    if (status != RPRT_OK)
        return status;
    rprt_crypto_key_drop(crypto, slot);
    psa_key_id_t id = 0;
    status = accepted(psa_import_key(&attributes, key, key_size, &id), RPRT_ERR_PROVIDER);
    if (status != RPRT_OK)
        return status;
    crypto->key[slot] = id;
    crypto->owned[slot] = 1;
    return RPRT_OK;
}

enum rprt_status rprt_crypto_key_use(struct rprt_crypto *crypto, uint32_t slot, psa_key_id_t id)
{
    if (slot >= RPRT_KEYS || id == 0)
        return RPRT_ERR_ARG;
    rprt_crypto_key_drop(crypto, slot);
    crypto->key[slot] = id;
    return RPRT_OK;
}

void rprt_crypto_key_drop(struct rprt_crypto *crypto, uint32_t slot)
{
    if (slot >= RPRT_KEYS)
        return;
    // Destroying a volatile key cannot fail in a way that the caller could mend: the slot is emptied.
    if (crypto->owned[slot] != 0)
        (void)psa_destroy_key(crypto->key[slot]);
    crypto->key[slot] = 0;
    crypto->owned[slot] = 0;
}

enum rprt_status rprt_crypto_random(struct rprt_crypto *crypto, uint8_t *out, size_t size)
{
    const struct rprt_port *port = crypto->port;
    if (size < sizeof crypto->last_random || size > 256)
        return RPRT_ERR_ARG;
    if (port->random == NULL || port->random(port->context, out, size) != RPRT_OK ||
        memcmp(out, crypto->last_random, sizeof crypto->last_random) == 0) {
        rprt_wipe(out, size);
        return RPRT_ERR_RANDOM;
    }
    memcpy(crypto->last_random, out, sizeof crypto->last_random);
    return RPRT_OK;
}

enum rprt_status rprt_hash_begin(struct rprt_hash *hash)
{
    hash->operation = psa_hash_operation_init();
    return accepted(psa_hash_setup(&hash->operation, PSA_ALG_SHA_256), RPRT_ERR_PROVIDER);
}

enum rprt_status rprt_hash_add(struct rprt_hash *hash, const uint8_t *data, size_t size)
{
    return accepted(psa_hash_update(&hash->operation, data, size), RPRT_ERR_PROVIDER);
}

enum rprt_status rprt_hash_end(struct rprt_hash *hash, uint8_t out[RPRT_HASH_SIZE])
{
    size_t size = 0;
    enum rprt_status status =
        accepted(psa_hash_finish(&hash->operation, out, RPRT_HASH_SIZE, &size), RPRT_ERR_PROVIDER);
    if (status != RPRT_OK || size != RPRT_HASH_SIZE) {
        rprt_hash_abort(hash);
        rprt_wipe(out, RPRT_HASH_SIZE);
        return RPRT_ERR_PROVIDER;
    }
    return RPRT_OK;
}

void rprt_hash_abort(struct rprt_hash *hash)
{
    (void)psa_hash_abort(&hash->operation); // the operation is given up either way
}

enum rprt_status rprt_crypto_mac(struct rprt_crypto *crypto, uint32_t slot,
                                 const struct rprt_part *part, size_t n_parts,
                                 uint8_t out[RPRT_MAC_SIZE])
{
    if (slot >= RPRT_KEYS || n_parts > 4)
        return RPRT_ERR_ARG;
    if (crypto->key[slot] == 0)
        return RPRT_ERR_KEY;
    psa_mac_operation_t operation = PSA_MAC_OPERATION_INIT;
    size_t size = 0;
    enum rprt_status status = accepted(
        psa_mac_sign_setup(&operation, crypto->key[slot], MAC_ALGORITHM), RPRT_ERR_PROVIDER);
    for (size_t i = 0; i < n_parts && status == RPRT_OK; i++)
        status =
            accepted(psa_mac_update(&operation, part[i].data, part[i].size), RPRT_ERR_PROVIDER);
    if (status == RPRT_OK)
        status =
            accepted(psa_mac_sign_finish(&operation, out, RPRT_MAC_SIZE, &size), RPRT_ERR_PROVIDER);
    if (status == RPRT_OK && size == RPRT_MAC_SIZE)
        return RPRT_OK;
    (void)psa_mac_abort(&operation); // the operation is given up either way
    rprt_wipe(out, RPRT_MAC_SIZE);
    return RPRT_ERR_PROVIDER;
}

enum rprt_status rprt_crypto_verify(struct rprt_crypto *crypto, uint32_t slot,
                                    const uint8_t digest[RPRT_HASH_SIZE],
                                    const uint8_t signature[RPRT_SIGNATURE_SIZE])
{
    if (slot >= RPRT_KEYS)
        return RPRT_ERR_ARG;
    if (crypto->key[slot] == 0)
        return RPRT_ERR_KEY;
    volatile psa_status_t answer = PSA_ERROR_GENERIC_ERROR;
    answer = psa_verify_hash(crypto->key[slot], VERIFY_ALGORITHM, digest, RPRT_HASH_SIZE, signature,
                             RPRT_SIGNATURE_SIZE);
    if (answer == PSA_ERROR_INVALID_SIGNATURE)
        return RPRT_ERR_MISMATCH;
    return accepted(answer, RPRT_ERR_PROVIDER);
}

static enum rprt_status box_usable(const struct rprt_crypto *crypto, uint32_t slot)
{
    if (slot >= RPRT_KEYS)
        return RPRT_ERR_ARG;
    return crypto->key[slot] == 0 ? RPRT_ERR_KEY : RPRT_OK;
}

enum rprt_status rprt_crypto_seal(struct rprt_crypto *crypto, uint32_t slot,
                                  const struct rprt_box *box)
{
    enum rprt_status status = box_usable(crypto, slot);
    if (status != RPRT_OK)
        return status;
    size_t sealed = box->size + RPRT_SEAL_TAG_SIZE;
    size_t size = 0;
    status = accepted(psa_aead_encrypt(crypto->key[slot], SEAL_ALGORITHM, box->nonce,
                                       RPRT_NONCE_SIZE, box->bound, box->bound_size, box->data,
                                       box->size, box->data, sealed, &size),
                      RPRT_ERR_PROVIDER);
    if (status == RPRT_OK && size == sealed)
        return RPRT_OK;
    rprt_wipe(box->data, sealed); // neither text nor half a cipher text is left behind
    return RPRT_ERR_PROVIDER;
}

enum rprt_status rprt_crypto_open(struct rprt_crypto *crypto, uint32_t slot,
                                  const struct rprt_box *box)
{
    enum rprt_status status = box_usable(crypto, slot);
    if (status != RPRT_OK)
        return status;
    size_t sealed = box->size + RPRT_SEAL_TAG_SIZE;
    size_t size = 0;
    volatile psa_status_t answer = PSA_ERROR_GENERIC_ERROR;
    answer =
        psa_aead_decrypt(crypto->key[slot], SEAL_ALGORITHM, box->nonce, RPRT_NONCE_SIZE, box->bound,
                         box->bound_size, box->data, sealed, box->data, box->size, &size);
    status = accepted(answer, answer == PSA_ERROR_INVALID_SIGNATURE ? RPRT_ERR_MISMATCH
                                                                    : RPRT_ERR_PROVIDER);
    if (status == RPRT_OK && size == box->size)
        return RPRT_OK;
    rprt_wipe(box->data, sealed);
    return status == RPRT_OK ? RPRT_ERR_PROVIDER : status;
}

#endif
