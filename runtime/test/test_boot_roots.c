// SPDX-License-Identifier: Apache-2.0
// Exchange of the root keys: what starts with every stored state and counter, wrong and former records,
// and what a revoked root can still do for somebody who rewrites the flash (nothing).
#include "check.h"

#include <string.h>

#include "image.h"

#define TAG_AT RPRT_ROOTS_SIGNED_SIZE

// Writes a record into the sector of its generation as the library would, or with a wrong tag.
static void plant(struct boot_rig *rig, const uint8_t record[RPRT_ROOTS_SIZE], bool good)
{
    uint32_t generation = rprt_get32(record + RPRT_ROOTS_AT_GENERATION);
    uint32_t off = ROOTS_AT - FLASH_BASE + generation % 2 * SLOT_SECTOR;
    uint8_t *to = rig->bench.flash.bytes + off;
    const struct rprt_part part = {record, RPRT_ROOTS_SIGNED_SIZE};
    memcpy(to, record, RPRT_ROOTS_SIGNED_SIZE);
    assert_status(rprt_crypto_mac(&rig->bench.crypto, rig->config.roots_key, &part, 1, to + TAG_AT),
                  RPRT_OK);
    if (!good)
        to[TAG_AT + 31] ^= 1;
    memset(rig->bench.flash.programmed + off / RPRT_FLASH_UNIT, 1, SLOT_SECTOR / RPRT_FLASH_UNIT);
}

// A device whose image of version 2, by generation 0, is confirmed in slot 0.
static void rig_at_version_2(struct boot_rig *rig)
{
    static struct image image;
    struct rprt_boot_decision decision;
    boot_rig_init(rig);
    image_make(&image, 0, 2, 0, 0xff);
    image_place(rig, 0, &image);
    assert_status(boot_rig_start(rig, &decision), RPRT_OK);
    assert_status(rprt_boot_begin(&rig->boot, &rig->config), RPRT_OK);
}

static enum rprt_status offer(struct boot_rig *rig, const uint8_t record[RPRT_ROOTS_SIZE])
{
    enum rprt_status status = rprt_boot_begin(&rig->boot, &rig->config);
    return status == RPRT_OK ? rprt_boot_roots_offer(&rig->boot, record) : status;
}

// --- the whole course ---

static void start_expecting(struct boot_rig *rig, uint32_t version, enum rprt_answer trial)
{
    struct rprt_boot_decision decision;
    boot_rig_power_on(rig);
    assert_status(boot_rig_start(rig, &decision), RPRT_OK);
    assert_int_equal(decision.version, version);
    assert_int_equal(decision.trial, trial);
}

