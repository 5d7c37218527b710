// SPDX-License-Identifier: Apache-2.0
// Updates with the power cut at every operation, twice, and every port call failing in turn.
#include "check.h"

#include <stdlib.h>
#include <string.h>

#include "image.h"

// The life of a device: each line is one update. Some are confirmed, some fail their trial, one is
// offered twice before the restart. The second life exchanges the roots three times on the way, once in
// vain at first.
struct chapter {
    uint32_t version;
    bool confirm;
    bool twice;
    uint32_t generation; // of the roots that sign
};
#define CHAPTERS 5u
static const struct chapter lives[2][CHAPTERS] = {{{2, true, false, 0},
                                                   {3, false, false, 0},
                                                   {3, true, true, 0},
                                                   {4, true, false, 0},
                                                   {5, false, false, 0}},
                                                  {{2, true, false, 1},
                                                   {3, false, false, 2},
                                                   {3, true, true, 2},
                                                   {4, true, false, 2},
                                                   {5, true, false, 3}}};
static const uint32_t last_version[2] = {4, 5};
static const uint32_t last_generation[2] = {0, 3};

static struct image images[2][6][4];
static uint8_t records[4][RPRT_ROOTS_SIZE];

// What has been promised, kept outside the device.
struct promise {
    uint32_t confirmed; // version that confirm answered RPRT_OK for
    uint32_t asked;     // version whose confirmation was under way; 0: none
    uint32_t roots;     // generation that is in force by what was confirmed
    uint32_t chapter;
    const struct chapter *life;
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
    const uint8_t *slot =
        rig->bench.flash.bytes + (rig->config.slot[decision->slot].address - FLASH_BASE);
    uint32_t generation = rprt_get32(slot + RPRT_IMAGE_AT_ROOTS);
    const struct image *image = &images[decision->slot][decision->version][generation];
    // Other roots are in force for what was confirmed only, and those before them start nothing.
    uint32_t in_force = rig->bench.flash.counter[RPRT_COUNTER_ROOTS];
    assert_true(generation >= promise->roots && generation >= in_force);
    assert_true(in_force <= (promise->asked != 0 ? promise->roots + 1 : promise->roots));
    assert_memory_equal(slot, image->bytes, image->size);
}

static bool call_failed(const struct boot_rig *rig)
{
    return rig->bench.flash.fail_at != 0 && rig->bench.flash.calls >= rig->bench.flash.fail_at;
}

// The record of the roots that the next image is signed by, unless they are in force already.
static void offer_roots(struct boot_rig *rig, uint32_t generation)
{
    if (generation == rig->boot.generation)
        return;
    enum rprt_status status = rprt_boot_roots_offer(&rig->boot, records[generation]);
    assert_true(status == RPRT_OK || status == RPRT_ERR_STATE || rig->bench.flash.dead ||
                call_failed(rig));
}

static void note_confirmed(struct promise *promise, uint32_t version)
{
    promise->confirmed = version;
    promise->asked = 0;
    promise->roots = promise->life[promise->chapter].generation;
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
        note_confirmed(promise, promise->asked); // the interrupted confirmation had come through
    }
    status = rprt_boot_begin(&rig->boot, &rig->config);
    assert_true(status == RPRT_OK || call_failed(rig));
    if (status != RPRT_OK)
        return false;
    if (promise->chapter == CHAPTERS)
        return true;
    const struct chapter *chapter = &promise->life[promise->chapter];
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
        note_confirmed(promise, decision.version);
        promise->chapter++;
        return true;
    }
    if (decision.trial == RPRT_NO && decision.version == chapter->version) {
        promise->chapter++;
        return true;
    }
    offer_roots(rig, chapter->generation);
    for (int i = 0; i < (chapter->twice ? 2 : 1) && !rig->bench.flash.dead; i++)
        status = boot_rig_update(
            rig, &images[decision.slot ^ 1u][chapter->version][chapter->generation]);
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
        for (uint32_t i = 0; i < 2 * CHAPTERS; i++) {
            const struct chapter *chapter = &lives[0][0] + i;
            image_make_by(&images[slot][chapter->version][chapter->generation], slot,
                          chapter->version, chapter->generation, 0, 0xff);
        }
    }
    for (uint32_t generation = 1; generation < 4; generation++)
        roots_make(records[generation], generation, 0, 0xff);
    image_make(&images[0][1][0], 0, 1, 0, 0xff);
    image_place(rig, 0, &images[0][1][0]);
    bench_done(&rig->bench);
    memset(&rig->bench.crypto, 0, sizeof rig->bench.crypto);
}

