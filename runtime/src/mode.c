// SPDX-License-Identifier: Apache-2.0
/* Causes -> mode and action, published to the essential function.
 *
 * All decisions end in settle(), which works from the set of causes alone: the mode follows from it,
 * the action is the most reduced one that the plan's table gives for a cause that holds and that
 * nobody has accepted, and is never less reduced than before unless a person says so.
 */
#include "rprt/mode.h"

#if RPRT_WITH_MODE

#define BIT(cause) (1u << (uint32_t)(cause))
#define FAULTS (BIT(RPRT_CAUSE_INTEGRITY) | BIT(RPRT_CAUSE_EP_FAULT))
#define ALONE                                                                                      \
    (BIT(RPRT_CAUSE_LINK_LOST) | BIT(RPRT_CAUSE_ATTACK) | BIT(RPRT_CAUSE_COMMS_FAULT) |            \
     BIT(RPRT_CAUSE_ISLAND_LONG))
#define ALL_CAUSES (FAULTS | ALONE)

/*@ logic integer reduced(integer action) =
      action == RPRT_ACTION_CONTINUE ? 0 : action == RPRT_ACTION_KEEP_OPEN ? 1 : 2;
    logic integer bit_of(integer c) =
      c == 1 ? 2 : c == 2 ? 4 : c == 3 ? 8 : c == 4 ? 16 : c == 5 ? 32 : c == 6 ? 64 : 128;
    predicate in_set(integer causes, integer cause) =
      1 <= cause < RPRT_CAUSES && (causes & bit_of(cause)) != 0;
*/

// How far the essential function is reduced. What is no action counts as the most reduced.
/*@ assigns \nothing;
    ensures \result == reduced(action);
    ensures \result <= 2;
*/
static uint32_t rank(enum rprt_action action)
{
    if (action == RPRT_ACTION_CONTINUE)
        return 0;
    return action == RPRT_ACTION_KEEP_OPEN ? 1 : 2;
}

static enum rprt_answer holds(const struct rprt_guard *guard, enum rprt_cause cause)
{
    return (guard->causes & BIT(cause)) != 0 ? RPRT_YES : RPRT_NO;
}

static void set_causes(struct rprt_guard *guard, uint32_t causes)
{
    guard->causes = causes;
    guard->causes_inverse = ~causes;
}

/*@ assigns \nothing;
    ensures ticks < UINT32_MAX ==> \result == ticks + 1;
    ensures ticks == UINT32_MAX ==> \result == ticks;
*/
static uint32_t count_up(uint32_t ticks)
{
    return ticks == UINT32_MAX ? ticks : ticks + 1;
}

// The most reduced action of the table over a set of causes; ret_cause gets the first that has it.
/*@ requires \valid_read(plan) && \valid(ret_cause) && \separated(plan, ret_cause);
    assigns *ret_cause;
    ensures *ret_cause == RPRT_CAUSE_NONE ==> \result == RPRT_ACTION_CONTINUE;
    ensures *ret_cause != RPRT_CAUSE_NONE ==>
      in_set(causes, *ret_cause) && \result == plan->action[*ret_cause];
    ensures \forall integer c; in_set(causes, c) ==> reduced(plan->action[c]) <= reduced(\result);
*/
static enum rprt_action worst_action(const struct rprt_mode_plan *plan, uint32_t causes,
                                     uint32_t *ret_cause)
{
    enum rprt_action worst = RPRT_ACTION_CONTINUE;
    uint32_t bit = BIT(1);
    *ret_cause = RPRT_CAUSE_NONE;
    /*@ loop invariant 1 <= cause <= RPRT_CAUSES && bit == bit_of(cause);
        loop invariant *ret_cause == RPRT_CAUSE_NONE ==> worst == RPRT_ACTION_CONTINUE;
        loop invariant *ret_cause != RPRT_CAUSE_NONE ==>
          in_set(causes, *ret_cause) && worst == plan->action[*ret_cause];
        loop invariant \forall integer c; in_set(causes, c) && c < cause ==>
          reduced(plan->action[c]) <= reduced(worst);
        loop assigns cause, bit, worst, *ret_cause;
        loop variant RPRT_CAUSES - cause;
    */
    for (uint32_t cause = 1; cause < RPRT_CAUSES; cause++) {
        if ((causes & bit) != 0 && rank(plan->action[cause]) > rank(worst)) {
            worst = plan->action[cause];
            *ret_cause = cause;
        }
        bit *= 2;
    }
    return worst;
}

