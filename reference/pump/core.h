// SPDX-License-Identifier: Apache-2.0
/*
 * What must go on: essential function, dose check, alarms, and what guards them.
 *
 * One object that only the periodic interrupt writes.  The communications side can read it and
 * leaves its wishes in a struct pump_exchange, which this side treats as hostile: the worst that it
 * can ask for is bounded by pump_order_valid(), by the action of pump/watch.h and by the alarms.
 * On a target with memory protection the object lies in a region of its own.
 */
#ifndef PUMP_CORE_H
#define PUMP_CORE_H

#include "pump/dose.h"
#include "pump/ep.h"
#include "pump/plant.h"
#include "pump/watch.h"

// A wish of the communications side for a reset; the second is the simulated power failing.
enum { PUMP_RESET_WISH = 0x7E51A5C3, PUMP_RESET_CUT = 0x0FF0FF0F };

// Written by the communications side only.
struct pump_exchange {
    struct pump_order order;     // for the essential function
    struct pump_order programme; // for the dose check
    struct pump_notes notes;     // for the watch
    uint32_t beat;               // rises with each turn of the communications loop
    uint32_t calls;              // alarms wished for, bit per enum pump_alarm
    uint32_t reset;              // PUMP_RESET_...
    uint32_t returns;            // rises with each wish to return to normal operation
};

// How punctual the essential function was, measured by itself.
struct pump_jitter {
    uint32_t worst;  // ticks of the target's clock between the timer's event and the entry
    uint32_t missed; // periods in which it did not run
};

struct pump_core {
    struct pump_ep ep;
    struct pump_dose dose;
    struct pump_watch watch;
    struct pump_jitter jitter;
};

void pump_core_init(struct pump_core *core);

// One period of 10 ms: essential function, plant, sensors, dose check, watch, in this order.
void pump_core_tick(struct pump_core *core, const volatile struct pump_exchange *exchange,
                    struct pump_plant *plant);

#endif
