// SPDX-License-Identifier: Apache-2.0
/*
 * Degraded operation, as the pump uses it: what happens to therapy and link under attack.
 *
 * Two bodies exist: watch_none.c does nothing, watch_mode.c drives the library's `mode` and `detect`.
 * The build takes one, as the plan says.
 */
#ifndef PUMP_WATCH_H
#define PUMP_WATCH_H

#include "pump/ep.h"

#include <stdbool.h>
#include <stdint.h>

// What the communications side reports, as counts that only rise (and wrap).
enum pump_note {
    PUMP_NOTE_FRAME,   // a malformed frame
    PUMP_NOTE_COMMAND, // a well-formed command that is not allowed
    PUMP_NOTE_LOGIN,   // a failed login
    PUMP_NOTE_LINK,    // a connection that did not prove itself
    PUMP_NOTE_UPDATE,  // a refused update
    PUMP_NOTE_STORE,   // stored data that did not open
    PUMP_NOTE_COUNT,
};

struct pump_notes {
    uint32_t count[PUMP_NOTE_COUNT];
    uint32_t link_beat; // rises with each proven message from the network
};

// What the application may do with the network; distant values.
enum pump_posture {
    PUMP_POSTURE_NORMAL = 0x6996,
    PUMP_POSTURE_GUARDED = 0x5AA5, // one suspicious thing more and the network is left out
    PUMP_POSTURE_ISLAND = 0x3CC3,  // no orders from the network
    PUMP_POSTURE_SAFE = 0x0FF0,    // the safe action of the therapy
};

#include "pump/seam/watch_state.h"

// What the watch sees in one period.
struct pump_watch_input {
    const volatile struct pump_notes *notes;
    uint32_t beat;    // rises with each turn of the communications loop
    uint32_t returns; // rises with each wish of a person to return to normal operation
    uint32_t therapy; // enum pump_therapy that runs
    uint32_t tick;    // of the essential function
};

void pump_watch_init(struct pump_watch *watch);

// One period: reads the notes, raises alarms.  Runs in the interrupt of the essential function.
void pump_watch_tick(struct pump_watch *watch, const struct pump_watch_input *input,
                     struct pump_alarms *alarms);

// The order that the essential function shall see: `wish` where nothing guards it, else the last
// one that the guard let through.
struct pump_order pump_watch_order(struct pump_watch *watch, const struct pump_order *wish);

// What the essential function may do now for that therapy.
enum pump_action pump_watch_action(const struct pump_watch *watch, uint32_t therapy);

enum pump_posture pump_watch_posture(const struct pump_watch *watch);

// True once when a silent communications side shall be started again by itself.
bool pump_watch_restarts(struct pump_watch *watch);

// The communications side broke a rule of the memory protection; pump_watch_restarts tells what then.
void pump_watch_broken(struct pump_watch *watch);

// How often it was started again.
uint32_t pump_watch_restart_count(const struct pump_watch *watch);

// True when a reset that somebody wishes may happen now.
bool pump_watch_reset_granted(const struct pump_watch *watch, const struct pump_order *running);

// Bytes that the communications loop may take from the network in one period of the essential
// function, UINT32_MAX for "all there are".
uint32_t pump_watch_budget(const struct pump_watch *watch);

#endif
