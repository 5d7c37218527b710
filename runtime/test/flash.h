// SPDX-License-Identifier: Apache-2.0
/* A device that never was: flash, counters and random source of a port, with faults to order.
 *
 * Flash bits only fall from 1 to 0 until their sector is erased; a unit is programmed at most once
 * between two erasures (more is counted as a violation). Each unit programmed, each sector erased and
 * each counter raised is one operation. Power can be cut at any operation: it then happens not at
 * all, in part (seeded), or whole; all later calls fail until power comes back. Apart from that, any
 * single call of the port can be made to fail.
 */
#ifndef RPRT_TEST_FLASH_H
#define RPRT_TEST_FLASH_H

#include <stdbool.h>
#include <stdint.h>

#include "rprt/port.h"

#define FLASH_BASE 0x08000000u
#define FLASH_SIZE 0x8000u
#define FLASH_COUNTERS 20u

enum flash_cut {
    CUT_BEFORE = 0, // nothing of the operation happened
    CUT_AFTER = 1,  // all of it happened, nobody was told
    CUT_TORN = 2,   // part of it happened; 2, 3, ...: different parts
};

// What is broken for good, bits.
enum flash_broken {
    BROKEN_READ = 1,
    BROKEN_PROGRAM = 2,
    BROKEN_ERASE = 4,
    BROKEN_COUNTER_READ = 8,
    BROKEN_COUNTER_ADVANCE = 16,
    BROKEN_RANDOM = 32,
    BROKEN_WORN = 64, // the last bit of each unit stays 1, and nobody notices
};

struct flash {
    uint8_t bytes[FLASH_SIZE];
    bool programmed[FLASH_SIZE / RPRT_FLASH_UNIT];
    uint32_t sector_size;
    uint32_t counter[FLASH_COUNTERS];
    unsigned violations; // units programmed twice, bad addresses

    uint32_t operations; // so far
    uint32_t cut_at;     // operation at which power fails, counted from 1; 0: never
    uint32_t cut;        // enum flash_cut or above
    bool dead;

    uint32_t calls;   // of port functions so far
    uint32_t fail_at; // call that fails, counted from 1; 0: none
    uint32_t broken;  // enum flash_broken
    uint32_t seed;
    bool random_stuck;
};

// Erased flash, counters 0. port gets all functions; alarm and event do nothing.
void flash_init(struct flash *flash, uint32_t sector_size);
struct rprt_port flash_port(struct flash *flash);

// Power comes back: no cut is set, operations and calls are counted from 0.
void flash_power_on(struct flash *flash);

// A number from a seed of the model, the same on every machine.
uint32_t flash_random(struct flash *flash);

// A number from 0 to n - 1 from the test's own seed.
uint32_t flash_pick(uint32_t *seed, uint32_t n);

#endif
