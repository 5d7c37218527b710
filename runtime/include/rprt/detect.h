// SPDX-License-Identifier: Apache-2.0
/* Signs of an attack -> a level from 0 to 3 with the kind that caused it.
 *
 * Each kind of sign has a leaky bucket: a sign pours in, every tick lets a little out, the fill is
 * compared with three marks. The figures come from the plan; nothing is learnt, so the same traffic
 * always gives the same level. Memory is constant, a sign costs the same whatever was before it.
 */
#ifndef RPRT_DETECT_H
#define RPRT_DETECT_H

#include <stdint.h>

#include "rprt/base.h"

enum rprt_kind {
    RPRT_KIND_BAD_FRAME = 0, // malformed bytes on a port
    RPRT_KIND_BAD_TAG = 1,   // well-formed, not authentic
    RPRT_KIND_REPLAY = 2,    // authentic once, repeated
    RPRT_KIND_HANDSHAKE = 3, // a connection that was not completed
    RPRT_KIND_LOGIN = 4,     // a refused login
    RPRT_KIND_COMMAND = 5,   // a command or set-point refused
    RPRT_KIND_UPDATE = 6,    // a refused update
    RPRT_KIND_STORAGE = 7,   // store, log or image not authentic
    RPRT_KIND_EMERGENCY = 8, // misuse of emergency access
    RPRT_KIND_MEMORY = 9,    // memory protection fault, stack guard, watchdog of the comms
    RPRT_KIND_RATE = 10,     // more traffic than the plan allows
    RPRT_KIND_OWN = 11,      // the application's
};
#define RPRT_KINDS 12u

// What one sign of a kind means. Units are the plan's; marks rise: mark[0] <= mark[1] <= mark[2].
// A kind whose marks are all 0 is not watched.
struct rprt_detect_rule {
    uint16_t add;     // poured in by one sign
    uint16_t leak;    // let out at each tick
    uint16_t mark[3]; // fill at which the level is 1, 2, 3
};

// Caller-owned; lives as long as the device runs.
struct rprt_detect {
    const struct rprt_detect_rule *rule; // borrowed, RPRT_KINDS of them
    const struct rprt_port *port;        // borrowed
    uint32_t fill[RPRT_KINDS];           // at most twice mark[2]
    uint32_t reported;                   // level last reported as an event
};

// Empties all buckets. Borrows rules and port for the life of the context. RPRT_ERR_ARG: a rule's
// marks do not rise or it never leaks; the context then watches nothing and stays at level 0.
RPRT_CHECKED enum rprt_status rprt_detect_init(struct rprt_detect *detect,
                                               const struct rprt_port *port,
                                               const struct rprt_detect_rule rule[RPRT_KINDS]);

// Takes note of one sign. A kind outside the enum counts as RPRT_KIND_OWN.
void rprt_detect_note(struct rprt_detect *detect, enum rprt_kind kind);

// Lets every bucket leak; call at the period for which the plan states its leaks. Reports a change
// of level as RPRT_EVENT_ATTACK.
void rprt_detect_tick(struct rprt_detect *detect);

// The highest level of all kinds, 0 to 3; ret_kind gets the kind that has it (the first, RPRT_KIND_BAD_FRAME
// when the level is 0). After the last sign a level ends in at most 2 * mark[2] / leak ticks.
uint32_t rprt_detect_level(const struct rprt_detect *detect, enum rprt_kind *ret_kind);

#endif