static void an_exchange_takes_effect_after_confirmation(void **state)
{
    (void)state;
    struct boot_rig rig;
    rig_at_version_2(&rig);
    const uint32_t *in_force = &rig.bench.flash.counter[RPRT_COUNTER_ROOTS];
    static struct image next;
    static struct image former;
    static uint8_t record[RPRT_ROOTS_SIZE];
    uint32_t version = 2;
    uint32_t slot = 0;
    for (uint32_t generation = 1; generation < 4; generation++) {
        roots_make(record, generation, generation % 2, 0xff);
        image_make_by(&next, slot ^ 1u, version + 1, generation, 0, 0xff);
        // Before the record is there, its generation signs nothing.
        assert_status(boot_rig_update(&rig, &next), RPRT_ERR_KEY);
        assert_status(offer(&rig, record), RPRT_OK);
        assert_status(offer(&rig, record), RPRT_ERR_STATE);
        // The present roots hold: an image by them goes through trial and back.
        image_make_by(&former, slot ^ 1u, version + 1, generation - 1, 1, 0xff);
        assert_status(boot_rig_update(&rig, &former), RPRT_OK);
        start_expecting(&rig, version + 1, RPRT_YES);
        start_expecting(&rig, version, RPRT_NO);
        // The next ones too; not confirmed, nothing has changed.
        assert_status(boot_rig_update(&rig, &next), RPRT_OK);
        assert_status(offer(&rig, record), RPRT_ERR_STATE);
        start_expecting(&rig, version + 1, RPRT_YES);
        assert_status(offer(&rig, record), RPRT_ERR_STATE);
        start_expecting(&rig, version, RPRT_NO);
        assert_int_equal(*in_force, generation - 1);
        assert_status(boot_rig_update(&rig, &next), RPRT_OK);
        start_expecting(&rig, version + 1, RPRT_YES);
        assert_status(rprt_boot_begin(&rig.boot, &rig.config), RPRT_OK);
        assert_status(rprt_boot_confirm(&rig.boot, RPRT_ERR_FAULT), RPRT_ERR_DENIED);
        assert_int_equal(*in_force, generation - 1);
        assert_status(rprt_boot_confirm(&rig.boot, RPRT_OK), RPRT_OK);
        assert_int_equal(*in_force, generation);
        version++;
        slot ^= 1u;
        // The former roots sign nothing any more, neither images nor records.
        image_make_by(&former, slot ^ 1u, version + 1, generation - 1, 0, 0xff);
        assert_status(boot_rig_update(&rig, &former), RPRT_ERR_VERSION);
        assert_status(offer(&rig, record), RPRT_ERR_VERSION);
        start_expecting(&rig, version, RPRT_NO);
    }
    assert_int_equal(rig.bench.flash.violations, 0);
    bench_done(&rig.bench);
}

// --- every stored state ---

// Contents of a slot: version and generation of an image.
static const struct content {
    uint32_t version;
    uint32_t generation;
} contents[] = {{0, 0}, {1, 0}, {4, 0}, {2, 1}, {3, 2}};
#define CONTENTS 5u

// Contents of the roots' area: 0: erased, 1: right, 2: wrong tag, 3: made on another device.
#define KEPT_KINDS 4u

static void put_roots(struct boot_rig *rig, uint8_t records[3][RPRT_ROOTS_SIZE], uint32_t kept[2])
{
    memset(rig->bench.flash.bytes + (ROOTS_AT - FLASH_BASE), 0xff, 2 * SLOT_SECTOR);
    for (uint32_t sector = 0; sector < 2; sector++) {
        const uint8_t *record = records[sector == 0 ? 2 : 1];
        if (kept[sector] == 0)
            continue;
        if (kept[sector] == 3) {
            static const uint8_t other[32] = {1, 2, 3};
            assert_status(rprt_crypto_key_set(&rig->bench.crypto, RPRT_KEY_OWN, RPRT_USE_MAC, other,
                                              sizeof other),
                          RPRT_OK);
        }
        plant(rig, record, kept[sector] != 2);
        boot_rig_power_on(rig);
    }
}

// What the header of boot.h says, worked out in another way.
static bool may_start(const struct content *content, uint32_t floor, uint32_t in_force,
                      const uint32_t kept[2])
{
    if (content->version == 0 || content->version < floor)
        return false;
    if (content->generation < in_force || content->generation > in_force + 1)
        return false;
    // Generation 1 lies in sector 1, generation 2 in sector 0.
    return content->generation == 0 || kept[content->generation == 1 ? 1 : 0] == 1;
}

