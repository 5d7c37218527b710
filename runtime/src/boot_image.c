// SPDX-License-Identifier: Apache-2.0
/* Header and body of an image -> authentic or not.
 *
 * Nothing outside the signed bytes has a say: what is not signed must be zero.
 */
#include "rprt/boot.h"

#if RPRT_WITH_BOOT

#include <string.h>

#include "boot_inside.h"

uint32_t rprt_boot_slot_size(const struct rprt_boot_config *config)
{
    return config->slot[0].sector_size * config->slot[0].n_sectors;
}

static enum rprt_answer all_zero(const uint8_t *bytes, size_t size)
{
    uint8_t any = 0;
    for (size_t i = 0; i < size; i++)
        any |= bytes[i];
    return any == 0 ? RPRT_YES : RPRT_NO;
}

// Whether bytes 6 and 7 name as many different roots as the configuration wants, and what is not
// needed behind the signed part is zero.
static enum rprt_answer signers_fit(const struct rprt_boot_config *config,
                                    const uint8_t *signed_part, uint32_t signed_size)
{
    uint32_t first = signed_part[RPRT_IMAGE_AT_ROOT];
    uint32_t second = signed_part[RPRT_IMAGE_AT_ROOT_2];
    if (first >= config->n_roots)
        return RPRT_NO;
    if (config->needed == 2)
        return second < config->n_roots && second != first ? RPRT_YES : RPRT_NO;
    if (second != 0xff)
        return RPRT_NO;
    return all_zero(signed_part + signed_size + RPRT_SIGNATURE_SIZE, RPRT_SIGNATURE_SIZE);
}

#if RPRT_BOOT_ROTATION
#define UNUSED_AT RPRT_IMAGE_AT_RESERVED
#else
#define UNUSED_AT RPRT_IMAGE_AT_ROOTS
#endif

enum rprt_status rprt_boot_parse(const struct rprt_boot *boot, uint32_t slot,
                                 const uint8_t header[RPRT_IMAGE_HEADER_SIZE],
                                 struct rprt_image *ret_image)
{
    const struct rprt_boot_config *config = boot->config;
    struct rprt_image image = {.slot = slot,
                               .version = rprt_get32(header + RPRT_IMAGE_AT_VERSION),
                               .size = rprt_get32(header + RPRT_IMAGE_AT_SIZE),
                               .entry = rprt_get32(header + RPRT_IMAGE_AT_ENTRY)};
    if (rprt_get32(header + RPRT_IMAGE_AT_MAGIC) != RPRT_IMAGE_MAGIC ||
        rprt_get16(header + RPRT_IMAGE_AT_FORMAT) != RPRT_IMAGE_FORMAT)
        return RPRT_ERR_FORMAT;
    if (all_zero(header + UNUSED_AT, RPRT_IMAGE_SIGNED_SIZE - UNUSED_AT) != RPRT_YES)
        return RPRT_ERR_FORMAT;
    uint32_t room = rprt_boot_slot_size(config) - RPRT_IMAGE_HEADER_SIZE;
    if (image.size == 0 || image.size > room || image.entry >= image.size || image.entry % 4 != 0)
        return RPRT_ERR_FORMAT;
    if (memcmp(header + RPRT_IMAGE_AT_DEVICE, config->device, sizeof config->device) != 0 ||
        rprt_get32(header + RPRT_IMAGE_AT_LOAD) != config->slot[slot].address)
        return RPRT_ERR_DEVICE;
    volatile uint32_t version = image.version;
    volatile uint32_t floor = boot->floor;
#if RPRT_BOOT_ROTATION
    image.generation = rprt_get32(header + RPRT_IMAGE_AT_ROOTS);
    volatile uint32_t ahead = image.generation - boot->generation; // 0 or 1, else far away
    if (ahead > 1)
        return RPRT_ERR_VERSION;
#endif
    if (version < floor)
        return RPRT_ERR_VERSION;
    memcpy(image.digest, header + RPRT_IMAGE_AT_DIGEST, sizeof image.digest);
    memcpy(image.plan, header + RPRT_IMAGE_AT_PLAN, sizeof image.plan);
    if (floor > version)
        return RPRT_ERR_VERSION;
#if RPRT_BOOT_ROTATION
    if (ahead > 1)
        return RPRT_ERR_VERSION;
#endif
    *ret_image = image;
    return RPRT_OK;
}

enum rprt_status rprt_boot_header_read(const struct rprt_boot *boot, uint32_t slot,
                                       uint8_t header[RPRT_IMAGE_HEADER_SIZE])
{
    return rprt_flash_read(boot->config->port, boot->config->slot[slot].address, header,
                           RPRT_IMAGE_HEADER_SIZE);
}

