// SPDX-License-Identifier: Apache-2.0
// Every reachable state of the guard, with every event in each, against what the header promises.
#include "check.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "rprt/mode.h"

struct seen {
    unsigned alarms[8];
    unsigned restarts;
};

static void take_alarm(void *context, enum rprt_alarm alarm, uint32_t detail)
{
    (void)detail;
    ((struct seen *)context)->alarms[alarm]++;
}

static void take_restart(void *context)
{
    ((struct seen *)context)->restarts++;
}

static struct rprt_mode_plan small_plan(void)
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

static const struct rprt_setpoint middle = {{15, 15, 15, 15}};

struct bench {
    struct seen seen;
    struct rprt_port port;
    struct rprt_mode_plan plan;
    struct rprt_mailbox mailbox;
    struct rprt_guard guard;
};

static void bench_init(struct bench *bench, const struct rprt_mode_plan *plan)
{
    memset(bench, 0, sizeof *bench);
    bench->port = (struct rprt_port){
        .context = &bench->seen, .alarm = take_alarm, .restart_comms = take_restart};
    bench->plan = *plan;
    assert_status(
        rprt_mode_init(&bench->guard, &bench->port, &bench->plan, &bench->mailbox, &middle),
        RPRT_OK);
}

static unsigned rank_of(enum rprt_action action)
{
    return action == RPRT_ACTION_CONTINUE ? 0 : action == RPRT_ACTION_KEEP_OPEN ? 1 : 2;
}

// --- enumeration ---

enum happening {
    TICK,
    HEARD,
    ALIVE,
    ATTACK_0,
    ATTACK_1,
    ATTACK_2,
    ATTACK_3,
    FAULT_INTEGRITY,
    FAULT_EP,
    RETURN_GRANTED,
    RETURN_DENIED,
    PROPOSE_REMOTE,
    PROPOSE_LOCAL,
    N_HAPPENINGS,
};

// What of the guard decides its future: counters beyond their limit are all the same.
struct digest {
    uint32_t causes, accepted, word, level, silence, comms_silence, island, quiet, restarts, age;
};

static uint32_t cut(uint32_t value, uint32_t limit)
{
    return value > limit ? limit : value;
}

static struct digest digest_of(const struct rprt_guard *guard)
{
    const struct rprt_mode_plan *plan = guard->plan;
    return (struct digest){guard->causes,
                           guard->accepted,
                           guard->word,
                           guard->level,
                           cut(guard->silence, plan->link_timeout),
                           cut(guard->comms_silence, plan->comms_timeout),
                           cut(guard->island, plan->island_limit),
                           cut(guard->quiet, plan->calm),
                           cut(guard->restarts, plan->max_restarts + 1),
                           cut(guard->restart_age, plan->calm + 1)};
}

#define TABLE_SIZE (1u << 18)
#define MOST_STATES (1u << 17)

struct enumeration {
    struct digest *known; // open addressing; an all-zero word marks a free place
    struct rprt_guard *queue;
    uint32_t n;
};

static uint32_t place_of(const struct digest *digest)
{
    uint32_t hash = 2166136261u;
    const uint32_t *word = (const uint32_t *)digest;
    for (size_t i = 0; i < sizeof *digest / sizeof *word; i++)
        hash = (hash ^ word[i]) * 16777619u ^ hash >> 15;
    return hash % TABLE_SIZE;
}

static void remember(struct enumeration *e, const struct rprt_guard *guard)
{
    struct digest digest = digest_of(guard);
    uint32_t i = place_of(&digest);
    while (e->known[i].word != 0) {
        if (memcmp(&e->known[i], &digest, sizeof digest) == 0)
            return;
        i = (i + 1) % TABLE_SIZE;
    }
    assert_true(e->n < MOST_STATES);
    e->known[i] = digest;
    e->queue[e->n++] = *guard;
}

static enum rprt_status happen(struct rprt_guard *guard, enum happening what)
{
    switch (what) {
    case TICK:
        rprt_mode_tick(guard);
        return RPRT_OK;
    case HEARD:
        rprt_mode_heard(guard);
        return RPRT_OK;
    case ALIVE:
        rprt_mode_comms_alive(guard);
        return RPRT_OK;
    case ATTACK_0:
    case ATTACK_1:
    case ATTACK_2:
    case ATTACK_3:
        rprt_mode_attack(guard, (uint32_t)(what - ATTACK_0), 1);
        return RPRT_OK;
    case FAULT_INTEGRITY:
        rprt_mode_fault(guard, RPRT_CAUSE_INTEGRITY);
        return RPRT_OK;
    case FAULT_EP:
        rprt_mode_fault(guard, RPRT_CAUSE_EP_FAULT);
        return RPRT_OK;
    case RETURN_GRANTED:
        return rprt_mode_return(guard, RPRT_OK);
    case RETURN_DENIED:
        return rprt_mode_return(guard, RPRT_ERR_DENIED);
    case PROPOSE_REMOTE:
        return rprt_mode_propose(guard, RPRT_ORIGIN_REMOTE, RPRT_OK, &middle);
    case PROPOSE_LOCAL:
        return rprt_mode_propose(guard, RPRT_ORIGIN_LOCAL, RPRT_OK, &middle);
    case N_HAPPENINGS:
        break;
    }
    return RPRT_ERR_ARG;
}

