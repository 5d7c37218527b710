// SPDX-License-Identifier: Apache-2.0
// The guard of mode_rig.h.
#include "mode_rig.h"

#include "check.h"

#include <string.h>

void take_alarm(void *context, enum rprt_alarm alarm, uint32_t detail)
{
    (void)detail;
    ((struct seen *)context)->alarms[alarm]++;
}

static void take_restart(void *context)
{
    ((struct seen *)context)->restarts++;
}

struct rprt_mode_plan small_plan(void)
{
    struct rprt_mode_plan plan = {
        .action = {RPRT_ACTION_CONTINUE, RPRT_ACTION_CONTINUE, RPRT_ACTION_CONTINUE,
                   RPRT_ACTION_CONTINUE, RPRT_ACTION_KEEP_OPEN, RPRT_ACTION_KEEP_OPEN,
                   RPRT_ACTION_STOP},
        .origins = {7, 7, 6, 6},
        .comms_budget_us = {2000, 500, 100, 0},
        .link_timeout = 3,
        .comms_timeout = 2,
        .max_restarts = 1,
        .island_limit = 6,
        .calm = 2,
    };
    for (uint32_t i = 0; i < RPRT_SETPOINT_WORDS; i++)
        plan.limit[i] = (struct rprt_limit){10, 20};
    return plan;
}

const struct rprt_setpoint middle = {{15, 15, 15, 15}};

void bench_init(struct bench *bench, const struct rprt_mode_plan *plan)
{
    memset(bench, 0, sizeof *bench);
    bench->port = (struct rprt_port){
        .context = &bench->seen, .alarm = take_alarm, .restart_comms = take_restart};
    bench->plan = *plan;
    assert_status(
        rprt_mode_init(&bench->guard, &bench->port, &bench->plan, &bench->mailbox, &middle),
        RPRT_OK);
}

unsigned rank_of(enum rprt_action action)
{
    return action == RPRT_ACTION_CONTINUE ? 0 : action == RPRT_ACTION_KEEP_OPEN ? 1 : 2;
}
