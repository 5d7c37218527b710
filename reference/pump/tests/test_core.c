// SPDX-License-Identifier: Apache-2.0
/*
 * Essential function, plant and dose check, without any control.
 */
#include "pump/core.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <string.h>

enum { HOUR = 3600 * PUMP_EP_HZ, SECOND = PUMP_EP_HZ };

struct pump {
    struct pump_core core;
    struct pump_exchange exchange;
    struct pump_plant plant;
};

static struct pump start(void)
{
    struct pump pump;
    memset(&pump, 0, sizeof pump);
    pump_core_init(&pump.core);
    pump_plant_init(&pump.plant);
    return pump;
}

static void publish(struct pump *pump, struct pump_order order)
{
    order.seq = pump->exchange.order.seq + 1;
    order.origin = PUMP_ORIGIN_BEDSIDE;
    order.check = pump_order_check(&order);
    pump->exchange.order = order;
    pump->exchange.programme = order;
}

static void run(struct pump *pump, uint32_t ticks)
{
    for (uint32_t i = 0; i < ticks; i++) {
        pump->exchange.beat++;
        pump_core_tick(&pump->core, &pump->exchange, &pump->plant);
    }
}

static bool alarmed(const struct pump *pump, enum pump_alarm which)
{
    return (pump->core.ep.alarms.active >> which & 1) != 0;
}

static void rates_are_exact(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        uint32_t rate_ulh;
        uint32_t ticks;
        uint64_t want_nl;
    } rows[] = {
        {"slowest", 100, 10 * HOUR, 1000 * 1000},
        {"vasopressor", 2000, HOUR, 2000 * 1000},
        {"odd", 12345, HOUR, 12345 * 1000},
        {"fastest for a minute", PUMP_RATE_MAX_ULH, 60 * SECOND, 20 * 1000 * 1000},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct pump pump = start();
        publish(&pump, (struct pump_order){.run = PUMP_RUN_GO, .rate_ulh = rows[i].rate_ulh});
        run(&pump, rows[i].ticks);
        uint64_t pushed = pump.plant.delivered_nl + pump.plant.held_nl;
        if (pushed + 2 * PUMP_STEP_NL < rows[i].want_nl ||
            pushed > rows[i].want_nl + 2 * PUMP_STEP_NL)
            fail_msg("%s: %llu nl", rows[i].name, (unsigned long long)pushed);
        assert_int_equal(pump.core.ep.alarms.active, 0);
    }
}

static void a_bolus_is_given_once(void **state)
{
    (void)state;
    struct pump pump = start();
    publish(&pump, (struct pump_order){.run = PUMP_RUN_GO, .bolus_nl = 500 * 1000});
    run(&pump, 60 * SECOND);
    uint64_t pushed = pump.plant.delivered_nl + pump.plant.held_nl;
    assert_in_range(pushed, 500 * 1000 - PUMP_STEP_NL, 500 * 1000 + PUMP_STEP_NL);
    assert_int_equal(pump.core.ep.alarms.active, 0);
}

static void bad_orders_leave_therapy_alone(void **state)
{
    (void)state;
    static const struct pump_order bad[] = {
        {.run = PUMP_RUN_GO, .rate_ulh = PUMP_RATE_MAX_ULH + 1},
        {.run = PUMP_RUN_GO, .bolus_nl = PUMP_BOLUS_MAX_NL + 1},
        {.run = PUMP_RUN_GO ^ 1, .rate_ulh = 1000},
        {.run = 0, .rate_ulh = 1000},
        {.run = PUMP_RUN_GO, .rate_ulh = 1000, .therapy = PUMP_THERAPY_HYDRATION + 1},
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct pump pump = start();
        publish(&pump, (struct pump_order){.run = PUMP_RUN_GO, .rate_ulh = 5000});
        run(&pump, SECOND);
        publish(&pump, bad[i]);
        run(&pump, SECOND);
        assert_int_equal(pump.core.ep.order.rate_ulh, 5000);
        assert_true(alarmed(&pump, PUMP_ALARM_ORDER));
    }
}