static void judge_end(const struct boot_rig *rig, const struct promise *promise, uint32_t life)
{
    assert_int_equal(promise->chapter, CHAPTERS);
    assert_int_equal(rig->bench.flash.counter[RPRT_COUNTER_BOOT], last_version[life]);
    assert_int_equal(rig->bench.flash.counter[RPRT_COUNTER_ROOTS], last_generation[life]);
}

// Operations are counted over all starts: the cut comes at operation first of the whole life, the
// second one second operations after it.
static bool cut_twice(const struct boot_rig *start, uint32_t life, uint32_t first, uint32_t second,
                      uint32_t how)
{
    static struct boot_rig rig;
    rig = *start;
    boot_rig_link(&rig);
    rig.bench.flash.seed = 31 + how;
    struct promise promise = {.confirmed = 1, .life = lives[life]};
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
    judge_end(&rig, &promise, life);
    assert_int_equal(rig.bench.flash.violations, 0);
    bench_done(&rig.bench);
    return cuts == (second != 0 ? 2u : 1u);
}

static uint32_t cut_a_life(uint32_t life)
{
    bool full = getenv("RPRT_FULL_CAMPAIGN") != NULL;
    uint32_t variants = full ? 5 : 4;
    uint32_t seconds = full ? 60 : 3;
    struct boot_rig rig;
    prepare(&rig);
    uint32_t cuts = 0;
    for (uint32_t how = 0; how < variants; how++) {
        bool more = true;
        for (uint32_t first = 1; more; first++) {
            more = cut_twice(&rig, life, first, 0, how);
            cuts += more ? 1 : 0;
            uint32_t stride = full ? 1 : 7;
            for (uint32_t i = 1; more && i <= seconds; i++) {
                if (!cut_twice(&rig, life, first, 1 + (i - 1) * stride, how + 8 * (i % variants)))
                    break;
                cuts++;
            }
        }
    }
    return cuts;
}

static void survives_a_cut_at_every_operation(void **state)
{
    (void)state;
    uint32_t cuts = cut_a_life(0);
    print_message("boot: %u power cuts\n", cuts);
    assert_true(cuts > 1000);
}

static void survives_a_cut_while_the_roots_are_exchanged(void **state)
{
    (void)state;
    uint32_t cuts = cut_a_life(1);
    print_message("boot, roots exchanged: %u power cuts\n", cuts);
    assert_true(cuts > 1000);
}

static void every_port_call_failing_in_turn(void **state)
{
    (void)state;
    struct boot_rig start;
    prepare(&start);
    uint32_t failures = 0;
    for (uint32_t life = 0; life < 2; life++) {
        bool more = true;
        for (uint32_t fail = 1; more; fail++) {
            static struct boot_rig rig;
            rig = start;
            boot_rig_link(&rig);
            struct promise promise = {.confirmed = 1, .life = lives[life]};
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
            judge_end(&rig, &promise, life);
            bench_done(&rig.bench);
        }
    }
    print_message("boot: %u port failures\n", failures);
    assert_true(failures > 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(survives_a_cut_at_every_operation),
        cmocka_unit_test(survives_a_cut_while_the_roots_are_exchanged),
        cmocka_unit_test(every_port_call_failing_in_turn),
    };
    return cmocka_run_group_tests_name("runtime.boot.power", tests, NULL, NULL);
}
