// SPDX-License-Identifier: Apache-2.0
// Single cases of the guard: what an attack, a fault, a damaged state and a dead communication lead to.
#include "check.h"

#include <stdbool.h>
#include <string.h>

#include "mode_rig.h"

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

// No detection is needed for a fault of the memory protection to make the device an island.
static void memory_fault_makes_an_island_until_it_is_calm(void **state)
{
    (void)state;
    struct rprt_mode_plan plan = small_plan();
    plan.link_timeout = 0;
    plan.max_restarts = 5;
    struct bench bench;
    bench_init(&bench, &plan);
    enum rprt_mode mode;
    enum rprt_action action;
    for (int i = 0; i < 10; i++) {
        rprt_mode_comms_alive(&bench.guard);
        rprt_mode_tick(&bench.guard);
    }
    assert_status(rprt_mode_now(&bench.guard, &mode, &action), RPRT_OK);
    assert_int_equal(mode, RPRT_MODE_NORMAL);
    rprt_mode_fault(&bench.guard, RPRT_CAUSE_COMMS_FAULT);
    assert_int_equal(bench.seen.restarts, 1);
    uint32_t island = 0;
    for (uint32_t i = 0; i < 20; i++) {
        assert_status(rprt_mode_now(&bench.guard, &mode, &action), RPRT_OK);
        assert_int_equal(action, RPRT_ACTION_CONTINUE);
        if (mode == RPRT_MODE_ISLAND) {
            assert_int_equal(island, i); // at once, and in one piece
            island++;
            assert_status(rprt_mode_propose(&bench.guard, RPRT_ORIGIN_REMOTE, RPRT_OK, &middle),
                          RPRT_ERR_DENIED);
        }
        rprt_mode_comms_alive(&bench.guard);
        rprt_mode_tick(&bench.guard);
    }
    assert_int_equal(mode, RPRT_MODE_NORMAL);
    assert_int_equal(island, plan.calm + 1);
    assert_int_equal(bench.seen.restarts, 1);
    // A device without a context to restart goes to the island all the same.
    bench.port.restart_comms = NULL;
    rprt_mode_fault(&bench.guard, RPRT_CAUSE_COMMS_FAULT);
    assert_status(rprt_mode_now(&bench.guard, &mode, &action), RPRT_OK);
    assert_int_equal(mode, RPRT_MODE_ISLAND);
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
        cmocka_unit_test(attack_alone_never_stops_a_therapy_that_must_go_on),
        cmocka_unit_test(memory_fault_makes_an_island_until_it_is_calm),
        cmocka_unit_test(setpoint_is_held_to_the_limits),
        cmocka_unit_test(nothing_but_ok_is_a_grant),
        cmocka_unit_test(unsound_plans_do_not_start),
        cmocka_unit_test(flipped_bits_end_in_a_defined_state),
        cmocka_unit_test(dead_comms_are_restarted_and_then_left_alone),
    };
    return cmocka_run_group_tests_name("runtime.mode.cases", tests, NULL, NULL);
}