// Every single bit of an order in memory, flipped: either the sum shows it or nothing changed.
static void flipped_bits_are_seen(void **state)
{
    (void)state;
    struct pump_order good = {.seq = 7, .run = PUMP_RUN_GO, .rate_ulh = 5000};
    good.check = pump_order_check(&good);
    assert_true(pump_order_valid(&good));
    for (size_t bit = 0; bit < 8 * sizeof good; bit++) {
        struct pump_order order = good;
        ((uint8_t *)&order)[bit / 8] ^= (uint8_t)(1U << bit % 8);
        assert_false(pump_order_valid(&order));
    }
}

static void occlusion_stops_the_motor(void **state)
{
    (void)state;
    struct pump pump = start();
    publish(&pump, (struct pump_order){.run = PUMP_RUN_GO, .rate_ulh = 100 * 1000});
    run(&pump, 10 * SECOND);
    pump.plant.occluded = true;
    run(&pump, 60 * SECOND);
    assert_true(alarmed(&pump, PUMP_ALARM_OCCLUSION));
    uint32_t steps = pump.core.ep.steps;
    run(&pump, 60 * SECOND);
    assert_int_equal(pump.core.ep.steps, steps);
}

static void air_stops_the_motor(void **state)
{
    (void)state;
    struct pump pump = start();
    publish(&pump, (struct pump_order){.run = PUMP_RUN_GO, .rate_ulh = 100 * 1000});
    run(&pump, SECOND);
    pump.plant.bubble_nl = 1000 * 1000;
    run(&pump, 60 * SECOND);
    assert_true(alarmed(&pump, PUMP_ALARM_AIR));
    assert_in_range(pump.plant.air_nl, 1, 60 * 1000);
}

static void a_stalled_plunger_is_seen(void **state)
{
    (void)state;
    struct pump pump = start();
    publish(&pump, (struct pump_order){.run = PUMP_RUN_GO, .rate_ulh = 50 * 1000});
    pump.plant.stalled = true;
    run(&pump, 30 * SECOND);
    assert_true(alarmed(&pump, PUMP_ALARM_DOSE));
}

// The plunger stays where it is when the device is switched off and on.
static void a_reset_is_no_dose(void **state)
{
    (void)state;
    struct pump pump = start();
    publish(&pump, (struct pump_order){.run = PUMP_RUN_GO, .rate_ulh = 100 * 1000});
    run(&pump, 60 * SECOND);
    pump_core_init(&pump.core);
    memset(&pump.exchange, 0, sizeof pump.exchange);
    run(&pump, SECOND);
    assert_int_equal(pump.core.ep.alarms.active, 0);
}

// The B. Braun case: what is delivered is no longer what was programmed.
static void a_changed_order_in_memory_is_seen(void **state)
{
    (void)state;
    struct pump pump = start();
    publish(&pump, (struct pump_order){.run = PUMP_RUN_GO, .rate_ulh = 2000});
    run(&pump, 10 * SECOND);
    pump.core.ep.order.rate_ulh = 600 * 1000;
    run(&pump, 5 * SECOND);
    assert_true(alarmed(&pump, PUMP_ALARM_DOSE));
    // Slack, and what the line still holds.
    assert_in_range(pump.plant.delivered_nl, 0, 200 * 1000);
}

static void boluses_in_a_row_are_no_error(void **state)
{
    (void)state;
    struct pump pump = start();
    for (int i = 0; i < 8; i++) {
        publish(&pump,
                (struct pump_order){.run = PUMP_RUN_GO, .rate_ulh = 1000, .bolus_nl = 500 * 1000});
        run(&pump, 20);
    }
    run(&pump, 120 * SECOND);
    assert_false(alarmed(&pump, PUMP_ALARM_DOSE));
    assert_in_range(pump.plant.delivered_nl, 4000 * 1000, 4040 * 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rates_are_exact),
        cmocka_unit_test(a_bolus_is_given_once),
        cmocka_unit_test(bad_orders_leave_therapy_alone),
        cmocka_unit_test(flipped_bits_are_seen),
        cmocka_unit_test(occlusion_stops_the_motor),
        cmocka_unit_test(air_stops_the_motor),
        cmocka_unit_test(a_stalled_plunger_is_seen),
        cmocka_unit_test(a_reset_is_no_dose),
        cmocka_unit_test(a_changed_order_in_memory_is_seen),
        cmocka_unit_test(boluses_in_a_row_are_no_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
