// SPDX-License-Identifier: Apache-2.0
/* The roots in force, and those that wait for the confirmation of an image.
 *
 * Two generations can sign at a time: the one that the counter names, and the next one if its record
 * was taken. The sector of the next one is that of the one before the present, so that the keys in
 * force are never erased. What lies in flash counts by a tag under a key of this device, made when the
 * signatures of the roots then in force had been checked: a root that was revoked can sign no other
 * record for somebody who rewrites the flash.
 */
#include "rprt/boot.h"

#if RPRT_WITH_BOOT && RPRT_BOOT_ROTATION

#include <string.h>

#include "boot_inside.h"

static uint32_t sector_of(const struct rprt_boot_config *config, uint32_t generation)
{
    return config->roots.address + generation % 2 * config->roots.sector_size;
}

static enum rprt_status tag_of(const struct rprt_boot_config *config, const uint8_t *kept,
                               uint8_t out[RPRT_MAC_SIZE])
{
    const struct rprt_part part = {kept, RPRT_ROOTS_SIGNED_SIZE};
    return rprt_crypto_mac(config->crypto, config->roots_key, &part, 1, out);
}

// The record of a generation, if its tag is right.
static enum rprt_status read_kept(const struct rprt_boot_config *config, uint32_t generation,
                                  uint8_t kept[RPRT_BOOT_KEPT_SIZE])
{
    uint8_t tag[RPRT_MAC_SIZE];
    enum rprt_status status =
        rprt_flash_read(config->port, sector_of(config, generation), kept, RPRT_BOOT_KEPT_SIZE);
    if (status == RPRT_OK)
        status = tag_of(config, kept, tag);
    if (status != RPRT_OK)
        return status;
    volatile enum rprt_status same = RPRT_ERR_FAULT;
    same = rprt_equal(tag, kept + RPRT_ROOTS_SIGNED_SIZE, sizeof tag);
    if (same != RPRT_OK || rprt_get32(kept + RPRT_ROOTS_AT_GENERATION) != generation)
        return RPRT_ERR_KEY;
    return rprt_is_ok(same) == RPRT_YES ? same : RPRT_ERR_FAULT;
}

// Fails when one of the keys is no point of the curve.
static enum rprt_status use_keys(const struct rprt_boot_config *config, const uint8_t *root)
{
    enum rprt_status status = RPRT_OK;
    for (uint32_t i = 0; i < config->n_roots && status == RPRT_OK; i++)
        status = rprt_crypto_key_set(config->crypto, config->root[i], RPRT_USE_VERIFY,
                                     root + (size_t)i * RPRT_PUBLIC_KEY_SIZE, RPRT_PUBLIC_KEY_SIZE);
    return status;
}

enum rprt_status rprt_boot_roots_load(const struct rprt_boot *boot, uint32_t generation)
{
    const struct rprt_boot_config *config = boot->config;
    uint8_t kept[RPRT_BOOT_KEPT_SIZE];
    const uint8_t *root = kept + RPRT_ROOTS_AT_KEYS;
    enum rprt_status status = RPRT_ERR_VERSION;
    if (generation != 0) {
        status = read_kept(config, generation, kept);
    } else if (boot->generation == 0) { // the factory's keys may be the ones that were revoked
        root = config->factory_root[0];
        status = RPRT_OK;
    }
    return status == RPRT_OK ? use_keys(config, root) : status;
}

// All but the signatures.
static enum rprt_status parse(const struct rprt_boot *boot, const uint8_t record[RPRT_ROOTS_SIZE])
{
    const struct rprt_boot_config *config = boot->config;
    if (rprt_get32(record) != RPRT_ROOTS_MAGIC ||
        memcmp(record + RPRT_ROOTS_AT_DEVICE, config->device, sizeof config->device) != 0)
        return RPRT_ERR_FORMAT;
    return rprt_get32(record + RPRT_ROOTS_AT_GENERATION) == boot->generation + 1 ? RPRT_OK
                                                                                 : RPRT_ERR_VERSION;
}

static enum rprt_status keep_record(const struct rprt_boot *boot,
                                    const uint8_t record[RPRT_ROOTS_SIZE])
{
    const struct rprt_boot_config *config = boot->config;
    uint32_t generation = boot->generation + 1;
    uint8_t kept[RPRT_BOOT_KEPT_SIZE];
    // An image that waits, or was confirmed a moment ago, may need the record that is there.
    enum rprt_status status = read_kept(config, generation, kept);
    if (status != RPRT_ERR_KEY)
        return status == RPRT_OK ? RPRT_ERR_STATE : status;
    memcpy(kept, record, RPRT_ROOTS_SIGNED_SIZE);
    status = use_keys(config, kept + RPRT_ROOTS_AT_KEYS);
    if (status == RPRT_OK)
        status = tag_of(config, kept, kept + RPRT_ROOTS_SIGNED_SIZE);
    if (status == RPRT_OK)
        status = rprt_flash_erase(config->port, sector_of(config, generation));
    if (status == RPRT_OK)
        status = rprt_flash_program(config->port, sector_of(config, generation), kept, sizeof kept);
    return status;
}

enum rprt_status rprt_boot_roots_offer(struct rprt_boot *boot,
                                       const uint8_t record[RPRT_ROOTS_SIZE])
{
    if (boot->step != RPRT_STEP_IDLE)
        return RPRT_ERR_STATE;
    enum rprt_status status = parse(boot, record);
    volatile enum rprt_status authentic = RPRT_ERR_FAULT;
    if (status == RPRT_OK) {
        authentic = rprt_boot_signed(boot, record, RPRT_ROOTS_SIGNED_SIZE);
        status = authentic;
    }
    if (status == RPRT_OK)
        status = rprt_is_ok(authentic) == RPRT_YES ? keep_record(boot, record) : RPRT_ERR_FAULT;
    return status == RPRT_OK ? status : rprt_boot_refuse(boot, status, boot->generation + 1);
}

#endif