// The promises of mode.h about one transition.
static void judge(const struct bench *bench, const struct rprt_guard *old, enum happening what,
                  enum rprt_status status, const struct seen *before)
{
    const struct rprt_guard *new = &bench->guard;
    enum rprt_mode old_mode;
    enum rprt_mode mode;
    enum rprt_action old_action;
    enum rprt_action action;
    assert_status(rprt_mode_now(old, &old_mode, &old_action), RPRT_OK);
    assert_status(rprt_mode_now(new, &mode, &action), RPRT_OK);
    assert_int_equal(bench->mailbox.mode_word, new->word);

    if (rank_of(action) > rank_of(old_action)) {
        // Only as far as the table says for a cause that holds, and a person is called.
        bool in_table = false;
        for (uint32_t cause = 1; cause < RPRT_CAUSES; cause++)
            in_table |= (new->causes & ~new->accepted & 1u << cause) != 0 &&
                        bench->plan.action[cause] == action;
        assert_true(in_table);
        assert_int_equal(bench->seen.alarms[RPRT_ALARM_SAFE_STATE],
                         before->alarms[RPRT_ALARM_SAFE_STATE] + 1);
    }
    if (rank_of(action) < rank_of(old_action))
        assert_int_equal(what, RETURN_GRANTED);
    if (what == RETURN_GRANTED)
        assert_int_equal(action, RPRT_ACTION_CONTINUE);
    if (what == RETURN_DENIED || what == HEARD || what == ALIVE)
        assert_int_equal(new->word, old->word);
    if (what == RETURN_DENIED)
        assert_status(status, RPRT_ERR_DENIED);
    if (what == PROPOSE_REMOTE && (old_mode == RPRT_MODE_ISLAND || old_mode == RPRT_MODE_SAFE))
        assert_status(status, RPRT_ERR_DENIED);
    if (what == PROPOSE_REMOTE && (old_mode == RPRT_MODE_NORMAL || old_mode == RPRT_MODE_GUARDED))
        assert_status(status, RPRT_OK);
    if (what == PROPOSE_LOCAL)
        assert_status(status, RPRT_OK);
    if (what == FAULT_EP || what == FAULT_INTEGRITY)
        assert_int_equal(mode, RPRT_MODE_SAFE);
    if (what == ATTACK_3)
        assert_true(mode == RPRT_MODE_ISLAND || mode == RPRT_MODE_SAFE);
    if (old_mode == RPRT_MODE_SAFE && mode != RPRT_MODE_SAFE)
        assert_int_equal(what, RETURN_GRANTED);
    // From the island there is no way to normal but through guarded mode.
    if (old_mode == RPRT_MODE_ISLAND)
        assert_int_not_equal(mode, RPRT_MODE_NORMAL);
}

// Whatever happened, a person, a link and quiet bring the device back.
static void judge_return(struct bench *bench)
{
    enum rprt_mode mode;
    enum rprt_action action;
    rprt_mode_attack(&bench->guard, 0, 0);
    assert_status(rprt_mode_return(&bench->guard, RPRT_OK), RPRT_OK);
    for (int i = 0; i < 16; i++) {
        rprt_mode_heard(&bench->guard);
        rprt_mode_comms_alive(&bench->guard);
        rprt_mode_tick(&bench->guard);
    }
    assert_status(rprt_mode_now(&bench->guard, &mode, &action), RPRT_OK);
    assert_int_equal(mode, RPRT_MODE_NORMAL);
    assert_int_equal(action, RPRT_ACTION_CONTINUE);
}

static uint32_t enumerate(const struct rprt_mode_plan *plan)
{
    struct bench bench;
    bench_init(&bench, plan);
    struct enumeration e = {calloc(TABLE_SIZE, sizeof(struct digest)),
                            malloc(MOST_STATES * sizeof(struct rprt_guard)), 0};
    assert_non_null(e.known);
    assert_non_null(e.queue);
    remember(&e, &bench.guard);
    for (uint32_t i = 0; i < e.n; i++) {
        for (enum happening what = 0; what < N_HAPPENINGS; what++) {
            const struct rprt_guard old = e.queue[i];
            bench.guard = old;
            bench.mailbox.mode_word = old.word;
            struct seen before = bench.seen;
            enum rprt_status status = happen(&bench.guard, what);
            judge(&bench, &old, what, status, &before);
            remember(&e, &bench.guard);
        }
        bench.guard = e.queue[i];
        judge_return(&bench);
    }
    uint32_t n = e.n;
    free(e.known);
    free(e.queue);
    return n;
}

