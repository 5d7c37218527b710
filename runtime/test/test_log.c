// SPDX-License-Identifier: Apache-2.0
// The log in use, after power cuts at every operation, and under an attacker who edits its flash.
#include "check.h"

#include <stdlib.h>
#include <string.h>

#include "bench.h"
#include "log_reader.h"
#include "rprt/log.h"

#define SECTOR 384u // header and four records: many changes of sector in a short test
#define SECTORS 3u

static const uint8_t first_secret[32] = "not a secret, but a test of it";

struct rig {
    struct bench bench;
    struct rprt_log_config config;
    struct rprt_log log;
};

static void rig_init(struct rig *rig)
{
    bench_init(&rig->bench, SECTOR);
    rig->config = (struct rprt_log_config){
        .port = &rig->bench.port,
        .crypto = &rig->bench.crypto,
        .area = {FLASH_BASE + SECTOR * 4, SECTOR, SECTORS},
        .secret = {FLASH_BASE, SECTOR, 2},
        .counter = RPRT_COUNTER_LOG,
        .key = RPRT_KEY_LOG,
        .epoch_key = RPRT_KEY_LOG_EPOCH,
    };
    assert_status(rprt_log_format(&rig->log, &rig->config, first_secret), RPRT_OK);
}

static enum rprt_status rig_open(struct rig *rig)
{
    enum rprt_status status = rprt_log_open(&rig->log, &rig->config);
    for (int i = 0; i < 100 && (status == RPRT_OK || status == RPRT_AGAIN); i++) {
        status = rprt_log_step(&rig->log, 1);
        if (status != RPRT_AGAIN)
            return status;
    }
    return status;
}

static enum rprt_status append(struct rig *rig, uint32_t value)
{
    struct rprt_log_entry entry = {.event = RPRT_EVENT_OWN, .time = value * 3};
    rprt_put32(entry.data, value);
    return rprt_log_append(&rig->log, &entry);
}

// --- what the independent reader finds ---

#define MOST_VALUES 64u

struct found {
    uint32_t n;
    uint32_t value[MOST_VALUES]; // 0: not one of append's
    uint32_t number[MOST_VALUES];
};

static void take_record(void *context, const uint8_t record[64])
{
    struct found *found = context;
    assert_true(found->n < MOST_VALUES);
    found->number[found->n] = rprt_get32(record);
    bool own = rprt_get16(record + 8) == RPRT_EVENT_OWN;
    found->value[found->n++] = own ? rprt_get32(record + 16) : 0;
}

static struct log_image image_of(const struct rig *rig)
{
    return (struct log_image){
        .bytes = rig->bench.flash.bytes + (rig->config.area.address - FLASH_BASE),
        .sector_size = SECTOR,
        .n_sectors = SECTORS,
        .first_secret = first_secret,
        .device_key = bench_key,
        .counter = rig->bench.flash.counter[RPRT_COUNTER_LOG],
    };
}

static struct log_result read_log(const struct rig *rig, struct found *found)
{
    struct log_image image = image_of(rig);
    memset(found, 0, sizeof *found);
    return log_check(&image, take_record, found);
}

static void records_come_back_in_order(void **state)
{
    (void)state;
    struct rig rig;
    rig_init(&rig);
    for (uint32_t i = 1; i <= 40; i++) {
        assert_status(append(&rig, i), RPRT_OK);
        if (i % 5 == 0) {
            bench_power_on(&rig.bench);
            assert_status(rig_open(&rig), RPRT_OK);
        }
        struct found found;
        struct log_result result = read_log(&rig, &found);
        assert_int_equal(result.finding, LOG_GOOD);
        assert_int_equal(result.last, i);
        assert_true(found.n >= (i < 8 ? i : 8));
        for (uint32_t k = 0; k < found.n; k++) {
            assert_int_equal(found.value[k], i - found.n + 1 + k);
            assert_int_equal(found.number[k], i - found.n + 1 + k);
        }
    }
    assert_int_equal(rig.bench.flash.violations, 0);
    bench_done(&rig.bench);
}

// --- power cuts ---

// What was promised so far. A value is promised once append answered RPRT_OK.
struct promise {
    uint32_t last; // value of the last promised append
    uint32_t open; // value of an append that was interrupted; 0: none
};

// The reader accepts the flash, the promised values are there in order, nothing else is.
static void judge(const struct rig *rig, const struct promise *promise)
{
    struct found found;
    struct log_result result = read_log(rig, &found);
    assert_int_equal(result.finding, LOG_GOOD);
    uint32_t last = 0;
    for (uint32_t i = 0; i < found.n; i++) {
        if (found.value[i] == 0)
            continue;
        if (last != 0 && found.value[i] != last + 1)
            fail_msg("value %u after %u", found.value[i], last);
        last = found.value[i];
    }
    // Interruptions take places too, so an early promise may have left the ring.
    if (last != promise->last && !(promise->open != 0 && last == promise->open) &&
        !(last == 0 && found.n >= 8))
        fail_msg("last value %u, promised %u", last, promise->last);
}

