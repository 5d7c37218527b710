// SPDX-License-Identifier: Apache-2.0
// Any header offered and any stored state -> nothing is accepted, nothing is started, no memory but
// its own is touched. No root key is known here, so that no input can be authentic.
#include <stdlib.h>
#include <string.h>

#include "bench.h"
#include "rprt/boot.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool good)
{
    if (!good)
        abort();
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
        .counter = RPRT_COUNTER_BOOT,
        .n_roots = 2,
        .needed = 1 + size % 2};
    // First the header, then the state and the slots as far as the input goes.
    uint8_t header[RPRT_IMAGE_HEADER_SIZE] = {0};
    size_t n = size < sizeof header ? size : sizeof header;
    memcpy(header, data, n);
    memcpy(bench.flash.bytes, data + n, size - n < 3072 ? size - n : 3072);
    memcpy(bench.flash.bytes + 1024, header, n);
    struct rprt_boot_decision decision;
    enum rprt_status status = rprt_boot_begin(&boot, &config);
    for (int i = 0; i < 100 && (status == RPRT_OK || status == RPRT_AGAIN); i++) {
        status = rprt_boot_step(&boot, 256, &decision);
        require(status != RPRT_OK);
    }
    require(rprt_boot_begin(&boot, &config) == RPRT_OK);
    require(rprt_update_offer(&boot, header) != RPRT_OK);
    require(rprt_update_step(&boot, header) != RPRT_OK);
    require(rprt_update_chunk(&boot, header, 16) != RPRT_OK);
    require(rprt_update_finish(&boot, 16) != RPRT_OK);
    return 0;
}
