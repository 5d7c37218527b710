// SPDX-License-Identifier: Apache-2.0
// Any header or record of roots offered and any stored state -> nothing is accepted, nothing is started,
// no memory but its own is touched. The private half of the roots is used nowhere, so that no input can
// be authentic.
#include <stdlib.h>
#include <string.h>

#include "bench.h"
#include "rprt/boot.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

// The base point of P-256 (FIPS 186-4, D.1.2.3).
static const uint8_t root[2][RPRT_PUBLIC_KEY_SIZE] = {
    {0x04, 0x6b, 0x17, 0xd1, 0xf2, 0xe1, 0x2c, 0x42, 0x47, 0xf8, 0xbc, 0xe6, 0xe5,
     0x63, 0xa4, 0x40, 0xf2, 0x77, 0x03, 0x7d, 0x81, 0x2d, 0xeb, 0x33, 0xa0, 0xf4,
     0xa1, 0x39, 0x45, 0xd8, 0x98, 0xc2, 0x96, 0x4f, 0xe3, 0x42, 0xe2, 0xfe, 0x1a,
     0x7f, 0x9b, 0x8e, 0xe7, 0xeb, 0x4a, 0x7c, 0x0f, 0x9e, 0x16, 0x2b, 0xce, 0x33,
     0x57, 0x6b, 0x31, 0x5e, 0xce, 0xcb, 0xb6, 0x40, 0x68, 0x37, 0xbf, 0x51, 0xf5},
    {0x04, 0x6b, 0x17, 0xd1, 0xf2, 0xe1, 0x2c, 0x42, 0x47, 0xf8, 0xbc, 0xe6, 0xe5,
     0x63, 0xa4, 0x40, 0xf2, 0x77, 0x03, 0x7d, 0x81, 0x2d, 0xeb, 0x33, 0xa0, 0xf4,
     0xa1, 0x39, 0x45, 0xd8, 0x98, 0xc2, 0x96, 0x4f, 0xe3, 0x42, 0xe2, 0xfe, 0x1a,
     0x7f, 0x9b, 0x8e, 0xe7, 0xeb, 0x4a, 0x7c, 0x0f, 0x9e, 0x16, 0x2b, 0xce, 0x33,
     0x57, 0x6b, 0x31, 0x5e, 0xce, 0xcb, 0xb6, 0x40, 0x68, 0x37, 0xbf, 0x51, 0xf5}};

static void require(bool good)
{
    if (!good)
        abort();
}

static bool refused(enum rprt_status status)
{
    return status != RPRT_OK && status != RPRT_AGAIN;
}

static void offer_all(struct rprt_boot *boot, const uint8_t record[RPRT_ROOTS_SIZE])
{
    require(rprt_boot_roots_offer(boot, record) != RPRT_OK);
    require(refused(rprt_update_offer(boot, record)));
    require(refused(rprt_update_step(boot, record)));
    require(refused(rprt_update_chunk(boot, record, 16)));
    require(refused(rprt_update_finish(boot, 16)));
    require(refused(rprt_boot_confirm(boot, RPRT_OK)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct bench bench;
    static struct rprt_boot boot;
    if (bench.port.context == NULL)
        bench_init(&bench, 256);
    flash_init(&bench.flash, 256);
    struct rprt_boot_config config = {
        .port = &bench.port,
        .crypto = &bench.crypto,
        .slot = {{FLASH_BASE + 1024, 256, 4}, {FLASH_BASE + 2048, 256, 4}},
        .state = {FLASH_BASE, 256, 2},
        .roots = {FLASH_BASE + 512, 256, 2},
        .factory_root = root,
        .counter = RPRT_COUNTER_BOOT,
        .roots_counter = RPRT_COUNTER_ROOTS,
        .roots_key = RPRT_KEY_LOG,
        .root = {RPRT_KEY_ROOT, RPRT_KEY_ROOT_2},
        .n_roots = 2,
        .needed = 1 + size % 2};
    // First what is offered, then state, roots and slots as far as the input goes.
    uint8_t record[RPRT_ROOTS_SIZE] = {0};
    size_t n = size < sizeof record ? size : sizeof record;
    memcpy(record, data, n);
    memcpy(bench.flash.bytes, data + n, size - n < 3072 ? size - n : 3072);
    memcpy(bench.flash.bytes + 1024, record, n < RPRT_IMAGE_HEADER_SIZE ? n : 256);
    bench.flash.counter[RPRT_COUNTER_ROOTS] = (uint32_t)(size / 2 % 3);
    const struct flash before = bench.flash;
    struct rprt_boot_decision decision;
    enum rprt_status status = rprt_boot_begin(&boot, &config);
    for (int i = 0; i < 100 && (status == RPRT_OK || status == RPRT_AGAIN); i++) {
        status = rprt_boot_step(&boot, 256, &decision);
        require(status != RPRT_OK);
    }
    require(rprt_boot_begin(&boot, &config) == RPRT_OK);
    offer_all(&boot, record);
    require(memcmp(bench.flash.bytes, before.bytes, sizeof before.bytes) == 0);
    require(bench.flash.counter[RPRT_COUNTER_ROOTS] == before.counter[RPRT_COUNTER_ROOTS]);
    return 0;
}
