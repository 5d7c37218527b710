// SPDX-License-Identifier: Apache-2.0
/*
 * Firmware images for the update attacks.  Signatures by the host's Mbed TLS.
 */
#include "image.h"

#include <mbedtls/sha256.h>
#include <psa/crypto.h>
#include <string.h>

// Places in the header of rprt/boot.h, written down here anew: the bench reads the format from the
// document, not from the library.
enum {
    AT_MAGIC = 0,
    AT_FORMAT = 4,
    AT_ROOT = 6,
    AT_ROOT_2 = 7,
    AT_DEVICE = 8,
    AT_VERSION = 24,
    AT_LOAD = 28,
    AT_SIZE = 32,
    AT_ENTRY = 36,
    AT_DIGEST = 40,
    AT_SIGNATURE = 128,
    SIGNED_SIZE = 128,
    CHUNK = 128,
    ASK_MS = 5000,
};

static void sign(const uint8_t key[IMAGE_KEY_SIZE], const uint8_t *bytes, size_t n,
                 uint8_t ret_signature[64])
{
    psa_key_attributes_t attributes = psa_key_attributes_init();
    psa_key_id_t id;
    size_t size;
    uint8_t digest[32];
    psa_set_key_usage_flags(&attributes, PSA_KEY_USAGE_SIGN_HASH);
    psa_set_key_algorithm(&attributes, PSA_ALG_ECDSA(PSA_ALG_SHA_256));
    psa_set_key_type(&attributes, PSA_KEY_TYPE_ECC_KEY_PAIR(PSA_ECC_FAMILY_SECP_R1));
    psa_set_key_bits(&attributes, 256);
    if (psa_crypto_init() != PSA_SUCCESS || mbedtls_sha256_ret(bytes, n, digest, 0) != 0 ||
        psa_import_key(&attributes, key, IMAGE_KEY_SIZE, &id) != PSA_SUCCESS ||
        psa_sign_hash(id, PSA_ALG_ECDSA(PSA_ALG_SHA_256), digest, sizeof digest, ret_signature, 64,
                      &size) != PSA_SUCCESS)
        attack_error("cannot sign an image");
    psa_destroy_key(id);
}

static void make_signed(const struct image_spec *spec, struct image *image)
{
    uint8_t *header = image->header;
    image->header_size = IMAGE_HEADER_MAX;
    memcpy(header + AT_MAGIC, "RPRI", 4);
    pump_put16(header + AT_FORMAT, 1);
    header[AT_ROOT_2] = 0xFF;
    strncat((char *)header + AT_DEVICE, spec->device != NULL ? spec->device : PUMP_FACTORY_DEVICE,
            15);
    pump_put32(header + AT_VERSION, spec->version);
    uint32_t sector = spec->slot == 0 ? PUMP_SECTOR_SLOT_A : PUMP_SECTOR_SLOT_B;
    pump_put32(header + AT_LOAD, sector * PUMP_SECTOR_SIZE);
    pump_put32(header + AT_SIZE, (uint32_t)image->body_size);
    if (mbedtls_sha256_ret(image->body, image->body_size, header + AT_DIGEST, 0) != 0)
        attack_error("cannot hash an image");
    if (spec->signer != IMAGE_BY_NOBODY)
        sign(spec->signer == IMAGE_BY_MAKER ? image_key_root : image_key_stranger, header,
             SIGNED_SIZE, header + AT_SIGNATURE);
}

// The sum of update_plain.c: CRC-16 of pieces of 256 bytes, rolled together.
static uint16_t plain_sum(const uint8_t *bytes, size_t n)
{
    uint32_t sum = 0;
    for (size_t off = 0; off < n; off += 256) {
        size_t piece = n - off < 256 ? n - off : 256;
        sum = (sum << 1 | sum >> 15) ^ pump_crc16(bytes + off, piece);
        sum &= 0xFFFF;
    }
    return (uint16_t)sum;
}

static void make_plain(const struct image_spec *spec, struct image *image)
{
    image->header_size = 16;
    memcpy(image->header, "PUMP", 4);
    pump_put32(image->header + 4, spec->version);
    pump_put32(image->header + 8, (uint32_t)image->body_size);
    pump_put32(image->header + 12, plain_sum(image->body, image->body_size));
}

void image_make(struct attack *attack, const struct image_spec *spec, struct image *ret_image)
{
    memset(ret_image, 0, sizeof *ret_image);
    ret_image->body_size = IMAGE_BODY_SIZE;
    for (size_t i = 0; i < IMAGE_BODY_SIZE; i++)
        ret_image->body[i] = pump_factory_body(i, spec->version);
    if (attack_has(attack, "boot"))
        make_signed(spec, ret_image);
    else
        make_plain(spec, ret_image);
}

static uint8_t send_header(struct attack *attack, struct attack_line *line,
                           const struct image *image)
{
    uint8_t result = PUMP_DONE;
    for (size_t off = 0; off < image->header_size && result == PUMP_DONE; off += CHUNK) {
        size_t n = image->header_size - off < CHUNK ? image->header_size - off : CHUNK;
        struct pump_frame begin = {.type = PUMP_CMD_UPD_BEGIN, .n = (uint16_t)n};
        struct pump_frame reply;
        memcpy(begin.payload, image->header + off, n);
        result = attack_ask(attack, line, &begin, ASK_MS, &reply);
    }
    return result;
}

uint8_t image_send(struct attack *attack, struct attack_line *line, const struct image *image)
{
    struct pump_frame reply;
    uint8_t result = send_header(attack, line, image);
    for (size_t off = 0; off < image->body_size && result == PUMP_DONE; off += CHUNK) {
        size_t n = image->body_size - off < CHUNK ? image->body_size - off : CHUNK;
        struct pump_frame chunk = {.type = PUMP_CMD_UPD_CHUNK, .n = (uint16_t)(4 + n)};
        pump_put32(chunk.payload, (uint32_t)off);
        memcpy(chunk.payload + 4, image->body + off, n);
        result = attack_ask(attack, line, &chunk, ASK_MS, &reply);
    }
    struct pump_frame end = {.type = PUMP_CMD_UPD_END};
    return result == PUMP_DONE ? attack_ask(attack, line, &end, ASK_MS, &reply) : result;
}

uint32_t image_running(struct attack *attack, struct attack_line *line)
{
    struct pump_frame status = {.type = PUMP_CMD_STATUS};
    struct pump_frame reply;
    if (attack_ask(attack, line, &status, ASK_MS, &reply) != PUMP_DONE || reply.n < 5)
        attack_error("the pump does not tell its version");
    return pump_get32(reply.payload + 1);
}
