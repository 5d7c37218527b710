// SPDX-License-Identifier: Apache-2.0
// The store against a plain table: in use, after power cuts everywhere, under exchanged flash.
#include "check.h"

#include <stdlib.h>
#include <string.h>

#include "bench.h"
#include "rprt/store.h"
#include "store_reader.h"

#define SECTOR 512u
#define SECTORS 4u // banks of 1024 bytes: a move every few changes
#define BANK (SECTOR * SECTORS / 2)
#define IDS 5u

// What the store must hold: by id, a value and a size; size 0xffff: nothing.
struct table {
    uint16_t size[IDS];
    uint8_t value[IDS];
};

struct rig {
    struct bench bench;
    struct rprt_store_config config;
    struct rprt_store store;
    uint8_t work[RPRT_STORE_WORK_SIZE];
};

static void rig_link(struct rig *rig)
{
    rig->bench.port.context = &rig->bench.flash;
    rig->bench.crypto.port = &rig->bench.port;
    rig->config.port = &rig->bench.port;
    rig->config.crypto = &rig->bench.crypto;
    rig->config.work = rig->work;
    rig->store.config = &rig->config;
}

static void rig_init(struct rig *rig)
{
    bench_init(&rig->bench, SECTOR);
    rig->config = (struct rprt_store_config){.area = {FLASH_BASE, SECTOR, SECTORS},
                                             .counter = RPRT_COUNTER_STORE,
                                             .key = RPRT_KEY_STORE};
    rig_link(rig);
    assert_status(rprt_store_format(&rig->store, &rig->config), RPRT_OK);
}

static enum rprt_status finish_steps(struct rig *rig)
{
    enum rprt_status status = RPRT_AGAIN;
    for (int i = 0; i < 200 && status == RPRT_AGAIN; i++)
        status = rprt_store_step(&rig->store, 1);
    return status;
}

static enum rprt_status rig_open(struct rig *rig)
{
    enum rprt_status status = rprt_store_open(&rig->store, &rig->config);
    return status == RPRT_OK ? finish_steps(rig) : status;
}

static void empty_table(struct table *table)
{
    memset(table, 0xff, sizeof *table);
}

static void fill(uint8_t *text, uint32_t id, uint8_t value, uint32_t size)
{
    for (uint32_t i = 0; i < size; i++)
        text[i] = (uint8_t)(value + i * 3 + id);
}

// Puts or (size 0xffff) erases, moving when the store asks for it.
static enum rprt_status change(struct rig *rig, uint32_t id, uint8_t value, uint16_t size)
{
    uint8_t text[RPRT_STORE_RECORD_MAX];
    for (int round = 0; round < 2; round++) {
        enum rprt_status status;
        if (size == 0xffff) {
            status = rprt_store_erase(&rig->store, (uint16_t)(id + 1));
        } else {
            fill(text, id, value, size);
            status = rprt_store_put(&rig->store, (uint16_t)(id + 1), text, size);
        }
        if (status != RPRT_AGAIN)
            return status;
        status = finish_steps(rig);
        if (status != RPRT_OK)
            return status;
    }
    return RPRT_AGAIN;
}

static bool holds(struct rig *rig, const struct table *table)
{
    for (uint32_t id = 0; id < IDS; id++) {
        uint8_t out[RPRT_STORE_RECORD_MAX];
        uint8_t wanted[RPRT_STORE_RECORD_MAX];
        size_t size = 0;
        enum rprt_status status =
            rprt_store_get(&rig->store, (uint16_t)(id + 1), out, sizeof out, &size);
        if (table->size[id] == 0xffff) {
            if (status != RPRT_ERR_NOT_FOUND)
                return false;
            continue;
        }
        fill(wanted, id, table->value[id], table->size[id]);
        if (status != RPRT_OK || size != table->size[id] || memcmp(out, wanted, size) != 0)
            return false;
    }
    return true;
}

// The reader that shares no code with the store says the same.
static void reader_agrees(const struct rig *rig, const struct table *table)
{
    static struct store_content content;
    struct store_image image = {rig->bench.flash.bytes, BANK, bench_key,
                                rig->bench.flash.counter[RPRT_COUNTER_STORE], RPRT_SEAL_KEY_SIZE};
    assert_true(store_read(&image, &content));
    uint32_t n = 0;
    for (uint32_t id = 0; id < IDS; id++)
        n += table->size[id] != 0xffff ? 1 : 0;
    assert_int_equal(content.n, n);
    for (uint32_t i = 0; i < content.n; i++) {
        uint32_t id = content.record[i].id - 1u;
        assert_true(id < IDS);
        uint8_t wanted[RPRT_STORE_RECORD_MAX];
        assert_int_equal(content.record[i].size, table->size[id]);
        fill(wanted, id, table->value[id], table->size[id]);
        assert_memory_equal(content.record[i].text, wanted, table->size[id]);
    }
}