static void every_state_keeps_the_promises(void **state)
{
    (void)state;
    const enum rprt_action actions[] = {RPRT_ACTION_CONTINUE, RPRT_ACTION_KEEP_OPEN,
                                        RPRT_ACTION_STOP};
    uint32_t most = 0;
    // Each cause with each action while the rest continue, then a mixed and an all-stop table.
    for (uint32_t cause = 0; cause < RPRT_CAUSES + 1; cause++) {
        for (uint32_t a = 0; a < 3; a++) {
            struct rprt_mode_plan plan = small_plan();
            for (uint32_t c = 1; c < RPRT_CAUSES && cause != 0; c++)
                plan.action[c] = c == cause || cause == RPRT_CAUSES ? actions[a] : actions[0];
            uint32_t n = enumerate(&plan);
            most = n > most ? n : most;
        }
    }
    print_message("at most %u states, %d events each\n", most, (int)N_HAPPENINGS);
    assert_true(most > 1000);
}

// --- single cases ---

static void attack_alone_never_stops_a_therapy_that_must_go_on(void **state)
{
    (void)state;
    struct rprt_mode_plan plan = small_plan();
    for (uint32_t cause = 0; cause < RPRT_CAUSES; cause++)
        plan.action[cause] = RPRT_ACTION_CONTINUE;
    struct bench bench;
    bench_init(&bench, &plan);
    for (int i = 0; i < 1000; i++) {
        rprt_mode_attack(&bench.guard, 3, 1);
        rprt_mode_fault(&bench.guard, RPRT_CAUSE_EP_FAULT);
        rprt_mode_tick(&bench.guard);
    }
    enum rprt_mode mode;
    enum rprt_action action;
    assert_status(rprt_mode_of(bench.mailbox.mode_word, &mode, &action), RPRT_OK);
    assert_int_equal(mode, RPRT_MODE_SAFE);
    assert_int_equal(action, RPRT_ACTION_CONTINUE);
}

static void setpoint_is_held_to_the_limits(void **state)
{
    (void)state;
    struct rprt_mode_plan plan = small_plan();
    struct bench bench;
    bench_init(&bench, &plan);
    for (uint32_t word = 0; word < RPRT_SETPOINT_WORDS; word++) {
        for (uint32_t value = 0; value < 32; value++) {
            struct rprt_setpoint wanted = middle;
            wanted.word[word] = value;
            struct rprt_setpoint before;
            struct rprt_setpoint after;
            assert_status(rprt_mailbox_take(&bench.mailbox, &before), RPRT_OK);
            bool inside = value >= 10 && value <= 20;
            assert_status(rprt_mode_propose(&bench.guard, RPRT_ORIGIN_EMERGENCY, RPRT_OK, &wanted),
                          inside ? RPRT_OK : RPRT_ERR_LIMIT);
            assert_status(rprt_mailbox_take(&bench.mailbox, &after), RPRT_OK);
            assert_memory_equal(&after, inside ? &wanted : &before, sizeof after);
        }
    }
}

static void nothing_but_ok_is_a_grant(void **state)
{
    (void)state;
    struct rprt_mode_plan plan = small_plan();
    struct bench bench;
    bench_init(&bench, &plan);
    struct rprt_setpoint wanted = middle;
    wanted.word[0] = 11;
    for (int bit = -2; bit < 32; bit++) {
        uint32_t grant = bit == -2 ? 0 : bit == -1 ? 1 : (uint32_t)RPRT_OK ^ 1u << bit;
        assert_status(
            rprt_mode_propose(&bench.guard, RPRT_ORIGIN_LOCAL, (enum rprt_status)grant, &wanted),
            RPRT_ERR_DENIED);
        assert_status(rprt_mode_return(&bench.guard, (enum rprt_status)grant), RPRT_ERR_DENIED);
    }
    for (uint32_t origin = 0; origin < 64; origin++) {
        bool known = origin == 1 || origin == 2 || origin == 4;
        assert_status(rprt_mode_propose(&bench.guard, (enum rprt_origin)origin, RPRT_OK, &middle),
                      known ? RPRT_OK : RPRT_ERR_DENIED);
    }
}

