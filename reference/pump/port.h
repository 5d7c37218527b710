// SPDX-License-Identifier: Apache-2.0
/*
 * What the pump needs from the machine below it: lines, clock, flash, counters, random, reset.
 *
 * Filled in by host/ and target/.  Functions of this table do not block.
 */
#ifndef PUMP_PORT_H
#define PUMP_PORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum pump_line {
    PUMP_LINE_NET,     // hospital network
    PUMP_LINE_PANEL,   // the nurse's panel, at the bedside
    PUMP_LINE_SERVICE, // the technician's plug
    PUMP_LINE_COUNT,
};

enum {
    PUMP_SECTOR_SIZE = 4096,
    PUMP_SLOT_SECTORS = 16, // 64 kB
    PUMP_SLOT_SIZE = PUMP_SLOT_SECTORS * PUMP_SECTOR_SIZE,
    // The map of the flash, in sectors.
    PUMP_SECTOR_SLOT_A = 0,
    PUMP_SECTOR_SLOT_B = PUMP_SECTOR_SLOT_A + PUMP_SLOT_SECTORS,
    PUMP_SECTOR_BOOT = PUMP_SECTOR_SLOT_B + PUMP_SLOT_SECTORS, // state of the update, 2 sectors
    PUMP_SECTOR_KEEP = PUMP_SECTOR_BOOT + 2,                   // records, 2 sectors
    PUMP_SECTOR_LOG = PUMP_SECTOR_KEEP + 2,                    // the log, 4 sectors
    PUMP_SECTOR_AUTH = PUMP_SECTOR_LOG + 4,                    // back-off of logins, 2 sectors
    PUMP_SECTOR_SECRET = PUMP_SECTOR_AUTH + 2,                 // the log's secret, 2 sectors
    PUMP_SECTOR_COUNT = PUMP_SECTOR_SECRET + 2,
    PUMP_COUNTERS = 4, // monotonic counters, outside the flash
};

struct pump_port {
    void *context;
    // Up to n bytes that came on a line; gives how many.
    size_t (*read)(void *context, enum pump_line line, uint8_t *ret_bytes, size_t n);
    // Sends on a line.  What the line cannot take is lost, as on a serial line without handshake.
    void (*write)(void *context, enum pump_line line, const uint8_t *bytes, size_t n);
    uint32_t (*now_ms)(void *context); // since power-on, wraps
    // Seconds of the wall clock, 0 when it was never set.  Not to be trusted.
    uint32_t (*clock_s)(void *context);
    void (*set_clock)(void *context, uint32_t seconds);
    bool (*flash_read)(void *context, uint32_t off, uint8_t *ret_bytes, size_t n);
    bool (*flash_program)(void *context, uint32_t off, const uint8_t *bytes, size_t n);
    bool (*flash_erase)(void *context, uint32_t off); // the sector that begins there
    bool (*counter_read)(void *context, uint32_t which, uint32_t *ret_value);
    bool (*counter_advance)(void *context, uint32_t which, uint32_t value); // never backwards
    bool (*random)(void *context, uint8_t *ret_bytes, size_t n);
    bool (*button)(void *context); // the emergency button at the bedside is pressed
    // One word of the machine's memory, for the service port's peek and poke; false when the
    // address is not mapped.
    bool (*peek)(void *context, uint32_t address, uint32_t *ret_value);
    bool (*poke)(void *context, uint32_t address, uint32_t value);
    void (*reset)(void *context); // may return; the machine resets soon
};

#endif