struct step {
    uint32_t id;
    uint8_t value;
    uint16_t size;
};

static struct step next_step(uint32_t *seed)
{
    struct step step = {flash_pick(seed, IDS), (uint8_t)flash_pick(seed, 256),
                        (uint16_t)flash_pick(seed, 60)};
    if (flash_pick(seed, 6) == 0)
        step.size = 0xffff;
    return step;
}

static void behaves_like_a_table(void **state)
{
    (void)state;
    struct rig rig;
    rig_init(&rig);
    struct table table;
    empty_table(&table);
    uint32_t seed = 1;
    for (int i = 0; i < 2000; i++) {
        struct step step = next_step(&seed);
        enum rprt_status status = change(&rig, step.id, step.value, step.size);
        if (step.size == 0xffff && table.size[step.id] == 0xffff) {
            assert_status(status, RPRT_ERR_NOT_FOUND);
        } else {
            assert_status(status, RPRT_OK);
            table.size[step.id] = step.size;
            table.value[step.id] = step.value;
        }
        if (i % 7 == 0) {
            bench_power_on(&rig.bench);
            assert_status(rig_open(&rig), RPRT_OK);
        }
        assert_true(holds(&rig, &table));
        reader_agrees(&rig, &table);
    }
    assert_int_equal(rig.bench.flash.violations, 0);
    bench_done(&rig.bench);
}

static void full_is_refused_and_can_be_emptied(void **state)
{
    (void)state;
    struct rig rig;
    rig_init(&rig);
    struct table table;
    empty_table(&table);
    enum rprt_status status = RPRT_OK;
    uint32_t id = 0;
    for (; id < IDS && status == RPRT_OK; id++) {
        status = change(&rig, id, 1, 256);
        if (status == RPRT_OK) {
            table.size[id] = 256;
            table.value[id] = 1;
        }
    }
    assert_status(status, RPRT_ERR_FULL);
    assert_true(holds(&rig, &table));
    for (int i = 0; i < 20; i++) {
        assert_status(change(&rig, 0, 1, 0xffff), RPRT_OK);
        assert_status(change(&rig, 0, 1, 256), RPRT_OK);
        assert_true(holds(&rig, &table));
    }
    assert_status(rprt_store_put(&rig.store, 0, (const uint8_t *)"", 0), RPRT_ERR_ARG);
    assert_status(rprt_store_put(&rig.store, 9, rig.work, 257), RPRT_ERR_ARG);
    bench_done(&rig.bench);
}

// --- power cuts ---

struct history {
    struct table table; // what was promised
    struct step open;   // the change that was interrupted
    bool is_open;
};

static void apply(struct table *table, const struct step *step)
{
    table->size[step->id] = step->size;
    table->value[step->id] = step->value;
}

static bool run_steps(struct rig *rig, struct history *history, uint32_t *done, uint32_t until)
{
    while (*done < until) {
        uint32_t seed = *done * 977 + 5;
        history->open = next_step(&seed);
        history->is_open = true;
        enum rprt_status status =
            change(rig, history->open.id, history->open.value, history->open.size);
        if (status != RPRT_OK && status != RPRT_ERR_NOT_FOUND)
            return false;
        apply(&history->table, &history->open);
        history->is_open = false;
        (*done)++;
    }
    return true;
}

static bool reopen(struct rig *rig, struct history *history)
{
    enum rprt_status status = rig_open(rig);
    if (rig->bench.flash.dead)
        return false;
    if (status != RPRT_OK)
        fail_msg("open after a cut answers %x", (unsigned)status);
    struct table after = history->table;
    if (history->is_open)
        apply(&after, &history->open);
    if (history->is_open && holds(rig, &after))
        history->table = after;
    history->is_open = false;
    assert_true(holds(rig, &history->table));
    reader_agrees(rig, &history->table);
    return true;
}

