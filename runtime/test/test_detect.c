// SPDX-License-Identifier: Apache-2.0
// Levels against a plain model, bounded memory of floods, and traffic that must raise nothing.
#include "check.h"

#include <stdlib.h>

#include "rprt/detect.h"

static const struct rprt_port no_port;

static void table(struct rprt_detect_rule rule[RPRT_KINDS])
{
    for (uint32_t kind = 0; kind < RPRT_KINDS; kind++)
        rule[kind] = (struct rprt_detect_rule){
            .add = (uint16_t)(10 + kind), .leak = 1, .mark = {30, 60, (uint16_t)(120 + kind)}};
}

static void levels_rise_and_fall(void **state)
{
    (void)state;
    struct rprt_detect_rule rule[RPRT_KINDS];
    table(rule);
    for (uint32_t kind = 0; kind < RPRT_KINDS; kind++) {
        struct rprt_detect detect;
        assert_status(rprt_detect_init(&detect, &no_port, rule), RPRT_OK);
        uint32_t fill = 0;
        enum rprt_kind found;
        for (uint32_t i = 0; i < 400; i++) {
            uint32_t level = fill >= rule[kind].mark[2] ? 3 : fill >= 60 ? 2 : fill >= 30 ? 1 : 0;
            assert_int_equal(rprt_detect_level(&detect, &found), level);
            if (level != 0)
                assert_int_equal(found, kind);
            if (i < 60) {
                rprt_detect_note(&detect, (enum rprt_kind)kind);
                fill += rule[kind].add;
                if (fill > 2u * rule[kind].mark[2])
                    fill = 2u * rule[kind].mark[2];
            }
            rprt_detect_tick(&detect);
            fill -= fill > 0 ? 1 : 0;
        }
        assert_int_equal(rprt_detect_level(&detect, &found), 0);
    }
}

static void flood_is_forgotten_in_the_stated_time(void **state)
{
    (void)state;
    struct rprt_detect_rule rule[RPRT_KINDS];
    table(rule);
    rule[2] = (struct rprt_detect_rule){.add = 65535, .leak = 7, .mark = {1, 2, 65535}};
    struct rprt_detect detect;
    assert_status(rprt_detect_init(&detect, &no_port, rule), RPRT_OK);
    for (uint32_t i = 0; i < 1000000; i++)
        rprt_detect_note(&detect, RPRT_KIND_REPLAY);
    enum rprt_kind kind;
    uint32_t ticks = 0;
    while (rprt_detect_level(&detect, &kind) != 0 && ticks < 1000000) {
        rprt_detect_tick(&detect);
        ticks++;
    }
    assert_true(ticks <= 2u * 65535u / 7u + 1);
}

static void unsound_rules_are_refused(void **state)
{
    (void)state;
    const struct rprt_detect_rule bad[] = {
        {.add = 1, .leak = 1, .mark = {3, 2, 4}}, {.add = 1, .leak = 1, .mark = {1, 5, 4}},
        {.add = 1, .leak = 0, .mark = {1, 2, 3}}, {.add = 0, .leak = 1, .mark = {1, 2, 3}},
        {.add = 1, .leak = 1, .mark = {0, 2, 3}}, {.add = 1, .leak = 1, .mark = {1, 0, 0}},
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct rprt_detect_rule rule[RPRT_KINDS];
        table(rule);
        rule[i] = bad[i];
        struct rprt_detect detect;
        assert_status(rprt_detect_init(&detect, &no_port, rule), RPRT_ERR_ARG);
        enum rprt_kind kind;
        rprt_detect_note(&detect, (enum rprt_kind)i);
        rprt_detect_tick(&detect);
        assert_int_equal(rprt_detect_level(&detect, &kind), 0);
    }
}

static void unknown_kind_counts_as_own(void **state)
{
    (void)state;
    struct rprt_detect_rule rule[RPRT_KINDS];
    table(rule);
    struct rprt_detect detect;
    assert_status(rprt_detect_init(&detect, &no_port, rule), RPRT_OK);
    for (int i = 0; i < 3; i++)
        rprt_detect_note(&detect, (enum rprt_kind)(1000 + i));
    enum rprt_kind kind;
    assert_int_equal(rprt_detect_level(&detect, &kind), 2);
    assert_int_equal(kind, RPRT_KIND_OWN);
}

static uint32_t next(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

// 72 hours at one tick a second: a line error every ten minutes and a mistyped PIN every half hour
// on average are daily life and must not raise the level with marks made for it.
static void three_days_of_daily_life_raise_nothing(void **state)
{
    (void)state;
    struct rprt_detect_rule rule[RPRT_KINDS];
    for (uint32_t kind = 0; kind < RPRT_KINDS; kind++)
        rule[kind] = (struct rprt_detect_rule){.add = 60, .leak = 1, .mark = {600, 1200, 2400}};
    struct rprt_detect detect;
    assert_status(rprt_detect_init(&detect, &no_port, rule), RPRT_OK);
    uint32_t seed = 1;
    enum rprt_kind kind;
    for (uint32_t second = 0; second < 72 * 3600; second++) {
        if (next(&seed) % 600 == 0)
            rprt_detect_note(&detect, RPRT_KIND_BAD_FRAME);
        if (next(&seed) % 1800 == 0)
            rprt_detect_note(&detect, RPRT_KIND_LOGIN);
        rprt_detect_tick(&detect);
        assert_int_equal(rprt_detect_level(&detect, &kind), 0);
    }
    // The same marks see a guesser who tries once a second, within 45 s.
    uint32_t latency = 0;
    while (rprt_detect_level(&detect, &kind) < 3) {
        rprt_detect_note(&detect, RPRT_KIND_LOGIN);
        rprt_detect_tick(&detect);
        latency++;
        assert_true(latency <= 45);
    }
    assert_int_equal(kind, RPRT_KIND_LOGIN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(levels_rise_and_fall),
        cmocka_unit_test(flood_is_forgotten_in_the_stated_time),
        cmocka_unit_test(unsound_rules_are_refused),
        cmocka_unit_test(unknown_kind_counts_as_own),
        cmocka_unit_test(three_days_of_daily_life_raise_nothing),
    };
    return cmocka_run_group_tests_name("runtime.detect", tests, NULL, NULL);
}
