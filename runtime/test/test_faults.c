// SPDX-License-Identifier: Apache-2.0
// Parts of the device that stay broken: what each module that keeps something answers, and that it goes on
// when the part is mended. docs/device-integration.md has the table.
#include "check.h"

#include <string.h>

#include "image.h"
#include "log_reader.h"
#include "rprt/log.h"
#include "rprt/store.h"

#define LOG_AT (FLASH_BASE + 0x4000u)
#define STORE_AT (FLASH_BASE + 0x6000u)

static const uint8_t first_secret[32] = "not a secret, but a test of it";

// One flash for all of them, as in a device.
struct device {
    struct boot_rig boot;
    struct rprt_log_config log_config;
    struct rprt_store_config store_config;
    struct rprt_log log;
    struct rprt_store store;
    uint8_t work[RPRT_STORE_WORK_SIZE];
    uint32_t version; // confirmed
};

static enum rprt_status open_log(struct device *device)
{
    enum rprt_status status = rprt_log_open(&device->log, &device->log_config);
    if (status == RPRT_OK)
        status = RPRT_AGAIN;
    while (status == RPRT_AGAIN)
        status = rprt_log_step(&device->log, 1);
    return status;
}

static enum rprt_status open_store(struct device *device)
{
    enum rprt_status status = rprt_store_open(&device->store, &device->store_config);
    if (status == RPRT_OK)
        status = RPRT_AGAIN;
    while (status == RPRT_AGAIN)
        status = rprt_store_step(&device->store, 1);
    return status;
}

static void device_init(struct device *device)
{
    static struct image image;
    struct rprt_boot_decision decision;
    memset(device, 0, sizeof *device);
    boot_rig_init(&device->boot);
    device->log_config = (struct rprt_log_config){
        .port = &device->boot.bench.port,
        .crypto = &device->boot.bench.crypto,
        .area = {LOG_AT + 2 * SLOT_SECTOR, SLOT_SECTOR, 3},
        .secret = {LOG_AT, SLOT_SECTOR, 2},
        .counter = RPRT_COUNTER_LOG,
        .key = RPRT_KEY_LOG,
        .epoch_key = RPRT_KEY_LOG_EPOCH,
    };
    device->store_config = (struct rprt_store_config){.port = &device->boot.bench.port,
                                                      .crypto = &device->boot.bench.crypto,
                                                      .area = {STORE_AT, SLOT_SECTOR, 4},
                                                      .counter = RPRT_COUNTER_STORE,
                                                      .key = RPRT_KEY_STORE,
                                                      .work = device->work};
    assert_status(rprt_log_format(&device->log, &device->log_config, first_secret), RPRT_OK);
    assert_status(rprt_store_format(&device->store, &device->store_config), RPRT_OK);
    device->version = 2;
    image_make(&image, 0, 2, 0, 0xff);
    image_place(&device->boot, 0, &image);
    assert_status(boot_rig_start(&device->boot, &decision), RPRT_OK);
}

// --- what is done with each module while something is broken ---

// Enough to pass a change of sector, or of bank. The first answer that is not RPRT_OK.
static enum rprt_status use_log(struct device *device)
{
    enum rprt_status status = RPRT_OK;
    for (uint32_t i = 0; i < 12 && status == RPRT_OK; i++) {
        const struct rprt_log_entry entry = {.event = RPRT_EVENT_OWN, .time = i};
        status = rprt_log_append(&device->log, &entry);
    }
    return status;
}

static enum rprt_status use_store(struct device *device)
{
    uint8_t text[32] = {0};
    enum rprt_status status = RPRT_OK;
    for (uint32_t i = 0; i < 12 && status == RPRT_OK; i++) {
        text[0] = (uint8_t)i;
        status = rprt_store_put(&device->store, (uint16_t)(1 + i % 2), text, sizeof text);
        while (status == RPRT_AGAIN) {
            status = rprt_store_step(&device->store, 1);
            if (status == RPRT_OK)
                status = rprt_store_put(&device->store, (uint16_t)(1 + i % 2), text, sizeof text);
        }
    }
    return status;
}

