// SPDX-License-Identifier: Apache-2.0
/*
 * State of the watch: guard, mailbox and detection of the library.
 */
#ifndef PUMP_SEAM_WATCH_MODE_STATE_H
#define PUMP_SEAM_WATCH_MODE_STATE_H

#include "pump/seam/signs.h"

#include "rprt/mode.h"

struct pump_watch {
    struct rprt_guard guard;
    struct rprt_mailbox mailbox;
    struct rprt_port port; // its context is this object
    struct pump_signs signs;
    uint32_t seen_order, seen_beat, seen_link, seen_return;
    uint32_t therapy;  // whose table the guard follows
    uint32_t alarms;   // bit per enum pump_alarm
    uint32_t grace;    // ticks that the communications side may still take to begin
    uint32_t restarts; // of the communications side since power-on
    bool restart;      // the guard wants the communications side to begin again
};

#endif
