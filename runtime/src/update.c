// SPDX-License-Identifier: Apache-2.0
/* A new image, piece by piece -> staged in the free slot; and its confirmation after the trial.
 *
 * The header is checked, signature included, before a single byte is erased. The state says "staged"
 * only after the body was read back from flash. Confirmation stores the new state first and raises
 * the floor then: the other order could leave a device with no image at or above its floor.
 */
#include "rprt/boot.h"

#if RPRT_WITH_BOOT

#include <string.h>

#include "boot_inside.h"

enum rprt_status rprt_boot_refuse(struct rprt_boot *boot, enum rprt_status why, uint32_t version)
{
    const uint32_t data[4] = {(uint32_t)why, version, boot->floor, 0};
    rprt_report(boot->config->port, RPRT_EVENT_UPDATE_REFUSED, data);
    boot->step = RPRT_STEP_IDLE;
    return why;
}

// Newer than the floor and than what is confirmed, even if the floor was not raised yet.
static enum rprt_status is_newer(const struct rprt_boot *boot, uint32_t version)
{
    uint8_t header[RPRT_IMAGE_HEADER_SIZE];
    struct rprt_image confirmed;
    if (version <= boot->floor)
        return RPRT_ERR_VERSION;
    enum rprt_status status = rprt_boot_header_read(boot, boot->confirmed, header);
    if (status != RPRT_OK)
        return status;
    if (rprt_boot_parse(boot, boot->confirmed, header, &confirmed) == RPRT_OK &&
        version <= confirmed.version)
        return RPRT_ERR_VERSION;
    return RPRT_OK;
}

enum rprt_status rprt_update_offer(struct rprt_boot *boot,
                                   const uint8_t header[RPRT_IMAGE_HEADER_SIZE])
{
    if (boot->step == RPRT_STEP_CLOSED || boot->state == RPRT_BOOT_TRIAL)
        return RPRT_ERR_STATE;
    if (boot->step == RPRT_STEP_READING)
        rprt_hash_abort(&boot->hash);
    uint32_t version = rprt_get32(header + RPRT_IMAGE_AT_VERSION);
    struct rprt_image image;
    volatile enum rprt_status status = RPRT_ERR_FAULT;
    status = rprt_boot_parse(boot, boot->confirmed ^ 1u, header, &image);
    if (status == RPRT_OK)
        status = is_newer(boot, image.version);
    // An answer of its own: were it the same variable, leaving out the store would leave it at OK.
    volatile enum rprt_status authentic = RPRT_ERR_FAULT;
    if (status == RPRT_OK)
        authentic = rprt_boot_signed(boot, header, RPRT_IMAGE_SIGNED_SIZE);
    if (status != RPRT_OK)
        return rprt_boot_refuse(boot, status, version);
    if (authentic != RPRT_OK || rprt_is_ok(authentic) != RPRT_YES)
        return rprt_boot_refuse(boot, authentic, version);
    // What was staged before is about to be erased.
    if (boot->state == RPRT_BOOT_STAGED)
        status = rprt_boot_state_write(boot, RPRT_BOOT_CONFIRMED, boot->confirmed);
    if (status != RPRT_OK)
        return rprt_boot_refuse(boot, status, version);
    boot->image = image;
    boot->done = 0;
    boot->step = RPRT_STEP_ERASING;
    return RPRT_OK;
}

enum rprt_status rprt_update_step(struct rprt_boot *boot,
                                  const uint8_t header[RPRT_IMAGE_HEADER_SIZE])
{
    const struct rprt_boot_config *config = boot->config;
    if (boot->step != RPRT_STEP_ERASING)
        return RPRT_ERR_STATE;
    const struct rprt_area *area = &config->slot[boot->image.slot];
    if (boot->done < area->n_sectors) {
        uint32_t address = area->address + boot->done * area->sector_size;
        enum rprt_status status = rprt_flash_erase(config->port, address);
        if (status != RPRT_OK)
            return rprt_boot_refuse(boot, status, boot->image.version);
        boot->done++;
        return RPRT_AGAIN;
    }
    struct rprt_image image;
    if (rprt_boot_parse(boot, boot->image.slot, header, &image) != RPRT_OK ||
        memcmp(&image, &boot->image, sizeof image) != 0)
        return rprt_boot_refuse(boot, RPRT_ERR_MISMATCH, boot->image.version);
    enum rprt_status status =
        rprt_flash_program(config->port, area->address, header, RPRT_IMAGE_HEADER_SIZE);
    if (status != RPRT_OK)
        return rprt_boot_refuse(boot, status, boot->image.version);
    boot->done = 0;
    boot->step = RPRT_STEP_TAKING;
    return RPRT_OK;
}

