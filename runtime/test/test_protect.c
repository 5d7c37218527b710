// SPDX-License-Identifier: Apache-2.0
// The memory map of protect.h, laid over a small address space: what the communication may do where.
#include "check.h"

#include <stdbool.h>

#include "rprt/protect.h"

enum right { NONE, READ, WRITE };
enum kind { CODE, MEMORY, DEVICE };

// A board, one unit per 256 bytes: RAM with core, interrupts' stack and the guard inside; the rest apart.
enum place {
    CODE_AT = 0,
    CODE_N = 16,
    RAM_AT = 32,
    RAM_N = 32,
    CORE_AT = 32,
    CORE_N = 4,
    STACK_AT = 36,
    STACK_N = 4,
    GUARD_AT = 40,
    GUARD_N = 1,
    LINES_AT = 64,
    LINES_N = 4,
    LINES_2_AT = 68,
    LINES_2_N = 2,
    KEPT_AT = 80,
    KEPT_N = 16,
    ALL = 100,
};

struct region {
    uint32_t at, n;
    enum kind kind;
    enum right main, comms;
};

#define REGION(name, kind, main, comms) {name##_AT, name##_N, kind, main, comms},
static const struct region regions[] = {RPRT_MPU_REGIONS(REGION)};
#define N_REGIONS (sizeof regions / sizeof regions[0])

static bool inside(uint32_t unit, uint32_t at, uint32_t n)
{
    return unit >= at && unit < at + n;
}

// The rule of ARMv7-M: the last region that contains an address holds.
static const struct region *region_of(uint32_t unit)
{
    const struct region *found = NULL;
    for (uint32_t i = 0; i < N_REGIONS; i++) {
        if (inside(unit, regions[i].at, regions[i].n))
            found = &regions[i];
    }
    return found;
}

static enum right comms_may(uint32_t unit)
{
    const struct region *region = region_of(unit);
    return region == NULL ? NONE : region->comms;
}

static enum right expected(uint32_t unit)
{
    const bool shared = RPRT_LIBRARY_IN_COMMS != 0;
    if (inside(unit, CODE_AT, CODE_N))
        return READ;
    if (inside(unit, CORE_AT, CORE_N))
        return shared ? READ : NONE;
    if (inside(unit, STACK_AT, STACK_N) || inside(unit, GUARD_AT, GUARD_N))
        return NONE;
    if (inside(unit, KEPT_AT, KEPT_N))
        return shared ? WRITE : NONE;
    if (inside(unit, RAM_AT, RAM_N) || inside(unit, LINES_AT, LINES_N) ||
        inside(unit, LINES_2_AT, LINES_2_N))
        return WRITE;
    return NONE;
}

static void communication_reaches_its_own_and_no_more(void **state)
{
    (void)state;
    for (uint32_t unit = 0; unit < ALL; unit++)
        assert_int_equal(comms_may(unit), expected(unit));
}

static void nothing_is_written_and_executed(void **state)
{
    (void)state;
    for (uint32_t unit = 0; unit < ALL; unit++) {
        const struct region *region = region_of(unit);
        if (region != NULL && region->kind == CODE) {
            assert_int_equal(region->comms, READ);
            assert_int_equal(region->main, READ);
        }
    }
}

// Privileged code keeps what it needs; only the guard is closed to it, so that an overrun is seen.
static void main_context_keeps_its_memory(void **state)
{
    (void)state;
    for (uint32_t unit = 0; unit < ALL; unit++) {
        const struct region *region = region_of(unit);
        if (region == NULL || region->kind == CODE)
            continue;
        assert_int_equal(region->main, inside(unit, GUARD_AT, GUARD_N) ? NONE : WRITE);
    }
}

static void the_unit_has_room_for_them(void **state)
{
    (void)state;
    assert_true(N_REGIONS <= RPRT_MPU_REGIONS_MOST);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(communication_reaches_its_own_and_no_more),
        cmocka_unit_test(nothing_is_written_and_executed),
        cmocka_unit_test(main_context_keeps_its_memory),
        cmocka_unit_test(the_unit_has_room_for_them),
    };
    return cmocka_run_group_tests_name("runtime.protect", tests, NULL, NULL);
}