// The action after a change of causes. Without a person at the device it is never less reduced than
// the old one, and more reduced only as far as the table says for a cause that holds.
/*@ requires \valid_read(plan) && \valid(ret_cause) && \separated(plan, ret_cause);
    assigns *ret_cause;
    ensures may_rise != RPRT_YES ==> reduced(\result) >= reduced(old);
    ensures reduced(\result) > reduced(old) ==>
      \exists integer c; in_set(causes, c) && \result == plan->action[c];
    ensures \forall integer c; in_set(causes, c) ==> reduced(plan->action[c]) <= reduced(\result);
*/
static enum rprt_action next_action(const struct rprt_mode_plan *plan, uint32_t causes,
                                    enum rprt_action old, enum rprt_answer may_rise,
                                    uint32_t *ret_cause)
{
    enum rprt_action action = worst_action(plan, causes, ret_cause);
    return may_rise != RPRT_YES && rank(action) < rank(old) ? old : action;
}

/*@ assigns \nothing;
    ensures (causes & FAULTS) != 0 ==> \result == RPRT_MODE_SAFE;
    ensures (causes & FAULTS) == 0 && (causes & ALONE) != 0 ==> \result == RPRT_MODE_ISLAND;
    ensures (causes & (FAULTS | ALONE)) == 0 ==>
      \result == (quiet < calm ? RPRT_MODE_GUARDED : RPRT_MODE_NORMAL);
*/
static enum rprt_mode mode_for(uint32_t causes, uint32_t quiet, uint32_t calm)
{
    if ((causes & FAULTS) != 0)
        return RPRT_MODE_SAFE;
    if ((causes & ALONE) != 0)
        return RPRT_MODE_ISLAND;
    return quiet < calm ? RPRT_MODE_GUARDED : RPRT_MODE_NORMAL;
}

static uint32_t index_of(enum rprt_mode mode)
{
    switch (mode) {
    case RPRT_MODE_NORMAL:
        return 0;
    case RPRT_MODE_GUARDED:
        return 1;
    case RPRT_MODE_ISLAND:
        return 2;
    case RPRT_MODE_SAFE:
        return 3;
    }
    return 3;
}

// Works out mode and action anew and publishes what changed. may_rise: RPRT_YES when a person at the
// device lets the essential function go on; anything else keeps a reduced action reduced.
static void settle(struct rprt_guard *guard, enum rprt_answer may_rise)
{
    if (guard->causes != ~guard->causes_inverse || (guard->causes & ~ALL_CAUSES) != 0)
        set_causes(guard, (guard->causes & ALL_CAUSES) | BIT(RPRT_CAUSE_INTEGRITY));
    guard->accepted &= guard->causes;

    // The mailbox holds a second copy of the word; a damaged one is replaced by the other.
    enum rprt_mode old_mode = RPRT_MODE_SAFE;
    enum rprt_action old_action = RPRT_ACTION_CONTINUE;
    if (rprt_mode_of(guard->word, &old_mode, &old_action) != RPRT_OK) {
        set_causes(guard, guard->causes | BIT(RPRT_CAUSE_INTEGRITY));
        guard->word = guard->mailbox->mode_word;
        if (rprt_mode_of(guard->word, &old_mode, &old_action) != RPRT_OK)
            old_action = RPRT_ACTION_CONTINUE; // unknown: the table alone decides
    }

    uint32_t cause;
    enum rprt_action action =
        next_action(guard->plan, guard->causes & ~guard->accepted, old_action, may_rise, &cause);
    if (guard->causes == 0 && (old_mode == RPRT_MODE_ISLAND || old_mode == RPRT_MODE_SAFE))
        guard->quiet = 0; // back to normal only by way of guarded mode
    enum rprt_mode mode = mode_for(guard->causes, guard->quiet, guard->plan->calm);
    uint32_t word = rprt_mode_word(mode, action);
    // Written at each tick, so that a flipped bit in the mailbox does not live longer than a tick.
    guard->mailbox->mode_word = word;
    if (word == guard->word)
        return;
    const uint32_t data[4] = {guard->word, word, cause, guard->causes};
    guard->word = word;
    if (rank(action) > rank(old_action))
        guard->port->alarm(guard->port->context, RPRT_ALARM_SAFE_STATE, cause);
    rprt_report(guard->port, RPRT_EVENT_MODE, data);
}