enum rprt_status rprt_update_chunk(struct rprt_boot *boot, const uint8_t *data, size_t size)
{
    const struct rprt_port *port = boot->config->port;
    if (boot->step != RPRT_STEP_TAKING)
        return RPRT_ERR_STATE;
    uint32_t left = boot->image.size - boot->done;
    if (size == 0 || size > 256)
        return RPRT_ERR_ARG;
    if (size > left)
        return rprt_boot_refuse(boot, RPRT_ERR_LIMIT, boot->image.version);
    uint32_t tail = (uint32_t)size % RPRT_FLASH_UNIT;
    uint32_t whole = (uint32_t)size - tail;
    if (tail != 0 && size != left)
        return RPRT_ERR_ARG;
    uint32_t address =
        boot->config->slot[boot->image.slot].address + RPRT_IMAGE_HEADER_SIZE + boot->done;
    enum rprt_status status = RPRT_OK;
    if (whole != 0)
        status = rprt_flash_program(port, address, data, whole);
    if (status == RPRT_OK && tail != 0) {
        uint8_t unit[RPRT_FLASH_UNIT];
        memset(unit, 0xff, sizeof unit);
        memcpy(unit, data + whole, tail);
        status = rprt_flash_program(port, address + whole, unit, sizeof unit);
    }
    if (status != RPRT_OK)
        return rprt_boot_refuse(boot, status, boot->image.version);
    boot->done += (uint32_t)size;
    return RPRT_OK;
}

enum rprt_status rprt_update_finish(struct rprt_boot *boot, uint32_t budget)
{
    if (boot->step == RPRT_STEP_TAKING) {
        if (boot->done != boot->image.size)
            return RPRT_ERR_STATE;
        enum rprt_status status = rprt_hash_begin(&boot->hash);
        if (status != RPRT_OK)
            return rprt_boot_refuse(boot, status, boot->image.version);
        boot->done = 0;
        boot->step = RPRT_STEP_READING;
    }
    if (boot->step != RPRT_STEP_READING)
        return RPRT_ERR_STATE;
    volatile enum rprt_status status = RPRT_ERR_FAULT;
    status = rprt_boot_hash(boot, budget);
    if (status == RPRT_AGAIN)
        return RPRT_AGAIN;
    if (status != RPRT_OK) {
        rprt_hash_abort(&boot->hash);
        return rprt_boot_refuse(boot, status, boot->image.version);
    }
    status = rprt_boot_state_write(boot, RPRT_BOOT_STAGED, boot->confirmed);
    if (status != RPRT_OK)
        return rprt_boot_refuse(boot, status, boot->image.version);
    const uint32_t data[4] = {boot->image.version, boot->image.slot, 0, 0};
    rprt_report(boot->config->port, RPRT_EVENT_UPDATE_STAGED, data);
    boot->step = RPRT_STEP_IDLE;
    return RPRT_OK;
}

static uint32_t generation_of(const struct rprt_image *image)
{
#if RPRT_BOOT_ROTATION
    return image->generation;
#else
    (void)image;
    return 0;
#endif
}

enum rprt_status rprt_boot_confirm(struct rprt_boot *boot, enum rprt_status self_test)
{
    volatile enum rprt_status passed = self_test;
    if (boot->step != RPRT_STEP_IDLE || boot->state != RPRT_BOOT_TRIAL)
        return RPRT_ERR_STATE;
    if (passed != RPRT_OK)
        return RPRT_ERR_DENIED;
    uint32_t slot = boot->confirmed ^ 1u;
    uint8_t header[RPRT_IMAGE_HEADER_SIZE];
    struct rprt_image image;
    volatile enum rprt_status status = RPRT_ERR_FAULT;
    status = rprt_boot_header_read(boot, slot, header);
    if (status == RPRT_OK)
        status = rprt_boot_parse(boot, slot, header, &image);
    volatile enum rprt_status authentic = RPRT_ERR_FAULT;
    if (status == RPRT_OK)
        authentic = rprt_boot_signed(boot, header, RPRT_IMAGE_SIGNED_SIZE);
    if (status != RPRT_OK)
        return status;
    if (authentic != RPRT_OK || rprt_is_ok(authentic) != RPRT_YES)
        return authentic;
    if (rprt_is_ok(passed) != RPRT_YES)
        return RPRT_ERR_DENIED;
    status = rprt_boot_state_write(boot, RPRT_BOOT_CONFIRMED, slot);
    if (status == RPRT_OK)
        status = rprt_boot_keep(boot, &image);
    if (status != RPRT_OK)
        return status;
    const uint32_t data[4] = {image.version, slot, generation_of(&image), 0};
    rprt_report(boot->config->port, RPRT_EVENT_UPDATE_CONFIRMED, data);
    return RPRT_OK;
}

#endif
