// SPDX-License-Identifier: Apache-2.0
// Updates with the power cut at every operation, twice, and every port call failing in turn.
#include "check.h"

#include <stdlib.h>
#include <string.h>

#include "image.h"

// The life of a device: each line is one update. Some are confirmed, some fail their trial, one is
// offered twice before the restart.
struct chapter {
    uint32_t version;
    bool confirm;
    bool twice;
};
static const struct chapter life[] = {
    {2, true, false}, {3, false, false}, {3, true, true}, {4, true, false}};
#define CHAPTERS (sizeof life / sizeof life[0])

static struct image images[2][5];

// What has been promised, kept outside the device.
struct promise {
    uint32_t confirmed; // version that confirm answered RPRT_OK for
    uint32_t asked;     // version whose confirmation was under way; 0: none
    uint32_t chapter;
};

static void judge_start(const struct boot_rig *rig, const struct promise *promise,
                        enum rprt_status status, const struct rprt_boot_decision *decision)
{
    if (status != RPRT_OK)
        fail_msg("start answers %x in chapter %u", (unsigned)status, promise->chapter);
    uint32_t floor = rig->bench.flash.counter[RPRT_COUNTER_BOOT];
    uint32_t newest = promise->asked > promise->confirmed ? promise->asked : promise->confirmed;
    assert_true(decision->version >= promise->confirmed);
    assert_true(decision->version >= floor);
    // The floor rises for what was confirmed only, and only an image on trial is newer than that.
    assert_true(floor <= newest);
    if (decision->trial != RPRT_YES)
        assert_true(decision->version <= newest);
    const struct image *image = &images[decision->slot][decision->version];
    const uint8_t *slot =
        rig->bench.flash.bytes + (rig->config.slot[decision->slot].address - FLASH_BASE);
    assert_memory_equal(slot, image->bytes, image->size);
}

static bool call_failed(const struct boot_rig *rig)
{
    return rig->bench.flash.fail_at != 0 && rig->bench.flash.calls >= rig->bench.flash.fail_at;
}

// One power-on: start, then go on with the life. Returns false when power failed.
static bool live(struct boot_rig *rig, struct promise *promise)
{
    struct rprt_boot_decision decision;
    enum rprt_status status = boot_rig_start(rig, &decision);
    if (rig->bench.flash.dead || (status != RPRT_OK && call_failed(rig)))
        return false; // the watchdog starts it again
    judge_start(rig, promise, status, &decision);
    if (promise->asked != 0 && decision.trial == RPRT_NO && decision.version == promise->asked) {
        promise->confirmed = promise->asked; // the interrupted confirmation had come through
        promise->asked = 0;
    }
    status = rprt_boot_begin(&rig->boot, &rig->config);
    assert_true(status == RPRT_OK || call_failed(rig));
    if (status != RPRT_OK)
        return false;
    if (promise->chapter == CHAPTERS)
        return true;
    const struct chapter *chapter = &life[promise->chapter];
    if (decision.trial == RPRT_YES && decision.version == chapter->version) {
        if (!chapter->confirm) {
            promise->chapter++;
            return true;
        }
        promise->asked = decision.version;
        status = rprt_boot_confirm(&rig->boot, RPRT_OK);
        if (rig->bench.flash.dead)
            return false;
        if (status != RPRT_OK)
            return true;
        promise->confirmed = decision.version;
        promise->asked = 0;
        promise->chapter++;
        return true;
    }
    if (decision.trial == RPRT_NO && decision.version == chapter->version) {
        promise->chapter++;
        return true;
    }
    for (int i = 0; i < (chapter->twice ? 2 : 1) && !rig->bench.flash.dead; i++)
        status = boot_rig_update(rig, &images[decision.slot ^ 1u][chapter->version]);
    (void)status;
    return !rig->bench.flash.dead;
}

static void run(struct boot_rig *rig, struct promise *promise, int most)
{
    for (int i = 0; i < most && promise->chapter < CHAPTERS; i++) {
        boot_rig_power_on(rig);
        (void)live(rig, promise);
    }
    boot_rig_power_on(rig);
    (void)live(rig, promise);
}