static enum rprt_answer is_action(enum rprt_action action)
{
    return action == RPRT_ACTION_CONTINUE || rank(action) == 1 || action == RPRT_ACTION_STOP
               ? RPRT_YES
               : RPRT_NO;
}

/*@ requires \valid_read(plan) && \valid_read(setpoint);
    assigns \nothing;
    ensures \result == RPRT_YES || \result == RPRT_NO;
*/
static enum rprt_answer within_limits(const struct rprt_mode_plan *plan,
                                      const struct rprt_setpoint *setpoint)
{
    volatile uint32_t inside = 0;
    /*@ loop invariant 0 <= i <= RPRT_SETPOINT_WORDS;
        loop assigns i, inside;
        loop variant RPRT_SETPOINT_WORDS - i;
    */
    for (uint32_t i = 0; i < RPRT_SETPOINT_WORDS; i++) {
        if (setpoint->word[i] >= plan->limit[i].min && setpoint->word[i] <= plan->limit[i].max)
            inside++;
    }
    return inside == RPRT_SETPOINT_WORDS ? RPRT_YES : RPRT_NO;
}

static enum rprt_answer plan_is_sound(const struct rprt_mode_plan *plan)
{
    if (plan->action[RPRT_CAUSE_NONE] != RPRT_ACTION_CONTINUE)
        return RPRT_NO;
    for (uint32_t cause = 1; cause < RPRT_CAUSES; cause++) {
        if (is_action(plan->action[cause]) != RPRT_YES)
            return RPRT_NO;
    }
    for (uint32_t i = 0; i < RPRT_SETPOINT_WORDS; i++) {
        if (plan->limit[i].min > plan->limit[i].max)
            return RPRT_NO;
    }
    if (((plan->origins[2] | plan->origins[3]) & RPRT_ORIGIN_REMOTE) != 0)
        return RPRT_NO;
    if (plan->link_timeout != 0 && plan->comms_budget_us[2] == 0)
        return RPRT_NO;
    return RPRT_YES;
}

enum rprt_status rprt_mode_init(struct rprt_guard *guard, const struct rprt_port *port,
                                const struct rprt_mode_plan *plan, struct rprt_mailbox *mailbox,
                                const struct rprt_setpoint *initial)
{
    *guard = (struct rprt_guard){.port = port, .plan = plan, .mailbox = mailbox};
    enum rprt_answer sound = plan_is_sound(plan);
    if (port->alarm == NULL || sound != RPRT_YES || within_limits(plan, initial) != RPRT_YES) {
        uint32_t cause;
        enum rprt_action action = worst_action(plan, ALL_CAUSES, &cause);
        if (sound != RPRT_YES)
            action = RPRT_ACTION_STOP; // nothing has been started yet that could be harmed
        guard->word = rprt_mode_word(RPRT_MODE_SAFE, action);
        set_causes(guard, BIT(RPRT_CAUSE_INTEGRITY));
        rprt_mailbox_init(mailbox, initial, guard->word);
        return RPRT_ERR_ARG;
    }
    set_causes(guard, 0);
    guard->word = rprt_mode_word(RPRT_MODE_GUARDED, RPRT_ACTION_CONTINUE);
    rprt_mailbox_init(mailbox, initial, guard->word);
    return RPRT_OK;
}

static void tick_link(struct rprt_guard *guard)
{
    guard->silence = count_up(guard->silence);
    uint32_t limit = guard->plan->link_timeout;
    if (limit == 0)
        return;
    if (guard->silence >= limit && holds(guard, RPRT_CAUSE_LINK_LOST) != RPRT_YES) {
        set_causes(guard, guard->causes | BIT(RPRT_CAUSE_LINK_LOST));
        guard->port->alarm(guard->port->context, RPRT_ALARM_LINK_LOST, guard->silence);
    } else if (guard->silence < limit && holds(guard, RPRT_CAUSE_LINK_LOST) == RPRT_YES) {
        set_causes(guard, guard->causes & ~BIT(RPRT_CAUSE_LINK_LOST));
    }
}

