// SPDX-License-Identifier: Apache-2.0
/*
 * No degraded operation: orders pass, a silent link is not noticed, a hung loop stays hung.
 */
#include "pump/watch.h"

void pump_watch_init(struct pump_watch *watch)
{
    *watch = (struct pump_watch){.unused = 0};
}

void pump_watch_tick(struct pump_watch *watch, const struct pump_watch_input *input,
                     struct pump_alarms *alarms)
{
    (void)watch;
    (void)input;
    (void)alarms;
}

struct pump_order pump_watch_order(struct pump_watch *watch, const struct pump_order *wish)
{
    (void)watch;
    return *wish;
}

enum pump_action pump_watch_action(const struct pump_watch *watch, uint32_t therapy)
{
    (void)watch;
    (void)therapy;
    return PUMP_ACTION_RUN;
}

enum pump_posture pump_watch_posture(const struct pump_watch *watch)
{
    (void)watch;
    return PUMP_POSTURE_NORMAL;
}

bool pump_watch_restarts(struct pump_watch *watch)
{
    (void)watch;
    return false;
}

void pump_watch_broken(struct pump_watch *watch)
{
    (void)watch;
}

uint32_t pump_watch_restart_count(const struct pump_watch *watch)
{
    (void)watch;
    return 0;
}

bool pump_watch_reset_granted(const struct pump_watch *watch, const struct pump_order *running)
{
    (void)watch;
    (void)running;
    return true;
}

uint32_t pump_watch_budget(const struct pump_watch *watch)
{
    (void)watch;
    return UINT32_MAX;
}
