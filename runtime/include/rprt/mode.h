// SPDX-License-Identifier: Apache-2.0
/* Guard of the essential function: which mode the device is in, what the essential function does,
 * and who may give it a set-point.
 *
 * Two things are kept apart. The mode says how much communication is allowed and what is accepted.
 * The action says what the essential function does, and is reduced only where the plan's table
 * says so for the cause at hand: an attack alone never stops a therapy whose table says continue.
 * A reduced action comes back only through a person at the device (rprt_mode_return).
 *
 * All time is counted in ticks of a hardware timer, so that no clock can be turned to shorten or
 * lengthen it. The module needs no cryptography; whoever calls rprt_mode_heard or
 * rprt_mode_propose vouches that the message was authentic.
 */
#ifndef RPRT_MODE_H
#define RPRT_MODE_H

#include <stdint.h>

#include "rprt/base.h"

// Why the device is not in normal mode. Several can hold at a time.
enum rprt_cause {
    RPRT_CAUSE_NONE = 0,
    RPRT_CAUSE_LINK_LOST = 1,   // nothing authentic heard for link_timeout
    RPRT_CAUSE_ATTACK = 2,      // detection level 3
    RPRT_CAUSE_COMMS_FAULT = 3, // the communication broke a rule or had to be restarted too often
    RPRT_CAUSE_ISLAND_LONG = 4, // alone for longer than island_limit
    RPRT_CAUSE_INTEGRITY = 5,   // memory, image or stored data is not what it must be
    RPRT_CAUSE_EP_FAULT = 6,    // the essential function broke its contract (dose, period)
};
#define RPRT_CAUSES 7u

// Who gives a set-point. Values are bits of the masks in the plan.
enum rprt_origin {
    RPRT_ORIGIN_REMOTE = 1,    // over the network, authenticated
    RPRT_ORIGIN_LOCAL = 2,     // at the device, authenticated
    RPRT_ORIGIN_EMERGENCY = 4, // at the device, under break-glass
};

// Inclusive range of one word of a set-point, in the word's own unit.
struct rprt_limit {
    uint32_t min;
    uint32_t max;
};

// The plan's figures; const, borrowed. Times are in ticks (of rprt_mode_tick).
struct rprt_mode_plan {
    // The therapy's table: what the essential function does under each cause. Entry
    // RPRT_CAUSE_NONE must be RPRT_ACTION_CONTINUE.
    enum rprt_action action[RPRT_CAUSES];

    // Hard limits of each word of the set-point; hold for every origin, break-glass included.
    struct rprt_limit limit[RPRT_SETPOINT_WORDS];

    // Origins accepted in normal, guarded, island and safe mode (bits of enum rprt_origin). Remote is
    // not allowed in the last two: rprt_mode_init refuses such a plan.
    uint8_t origins[4];

    // Time that communication may use in one period of the essential function, in microseconds,
    // in normal, guarded, island and safe mode; 0: none at all. With a link to lose, the entry for
    // island mode must not be 0: the link could never come back.
    uint32_t comms_budget_us[4];

    // Silence after which the link counts as lost; 0: the device has no link to lose.
    uint32_t link_timeout;

    // Time without rprt_mode_comms_alive after which communication is restarted; 0: not watched.
    uint32_t comms_timeout;

    // Restarts until communication counts as faulty, forgotten after calm ticks without one.
    uint32_t max_restarts;

    // Time in island mode after which RPRT_CAUSE_ISLAND_LONG holds; 0: no limit.
    uint32_t island_limit;

    // Quiet time before the device returns from guarded to normal mode.
    uint32_t calm;
};