static void prepare(struct boot_rig *rig)
{
    boot_rig_init(rig);
    for (uint32_t slot = 0; slot < 2; slot++) {
        for (uint32_t version = 1; version < 5; version++)
            image_make(&images[slot][version], slot, version, 0, 0xff);
    }
    image_place(rig, 0, &images[0][1]);
    bench_done(&rig->bench);
    memset(&rig->bench.crypto, 0, sizeof rig->bench.crypto);
}

// Operations are counted over all starts: the cut comes at operation first of the whole life, the
// second one second operations after it.
static bool cut_twice(const struct boot_rig *start, uint32_t first, uint32_t second, uint32_t how)
{
    static struct boot_rig rig;
    rig = *start;
    boot_rig_link(&rig);
    rig.bench.flash.seed = 31 + how;
    struct promise promise = {1, 0, 0};
    uint32_t left = first;
    uint32_t cuts = 0;
    for (int i = 0; i < 30 && promise.chapter < CHAPTERS; i++) {
        boot_rig_power_on(&rig);
        rig.bench.flash.cut_at = left;
        rig.bench.flash.cut = cuts == 0 ? how % 8 : how / 8;
        (void)live(&rig, &promise);
        if (rig.bench.flash.dead) {
            left = cuts == 0 ? second : 0;
            cuts++;
        } else if (left != 0) {
            left -= rig.bench.flash.operations;
        }
    }
    run(&rig, &promise, 10);
    assert_int_equal(promise.chapter, CHAPTERS);
    assert_int_equal(rig.bench.flash.counter[RPRT_COUNTER_BOOT], 4);
    assert_int_equal(rig.bench.flash.violations, 0);
    bench_done(&rig.bench);
    return cuts == (second != 0 ? 2u : 1u);
}

static void survives_a_cut_at_every_operation(void **state)
{
    (void)state;
    bool full = getenv("RPRT_FULL_CAMPAIGN") != NULL;
    uint32_t variants = full ? 5 : 4;
    uint32_t seconds = full ? 60 : 3;
    struct boot_rig rig;
    prepare(&rig);
    uint32_t cuts = 0;
    for (uint32_t how = 0; how < variants; how++) {
        bool more = true;
        for (uint32_t first = 1; more; first++) {
            more = cut_twice(&rig, first, 0, how);
            cuts += more ? 1 : 0;
            uint32_t stride = full ? 1 : 7;
            for (uint32_t i = 1; more && i <= seconds; i++) {
                if (!cut_twice(&rig, first, 1 + (i - 1) * stride, how + 8 * (i % variants)))
                    break;
                cuts++;
            }
        }
    }
    print_message("boot: %u power cuts\n", cuts);
    assert_true(cuts > 1000);
}

static void every_port_call_failing_in_turn(void **state)
{
    (void)state;
    struct boot_rig start;
    prepare(&start);
    uint32_t failures = 0;
    bool more = true;
    for (uint32_t fail = 1; more; fail++) {
        static struct boot_rig rig;
        rig = start;
        boot_rig_link(&rig);
        struct promise promise = {1, 0, 0};
        uint32_t left = fail;
        for (int i = 0; i < 30 && promise.chapter < CHAPTERS; i++) {
            boot_rig_power_on(&rig);
            rig.bench.flash.fail_at = left;
            (void)live(&rig, &promise);
            left = left > rig.bench.flash.calls ? left - rig.bench.flash.calls : 0;
        }
        more = left == 0;
        failures += more ? 1 : 0;
        run(&rig, &promise, 10);
        assert_int_equal(promise.chapter, CHAPTERS);
        assert_int_equal(rig.bench.flash.counter[RPRT_COUNTER_BOOT], 4);
        bench_done(&rig.bench);
    }
    print_message("boot: %u port failures\n", failures);
    assert_true(failures > 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(survives_a_cut_at_every_operation),
        cmocka_unit_test(every_port_call_failing_in_turn),
    };
    return cmocka_run_group_tests_name("runtime.boot.power", tests, NULL, NULL);
}
