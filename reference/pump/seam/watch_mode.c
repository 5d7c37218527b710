// SPDX-License-Identifier: Apache-2.0
/*
 * Degraded operation by the library's `mode`: orders go through its guard, a silent or broken
 * communications side is started again, and each therapy has its row of safe actions.
 */
#include "pump/watch.h"

#include <string.h>

enum {
    MINUTE = 60 * PUMP_EP_HZ, // in ticks
    HOUR = 60 * MINUTE,
    LINK_TIMEOUT = 1 * MINUTE,
    COMMS_TIMEOUT = PUMP_EP_HZ, // a second; the panel must answer within it
    // To begin: with `boot` in the image a signature is checked then, 32 million instructions.
    COMMS_BEGINS = 10 * PUMP_EP_HZ,
    MAX_RESTARTS = 5,
    CALM = 10 * PUMP_EP_HZ,
    // One byte of the network costs about so much of the loop's time at 25 MHz.
    US_PER_BYTE = 20,
    THERAPIES = PUMP_THERAPY_HYDRATION + 1,
};

// What does not depend on the therapy.
#define LIMITS                                                                                     \
    {                                                                                              \
        {0, UINT32_MAX}, {0, 0xFFFF}, {0, PUMP_RATE_MAX_ULH},                                      \
        {                                                                                          \
            0, PUMP_BOLUS_MAX_NL                                                                   \
        }                                                                                          \
    }
#define REMOTE_TOO (RPRT_ORIGIN_REMOTE | RPRT_ORIGIN_LOCAL | RPRT_ORIGIN_EMERGENCY)
#define AT_THE_BED (RPRT_ORIGIN_LOCAL | RPRT_ORIGIN_EMERGENCY)
#define COMMON                                                                                     \
    .limit = LIMITS, .origins = {REMOTE_TOO, REMOTE_TOO, AT_THE_BED, AT_THE_BED},                  \
    .comms_budget_us = {4000, 2000, 1000, 1000}, .link_timeout = LINK_TIMEOUT,                     \
    .comms_timeout = COMMS_TIMEOUT, .max_restarts = MAX_RESTARTS, .calm = CALM

// The table of safe actions, one row per therapy (RPRT_CAUSE_NONE to RPRT_CAUSE_EP_FAULT).
static const struct rprt_mode_plan plans[THERAPIES] = {
    [PUMP_THERAPY_NONE] = {COMMON, .action = {RPRT_ACTION_CONTINUE, RPRT_ACTION_CONTINUE,
                                              RPRT_ACTION_CONTINUE, RPRT_ACTION_CONTINUE,
                                              RPRT_ACTION_CONTINUE, RPRT_ACTION_CONTINUE,
                                              RPRT_ACTION_STOP}},
    // A vasopressor that stops kills sooner than one that goes on unwatched.
    [PUMP_THERAPY_VASOPRESSOR] = {COMMON, .action = {RPRT_ACTION_CONTINUE, RPRT_ACTION_CONTINUE,
                                                     RPRT_ACTION_CONTINUE, RPRT_ACTION_CONTINUE,
                                                     RPRT_ACTION_CONTINUE, RPRT_ACTION_CONTINUE,
                                                     RPRT_ACTION_STOP}},
    // An opioid that nobody supervises for a working day is reduced to an open vein.
    [PUMP_THERAPY_ANALGESIC] = {COMMON, .island_limit = 8 * HOUR,
                                .action = {RPRT_ACTION_CONTINUE, RPRT_ACTION_CONTINUE,
                                           RPRT_ACTION_CONTINUE, RPRT_ACTION_CONTINUE,
                                           RPRT_ACTION_KEEP_OPEN, RPRT_ACTION_KEEP_OPEN,
                                           RPRT_ACTION_STOP}},
    [PUMP_THERAPY_HYDRATION] = {COMMON, .island_limit = 24 * HOUR,
                                .action = {RPRT_ACTION_CONTINUE, RPRT_ACTION_CONTINUE,
                                           RPRT_ACTION_CONTINUE, RPRT_ACTION_CONTINUE,
                                           RPRT_ACTION_KEEP_OPEN, RPRT_ACTION_CONTINUE,
                                           RPRT_ACTION_STOP}},
};