// Appends until values reaches the end or power fails. Returns true at the end.
static bool run_appends(struct rig *rig, struct promise *promise, uint32_t until)
{
    while (promise->last < until) {
        promise->open = promise->last + 1;
        if (append(rig, promise->open) != RPRT_OK)
            return false;
        promise->last = promise->open;
        promise->open = 0;
    }
    return true;
}

// Opens after a cut; what was under way is there or not, and stays so.
static bool reopen(struct rig *rig, struct promise *promise)
{
    enum rprt_status status = rig_open(rig);
    if (rig->bench.flash.dead)
        return false;
    if (status != RPRT_OK)
        fail_msg("open after a cut answers %x", (unsigned)status);
    judge(rig, promise);
    struct found found;
    (void)read_log(rig, &found);
    for (uint32_t i = 0; i < found.n; i++) {
        if (promise->open != 0 && found.value[i] == promise->open)
            promise->last = promise->open;
    }
    promise->open = 0;
    return true;
}

// One cut at operation first, a second one at operation second of the recovery (0: none), then on.
static bool cut_twice(const struct rig *start, uint32_t first, uint32_t second, uint32_t how,
                      uint32_t until)
{
    static struct rig rig; // large; renewed in each call
    rig = *start;
    rig.bench.port.context = &rig.bench.flash;
    rig.config.port = &rig.bench.port;
    rig.config.crypto = &rig.bench.crypto;
    rig.log.config = &rig.config;
    rig.bench.crypto.port = &rig.bench.port;
    struct promise promise = {0, 0};
    flash_power_on(&rig.bench.flash);
    rig.bench.flash.cut_at = first;
    rig.bench.flash.cut = how % 8;
    rig.bench.flash.seed = 77 + how;
    bench_power_on(&rig.bench);
    rig.bench.flash.cut_at = first;
    bool reached = false;
    if (reopen(&rig, &promise))
        reached = run_appends(&rig, &promise, until);
    bool used = rig.bench.flash.dead;
    for (int round = 0; round < 2 && !reached; round++) {
        bench_power_on(&rig.bench);
        if (round == 0 && second != 0) {
            rig.bench.flash.cut_at = second;
            rig.bench.flash.cut = how / 8;
        }
        if (reopen(&rig, &promise))
            reached = run_appends(&rig, &promise, until);
        if (round == 0 && second != 0)
            used = used && rig.bench.flash.dead;
    }
    assert_true(reached);
    judge(&rig, &promise);
    assert_int_equal(promise.last, until);
    assert_int_equal(rig.bench.flash.violations, 0);
    bench_done(&rig.bench);
    return used;
}