// Caller-owned, in memory that the communication context cannot write.
struct rprt_guard {
    const struct rprt_port *port;      // borrowed
    const struct rprt_mode_plan *plan; // borrowed
    struct rprt_mailbox *mailbox;      // borrowed; this module is its writer
    uint32_t causes;                   // bit 1 << cause
    uint32_t causes_inverse;           // complement of the former: a fault is seen
    uint32_t accepted;                 // causes that a person at the device has accepted
    uint32_t word;                     // as published
    uint32_t level;                    // of detection, 0 to 3
    uint32_t silence;                  // ticks since the link was heard
    uint32_t comms_silence;            // ticks since the communication ran
    uint32_t island;                   // ticks in island mode
    uint32_t quiet;                    // ticks without a sign
    uint32_t restarts;
    uint32_t restart_age; // ticks since the last one
};

// Starts in guarded mode with action CONTINUE and the initial set-point, which must be within the
// limits. Borrows port, plan and mailbox for the life of the context. RPRT_ERR_ARG: the plan contradicts itself or
// the initial set-point is outside; the mailbox then holds mode SAFE with the most reduced action of
// the table, and the device must not start its therapy.
RPRT_CHECKED enum rprt_status rprt_mode_init(struct rprt_guard *guard, const struct rprt_port *port,
                                             const struct rprt_mode_plan *plan,
                                             struct rprt_mailbox *mailbox,
                                             const struct rprt_setpoint *initial);

// One tick of the timer; at most 400 instructions unless something changes. Works out mode and
// action, publishes them, raises alarms, restarts a silent communication.
void rprt_mode_tick(struct rprt_guard *guard);

// Something authentic was heard over the link.
void rprt_mode_heard(struct rprt_guard *guard);

// The communication context is alive; to be called by it at each turn of its loop.
void rprt_mode_comms_alive(struct rprt_guard *guard);

// The level that detection gives, 0 to 3 (above counts as 3), with its kind for the alarm.
void rprt_mode_attack(struct rprt_guard *guard, uint32_t level, uint32_t kind);

// A fault. cause: RPRT_CAUSE_INTEGRITY, RPRT_CAUSE_EP_FAULT or RPRT_CAUSE_COMMS_FAULT; anything else counts as the
// first. Takes effect before the call returns. RPRT_CAUSE_COMMS_FAULT is for the handler of a memory
// protection fault that the communication caused (it runs at the priority of rprt_mode_tick, or excludes
// it): the communication is restarted at once and the device is on its own until calm ticks have passed
// without another restart.
void rprt_mode_fault(struct rprt_guard *guard, enum rprt_cause cause);

// A person at the device, authenticated and entitled (grant == RPRT_OK, as rprt_auth_allowed
// answered), lets the essential function go on. Faults are forgotten until they happen again and the
// time on the island begins anew. A lost link or an attack that still holds is accepted: the mode
// stays, the action is CONTINUE until the cause ends and comes anew. RPRT_ERR_DENIED: grant is
// anything else; nothing changed.
RPRT_CHECKED enum rprt_status rprt_mode_return(struct rprt_guard *guard, enum rprt_status grant);

// Gives the essential function a new set-point, a copy of setpoint. grant is the answer of the check that the origin
// was authentic and entitled. RPRT_ERR_DENIED: no grant, or this origin is not accepted in this
// mode; RPRT_ERR_LIMIT: outside the hard limits. In both cases the former set-point holds, and the
// caller must tell the person who gave it.
RPRT_CHECKED enum rprt_status rprt_mode_propose(struct rprt_guard *guard, enum rprt_origin origin,
                                                enum rprt_status grant,
                                                const struct rprt_setpoint *setpoint);

// Time for communication in the present period, microseconds. 0 when the state is damaged.
uint32_t rprt_mode_comms_budget_us(const struct rprt_guard *guard);

// The mode and action as last published, into ret_mode and ret_action. RPRT_ERR_FAULT: the state is damaged (the next tick brings
// the device to safe mode).
RPRT_CHECKED enum rprt_status rprt_mode_now(const struct rprt_guard *guard,
                                            enum rprt_mode *ret_mode, enum rprt_action *ret_action);

#endif