static void unsound_plans_do_not_start(void **state)
{
    (void)state;
    struct seen seen = {0};
    struct rprt_port port = {.context = &seen, .alarm = take_alarm};
    for (int i = 0; i < 9; i++) {
        struct rprt_mode_plan plan = small_plan();
        struct rprt_setpoint initial = middle;
        struct rprt_port used = port;
        if (i == 0)
            plan.action[RPRT_CAUSE_NONE] = RPRT_ACTION_STOP;
        else if (i == 1)
            plan.action[3] = (enum rprt_action)0;
        else if (i == 2)
            plan.limit[1] = (struct rprt_limit){20, 10};
        else if (i == 3)
            plan.origins[2] |= RPRT_ORIGIN_REMOTE;
        else if (i == 4)
            plan.origins[3] |= RPRT_ORIGIN_REMOTE;
        else if (i == 5)
            plan.comms_budget_us[2] = 0;
        else if (i == 6)
            initial.word[0] = 9;
        else if (i == 7)
            initial.word[RPRT_SETPOINT_WORDS - 1] = 21;
        else
            used.alarm = NULL;
        struct rprt_guard guard;
        struct rprt_mailbox mailbox;
        enum rprt_mode mode;
        enum rprt_action action;
        assert_status(rprt_mode_init(&guard, &used, &plan, &mailbox, &initial), RPRT_ERR_ARG);
        assert_status(rprt_mode_of(mailbox.mode_word, &mode, &action), RPRT_OK);
        assert_int_equal(mode, RPRT_MODE_SAFE);
        assert_int_equal(action, RPRT_ACTION_STOP);
    }
}

// Any single flipped bit of the guard's own state, in each of its modes: the device is in a valid
// mode after the next tick, the action is one that the table knows, and it is not less reduced.
static void flipped_bits_end_in_a_defined_state(void **state)
{
    (void)state;
    struct rprt_mode_plan plan = small_plan();
    struct bench bench;
    bench_init(&bench, &plan);
    for (int step = 0; step < 12; step++) {
        rprt_mode_tick(&bench.guard);
        const struct bench sound = bench;
        size_t first = offsetof(struct rprt_guard, causes) * 8;
        for (size_t bit = first; bit < first + 96 + 32; bit++) {
            bench = sound;
            bench.port.context = &bench.seen;
            bench.guard.port = &bench.port;
            bench.guard.plan = &bench.plan;
            bench.guard.mailbox = &bench.mailbox;
            ((uint8_t *)&bench.guard)[bit / 8] ^= (uint8_t)(1u << bit % 8);
            enum rprt_mode mode;
            enum rprt_mode old_mode;
            enum rprt_action action;
            enum rprt_action old_action;
            assert_status(rprt_mode_of(sound.guard.word, &old_mode, &old_action), RPRT_OK);
            rprt_mode_tick(&bench.guard);
            assert_status(rprt_mode_now(&bench.guard, &mode, &action), RPRT_OK);
            assert_true(rank_of(action) >= rank_of(old_action));
            size_t at = bit / 8;
            if (at < offsetof(struct rprt_guard, accepted) ||
                at >= offsetof(struct rprt_guard, word))
                assert_int_equal(mode, RPRT_MODE_SAFE);
        }
        bench = sound;
        bench.port.context = &bench.seen;
        bench.guard.port = &bench.port;
        bench.guard.plan = &bench.plan;
        bench.guard.mailbox = &bench.mailbox;
    }
}

static void dead_comms_are_restarted_and_then_left_alone(void **state)
{
    (void)state;
    struct rprt_mode_plan plan = small_plan();
    plan.link_timeout = 0;
    plan.max_restarts = 3;
    plan.calm = 50;
    struct bench bench;
    bench_init(&bench, &plan);
    for (int i = 0; i < 7; i++)
        rprt_mode_tick(&bench.guard);
    assert_int_equal(bench.seen.restarts, 3);
    enum rprt_mode mode;
    enum rprt_action action;
    assert_status(rprt_mode_now(&bench.guard, &mode, &action), RPRT_OK);
    assert_int_equal(mode, RPRT_MODE_GUARDED);
    rprt_mode_tick(&bench.guard);
    assert_status(rprt_mode_now(&bench.guard, &mode, &action), RPRT_OK);
    assert_int_equal(mode, RPRT_MODE_ISLAND);
    assert_int_equal(bench.seen.alarms[RPRT_ALARM_COMMS_RESTART], 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_state_keeps_the_promises),
        cmocka_unit_test(attack_alone_never_stops_a_therapy_that_must_go_on),
        cmocka_unit_test(setpoint_is_held_to_the_limits),
        cmocka_unit_test(nothing_but_ok_is_a_grant),
        cmocka_unit_test(unsound_plans_do_not_start),
        cmocka_unit_test(flipped_bits_end_in_a_defined_state),
        cmocka_unit_test(dead_comms_are_restarted_and_then_left_alone),
    };
    return cmocka_run_group_tests_name("runtime.mode", tests, NULL, NULL);
}