// The words of a set-point.
enum { WORD_SEQ, WORD_WHAT, WORD_RATE, WORD_BOLUS };

static struct rprt_setpoint pack(const struct pump_order *order)
{
    uint32_t go = order->run == PUMP_RUN_GO ? 1 : 0;
    return (struct rprt_setpoint){
        .word = {[WORD_SEQ] = order->seq,
                 [WORD_WHAT] = go | order->therapy << 4 | order->origin << 8,
                 [WORD_RATE] = order->rate_ulh,
                 [WORD_BOLUS] = order->bolus_nl}};
}

static struct pump_order unpack(const struct rprt_setpoint *setpoint)
{
    uint32_t what = setpoint->word[WORD_WHAT];
    struct pump_order order = {.seq = setpoint->word[WORD_SEQ],
                               .run = (what & 1) != 0 ? PUMP_RUN_GO : PUMP_RUN_STOP,
                               .rate_ulh = setpoint->word[WORD_RATE],
                               .bolus_nl = setpoint->word[WORD_BOLUS],
                               .therapy = what >> 4 & 0xF,
                               .origin = what >> 8 & 0xF};
    order.check = pump_order_check(&order);
    return order;
}

static void raise(void *context, enum rprt_alarm alarm, uint32_t detail)
{
    struct pump_watch *watch = context;
    (void)detail;
    switch (alarm) {
    case RPRT_ALARM_LINK_LOST:
        watch->alarms |= UINT32_C(1) << PUMP_ALARM_LINK;
        break;
    case RPRT_ALARM_COMMS_RESTART:
        watch->alarms |= UINT32_C(1) << PUMP_ALARM_COMMS;
        break;
    case RPRT_ALARM_ATTACK:
    case RPRT_ALARM_SAFE_STATE:
    case RPRT_ALARM_BREAK_GLASS:
    case RPRT_ALARM_INTEGRITY:
        watch->alarms |= UINT32_C(1) << PUMP_ALARM_SECURITY;
        break;
    }
}

static void restart(void *context)
{
    struct pump_watch *watch = context;
    watch->restart = true;
    watch->grace = COMMS_BEGINS;
    watch->restarts++;
}

void pump_watch_init(struct pump_watch *watch)
{
    memset(watch, 0, sizeof *watch);
    watch->port = (struct rprt_port){.context = watch, .alarm = raise, .restart_comms = restart};
    watch->grace = COMMS_BEGINS;
    pump_signs_init(&watch->signs, &watch->port);
    const struct pump_order nothing = {.run = PUMP_RUN_STOP};
    const struct rprt_setpoint initial = pack(&nothing);
    if (rprt_mode_init(&watch->guard, &watch->port, &plans[PUMP_THERAPY_NONE], &watch->mailbox,
                       &initial) != RPRT_OK)
        watch->alarms |= UINT32_C(1) << PUMP_ALARM_SECURITY;
}

// The therapy chooses the row.  The rows differ in actions and times only, which the guard reads
// anew at each tick.
static void follow_therapy(struct pump_watch *watch, uint32_t therapy)
{
    if (therapy == watch->therapy || therapy >= THERAPIES)
        return;
    watch->therapy = therapy;
    watch->guard.plan = &plans[therapy];
}

static bool rose(uint32_t *seen, uint32_t now)
{
    bool is = *seen != now;
    *seen = now;
    return is;
}

static void follow_beat(struct pump_watch *watch, uint32_t beat)
{
    bool beats = rose(&watch->seen_beat, beat);
    if (beats)
        watch->grace = 0;
    if (beats || watch->grace > 0)
        rprt_mode_comms_alive(&watch->guard);
    if (watch->grace > 0)
        watch->grace--;
}

