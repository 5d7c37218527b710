// SPDX-License-Identifier: Apache-2.0
/*
 * The bench's instrument: the scale under the patient, the hands at the bedside, the power switch.
 *
 * Not a part of the device: a product has no such port.  It measures what the attacks are judged
 * by, and does what a person or nature does to a pump (press the button, pinch the line, cut the
 * power).  Lines of text in, one line of "name=number" pairs out.
 *
 *     state                 the measurements
 *     wait MS               lets so much time pass, then as `state`
 *     button|occlude|stall|silence 0|1
 *     bubble NL             air on its way to the patient
 *     reset                 power off and on
 *     cut N                 the N-th flash operation from now is torn and the power fails
 *     fault NAME            one of enum pump_fault, by number
 *     hook N                a compromised communications side does as told (bench builds only)
 */
#ifndef PUMP_BENCH_H
#define PUMP_BENCH_H

#include "pump/app.h"
#include "pump/flash.h"

// What can be made to fail, for attack 16.  Bits.
enum pump_fault {
    PUMP_FAULT_RANDOM_STUCK = 1 << 0, // always the same bytes
    PUMP_FAULT_RANDOM_DEAD = 1 << 1,
    PUMP_FAULT_COUNTER_DEAD = 1 << 2,
    PUMP_FAULT_FLASH_FULL = 1 << 3,
    PUMP_FAULT_FLASH_DEAD = 1 << 4,
    PUMP_FAULT_MEMORY = 1 << 5, // the provider's allocations are refused: all of them, or only the
                                // one whose number stands from PUMP_FAULT_NUMBER on
    PUMP_FAULT_NUMBER = 8,
};

// What the test hook makes the communications side do, for attack 14.
enum pump_hook {
    PUMP_HOOK_NONE,
    PUMP_HOOK_WRITE,   // write into the essential function's memory
    PUMP_HOOK_HANG,    // loop for ever
    PUMP_HOOK_RECURSE, // run over the end of the stack
    PUMP_HOOK_FORGE,   // fill the exchange with random orders
    PUMP_HOOK_STACK,   // write onto the stack of the interrupts
    PUMP_HOOK_CODE,    // write over the code
    PUMP_HOOK_WORLD,   // write to memory that no region names
    PUMP_HOOK_DEVICE,  // stop a timer that is not its own
    PUMP_HOOK_SYSTEM,  // switch the memory protection off
    PUMP_HOOK_RUN,     // run data as code
    PUMP_HOOK_INVALID, // run an instruction that does not exist
};

struct pump_bench {
    struct pump_core *core;
    struct pump_plant *plant;
    struct pump_flash *flash;
    const struct pump_app *app;
    char line[64];
    uint32_t n;        // characters of it
    uint32_t now_ms;   // since the bench was started, not reset with the device
    uint32_t power_ms; // now_ms at the last power-on, where the device's time begins anew
    uint32_t due_ms;   // end of the wait under way
    bool waiting;
    bool button;
    bool power_off;    // the device shall be started anew
    uint32_t resets;   // power cycles since the start
    uint32_t faults;   // bits of enum pump_fault
    uint32_t hook;     // enum pump_hook, taken by the communications side
    uint32_t accepted; // commands carried out before the present start of the device
    uint32_t accepted_seen;
    uint32_t wire;        // bytes on their way to the pump, on the fullest line
    uint32_t panel_worst; // longest time a frame of the panel waited for its answer, ms
    void (*write)(void *context, const char *text, size_t n);
    void *context;
};

// Takes one character of a command.
void pump_bench_char(struct pump_bench *bench, char c);

// To be called when time has passed; answers a wait that is over.
void pump_bench_time(struct pump_bench *bench, uint32_t now_ms);

// Tells that the power came back, after `reset` or a cut.
void pump_bench_powered(struct pump_bench *bench);

#endif