static bool cut_twice(const struct rig *start, uint32_t first, uint32_t second, uint32_t how,
                      uint32_t until)
{
    static struct rig rig;
    rig = *start;
    rig_link(&rig);
    bench_power_on(&rig.bench);
    rig.bench.flash.cut_at = first;
    rig.bench.flash.cut = how % 8;
    rig.bench.flash.seed = 77 + how;
    struct history history = {.is_open = false};
    empty_table(&history.table);
    uint32_t done = 0;
    bool reached = reopen(&rig, &history) && run_steps(&rig, &history, &done, until);
    bool used = rig.bench.flash.dead;
    for (int round = 0; round < 2 && !reached; round++) {
        bench_power_on(&rig.bench);
        if (round == 0 && second != 0) {
            rig.bench.flash.cut_at = second;
            rig.bench.flash.cut = how / 8;
        }
        reached = reopen(&rig, &history) && run_steps(&rig, &history, &done, until);
        if (round == 0 && second != 0)
            used = used && rig.bench.flash.dead;
    }
    assert_true(reached);
    assert_true(holds(&rig, &history.table));
    assert_int_equal(rig.bench.flash.violations, 0);
    bench_done(&rig.bench);
    return used;
}

static void survives_a_cut_at_every_operation(void **state)
{
    (void)state;
    bool full = getenv("RPRT_FULL_CAMPAIGN") != NULL;
    uint32_t until = full ? 30 : 16;
    uint32_t variants = full ? 6 : 4;
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
            for (uint32_t second = 1; more && full && second <= 40; second++) {
                uint32_t both = how + 8 * ((how + second) % variants);
                if (!cut_twice(&rig, first, second, both, until))
                    break;
                cuts++;
            }
        }
    }
    print_message("store: %u power cuts\n", cuts);
    assert_true(cuts > 500);
}

// --- an attacker with access to the flash ---

static void changed_bits_never_give_other_content(void **state)
{
    (void)state;
    struct rig rig;
    rig_init(&rig);
    struct table table;
    empty_table(&table);
    uint32_t seed = 3;
    for (int i = 0; i < 12; i++) {
        struct step step = next_step(&seed);
        if (change(&rig, step.id, step.value, step.size) == RPRT_OK)
            apply(&table, &step);
    }
    static struct flash sound;
    sound = rig.bench.flash;
    uint32_t refused = 0;
    for (uint32_t bit = 0; bit < SECTOR * SECTORS * 8; bit++) {
        rig.bench.flash = sound;
        rig.bench.flash.bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
        bench_power_on(&rig.bench);
        enum rprt_status status = rig_open(&rig);
        if (status == RPRT_OK) {
            assert_true(holds(&rig, &table));
            continue;
        }
        refused++;
        assert_true(status == RPRT_ERR_ROLLBACK || status == RPRT_ERR_CORRUPT);
    }
    assert_true(refused > 1000);
    bench_done(&rig.bench);
}

#define SNAPSHOTS 240u

// The attacker keeps every image there ever was, those of interrupted changes included, and puts any
// old bank beside any other. The device refuses or holds what was promised.
static void old_banks_never_come_back(void **state)
{
    (void)state;
    static uint8_t snapshot[SNAPSHOTS][SECTOR * SECTORS];
    struct rig rig;
    rig_init(&rig);
    struct history history = {.is_open = false};
    empty_table(&history.table);
    uint32_t seed = 11;
    uint32_t refused = 0;
    uint32_t tried = 0;
    for (uint32_t n = 0; n < SNAPSHOTS; n++) {
        struct step step = next_step(&seed);
        struct table before = history.table;
        bool cut = flash_pick(&seed, 3) == 0;
        flash_power_on(&rig.bench.flash);
        rig.bench.flash.cut_at = cut ? 1 + flash_pick(&seed, 9) : 0;
        rig.bench.flash.cut = flash_pick(&seed, 4);
        enum rprt_status status = change(&rig, step.id, step.value, step.size);
        memcpy(snapshot[n], rig.bench.flash.bytes, sizeof snapshot[n]);
        history.open = step;
        history.is_open = status != RPRT_OK && status != RPRT_ERR_NOT_FOUND;
        if (status == RPRT_OK)
            apply(&history.table, &step);
        bool interrupted = history.is_open;
        bench_power_on(&rig.bench);
        assert_true(reopen(&rig, &history));
        struct table other = before;
        apply(&other, &step);
        static struct flash now;
        now = rig.bench.flash;
        for (uint32_t attempt = 0; attempt < 30; attempt++) {
            uint32_t a = flash_pick(&seed, n + 1);
            uint32_t b = flash_pick(&seed, n + 1);
            if (attempt % 3 != 0)
                memcpy(rig.bench.flash.bytes, snapshot[a], BANK);
            if (attempt % 3 != 1)
                memcpy(rig.bench.flash.bytes + BANK, snapshot[b] + BANK, BANK);
            memset(rig.bench.flash.programmed, 0, sizeof rig.bench.flash.programmed);
            bench_power_on(&rig.bench);
            status = rig_open(&rig);
            tried++;
            refused += status != RPRT_OK ? 1 : 0;
            // Right after an interrupted change either of its two outcomes may show, nothing else.
            if (status == RPRT_OK && !holds(&rig, &history.table) &&
                !(interrupted && (holds(&rig, &other) || holds(&rig, &before))))
                fail_msg("snapshot %u: banks of %u and %u were accepted", n, a, b);
            rig.bench.flash = now;
        }
        bench_power_on(&rig.bench);
        assert_status(rig_open(&rig), RPRT_OK);
        assert_true(holds(&rig, &history.table));
    }
    print_message("store: %u exchanged images, %u refused\n", tried, refused);
    assert_true(refused > tried / 4);
    bench_done(&rig.bench);
}

