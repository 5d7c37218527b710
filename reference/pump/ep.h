// SPDX-License-Identifier: Apache-2.0
/*
 * The essential function: orders -> motor steps, 100 times a second, with its local alarms.
 *
 * It runs in the interrupt of highest priority, calls nothing of the controls and waits for nothing.
 * It reads one order from memory that others write, judges it again, and keeps the last good one:
 * whatever happens around it, therapy goes on.
 */
#ifndef PUMP_EP_H
#define PUMP_EP_H

#include "pump/plant.h"

#include <stdbool.h>
#include <stdint.h>

enum {
    PUMP_EP_HZ = 100,
    PUMP_EP_PERIOD_MS = 10,
    PUMP_RATE_MAX_ULH = 1200 * 1000, // what the mechanics can do, 1,200 ml/h
    PUMP_BOLUS_MAX_NL = 10 * 1000 * 1000,
    PUMP_BOLUS_RATE_ULH = 600 * 1000,
    PUMP_KVO_RATE_ULH = 1000, // keep the vein open, 1 ml/h
    PUMP_OCCLUSION_KPA = 80,
};

// What the order wants.  Far apart, so that no single bit turns one into the other.
enum pump_run {
    PUMP_RUN_STOP = 0x3C3C5A5A,
    PUMP_RUN_GO = 0x5A5AC3C3,
};

// The kinds of therapy, rows of the table of safe actions.
enum pump_therapy {
    PUMP_THERAPY_NONE,
    PUMP_THERAPY_VASOPRESSOR, // stopping is not safe
    PUMP_THERAPY_ANALGESIC,   // going on unwatched is not safe
    PUMP_THERAPY_HYDRATION,
};

// Where an order comes from.
enum pump_origin {
    PUMP_ORIGIN_NET = 1,
    PUMP_ORIGIN_BEDSIDE = 2,
    PUMP_ORIGIN_EMERGENCY = 4, // at the bedside, under emergency access
};

// What the essential function may do, decided outside it (pump/watch.h).
enum pump_action {
    PUMP_ACTION_RUN = 1, // as ordered
    PUMP_ACTION_KVO,     // keep the vein open
    PUMP_ACTION_STOP,
};

struct pump_order {
    uint32_t seq; // differs from that of the order before
    uint32_t run; // enum pump_run
    uint32_t rate_ulh;
    uint32_t bolus_nl; // to give once, now
    uint32_t therapy;  // enum pump_therapy
    uint32_t origin;   // enum pump_origin
    uint32_t check;    // pump_order_check() of the fields above
};

enum pump_alarm {
    PUMP_ALARM_OCCLUSION,
    PUMP_ALARM_AIR,
    PUMP_ALARM_EMPTY,
    PUMP_ALARM_DOSE,       // the delivered dose is not the ordered one
    PUMP_ALARM_ORDER,      // an order in memory is damaged or out of the mechanics' range
    PUMP_ALARM_LINK,       // the network is silent for longer than the plan allows
    PUMP_ALARM_SECURITY,   // the controls report an attack
    PUMP_ALARM_BREAKGLASS, // emergency access is open
    PUMP_ALARM_COMMS,      // the communications side hung or broke and was started again
    PUMP_ALARM_COUNT,
};

struct pump_alarms {
    uint32_t active;                  // bit per enum pump_alarm
    uint32_t first[PUMP_ALARM_COUNT]; // tick of the first time since the start, 0 when never
};

struct pump_ep {
    struct pump_order order; // the last one accepted
    struct pump_alarms alarms;
    struct pump_sensors sensors; // of the tick before
    uint32_t tick;
    uint32_t rate_rest;   // rate not yet turned into steps
    uint32_t bolus_rest;  // likewise for the bolus
    uint32_t bolus_nl;    // still to give
    uint32_t steps;       // commanded since the start, wraps
    uint32_t air_nl;      // pumped since the bubble came
    uint32_t rejected;    // orders not taken
    uint32_t rejected_of; // seq of the last order not taken
};

void pump_ep_init(struct pump_ep *ep);

// Sum over the fields; it finds a torn or flipped order, it authenticates nothing.
uint32_t pump_order_check(const struct pump_order *order);

// True when the sum is right and every field is in the mechanics' range.
bool pump_order_valid(const struct pump_order *order);

// Reads an order that another context may be writing; the copy can then be torn, which its sum
// shows.
struct pump_order pump_order_copy(const volatile struct pump_order *order);

// One tick; gives the steps that the motor shall make in it.  `next` is the newest order: taken when
// its number is new and it is valid.
// Worst case: constant, no unbounded loop, no call outside this module.
uint32_t pump_ep_tick(struct pump_ep *ep, const struct pump_order *next, enum pump_action action);

// The sensors' answer to the steps; raises and clears the alarms that come from them.
void pump_ep_sense(struct pump_ep *ep, const struct pump_sensors *sensors);

void pump_alarm_set(struct pump_alarms *alarms, enum pump_alarm which, bool on, uint32_t tick);

// True while an alarm that must stop the motor is active.
bool pump_alarm_stops(const struct pump_alarms *alarms);

#endif