static enum rprt_status use_update(struct device *device)
{
    static struct image image;
    image_make(&image, 1, device->version + 1, 0, 0xff);
    return boot_rig_update(&device->boot, &image);
}

static enum rprt_status use_roots(struct device *device)
{
    static uint8_t record[RPRT_ROOTS_SIZE];
    roots_make(record, 1, 0, 0xff);
    enum rprt_status status = rprt_boot_begin(&device->boot.boot, &device->boot.config);
    return status == RPRT_OK ? rprt_boot_roots_offer(&device->boot.boot, record) : status;
}

static enum rprt_status start(struct device *device)
{
    struct rprt_boot_decision decision = {.trial = RPRT_YES};
    enum rprt_status status = RPRT_OK;
    // Twice when an update was staged meanwhile: nobody confirms it here.
    for (int i = 0; i < 2 && status == RPRT_OK && decision.trial == RPRT_YES; i++)
        status = boot_rig_start(&device->boot, &decision);
    if (status == RPRT_OK)
        assert_int_equal(decision.version, 2);
    return status;
}

enum use { USE_LOG, OPEN_LOG, USE_STORE, OPEN_STORE, USE_UPDATE, USE_ROOTS, START, USES };

static enum rprt_status use(struct device *device, enum use what)
{
    switch (what) {
    case USE_LOG:
        return use_log(device);
    case OPEN_LOG:
        return open_log(device);
    case USE_STORE:
        return use_store(device);
    case OPEN_STORE:
        return open_store(device);
    case USE_UPDATE:
        return use_update(device);
    case USE_ROOTS:
        return use_roots(device);
    case START:
        return start(device);
    case USES:
        break;
    }
    return RPRT_ERR_ARG;
}

static const struct {
    uint32_t broken;
    enum rprt_status answer[USES];
} table[] = {
    {BROKEN_READ,
     {RPRT_OK, RPRT_ERR_FLASH, RPRT_ERR_FLASH, RPRT_ERR_FLASH, RPRT_ERR_FLASH, RPRT_ERR_FLASH,
      RPRT_ERR_FLASH}},
    {BROKEN_PROGRAM,
     {RPRT_ERR_FLASH, RPRT_OK, RPRT_ERR_FLASH, RPRT_OK, RPRT_ERR_FLASH, RPRT_ERR_FLASH, RPRT_OK}},
    {BROKEN_ERASE,
     {RPRT_ERR_FLASH, RPRT_OK, RPRT_ERR_FLASH, RPRT_OK, RPRT_ERR_FLASH, RPRT_ERR_FLASH, RPRT_OK}},
    {BROKEN_COUNTER_READ,
     {RPRT_ERR_COUNTER, RPRT_ERR_COUNTER, RPRT_OK, RPRT_ERR_COUNTER, RPRT_ERR_COUNTER,
      RPRT_ERR_COUNTER, RPRT_ERR_COUNTER}},
    {BROKEN_COUNTER_ADVANCE,
     {RPRT_ERR_COUNTER, RPRT_OK, RPRT_ERR_COUNTER, RPRT_OK, RPRT_OK, RPRT_OK, RPRT_OK}},
    {BROKEN_RANDOM, {RPRT_OK, RPRT_OK, RPRT_ERR_RANDOM, RPRT_OK, RPRT_OK, RPRT_OK, RPRT_OK}},
};

static void each_broken_part_has_its_answer(void **state)
{
    (void)state;
    static struct device device;
    for (uint32_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        for (enum use what = 0; what < USES; what++) {
            device_init(&device);
            struct flash *flash = &device.boot.bench.flash;
            flash->broken = table[i].broken;
            enum rprt_status status = use(&device, what);
            if (status != table[i].answer[what])
                fail_msg("broken %u, use %u: %x", table[i].broken, what, (unsigned)status);
            // Mended, everything goes on: what was closed opens, and nothing was lost on the way.
            flash->broken = 0;
            boot_rig_power_on(&device.boot);
            assert_status(open_log(&device), RPRT_OK);
            assert_status(open_store(&device), RPRT_OK);
            assert_status(start(&device), RPRT_OK);
            for (enum use again = 0; again < USES; again++) {
                if (again == USE_ROOTS && what == USE_ROOTS && table[i].answer[what] == RPRT_OK)
                    assert_status(use(&device, again), RPRT_ERR_STATE); // was taken before
                else if (again == START)
                    continue; // an update is staged by now
                else
                    assert_status(use(&device, again), RPRT_OK);
            }
            bench_done(&device.boot.bench);
        }
    }
}

