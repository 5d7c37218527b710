// SPDX-License-Identifier: Apache-2.0
/*
 * The simulated flash: bits fall from 1 to 0, sectors are erased, power can fail in between.
 *
 * Part of the world, as the plant is.  A cut leaves the operation half done: of a program the first
 * half of the bytes, of an erase the first half of the sector.
 */
#ifndef PUMP_FLASH_H
#define PUMP_FLASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum pump_flash_fault {
    PUMP_FLASH_GOOD,
    PUMP_FLASH_FULL, // programs fail, as when the part is worn out
    PUMP_FLASH_DEAD, // reads fail too
};

struct pump_flash {
    uint8_t *bytes; // borrowed
    uint32_t size;  // a multiple of the sector
    uint32_t sector;
    uint32_t operations; // programs and erases since the start, wraps
    uint32_t cut_after;  // this many further operations succeed, the next is torn; 0: never
    enum pump_flash_fault fault;
    void (*power_fails)(void *context); // called by the torn operation; does not return
    void *context;
};

bool pump_flash_read(const struct pump_flash *flash, uint32_t off, uint8_t *ret_bytes, size_t n);
bool pump_flash_program(struct pump_flash *flash, uint32_t off, const uint8_t *bytes, size_t n);
bool pump_flash_erase(struct pump_flash *flash, uint32_t off);

#endif