static void tick_attack(struct rprt_guard *guard)
{
    if (guard->level != 0 || holds(guard, RPRT_CAUSE_LINK_LOST) == RPRT_YES) {
        if (guard->level != 0)
            guard->quiet = 0;
        return;
    }
    guard->quiet = count_up(guard->quiet);
    if (holds(guard, RPRT_CAUSE_ATTACK) == RPRT_YES && guard->quiet >= guard->plan->calm)
        set_causes(guard, guard->causes & ~BIT(RPRT_CAUSE_ATTACK));
}

static void tick_island(struct rprt_guard *guard)
{
    uint32_t alone = guard->causes & ALONE & ~BIT(RPRT_CAUSE_ISLAND_LONG);
    if (alone == 0) {
        guard->island = 0;
        set_causes(guard, guard->causes & ~BIT(RPRT_CAUSE_ISLAND_LONG));
        return;
    }
    guard->island = count_up(guard->island);
    if (guard->plan->island_limit != 0 && guard->island >= guard->plan->island_limit)
        set_causes(guard, guard->causes | BIT(RPRT_CAUSE_ISLAND_LONG));
}

static void restart_comms(struct rprt_guard *guard)
{
    const struct rprt_port *port = guard->port;
    guard->comms_silence = 0;
    guard->restart_age = 0;
    guard->restarts = count_up(guard->restarts);
    const uint32_t data[4] = {guard->restarts, 0, 0, 0};
    if (port->restart_comms != NULL)
        port->restart_comms(port->context);
    port->alarm(port->context, RPRT_ALARM_COMMS_RESTART, guard->restarts);
    rprt_report(port, RPRT_EVENT_COMMS_RESTART, data);
    if (guard->restarts > guard->plan->max_restarts)
        set_causes(guard, guard->causes | BIT(RPRT_CAUSE_COMMS_FAULT));
}

static void tick_comms(struct rprt_guard *guard)
{
    guard->restart_age = count_up(guard->restart_age);
    if (guard->restarts != 0 && guard->restart_age > guard->plan->calm) {
        guard->restarts = 0;
        set_causes(guard, guard->causes & ~BIT(RPRT_CAUSE_COMMS_FAULT));
    }
    // A context that gets no time cannot show that it is alive.
    if (guard->plan->comms_timeout == 0 || rprt_mode_comms_budget_us(guard) == 0) {
        guard->comms_silence = 0;
        return;
    }
    guard->comms_silence = count_up(guard->comms_silence);
    if (guard->comms_silence >= guard->plan->comms_timeout)
        restart_comms(guard);
}

void rprt_mode_tick(struct rprt_guard *guard)
{
    // Damage is looked for first: what follows would write a sound complement over it.
    settle(guard, RPRT_NO);
    tick_link(guard);
    tick_attack(guard);
    tick_comms(guard);
    tick_island(guard);
    settle(guard, RPRT_NO);
}

void rprt_mode_heard(struct rprt_guard *guard)
{
    guard->silence = 0;
}

void rprt_mode_comms_alive(struct rprt_guard *guard)
{
    guard->comms_silence = 0;
}

void rprt_mode_attack(struct rprt_guard *guard, uint32_t level, uint32_t kind)
{
    guard->level = level > 3 ? 3 : level;
    if (guard->level == 0)
        return;
    guard->quiet = 0;
    settle(guard, RPRT_NO);
    if (guard->level == 3 && holds(guard, RPRT_CAUSE_ATTACK) != RPRT_YES) {
        set_causes(guard, guard->causes | BIT(RPRT_CAUSE_ATTACK));
        guard->port->alarm(guard->port->context, RPRT_ALARM_ATTACK, kind);
        settle(guard, RPRT_NO);
    }
}

void rprt_mode_fault(struct rprt_guard *guard, enum rprt_cause cause)
{
    settle(guard, RPRT_NO);
    uint32_t bit = BIT(RPRT_CAUSE_INTEGRITY);
    if (cause == RPRT_CAUSE_EP_FAULT || cause == RPRT_CAUSE_COMMS_FAULT)
        bit = BIT(cause);
    if (cause == RPRT_CAUSE_COMMS_FAULT)
        restart_comms(guard);
    guard->accepted &= ~bit;
    set_causes(guard, guard->causes | bit);
    settle(guard, RPRT_NO);
}