// Bits that do not take, and a controller that says they did.
static void worn_flash_is_found_out(void **state)
{
    (void)state;
    static struct device device;
    device_init(&device);
    struct flash *flash = &device.boot.bench.flash;
    flash->broken = BROKEN_WORN;
    assert_status(use_update(&device), RPRT_ERR_MISMATCH);
    assert_status(start(&device), RPRT_OK); // the confirmed image
    enum rprt_status log_status = use_log(&device);
    enum rprt_status store_status = use_store(&device);
    flash->broken = 0;
    boot_rig_power_on(&device.boot);
    // Nobody reads back what the port vouches for; opening finds it.
    assert_status(log_status, RPRT_OK);
    assert_status(open_log(&device), RPRT_ERR_KEY); // its secret was written worn too
    assert_true(store_status == RPRT_OK || store_status == RPRT_ERR_CORRUPT);
    enum rprt_status opened = open_store(&device);
    assert_true(opened == RPRT_ERR_CORRUPT || opened == RPRT_ERR_ROLLBACK);
    assert_status(rprt_log_format(&device.log, &device.log_config, first_secret), RPRT_OK);
    assert_status(rprt_store_format(&device.store, &device.store_config), RPRT_OK);
    assert_status(use_log(&device), RPRT_OK);
    assert_status(use_store(&device), RPRT_OK);
    bench_done(&device.boot.bench);
}

static void a_counter_at_its_end_stops_changes_only(void **state)
{
    (void)state;
    static struct device device;
    device_init(&device);
    struct flash *flash = &device.boot.bench.flash;
    uint8_t out[32];
    size_t size;
    flash->counter[RPRT_COUNTER_STORE] = 0xfffffff0u;
    assert_status(rprt_store_format(&device.store, &device.store_config), RPRT_OK);
    assert_status(use_store(&device), RPRT_ERR_COUNTER);
    assert_status(rprt_store_get(&device.store, 1, out, sizeof out, &size), RPRT_OK);
    assert_status(rprt_store_erase(&device.store, 1), RPRT_ERR_COUNTER);
    boot_rig_power_on(&device.boot);
    assert_status(open_store(&device), RPRT_OK);
    assert_status(rprt_store_get(&device.store, 1, out, sizeof out, &size), RPRT_OK);
    assert_status(rprt_store_format(&device.store, &device.store_config), RPRT_ERR_COUNTER);
    // The log's is in test_log.c, that of the roots in test_boot_roots.c. The floor at its end:
    static struct image last;
    image_make(&last, 0, UINT32_MAX, 0, 0xff);
    image_place(&device.boot, 0, &last);
    flash->counter[RPRT_COUNTER_BOOT] = UINT32_MAX;
    struct rprt_boot_decision decision;
    assert_status(boot_rig_start(&device.boot, &decision), RPRT_OK);
    assert_int_equal(decision.version, UINT32_MAX);
    assert_status(use_update(&device), RPRT_ERR_VERSION);
    bench_done(&device.boot.bench);
}

static void missing_keys_are_told(void **state)
{
    (void)state;
    static struct device device;
    const struct {
        uint32_t key;
        enum use what;
        enum rprt_status answer;
    } missing[] = {{RPRT_KEY_LOG_EPOCH, USE_LOG, RPRT_ERR_KEY},
                   {RPRT_KEY_LOG, OPEN_LOG, RPRT_ERR_KEY},
                   {RPRT_KEY_STORE, USE_STORE, RPRT_ERR_KEY},
                   {RPRT_KEY_STORE, OPEN_STORE, RPRT_ERR_KEY},
                   {RPRT_KEY_OWN, USE_ROOTS, RPRT_ERR_KEY}};
    for (uint32_t i = 0; i < sizeof missing / sizeof missing[0]; i++) {
        device_init(&device);
        rprt_crypto_key_drop(&device.boot.bench.crypto, missing[i].key);
        assert_status(use(&device, missing[i].what), missing[i].answer);
        boot_rig_power_on(&device.boot);
        assert_status(open_log(&device), RPRT_OK);
        assert_status(open_store(&device), RPRT_OK);
        assert_status(use(&device, missing[i].what), RPRT_OK);
        bench_done(&device.boot.bench);
    }
}

