// SPDX-License-Identifier: Apache-2.0
// The model behind flash.h.
#include "flash.h"

#include <string.h>

void flash_init(struct flash *flash, uint32_t sector_size)
{
    memset(flash, 0, sizeof *flash);
    memset(flash->bytes, 0xff, sizeof flash->bytes);
    flash->sector_size = sector_size;
    flash->seed = 1;
}

void flash_power_on(struct flash *flash)
{
    flash->dead = false;
    flash->cut_at = 0;
    flash->fail_at = 0;
    flash->operations = 0;
    flash->calls = 0;
}

uint32_t flash_random(struct flash *flash)
{
    flash->seed ^= flash->seed << 13;
    flash->seed ^= flash->seed >> 17;
    flash->seed ^= flash->seed << 5;
    return flash->seed;
}

uint32_t flash_pick(uint32_t *seed, uint32_t n)
{
    *seed = *seed * 1664525u + 1013904223u;
    return (*seed >> 8) % n;
}

// True when the call goes through; counts it.
static bool call(struct flash *flash, enum flash_broken kind)
{
    flash->calls++;
    return !flash->dead && flash->calls != flash->fail_at && (flash->broken & kind) == 0;
}

// True when power fails in this operation.
static bool operation(struct flash *flash)
{
    flash->operations++;
    if (flash->operations != flash->cut_at)
        return false;
    flash->dead = true;
    return true;
}

static enum rprt_status random_bytes(void *context, uint8_t *out, size_t size)
{
    struct flash *flash = context;
    if (!call(flash, BROKEN_RANDOM))
        return RPRT_ERR_PORT;
    for (size_t i = 0; i < size; i++)
        out[i] = flash->random_stuck ? 0x5a : (uint8_t)(flash_random(flash) >> 11);
    return RPRT_OK;
}

static bool inside(struct flash *flash, uint32_t address, size_t size)
{
    bool good =
        address >= FLASH_BASE && size <= FLASH_SIZE && address - FLASH_BASE <= FLASH_SIZE - size;
    if (!good)
        flash->violations++;
    return good;
}

static enum rprt_status flash_read(void *context, uint32_t address, uint8_t *out, size_t size)
{
    struct flash *flash = context;
    if (!call(flash, BROKEN_READ) || !inside(flash, address, size))
        return RPRT_ERR_PORT;
    memcpy(out, flash->bytes + (address - FLASH_BASE), size);
    return RPRT_OK;
}

static void program_unit(struct flash *flash, uint32_t off, const uint8_t *data, bool torn)
{
    uint32_t unit = off / RPRT_FLASH_UNIT;
    if (flash->programmed[unit])
        flash->violations++;
    flash->programmed[unit] = true;
    for (uint32_t i = 0; i < RPRT_FLASH_UNIT; i++) {
        uint8_t stay = torn ? (uint8_t)(flash_random(flash) >> 7) : 0;
        if ((flash->broken & BROKEN_WORN) != 0 && i == RPRT_FLASH_UNIT - 1)
            stay |= 0x80;
        flash->bytes[off + i] &= (uint8_t)(data[i] | stay);
    }
}

static enum rprt_status flash_program(void *context, uint32_t address, const uint8_t *data,
                                      size_t size)
{
    struct flash *flash = context;
    if (!call(flash, BROKEN_PROGRAM))
        return RPRT_ERR_PORT;
    if (!inside(flash, address, size) || address % RPRT_FLASH_UNIT != 0 ||
        size % RPRT_FLASH_UNIT != 0) {
        flash->violations++;
        return RPRT_ERR_PORT;
    }
    for (uint32_t i = 0; i < size; i += RPRT_FLASH_UNIT) {
        bool cut = operation(flash);
        if (!cut || flash->cut != CUT_BEFORE)
            program_unit(flash, address - FLASH_BASE + i, data + i, cut && flash->cut >= CUT_TORN);
        if (cut)
            return RPRT_ERR_PORT;
    }
    return RPRT_OK;
}

static enum rprt_status flash_erase(void *context, uint32_t address)
{
    struct flash *flash = context;
    if (!call(flash, BROKEN_ERASE) || !inside(flash, address, flash->sector_size))
        return RPRT_ERR_PORT;
    uint32_t off = address - FLASH_BASE;
    if (off % flash->sector_size != 0)
        flash->violations++;
    bool cut = operation(flash);
    if (cut && flash->cut == CUT_BEFORE)
        return RPRT_ERR_PORT;
    for (uint32_t i = 0; i < flash->sector_size; i++) {
        // Torn, odd variants: any bits may have risen. Even: a front part is erased.
        uint8_t rise = 0xff;
        if (cut && flash->cut >= CUT_TORN && flash->cut % 2 != 0)
            rise = (uint8_t)(flash_random(flash) >> 9);
        else if (cut && flash->cut >= CUT_TORN)
            rise = i < flash->sector_size / flash->cut ? 0xff : 0;
        flash->bytes[off + i] |= rise;
    }
    // After a torn erase the sector must be erased again before it is used.
    bool torn = cut && flash->cut >= CUT_TORN;
    for (uint32_t i = 0; i < flash->sector_size; i += RPRT_FLASH_UNIT)
        flash->programmed[(off + i) / RPRT_FLASH_UNIT] = torn;
    return cut ? RPRT_ERR_PORT : RPRT_OK;
}

static enum rprt_status counter_read(void *context, uint32_t counter, uint32_t *ret_value)
{
    struct flash *flash = context;
    if (!call(flash, BROKEN_COUNTER_READ) || counter >= FLASH_COUNTERS)
        return RPRT_ERR_PORT;
    *ret_value = flash->counter[counter];
    return RPRT_OK;
}

static enum rprt_status counter_advance(void *context, uint32_t counter, uint32_t value)
{
    struct flash *flash = context;
    if (!call(flash, BROKEN_COUNTER_ADVANCE) || counter >= FLASH_COUNTERS ||
        value < flash->counter[counter])
        return RPRT_ERR_PORT;
    bool cut = operation(flash);
    if (!cut || flash->cut == CUT_AFTER)
        flash->counter[counter] = value;
    return cut ? RPRT_ERR_PORT : RPRT_OK;
}

static void no_alarm(void *context, enum rprt_alarm alarm, uint32_t detail)
{
    (void)context;
    (void)alarm;
    (void)detail;
}

struct rprt_port flash_port(struct flash *flash)
{
    return (struct rprt_port){
        .context = flash,
        .random = random_bytes,
        .flash_read = flash_read,
        .flash_program = flash_program,
        .flash_erase = flash_erase,
        .counter_read = counter_read,
        .counter_advance = counter_advance,
        .alarm = no_alarm,
    };
}