static uint32_t max(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

static void start_case(struct boot_rig *rig, uint32_t code, const struct content *content[2],
                       uint32_t in_force, const uint32_t kept[2])
{
    const enum rprt_boot_state states[] = {RPRT_BOOT_EMPTY, RPRT_BOOT_CONFIRMED, RPRT_BOOT_STAGED,
                                           RPRT_BOOT_TRIAL};
    enum rprt_boot_state now = states[code % 4];
    uint32_t confirmed = now == RPRT_BOOT_EMPTY ? 0 : code / 4 % 2;
    uint32_t floor = code / 8 * 2; // 0 or 2
    boot_rig_state(rig, now, confirmed);
    rig->bench.flash.counter[RPRT_COUNTER_BOOT] = floor;
    rig->bench.flash.counter[RPRT_COUNTER_ROOTS] = in_force;
    bool good[2];
    for (uint32_t slot = 0; slot < 2; slot++)
        good[slot] = may_start(content[slot], floor, in_force, kept);
    uint32_t first = now == RPRT_BOOT_STAGED ? confirmed ^ 1u : confirmed;
    struct rprt_boot_decision decision;
    enum rprt_status status = boot_rig_start(rig, &decision);
    if (!good[0] && !good[1]) {
        assert_status(status, RPRT_ERR_NOT_FOUND);
        assert_int_equal(rig->bench.flash.counter[RPRT_COUNTER_ROOTS], in_force);
        return;
    }
    assert_status(status, RPRT_OK);
    uint32_t slot = good[first] ? first : first ^ 1u;
    bool trial = slot != confirmed;
    assert_int_equal(decision.slot, slot);
    assert_int_equal(decision.trial, trial ? RPRT_YES : RPRT_NO);
    // Only a confirmed image raises the counters.
    assert_int_equal(rig->bench.flash.counter[RPRT_COUNTER_ROOTS],
                     trial ? in_force : max(in_force, content[slot]->generation));
    assert_int_equal(rig->bench.flash.counter[RPRT_COUNTER_BOOT],
                     trial ? floor : max(floor, content[slot]->version));
}

static void every_state_with_every_content(void **state)
{
    (void)state;
    struct boot_rig rig;
    boot_rig_init(&rig);
    static struct image images[2][CONTENTS];
    static uint8_t records[3][RPRT_ROOTS_SIZE];
    for (uint32_t slot = 0; slot < 2; slot++) {
        for (uint32_t i = 1; i < CONTENTS; i++)
            image_make_by(&images[slot][i], slot, contents[i].version, contents[i].generation, 0,
                          0xff);
    }
    roots_make(records[1], 1, 0, 0xff);
    roots_make(records[2], 2, 1, 0xff);
    uint32_t cases = 0;
    for (uint32_t code = 0; code < CONTENTS * CONTENTS * KEPT_KINDS * KEPT_KINDS; code++) {
        uint32_t at[2] = {code % CONTENTS, code / CONTENTS % CONTENTS};
        uint32_t kept[2] = {code / (CONTENTS * CONTENTS) % KEPT_KINDS,
                            code / (CONTENTS * CONTENTS * KEPT_KINDS)};
        const struct content *content[2] = {&contents[at[0]], &contents[at[1]]};
        for (uint32_t slot = 0; slot < 2; slot++)
            image_place(&rig, slot, &images[slot][at[slot]]);
        put_roots(&rig, records, kept);
        for (uint32_t in_force = 0; in_force < 3; in_force++) {
            for (uint32_t i = 0; i < 16; i++)
                start_case(&rig, i, content, in_force, kept);
            cases += 16;
        }
    }
    print_message("roots: %u cases\n", cases);
    assert_int_equal(cases, 19200);
    assert_int_equal(rig.bench.flash.violations, 0);
    bench_done(&rig.bench);
}

// --- wrong records ---

static void make_wrong(uint8_t record[RPRT_ROOTS_SIZE], int kind)
{
    roots_make(record, 1, 0, 0xff);
    if (kind == 0) { // not signed
        memset(record + RPRT_ROOTS_AT_SIGNATURE, 0, 64);
    } else if (kind == 1) { // signed by a key that is none of the roots in use
        roots_sign(record, 0, 2, 0);
    } else if (kind == 2) { // by the other root than it says
        roots_sign(record, 0, 1, 0);
    } else if (kind == 3) { // by the very keys that it brings
        roots_sign(record, 1, 0, 0);
    } else if (kind == 4) { // for another kind of device
        record[RPRT_ROOTS_AT_DEVICE] ^= 1;
        roots_sign(record, 0, 0, 0);
    } else if (kind == 5) { // a root that does not exist
        record[RPRT_ROOTS_AT_ROOT] = 7;
        roots_sign(record, 0, 0, 0);
    } else if (kind == 6) { // two signatures where one is needed
        record[RPRT_ROOTS_AT_ROOT + 1] = 1;
        roots_sign(record, 0, 0, 0);
        roots_sign(record, 0, 1, 1);
    } else if (kind == 7) { // something behind the one signature
        record[RPRT_ROOTS_AT_SIGNATURE + 64] = 1;
    } else if (kind == 8) { // not a record
        rprt_put32(record, RPRT_IMAGE_MAGIC);
        roots_sign(record, 0, 0, 0);
    } else if (kind == 9) { // a key that is no point of the curve
        record[RPRT_ROOTS_AT_KEYS + 40] ^= 1;
        roots_sign(record, 0, 0, 0);
    } else { // the present generation, one too far, far away
        const uint32_t generation[] = {0, 2, 0x80000001u, 0xffffffffu};
        rprt_put32(record + RPRT_ROOTS_AT_GENERATION, generation[kind - 10]);
        roots_sign(record, 0, 0, 0);
    }
}

static void wrong_records_are_not_taken(void **state)
{
    (void)state;
    struct boot_rig rig;
    rig_at_version_2(&rig);
    static struct flash before;
    before = rig.bench.flash;
    static uint8_t record[RPRT_ROOTS_SIZE];
    for (int kind = 0; kind < 14; kind++) {
        make_wrong(record, kind);
        enum rprt_status status = offer(&rig, record);
        assert_true(status != RPRT_OK && status != RPRT_AGAIN);
        assert_memory_equal(rig.bench.flash.bytes, before.bytes, sizeof before.bytes);
    }
    roots_make(record, 1, 0, 0xff);
    for (uint32_t bit = 0; bit < RPRT_ROOTS_SIZE * 8; bit++) {
        record[bit / 8] ^= (uint8_t)(1u << bit % 8);
        enum rprt_status status = offer(&rig, record);
        assert_true(status != RPRT_OK && status != RPRT_AGAIN);
        record[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
    assert_memory_equal(rig.bench.flash.bytes, before.bytes, sizeof before.bytes);
    assert_status(offer(&rig, record), RPRT_OK);
    bench_done(&rig.bench);
}

static void two_signatures_by_two_roots_when_wanted(void **state)
{
    (void)state;
    static uint8_t record[RPRT_ROOTS_SIZE];
    for (uint32_t first = 0; first < 3; first++) {
        for (uint32_t second = 0; second < 4; second++) {
            struct boot_rig rig;
            boot_rig_init(&rig);
            rig.config.needed = 2;
            rig.config.n_roots = 3;
            roots_make(record, 1, first, second == 3 ? 0xff : second);
            bool good = second != 3 && second != first;
            for (uint32_t which = 0; which < 2; which++) {
                record[RPRT_ROOTS_AT_SIGNATURE + 64 * which + 5] ^= 1;
                assert_true(offer(&rig, record) != RPRT_OK);
                record[RPRT_ROOTS_AT_SIGNATURE + 64 * which + 5] ^= 1;
            }
            assert_status(offer(&rig, record), good ? RPRT_OK : RPRT_ERR_FORMAT);
            bench_done(&rig.bench);
        }
    }
}

// --- somebody with a revoked root who rewrites the flash ---

static void a_revoked_root_starts_nothing(void **state)
{
    (void)state;
    struct boot_rig rig;
    rig_at_version_2(&rig);
    static uint8_t genuine[RPRT_ROOTS_SIZE];
    static uint8_t forged[RPRT_ROOTS_SIZE];
    static struct image image;
    struct rprt_boot_decision decision;
    roots_make(genuine, 1, 0, 0xff);
    assert_status(offer(&rig, genuine), RPRT_OK);
    image_make_by(&image, 1, 3, 1, 0, 0xff);
    assert_status(boot_rig_update(&rig, &image), RPRT_OK);
    start_expecting(&rig, 3, RPRT_YES);
    assert_status(rprt_boot_begin(&rig.boot, &rig.config), RPRT_OK);
    assert_status(rprt_boot_confirm(&rig.boot, RPRT_OK), RPRT_OK);
    static struct flash before;
    before = rig.bench.flash;
    // Images by the revoked root, whatever the state says and whichever generation they name.
    for (uint32_t generation = 0; generation < 3; generation++) {
        for (uint32_t forged_state = 0; forged_state < 8; forged_state++) {
            const enum rprt_boot_state states[] = {RPRT_BOOT_EMPTY, RPRT_BOOT_CONFIRMED,
                                                   RPRT_BOOT_STAGED, RPRT_BOOT_TRIAL};
            image_make(&image, 0, 9, 0, 0xff); // signed by generation 0
            if (generation != 0) {
                rprt_put32(image.bytes + RPRT_IMAGE_AT_ROOTS, 0);
                image_sign(&image, 0, 0);
                rprt_put32(image.bytes + RPRT_IMAGE_AT_ROOTS, generation);
            }
            image_place(&rig, 0, &image);
            boot_rig_state(&rig, states[forged_state / 2], forged_state % 2);
            assert_status(boot_rig_start(&rig, &decision), RPRT_OK);
            assert_int_equal(decision.version, 3);
            rig.bench.flash = before;
        }
    }
    // A record that brings other keys, signed by the revoked root, in place of the genuine one and as
    // the next one; the tag of the genuine one left beside it.
    for (uint32_t generation = 1; generation < 3; generation++) {
        roots_make(forged, generation, 0, 0xff);
        memcpy(forged + RPRT_ROOTS_AT_KEYS, genuine + RPRT_ROOTS_AT_KEYS + RPRT_PUBLIC_KEY_SIZE,
               RPRT_PUBLIC_KEY_SIZE);
        roots_sign(forged, 0, 0, 0);
        assert_true(offer(&rig, forged) != RPRT_OK);
        uint8_t *sector =
            rig.bench.flash.bytes + (ROOTS_AT - FLASH_BASE) + generation % 2 * SLOT_SECTOR;
        memcpy(sector, forged, RPRT_ROOTS_SIGNED_SIZE);
        memcpy(sector + TAG_AT, before.bytes + (ROOTS_AT - FLASH_BASE) + SLOT_SECTOR + TAG_AT, 32);
        enum rprt_status status = boot_rig_start(&rig, &decision);
        // Destroying the record in force leaves nothing to start; forging the next one is not seen.
        assert_status(status, generation == 1 ? RPRT_ERR_NOT_FOUND : RPRT_OK);
        rig.bench.flash = before;
    }
    assert_status(boot_rig_start(&rig, &decision), RPRT_OK);
    bench_done(&rig.bench);
}

// The record of a generation that was in force, put back into its sector, is nothing's successor.
static void a_former_record_put_back_changes_nothing(void **state)
{
    (void)state;
    struct boot_rig rig;
    rig_at_version_2(&rig);
    static uint8_t records[3][RPRT_ROOTS_SIZE];
    static struct image image;
    struct rprt_boot_decision decision;
    for (uint32_t generation = 1; generation < 3; generation++) {
        roots_make(records[generation], generation, 0, 0xff);
        assert_status(offer(&rig, records[generation]), RPRT_OK);
        image_make_by(&image, generation % 2, 2 + generation, generation, 0, 0xff);
        assert_status(boot_rig_update(&rig, &image), RPRT_OK);
        start_expecting(&rig, 2 + generation, RPRT_YES);
        assert_status(rprt_boot_begin(&rig.boot, &rig.config), RPRT_OK);
        assert_status(rprt_boot_confirm(&rig.boot, RPRT_OK), RPRT_OK);
    }
    plant(&rig, records[1], true); // genuine, of this device: a copy of the flash of then
    image_make_by(&image, 1, 9, 1, 0, 0xff);
    assert_status(boot_rig_update(&rig, &image), RPRT_ERR_VERSION);
    image_place(&rig, 1, &image);
    for (uint32_t confirmed = 0; confirmed < 2; confirmed++) {
        boot_rig_state(&rig, RPRT_BOOT_STAGED, confirmed);
        assert_status(boot_rig_start(&rig, &decision), RPRT_OK);
        assert_int_equal(decision.version, 4);
    }
    assert_status(offer(&rig, records[1]), RPRT_ERR_VERSION);
    assert_status(offer(&rig, records[2]), RPRT_ERR_VERSION);
    bench_done(&rig.bench);
}

// A counter that was used up, by a fault or by somebody who can raise it: the factory's roots, whose
// number follows the last one by arithmetic alone, stay out.
static void nothing_follows_the_last_generation(void **state)
{
    (void)state;
    struct boot_rig rig;
    rig_at_version_2(&rig);
    static struct image image;
    static uint8_t record[RPRT_ROOTS_SIZE];
    struct rprt_boot_decision decision;
    rig.bench.flash.counter[RPRT_COUNTER_ROOTS] = UINT32_MAX;
    assert_status(boot_rig_start(&rig, &decision), RPRT_ERR_NOT_FOUND);
    image_make(&image, 1, 3, 0, 0xff);
    assert_status(boot_rig_update(&rig, &image), RPRT_ERR_VERSION);
    roots_make(record, 1, 0, 0xff);
    rprt_put32(record + RPRT_ROOTS_AT_GENERATION, 0);
    roots_sign(record, 0, 0, 0);
    assert_status(offer(&rig, record), RPRT_ERR_KEY);
    bench_done(&rig.bench);
}

static void missing_keys_start_nothing(void **state)
{
    (void)state;
    struct boot_rig rig;
    rig_at_version_2(&rig);
    static uint8_t record[RPRT_ROOTS_SIZE];
    static struct flash before;
    struct rprt_boot_decision decision;
    roots_make(record, 1, 0, 0xff);
    rprt_crypto_key_drop(&rig.bench.crypto, RPRT_KEY_OWN);
    before = rig.bench.flash;
    assert_status(offer(&rig, record), RPRT_ERR_KEY);
    assert_memory_equal(rig.bench.flash.bytes, before.bytes, sizeof before.bytes);
    // The factory's roots need no key of the device, later ones do.
    assert_status(boot_rig_start(&rig, &decision), RPRT_OK);
    rig.bench.flash.counter[RPRT_COUNTER_ROOTS] = 1;
    assert_status(boot_rig_start(&rig, &decision), RPRT_ERR_NOT_FOUND);
    bench_done(&rig.bench);
}

static void an_unsound_configuration_is_refused(void **state)
{
    (void)state;
    struct boot_rig rig;
    rig_at_version_2(&rig);
    static uint8_t record[RPRT_ROOTS_SIZE];
    roots_make(record, 1, 0, 0xff);
    for (int kind = 0; kind < 4; kind++) {
        boot_rig_power_on(&rig);
        if (kind == 0)
            rig.config.factory_root = NULL;
        if (kind == 1)
            rig.config.roots.sector_size = 240;
        if (kind == 2)
            rig.config.roots.sector_size = 264;
        if (kind == 3)
            rig.config.roots.n_sectors = 1;
        assert_status(rprt_boot_begin(&rig.boot, &rig.config), RPRT_ERR_ARG);
        assert_status(rprt_boot_roots_offer(&rig.boot, record), RPRT_ERR_STATE);
    }
    bench_done(&rig.bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_exchange_takes_effect_after_confirmation),
        cmocka_unit_test(every_state_with_every_content),
        cmocka_unit_test(wrong_records_are_not_taken),
        cmocka_unit_test(two_signatures_by_two_roots_when_wanted),
        cmocka_unit_test(a_revoked_root_starts_nothing),
        cmocka_unit_test(a_former_record_put_back_changes_nothing),
        cmocka_unit_test(nothing_follows_the_last_generation),
        cmocka_unit_test(missing_keys_start_nothing),
        cmocka_unit_test(an_unsound_configuration_is_refused),
    };
    return cmocka_run_group_tests_name("runtime.boot.roots", tests, NULL, NULL);
}
