// SPDX-License-Identifier: Apache-2.0
/*
 * The pump as a process: device, plant, flash and instrument in simulated time.
 *
 * Time passes only while the bench waits, so that a run is the same every time and 72 hours take
 * seconds.  Punctuality can therefore not be measured here; that is the target's part.
 */
#ifndef PUMP_HOST_WORLD_H
#define PUMP_HOST_WORLD_H

#include "pump/bench.h"
#include "pump/host/lines.h"

#include <setjmp.h>

struct world {
    struct pump_core core;
    struct pump_exchange exchange;
    struct pump_app app;
    struct pump_plant plant;
    struct pump_flash flash;
    struct pump_bench bench;
    struct pump_port port;
    struct host_line lines[PUMP_LINE_COUNT];
    struct host_line instrument;
    uint32_t credit[PUMP_LINE_COUNT]; // bytes that the line's speed lets through now
    uint32_t *counters;               // PUMP_COUNTERS, in memory that survives
    uint32_t now_ms;                  // of the bench
    uint32_t busy_ms;                 // when a line last had bytes
    uint32_t power_ms;                // when the device was switched on
    uint32_t clock_s;                 // the device's wall clock when it was set, 0: never
    uint32_t clock_ms;                // when that was
    uint32_t randoms;                 // calls of the random source, for its stuck mode
    uint32_t panel_since;             // when the panel's unanswered bytes came, 0: none
    bool reset;                       // the device asked for it
    jmp_buf power;                    // back to the switch
};

// The functions of the port, over a struct world.
void world_port(struct world *world);

// Switches the device on.  Flash, counters and plant stay as they are.
void world_start(struct world *world);

// Lets time pass.  Returns early (by longjmp to world->power) when the power fails.
void world_pass(struct world *world, uint32_t ms);

#endif