void pump_watch_tick(struct pump_watch *watch, const struct pump_watch_input *input,
                     struct pump_alarms *alarms)
{
    uint32_t kind;
    follow_therapy(watch, input->therapy);
    if (rose(&watch->seen_link, input->notes->link_beat)) {
        rprt_mode_heard(&watch->guard);
        watch->alarms &= ~(UINT32_C(1) << PUMP_ALARM_LINK);
    }
    follow_beat(watch, input->beat);
    if (rose(&watch->seen_return, input->returns) &&
        rprt_mode_return(&watch->guard, RPRT_OK) == RPRT_OK)
        watch->alarms = 0;
    uint32_t level = pump_signs_tick(&watch->signs, input->notes, &kind);
    rprt_mode_attack(&watch->guard, level, kind);
    if ((alarms->active >> PUMP_ALARM_DOSE & 1) != 0)
        rprt_mode_fault(&watch->guard, RPRT_CAUSE_EP_FAULT);
    rprt_mode_tick(&watch->guard);
    pump_alarm_set(alarms, PUMP_ALARM_LINK, (watch->alarms >> PUMP_ALARM_LINK & 1) != 0,
                   input->tick);
    if ((watch->alarms >> PUMP_ALARM_COMMS & 1) != 0)
        pump_alarm_set(alarms, PUMP_ALARM_COMMS, true, input->tick);
    if ((watch->alarms >> PUMP_ALARM_SECURITY & 1) != 0)
        pump_alarm_set(alarms, PUMP_ALARM_SECURITY, true, input->tick);
}

struct pump_order pump_watch_order(struct pump_watch *watch, const struct pump_order *wish)
{
    if (wish->seq != watch->seen_order && pump_order_valid(wish)) {
        const struct rprt_setpoint setpoint = pack(wish);
        watch->seen_order = wish->seq;
        // A refused order stays in the exchange and is not looked at again; the application sees
        // by the sequence number of the running order that it was not taken.
        (void)!(rprt_mode_propose(&watch->guard, (enum rprt_origin)wish->origin, RPRT_OK,
                                  &setpoint) == RPRT_OK);
    }
    struct rprt_setpoint current;
    if (rprt_mailbox_take(&watch->mailbox, &current) == RPRT_OK)
        return unpack(&current);
    rprt_mode_fault(&watch->guard, RPRT_CAUSE_INTEGRITY);
    return (struct pump_order){.seq = 0}; // its sum is wrong: the last order goes on, with an alarm
}

enum pump_action pump_watch_action(const struct pump_watch *watch, uint32_t therapy)
{
    enum rprt_mode mode;
    enum rprt_action action;
    (void)therapy;
    if (rprt_mode_now(&watch->guard, &mode, &action) != RPRT_OK)
        return PUMP_ACTION_RUN; // damaged: the next tick puts it right; therapy goes on meanwhile
    switch (action) {
    case RPRT_ACTION_CONTINUE:
        return PUMP_ACTION_RUN;
    case RPRT_ACTION_KEEP_OPEN:
        return PUMP_ACTION_KVO;
    case RPRT_ACTION_STOP:
        return PUMP_ACTION_STOP;
    }
    return PUMP_ACTION_STOP;
}

enum pump_posture pump_watch_posture(const struct pump_watch *watch)
{
    enum rprt_mode mode;
    enum rprt_action action;
    if (rprt_mode_now(&watch->guard, &mode, &action) != RPRT_OK)
        return PUMP_POSTURE_SAFE;
    switch (mode) {
    case RPRT_MODE_NORMAL:
        return PUMP_POSTURE_NORMAL;
    case RPRT_MODE_GUARDED:
        return PUMP_POSTURE_GUARDED;
    case RPRT_MODE_ISLAND:
        return PUMP_POSTURE_ISLAND;
    case RPRT_MODE_SAFE:
        return PUMP_POSTURE_SAFE;
    }
    return PUMP_POSTURE_SAFE;
}

bool pump_watch_restarts(struct pump_watch *watch)
{
    bool restarts = watch->restart;
    watch->restart = false;
    return restarts;
}

// The guard wants it started again and makes the pump an island; where signs are counted it stays one
// for longer.
void pump_watch_broken(struct pump_watch *watch)
{
    rprt_mode_fault(&watch->guard, RPRT_CAUSE_COMMS_FAULT);
    pump_signs_memory(&watch->signs);
}

uint32_t pump_watch_restart_count(const struct pump_watch *watch)
{
    return watch->restarts;
}

bool pump_watch_reset_granted(const struct pump_watch *watch, const struct pump_order *running)
{
    (void)watch;
    return running->run != PUMP_RUN_GO;
}

uint32_t pump_watch_budget(const struct pump_watch *watch)
{
    return rprt_mode_comms_budget_us(&watch->guard) / US_PER_BYTE;
}
