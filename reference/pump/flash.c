// SPDX-License-Identifier: Apache-2.0
/*
 * The simulated flash: bits fall from 1 to 0, sectors are erased, power can fail in between.
 */
#include "pump/flash.h"

#include <string.h>

static bool inside(const struct pump_flash *flash, uint32_t off, size_t n)
{
    return off <= flash->size && n <= flash->size - off;
}

// True when the power fails in this operation.
static bool torn(struct pump_flash *flash)
{
    flash->operations++;
    return flash->cut_after != 0 && --flash->cut_after == 0;
}

bool pump_flash_read(const struct pump_flash *flash, uint32_t off, uint8_t *ret_bytes, size_t n)
{
    if (!inside(flash, off, n) || flash->fault == PUMP_FLASH_DEAD)
        return false;
    memcpy(ret_bytes, flash->bytes + off, n);
    return true;
}

bool pump_flash_program(struct pump_flash *flash, uint32_t off, const uint8_t *bytes, size_t n)
{
    if (!inside(flash, off, n) || flash->fault != PUMP_FLASH_GOOD)
        return false;
    bool cut = torn(flash);
    size_t done = cut ? n / 2 : n;
    for (size_t i = 0; i < done; i++)
        flash->bytes[off + i] &= bytes[i];
    if (cut)
        flash->power_fails(flash->context);
    return memcmp(flash->bytes + off, bytes, n) == 0;
}

bool pump_flash_erase(struct pump_flash *flash, uint32_t off)
{
    if (!inside(flash, off, flash->sector) || off % flash->sector != 0 ||
        flash->fault != PUMP_FLASH_GOOD)
        return false;
    bool cut = torn(flash);
    memset(flash->bytes + off, 0xFF, cut ? flash->sector / 2 : flash->sector);
    if (cut)
        flash->power_fails(flash->context);
    return true;
}