static void wrong_key_opens_nothing(void **state)
{
    (void)state;
    struct rig rig;
    rig_init(&rig);
    assert_status(change(&rig, 1, 2, 30), RPRT_OK);
    bench_power_on(&rig.bench);
    uint8_t other[32] = {1};
    assert_status(rprt_crypto_key_set(&rig.bench.crypto, RPRT_KEY_STORE, RPRT_USE_SEAL, other,
                                      RPRT_SEAL_KEY_SIZE),
                  RPRT_OK);
    assert_status(rig_open(&rig), RPRT_ERR_CORRUPT);
    rprt_crypto_key_drop(&rig.bench.crypto, RPRT_KEY_STORE);
    assert_status(rig_open(&rig), RPRT_ERR_KEY);
    bench_done(&rig.bench);
}

static void stuck_random_changes_nothing(void **state)
{
    (void)state;
    struct rig rig;
    rig_init(&rig);
    struct table table;
    empty_table(&table);
    assert_status(change(&rig, 1, 2, 30), RPRT_OK);
    table.size[1] = 30;
    table.value[1] = 2;
    rig.bench.flash.random_stuck = true;
    enum rprt_status status = change(&rig, 2, 2, 30);
    if (status == RPRT_OK) { // the first stuck bytes still look new
        table.size[2] = 30;
        table.value[2] = 2;
    }
    assert_status(change(&rig, 3, 2, 30), RPRT_ERR_RANDOM);
    assert_true(holds(&rig, &table));
    rig.bench.flash.random_stuck = false;
    assert_status(change(&rig, 3, 2, 30), RPRT_OK);
    bench_done(&rig.bench);
}

static void every_port_call_failing_in_turn(void **state)
{
    (void)state;
    struct rig start;
    rig_init(&start);
    bench_done(&start.bench);
    memset(&start.bench.crypto, 0, sizeof start.bench.crypto);
    uint32_t failures = 0;
    for (uint32_t fail = 1;; fail++) {
        static struct rig rig;
        rig = start;
        rig_link(&rig);
        bench_power_on(&rig.bench);
        rig.bench.flash.fail_at = fail;
        struct history history = {.is_open = false};
        empty_table(&history.table);
        uint32_t done = 0;
        if (rig_open(&rig) == RPRT_OK)
            (void)run_steps(&rig, &history, &done, 12);
        bool failed = rig.bench.flash.calls >= fail;
        failures += failed ? 1 : 0;
        bench_power_on(&rig.bench);
        assert_true(reopen(&rig, &history));
        assert_true(run_steps(&rig, &history, &done, 14));
        assert_true(holds(&rig, &history.table));
        bench_done(&rig.bench);
        if (!failed)
            break;
    }
    assert_true(failures > 50);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(behaves_like_a_table),
        cmocka_unit_test(full_is_refused_and_can_be_emptied),
        cmocka_unit_test(survives_a_cut_at_every_operation),
        cmocka_unit_test(changed_bits_never_give_other_content),
        cmocka_unit_test(old_banks_never_come_back),
        cmocka_unit_test(wrong_key_opens_nothing),
        cmocka_unit_test(stuck_random_changes_nothing),
        cmocka_unit_test(every_port_call_failing_in_turn),
    };
    return cmocka_run_group_tests_name("runtime.store", tests, NULL, NULL);
}
