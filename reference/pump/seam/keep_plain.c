// SPDX-License-Identifier: Apache-2.0
/*
 * Data at rest without protection: each record in a sector of its own, with a CRC.
 *
 * The sector is erased before it is written, so a power cut in between loses the record.  That is
 * what many devices do, and what the protected build is compared with.
 *
 * Layout: id u32, size u16, CRC u16, bytes; padded to the flash's unit of 16.
 */
#include "pump/seam/keep.h"

#include <string.h>

enum {
    RECORDS = PUMP_SECTOR_LOG - PUMP_SECTOR_KEEP, // ids from 1 on
    HEAD = 8,
    UNIT = 16,
};

static uint32_t place(uint32_t id)
{
    return (PUMP_SECTOR_KEEP + (id - 1) % RECORDS) * PUMP_SECTOR_SIZE;
}

void pump_keep_init(struct pump_app *app)
{
    app->keep.writes = 0;
}

size_t pump_keep_get(struct pump_app *app, uint32_t id, uint8_t *ret_bytes, size_t n)
{
    const struct pump_port *port = app->port;
    uint8_t bytes[HEAD + PUMP_KEEP_RECORD_MAX];
    if (!port->flash_read(port->context, place(id), bytes, sizeof bytes))
        return 0;
    size_t size = pump_get16(bytes + 4);
    if (pump_get32(bytes) != id || size > PUMP_KEEP_RECORD_MAX || size > n ||
        pump_crc16(bytes + HEAD, size) != pump_get16(bytes + 6))
        return 0;
    memcpy(ret_bytes, bytes + HEAD, size);
    return size;
}

bool pump_keep_put(struct pump_app *app, uint32_t id, const uint8_t *bytes, size_t n)
{
    const struct pump_port *port = app->port;
    uint8_t record[HEAD + PUMP_KEEP_RECORD_MAX + UNIT];
    if (n > PUMP_KEEP_RECORD_MAX)
        return false;
    memset(record, 0xFF, sizeof record);
    pump_put32(record, id);
    pump_put16(record + 4, (uint16_t)n);
    pump_put16(record + 6, pump_crc16(bytes, n));
    memcpy(record + HEAD, bytes, n);
    app->keep.writes++;
    size_t padded = (HEAD + n + UNIT - 1) / UNIT * UNIT;
    return port->flash_erase(port->context, place(id)) &&
           port->flash_program(port->context, place(id), record, padded);
}
