// SPDX-License-Identifier: Apache-2.0
/* A guard with a small plan, so that all its states can be reached, and a port that counts what it is
 * asked for.
 */
#ifndef RPRT_TEST_MODE_RIG_H
#define RPRT_TEST_MODE_RIG_H

#include "rprt/mode.h"

struct seen {
    unsigned alarms[8];
    unsigned restarts;
};

struct bench {
    struct seen seen;
    struct rprt_port port;
    struct rprt_mode_plan plan;
    struct rprt_mailbox mailbox;
    struct rprt_guard guard;
};

extern const struct rprt_setpoint middle; // inside the limits of the small plan

// Counts an alarm in the struct seen that is the context.
void take_alarm(void *context, enum rprt_alarm alarm, uint32_t detail);

unsigned rank_of(enum rprt_action action); // how far the action is reduced, 0 to 2

struct rprt_mode_plan small_plan(void);
void bench_init(struct bench *bench, const struct rprt_mode_plan *plan); // copies plan

#endif
