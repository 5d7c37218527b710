// SPDX-License-Identifier: Apache-2.0
/*
 * Update without protection: an image with a right CRC is taken, whoever made it, however old.
 *
 * Manifest: magic "PUMP", version u32, size u32, CRC-16 of the image in a u32.  The boot sector
 * holds the manifest of the image to run and its slot.  On this bench the image is data: what is
 * judged is which one the start chooses.
 */
#include "pump/seam/update.h"

#include <string.h>

enum {
    MAGIC = 0x504D5550, // "PUMP"
    MANIFEST = 16,
    AT = PUMP_SECTOR_BOOT * PUMP_SECTOR_SIZE,
    CHUNK = 256,
    FIRST_VERSION = 1, // of the image that left the factory
};

static uint32_t slot_at(uint32_t slot)
{
    return (slot == 0 ? PUMP_SECTOR_SLOT_A : PUMP_SECTOR_SLOT_B) * PUMP_SECTOR_SIZE;
}

static bool crc_of(struct pump_app *app, uint32_t slot, uint32_t size, uint16_t *ret_crc)
{
    uint32_t crc = 0;
    for (uint32_t off = 0; off < size; off += CHUNK) {
        uint8_t bytes[CHUNK];
        uint32_t n = size - off < CHUNK ? size - off : CHUNK;
        if (!app->port->flash_read(app->port->context, slot_at(slot) + off, bytes, n))
            return false;
        crc = (crc << 1 | crc >> 15) ^ pump_crc16(bytes, n);
        crc &= 0xFFFF;
    }
    *ret_crc = (uint16_t)crc;
    return true;
}

// The first image lies outside the two slots.
// NOLINTNEXTLINE(readability-non-const-parameter): the update of the library writes it
void pump_update_factory(uint8_t *flash)
{
    (void)flash;
}

void pump_update_init(struct pump_app *app)
{
    const struct pump_port *port = app->port;
    app->update = (struct pump_update){.version = FIRST_VERSION};
    uint8_t state[MANIFEST + 4];
    if (!port->flash_read(port->context, AT, state, sizeof state) || pump_get32(state) != MAGIC)
        return;
    uint16_t crc;
    uint32_t slot = pump_get32(state + MANIFEST);
    if (slot > 1 || pump_get32(state + 8) > PUMP_SLOT_SIZE ||
        !crc_of(app, slot, pump_get32(state + 8), &crc) || crc != pump_get32(state + 12))
        return;
    app->update.version = pump_get32(state + 4);
    app->update.slot = slot;
}

void pump_update_poll(struct pump_app *app)
{
    (void)app;
}

uint32_t pump_update_version(const struct pump_app *app)
{
    return app->update.version;
}

enum pump_result pump_update_begin(struct pump_app *app, const uint8_t *manifest, size_t n)
{
    struct pump_update *update = &app->update;
    update->size = 0;
    if (n < MANIFEST || pump_get32(manifest) != MAGIC || pump_get32(manifest + 8) == 0 ||
        pump_get32(manifest + 8) > PUMP_SLOT_SIZE)
        return PUMP_WRONG;
    for (uint32_t i = 0; i < PUMP_SLOT_SECTORS; i++)
        if (!app->port->flash_erase(app->port->context,
                                    slot_at(1 - update->slot) + i * PUMP_SECTOR_SIZE))
            return PUMP_FAILED;
    update->incoming = pump_get32(manifest + 4);
    update->size = pump_get32(manifest + 8);
    update->crc = pump_get32(manifest + 12);
    update->received = 0;
    return PUMP_DONE;
}

enum pump_result pump_update_chunk(struct pump_app *app, uint32_t off, const uint8_t *bytes,
                                   size_t n)
{
    struct pump_update *update = &app->update;
    if (update->size == 0 || off != update->received || n % 16 != 0 || n > update->size - off)
        return PUMP_WRONG;
    if (!app->port->flash_program(app->port->context, slot_at(1 - update->slot) + off, bytes, n))
        return PUMP_FAILED;
    update->received += (uint32_t)n;
    return PUMP_DONE;
}

enum pump_result pump_update_end(struct pump_app *app)
{
    const struct pump_port *port = app->port;
    struct pump_update *update = &app->update;
    uint16_t crc;
    if (update->size == 0 || update->received != update->size ||
        !crc_of(app, 1 - update->slot, update->size, &crc) || crc != update->crc)
        return PUMP_WRONG;
    uint8_t state[32] = {0};
    pump_put32(state, MAGIC);
    pump_put32(state + 4, update->incoming);
    pump_put32(state + 8, update->size);
    pump_put32(state + 12, update->crc);
    pump_put32(state + MANIFEST, 1 - update->slot);
    update->size = 0;
    return port->flash_erase(port->context, AT) &&
                   port->flash_program(port->context, AT, state, sizeof state)
               ? PUMP_DONE
               : PUMP_FAILED;
}