// The whole flash of an earlier day under the counters of today.
static void a_cloned_flash_is_seen_everywhere(void **state)
{
    (void)state;
    static struct device device;
    static struct flash earlier;
    static struct image image;
    struct rprt_boot_decision decision;
    device_init(&device);
    struct flash *flash = &device.boot.bench.flash;
    assert_status(use_log(&device), RPRT_OK);
    assert_status(use_store(&device), RPRT_OK);
    earlier = *flash;
    assert_status(use_log(&device), RPRT_OK);
    assert_status(use_store(&device), RPRT_OK);
    assert_status(use_update(&device), RPRT_OK);
    boot_rig_power_on(&device.boot);
    assert_status(boot_rig_start(&device.boot, &decision), RPRT_OK);
    assert_status(rprt_boot_begin(&device.boot.boot, &device.boot.config), RPRT_OK);
    assert_status(rprt_boot_confirm(&device.boot.boot, RPRT_OK), RPRT_OK);
    memcpy(flash->bytes, earlier.bytes, sizeof flash->bytes);
    memcpy(flash->programmed, earlier.programmed, sizeof flash->programmed);
    boot_rig_power_on(&device.boot);
    assert_status(open_log(&device), RPRT_ERR_ROLLBACK);
    assert_status(open_store(&device), RPRT_ERR_ROLLBACK);
    assert_status(boot_rig_start(&device.boot, &decision), RPRT_ERR_NOT_FOUND); // below the floor
    // The log goes on with a record that says so; a service image at the floor starts.
    assert_status(rprt_log_restart(&device.log), RPRT_OK);
    assert_status(use_log(&device), RPRT_OK);
    image_make(&image, 1, 3, 0, 0xff);
    image_place(&device.boot, 1, &image);
    assert_status(boot_rig_start(&device.boot, &decision), RPRT_OK);
    bench_done(&device.boot.bench);
}

// The same kind of device, the same images, other keys: nothing that it kept opens here.
static void a_flash_of_another_device_is_refused(void **state)
{
    (void)state;
    static struct device device;
    static const uint8_t other[32] = {9, 8, 7};
    device_init(&device);
    struct rprt_crypto *crypto = &device.boot.bench.crypto;
    assert_status(use_log(&device), RPRT_OK);
    assert_status(use_store(&device), RPRT_OK);
    assert_status(use_roots(&device), RPRT_OK);
    boot_rig_power_on(&device.boot);
    assert_status(rprt_crypto_key_set(crypto, RPRT_KEY_LOG, RPRT_USE_MAC, other, 32), RPRT_OK);
    assert_status(
        rprt_crypto_key_set(crypto, RPRT_KEY_STORE, RPRT_USE_SEAL, other, RPRT_SEAL_KEY_SIZE),
        RPRT_OK);
    assert_status(rprt_crypto_key_set(crypto, RPRT_KEY_OWN, RPRT_USE_MAC, other, 32), RPRT_OK);
    assert_status(open_log(&device), RPRT_ERR_KEY);
    assert_status(open_store(&device), RPRT_ERR_CORRUPT);
    static struct image image;
    image_make_by(&image, 1, 3, 1, 0, 0xff);
    assert_status(boot_rig_update(&device.boot, &image), RPRT_ERR_KEY); // its roots wait elsewhere
    assert_status(start(&device), RPRT_OK);
    bench_done(&device.boot.bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_broken_part_has_its_answer),
        cmocka_unit_test(worn_flash_is_found_out),
        cmocka_unit_test(a_counter_at_its_end_stops_changes_only),
        cmocka_unit_test(missing_keys_are_told),
        cmocka_unit_test(a_cloned_flash_is_seen_everywhere),
        cmocka_unit_test(a_flash_of_another_device_is_refused),
    };
    return cmocka_run_group_tests_name("runtime.faults", tests, NULL, NULL);
}