enum rprt_status rprt_mode_return(struct rprt_guard *guard, enum rprt_status grant)
{
    volatile enum rprt_status seen = grant;
    if (seen != RPRT_OK)
        return RPRT_ERR_DENIED;
    uint32_t causes = guard->causes & (BIT(RPRT_CAUSE_LINK_LOST) | BIT(RPRT_CAUSE_ATTACK));
    if (seen != RPRT_OK)
        return RPRT_ERR_DENIED;
    guard->restarts = 0;
    guard->island = 0;
    guard->quiet = 0;
    guard->accepted = causes;
    set_causes(guard, causes);
    settle(guard, seen == RPRT_OK ? RPRT_YES : RPRT_NO);
    return RPRT_OK;
}

static enum rprt_answer origin_accepted(const struct rprt_guard *guard, enum rprt_origin origin)
{
    enum rprt_mode mode;
    enum rprt_action action;
    if (rprt_mode_now(guard, &mode, &action) != RPRT_OK)
        return RPRT_NO;
    if (origin != RPRT_ORIGIN_REMOTE && origin != RPRT_ORIGIN_LOCAL &&
        origin != RPRT_ORIGIN_EMERGENCY)
        return RPRT_NO;
    if (origin == RPRT_ORIGIN_REMOTE && mode != RPRT_MODE_NORMAL && mode != RPRT_MODE_GUARDED)
        return RPRT_NO;
    uint32_t accepted = guard->plan->origins[index_of(mode)];
    return (accepted & (uint32_t)origin) != 0 ? RPRT_YES : RPRT_NO;
}

// One look at everything that speaks against a set-point.
static enum rprt_status judge(const struct rprt_guard *guard, enum rprt_origin origin,
                              enum rprt_status grant, const struct rprt_setpoint *setpoint)
{
    volatile enum rprt_answer answer = RPRT_NO;
    if (grant != RPRT_OK)
        return RPRT_ERR_DENIED;
    answer = origin_accepted(guard, origin);
    if (answer != RPRT_YES)
        return RPRT_ERR_DENIED;
    answer = within_limits(guard->plan, setpoint);
    return answer == RPRT_YES ? RPRT_OK : RPRT_ERR_LIMIT;
}

enum rprt_status rprt_mode_propose(struct rprt_guard *guard, enum rprt_origin origin,
                                   enum rprt_status grant, const struct rprt_setpoint *setpoint)
{
    // The copy is judged, twice, and the copy is published: nobody can change it in between.
    const struct rprt_setpoint copy = *setpoint;
    volatile enum rprt_status first = RPRT_ERR_FAULT;
    volatile enum rprt_status second = RPRT_ERR_FAULT;
    first = judge(guard, origin, grant, &copy);
    second = judge(guard, origin, grant, &copy);
    uint32_t data[4] = {(uint32_t)origin, copy.word[0], (uint32_t)first, 0};
    if (first != RPRT_OK || second != RPRT_OK) {
        rprt_report(guard->port, RPRT_EVENT_SETPOINT_REFUSED, data);
        return first != RPRT_OK ? first : RPRT_ERR_FAULT;
    }
    if (rprt_is_ok(second) != RPRT_YES || rprt_is_ok(first) != RPRT_YES)
        return RPRT_ERR_FAULT;
    rprt_mailbox_publish(guard->mailbox, &copy);
    rprt_report(guard->port, RPRT_EVENT_SETPOINT_ACCEPTED, data);
    return RPRT_OK;
}

uint32_t rprt_mode_comms_budget_us(const struct rprt_guard *guard)
{
    enum rprt_mode mode;
    enum rprt_action action;
    if (rprt_mode_now(guard, &mode, &action) != RPRT_OK)
        return 0;
    return guard->plan->comms_budget_us[index_of(mode)];
}

enum rprt_status rprt_mode_now(const struct rprt_guard *guard, enum rprt_mode *ret_mode,
                               enum rprt_action *ret_action)
{
    enum rprt_mode mode;
    enum rprt_action action;
    if (guard->causes != ~guard->causes_inverse ||
        rprt_mode_of(guard->word, &mode, &action) != RPRT_OK)
        return RPRT_ERR_FAULT;
    *ret_mode = mode;
    *ret_action = action;
    return RPRT_OK;
}

#endif