static uint32_t campaign(uint32_t until, uint32_t variants, bool twice)
{
    struct rig rig;
    rig_init(&rig);
    bench_done(&rig.bench);
    memset(&rig.bench.crypto, 0, sizeof rig.bench.crypto);
    uint32_t cuts = 0;
    for (uint32_t how = 0; how < variants; how++) {
        bool more = true;
        for (uint32_t first = 1; more; first++) {
            more = cut_twice(&rig, first, 0, how, until);
            cuts += more ? 1 : 0;
            for (uint32_t second = 1; more && twice; second++) {
                uint32_t both = how + 8 * ((how + second) % variants);
                if (!cut_twice(&rig, first, second, both, until) || second > 24)
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
    const char *full = getenv("RPRT_FULL_CAMPAIGN");
    uint32_t cuts = full != NULL ? campaign(24, 6, true) : campaign(14, 4, false);
    print_message("log: %u power cuts\n", cuts);
    assert_true(cuts > 300);
}

// --- an attacker with access to the flash ---

struct attack {
    uint8_t bytes[SECTOR * SECTORS];
    uint32_t counter;
};

static void swap_places(uint8_t *a, uint8_t *b)
{
    uint8_t keep[64];
    memcpy(keep, a, 64);
    memcpy(a, b, 64);
    memcpy(b, keep, 64);
}

// Does one thing to the image; old is an earlier image of the same device.
static void mutate(uint8_t *bytes, const uint8_t *old, uint32_t *seed)
{
    uint32_t places = SECTOR * SECTORS / 64;
    uint32_t a = flash_pick(seed, places);
    uint32_t b = flash_pick(seed, places);
    uint32_t sector = flash_pick(seed, SECTORS);
    switch (flash_pick(seed, 9)) {
    case 0: // edit: one bit
        bytes[a * 64 + flash_pick(seed, 64)] ^= (uint8_t)(1u << flash_pick(seed, 8));
        break;
    case 1: // edit: several bytes
        for (uint32_t i = 0; i < 8; i++)
            bytes[a * 64 + flash_pick(seed, 64)] = (uint8_t)flash_pick(seed, 256);
        break;
    case 2: // delete
        memset(bytes + a * 64, flash_pick(seed, 2) != 0 ? 0xff : 0, 64);
        break;
    case 3: // exchange
        swap_places(bytes + a * 64, bytes + b * 64);
        break;
    case 4: // repeat
        memcpy(bytes + a * 64, bytes + b * 64, 64);
        break;
    case 5: // cut off the end of a sector
        for (uint32_t i = a; i < places && i / (SECTOR / 64) == a / (SECTOR / 64); i++)
            memset(bytes + i * 64, 0xff, 64);
        break;
    case 6: // take a whole sector away
        memset(bytes + sector * SECTOR, 0xff, SECTOR);
        break;
    case 7: // bring a sector of the earlier image back
        memcpy(bytes + sector * SECTOR, old + sector * SECTOR, SECTOR);
        break;
    default: // bring the whole earlier image back
        memcpy(bytes, old, SECTOR * SECTORS);
        break;
    }
}

// The first place that differs.
static uint32_t first_change(const uint8_t *a, const uint8_t *b)
{
    uint32_t i = 0;
    while (i < SECTOR * SECTORS && a[i] == b[i])
        i++;
    return i / 64;
}

static void every_change_is_found(void **state)
{
    (void)state;
    const char *full = getenv("RPRT_FULL_CAMPAIGN");
    uint32_t wanted = full != NULL ? 1000000 : 100000;
    struct rig rig;
    rig_init(&rig);
    uint32_t seed = 4;
    uint32_t changed = 0;
    uint32_t named = 0;
    static struct attack history[32];
    for (uint32_t i = 0; i < 32; i++) {
        assert_status(append(&rig, i + 1), RPRT_OK);
        memcpy(history[i].bytes, image_of(&rig).bytes, sizeof history[i].bytes);
        history[i].counter = image_of(&rig).counter;
    }
    while (changed < wanted) {
        uint32_t now = 1 + flash_pick(&seed, 31);
        uint8_t bytes[SECTOR * SECTORS];
        memcpy(bytes, history[now].bytes, sizeof bytes);
        mutate(bytes, history[flash_pick(&seed, now)].bytes, &seed);
        if (memcmp(bytes, history[now].bytes, sizeof bytes) == 0)
            continue;
        uint32_t where = first_change(bytes, history[now].bytes);
        changed++;
        struct log_image image = image_of(&rig);
        image.bytes = bytes;
        image.counter = history[now].counter;
        struct log_result result = log_check(&image, NULL, NULL);
        // The newest sector without its header, as long as it holds no record, looks like a change of
        // sector that was interrupted: no record is lost, and the reader says so.
        if (result.finding == LOG_GOOD && !result.changing)
            fail_msg("mutation %u of image %u at place %u was not found", changed, now, where);
        named += result.place == where ? 1 : 0;
    }
    print_message("log: %u mutations found, in %u the first changed place was named\n", changed,
                  named);
    bench_done(&rig.bench);
}

// The device itself: any change of the sector it writes to, and any earlier image, is refused.
static void device_refuses_a_changed_sector(void **state)
{
    (void)state;
    struct rig rig;
    rig_init(&rig);
    for (uint32_t i = 1; i <= 10; i++)
        assert_status(append(&rig, i), RPRT_OK);
    static struct flash sound;
    sound = rig.bench.flash;
    uint32_t area = rig.config.area.address - FLASH_BASE + rig.log.epoch % SECTORS * SECTOR;
    uint32_t used = 128 + (rig.log.slot - 2) * 64;
    for (uint32_t bit = 0; bit < used * 8; bit++) {
        rig.bench.flash = sound;
        rig.bench.flash.bytes[area + bit / 8] ^= (uint8_t)(1u << bit % 8);
        bench_power_on(&rig.bench);
        assert_status(rig_open(&rig), RPRT_ERR_CORRUPT);
        assert_status(append(&rig, 99), RPRT_ERR_STATE);
    }
    assert_status(rprt_log_restart(&rig.log), RPRT_OK);
    assert_status(append(&rig, 11), RPRT_OK);
    bench_power_on(&rig.bench);
    assert_status(rig_open(&rig), RPRT_OK);
    struct found found;
    assert_int_equal(read_log(&rig, &found).finding, LOG_RECORD_BAD);
    bench_done(&rig.bench);
}

static void earlier_image_is_a_rollback(void **state)
{
    (void)state;
    struct rig rig;
    rig_init(&rig);
    for (uint32_t i = 1; i <= 3; i++)
        assert_status(append(&rig, i), RPRT_OK);
    static struct flash old;
    old = rig.bench.flash;
    for (uint32_t i = 4; i <= 20; i++) {
        assert_status(append(&rig, i), RPRT_OK);
        static struct flash now;
        now = rig.bench.flash;
        memcpy(rig.bench.flash.bytes, old.bytes, sizeof old.bytes);
        memcpy(rig.bench.flash.programmed, old.programmed, sizeof old.programmed);
        bench_power_on(&rig.bench);
        assert_status(rig_open(&rig), RPRT_ERR_ROLLBACK);
        struct found found;
        assert_int_equal(read_log(&rig, &found).finding, LOG_END_GONE);
        rig.bench.flash = now;
        bench_power_on(&rig.bench);
        assert_status(rig_open(&rig), RPRT_OK);
    }
    bench_done(&rig.bench);
}

static void seal_depends_on_the_challenge(void **state)
{
    (void)state;
    struct rig rig;
    rig_init(&rig);
    assert_status(append(&rig, 1), RPRT_OK);
    struct rprt_log_seal one;
    struct rprt_log_seal same;
    struct rprt_log_seal other;
    assert_status(rprt_log_seal(&rig.log, (const uint8_t *)"0123456789abcdef", &one), RPRT_OK);
    assert_status(rprt_log_seal(&rig.log, (const uint8_t *)"0123456789abcdef", &same), RPRT_OK);
    assert_status(rprt_log_seal(&rig.log, (const uint8_t *)"0123456789abcdeg", &other), RPRT_OK);
    assert_memory_equal(one.tag, same.tag, 32);
    assert_memory_not_equal(one.tag, other.tag, 32);
    assert_int_equal(one.number, 1);
    assert_int_equal(one.counter, 2);
    bench_done(&rig.bench);
}

static void counter_at_its_end_is_refused(void **state)
{
    (void)state;
    struct rig rig;
    rig_init(&rig);
    rig.bench.flash.counter[RPRT_COUNTER_LOG] = 0xfffffff8u;
    assert_status(rprt_log_format(&rig.log, &rig.config, first_secret), RPRT_OK);
    assert_status(append(&rig, 1), RPRT_OK);
    assert_status(append(&rig, 2), RPRT_OK);
    assert_status(append(&rig, 3), RPRT_ERR_COUNTER);
    bench_power_on(&rig.bench);
    assert_status(rig_open(&rig), RPRT_OK);
    struct found found;
    assert_int_equal(read_log(&rig, &found).finding, LOG_GOOD);
    bench_done(&rig.bench);
}

// Each call of the port fails once, in format, append and open: an error comes out, and after that
// the log opens and holds what was promised.
static void every_port_call_failing_in_turn(void **state)
{
    (void)state;
    struct rig start;
    rig_init(&start);
    uint32_t failures = 0;
    for (uint32_t fail = 1;; fail++) {
        static struct rig rig;
        rig = start;
        rig.bench.port.context = &rig.bench.flash;
        rig.config.port = &rig.bench.port;
        rig.config.crypto = &rig.bench.crypto;
        memset(&rig.bench.crypto, 0, sizeof rig.bench.crypto);
        bench_power_on(&rig.bench);
        rig.bench.flash.fail_at = fail;
        struct promise promise = {0, 0};
        enum rprt_status opened = rig_open(&rig);
        bool reached = opened == RPRT_OK && run_appends(&rig, &promise, 12);
        bool failed = rig.bench.flash.calls >= fail;
        if (failed) {
            failures++;
            assert_false(reached && opened != RPRT_OK);
        }
        bench_power_on(&rig.bench);
        assert_true(reopen(&rig, &promise));
        assert_true(run_appends(&rig, &promise, 14));
        judge(&rig, &promise);
        bench_done(&rig.bench);
        if (!failed)
            break;
    }
    assert_true(failures > 50);
    bench_done(&start.bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_come_back_in_order),
        cmocka_unit_test(survives_a_cut_at_every_operation),
        cmocka_unit_test(every_change_is_found),
        cmocka_unit_test(device_refuses_a_changed_sector),
        cmocka_unit_test(earlier_image_is_a_rollback),
        cmocka_unit_test(seal_depends_on_the_challenge),
        cmocka_unit_test(counter_at_its_end_is_refused),
        cmocka_unit_test(every_port_call_failing_in_turn),
    };
    return cmocka_run_group_tests_name("runtime.log", tests, NULL, NULL);
}
