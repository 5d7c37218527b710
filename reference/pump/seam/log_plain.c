// SPDX-License-Identifier: Apache-2.0
/*
 * The log without protection: records of 64 bytes in a ring of sectors, with a CRC.
 *
 * Whoever reaches the flash can change any record and mend its CRC.
 *
 * Layout: index u32, milliseconds u32, event u32, a u32, b u32, zeros, CRC u16 at the end.
 */
#include "pump/seam/log.h"

#include <string.h>

enum {
    FIRST = PUMP_SECTOR_LOG * PUMP_SECTOR_SIZE,
    SECTORS = PUMP_SECTOR_AUTH - PUMP_SECTOR_LOG,
    PER_SECTOR = PUMP_SECTOR_SIZE / PUMP_LOG_RECORD_SIZE,
    PLACES = SECTORS * PER_SECTOR,
};

static uint32_t place(uint32_t i)
{
    return FIRST + i % PLACES * PUMP_LOG_RECORD_SIZE;
}

static bool read_at(struct pump_app *app, uint32_t i, uint8_t record[PUMP_LOG_RECORD_SIZE])
{
    const struct pump_port *port = app->port;
    return port->flash_read(port->context, place(i), record, PUMP_LOG_RECORD_SIZE) &&
           pump_crc16(record, PUMP_LOG_RECORD_SIZE - 2) ==
               pump_get16(record + PUMP_LOG_RECORD_SIZE - 2);
}

void pump_log_init(struct pump_app *app)
{
    app->log = (struct pump_log){.posture = PUMP_POSTURE_NORMAL};
    for (uint32_t i = 0; i < PLACES; i++) {
        uint8_t record[PUMP_LOG_RECORD_SIZE];
        if (read_at(app, i, record) && pump_get32(record) % PLACES == i &&
            pump_get32(record) >= app->log.next)
            app->log.next = pump_get32(record) + 1;
    }
}

bool pump_log_add(struct pump_app *app, enum pump_event event, uint32_t a, uint32_t b)
{
    const struct pump_port *port = app->port;
    uint8_t record[PUMP_LOG_RECORD_SIZE] = {0};
    uint32_t i = app->log.next++;
    pump_put32(record, i);
    pump_put32(record + 4, port->now_ms(port->context));
    pump_put32(record + 8, (uint32_t)event);
    pump_put32(record + 12, a);
    pump_put32(record + 16, b);
    pump_put16(record + PUMP_LOG_RECORD_SIZE - 2, pump_crc16(record, PUMP_LOG_RECORD_SIZE - 2));
    if (i % PER_SECTOR == 0 && !port->flash_erase(port->context, place(i)))
        return false;
    return port->flash_program(port->context, place(i), record, sizeof record);
}

void pump_log_poll(struct pump_app *app)
{
    uint32_t posture = (uint32_t)pump_watch_posture(&app->core->watch);
    if (posture == app->log.posture)
        return;
    app->log.posture = posture;
    pump_log_add(app, PUMP_EVENT_POSTURE, posture, 0);
}

bool pump_log_read(struct pump_app *app, uint32_t i, uint8_t ret_record[PUMP_LOG_RECORD_SIZE])
{
    return i < app->log.next && read_at(app, i, ret_record) && pump_get32(ret_record) == i;
}