// The generation that an image names; a record of roots is signed by the generation in force.
static enum rprt_status load_roots(const struct rprt_boot *boot, const uint8_t *signed_part,
                                   uint32_t signed_size)
{
#if RPRT_BOOT_ROTATION
    return rprt_boot_roots_load(boot, signed_size == RPRT_IMAGE_SIGNED_SIZE
                                          ? rprt_get32(signed_part + RPRT_IMAGE_AT_ROOTS)
                                          : boot->generation);
#else
    (void)boot;
    (void)signed_part;
    (void)signed_size;
    return RPRT_OK;
#endif
}

static enum rprt_status digest_of(const uint8_t *signed_part, uint32_t signed_size,
                                  uint8_t digest[RPRT_HASH_SIZE])
{
    struct rprt_hash hash;
    enum rprt_status status = rprt_hash_begin(&hash);
    if (status == RPRT_OK)
        status = rprt_hash_add(&hash, signed_part, signed_size);
    if (status == RPRT_OK)
        status = rprt_hash_end(&hash, digest);
    return status;
}

// One signature. A refusal is a constant, never the status that was looked at: with one bit flipped in
// what it is compared with, RPRT_OK itself would be given back as the refusal.
static enum rprt_status signed_by(const struct rprt_boot *boot, uint32_t root,
                                  const uint8_t digest[RPRT_HASH_SIZE], const uint8_t *signature)
{
    const struct rprt_boot_config *config = boot->config;
    volatile enum rprt_status status = RPRT_ERR_FAULT;
    status = rprt_crypto_verify(config->crypto, config->root[root], digest, signature);
    if (status == RPRT_ERR_MISMATCH)
        return RPRT_ERR_MISMATCH;
    if (status != RPRT_OK || rprt_is_ok(status) != RPRT_YES)
        return RPRT_ERR_PROVIDER;
    return status;
}

enum rprt_status rprt_boot_signed(const struct rprt_boot *boot, const uint8_t *signed_part,
                                  uint32_t signed_size)
{
    const struct rprt_boot_config *config = boot->config;
    if (signers_fit(config, signed_part, signed_size) != RPRT_YES)
        return RPRT_ERR_FORMAT; // also keeps the indexes below in range
    uint8_t digest[RPRT_HASH_SIZE];
    enum rprt_status loaded = load_roots(boot, signed_part, signed_size);
    if (rprt_is_ok(loaded) != RPRT_YES)
        return loaded == RPRT_OK ? RPRT_ERR_FAULT : loaded;
    if (rprt_is_ok(digest_of(signed_part, signed_size, digest)) != RPRT_YES)
        return RPRT_ERR_PROVIDER;
    const uint8_t *signature = signed_part + signed_size;
    volatile enum rprt_status first = RPRT_ERR_FAULT;
    volatile enum rprt_status second = RPRT_ERR_FAULT;
    first = signed_by(boot, signed_part[RPRT_IMAGE_AT_ROOT], digest, signature);
    if (config->needed != 2)
        return first;
    second =
        signed_by(boot, signed_part[RPRT_IMAGE_AT_ROOT_2], digest, signature + RPRT_SIGNATURE_SIZE);
    if (rprt_is_ok(first) != RPRT_YES)
        return RPRT_ERR_MISMATCH;
    return second;
}

enum rprt_status rprt_boot_hash(struct rprt_boot *boot, uint32_t budget)
{
    const struct rprt_image *image = &boot->image;
    uint32_t body = boot->config->slot[image->slot].address + RPRT_IMAGE_HEADER_SIZE;
    uint32_t spent = 0;
    while (boot->done < image->size && (spent < budget || spent == 0)) {
        uint8_t bytes[RPRT_BOOT_CHUNK];
        uint32_t left = image->size - boot->done;
        uint32_t size = left < RPRT_BOOT_CHUNK ? left : RPRT_BOOT_CHUNK;
        enum rprt_status status =
            rprt_flash_read(boot->config->port, body + boot->done, bytes, size);
        if (status == RPRT_OK)
            status = rprt_hash_add(&boot->hash, bytes, size);
        if (status != RPRT_OK)
            return status;
        boot->done += size;
        spent += size;
    }
    if (boot->done < image->size)
        return RPRT_AGAIN;
    uint8_t digest[RPRT_HASH_SIZE];
    enum rprt_status status = rprt_hash_end(&boot->hash, digest);
    if (status != RPRT_OK)
        return status;
    return rprt_equal(digest, image->digest, sizeof digest);
}

#endif
