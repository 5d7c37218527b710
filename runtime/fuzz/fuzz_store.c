// SPDX-License-Identifier: Apache-2.0
// Changes of a store's flash and counter -> it is refused or holds what was put; no memory but its own.
#include <stdlib.h>
#include <string.h>

#include "bench.h"
#include "rprt/store.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define AREA 2048u

static void require(bool good)
{
    if (!good)
        abort();
}

struct fixture {
    struct bench bench;
    struct rprt_store_config config;
    struct rprt_store store;
    uint8_t work[RPRT_STORE_WORK_SIZE];
    struct flash sound;
};

static struct fixture *fixture(void)
{
    static struct fixture it;
    if (it.config.port != NULL)
        return &it;
    bench_init(&it.bench, 512);
    it.config =
        (struct rprt_store_config){&it.bench.port,     &it.bench.crypto, {FLASH_BASE, 512, 4},
                                   RPRT_COUNTER_STORE, RPRT_KEY_STORE,   it.work};
    require(rprt_store_format(&it.store, &it.config) == RPRT_OK);
    for (uint8_t i = 0; i < 9; i++) {
        uint8_t text[40];
        memset(text, i, sizeof text);
        enum rprt_status status = RPRT_AGAIN;
        while (status == RPRT_AGAIN) {
            status = rprt_store_put(&it.store, (uint16_t)(1 + i % 3), text, sizeof text);
            while (status == RPRT_AGAIN && rprt_store_step(&it.store, 9) == RPRT_AGAIN)
                continue;
        }
        require(status == RPRT_OK);
    }
    it.sound = it.bench.flash;
    return &it;
}

// The input is a list of changes: offset 2, length 1, then the bytes; a length of 0 changes the counter.
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fixture *it = fixture();
    it->bench.flash = it->sound;
    while (size >= 4) {
        uint32_t off = (uint32_t)(data[0] | data[1] << 8) % AREA;
        uint32_t n = data[2];
        data += 3;
        size -= 3;
        if (n == 0) {
            it->bench.flash.counter[RPRT_COUNTER_STORE] += (uint32_t)data[0];
            n = 1;
        } else {
            n = n < size ? n : (uint32_t)size;
            n = n < AREA - off ? n : AREA - off;
            memcpy(it->bench.flash.bytes + off, data, n);
        }
        data += n;
        size -= n;
    }
    memset(it->bench.flash.programmed, 0, sizeof it->bench.flash.programmed);
    enum rprt_status status = rprt_store_open(&it->store, &it->config);
    for (int i = 0; i < 200 && (status == RPRT_OK || status == RPRT_AGAIN); i++) {
        status = rprt_store_step(&it->store, 1);
        if (status == RPRT_OK)
            break;
    }
    for (uint8_t id = 1; id <= 3 && status == RPRT_OK; id++) {
        uint8_t text[64];
        uint8_t wanted[40];
        size_t n = 0;
        memset(wanted, 5 + id, sizeof wanted);
        require(rprt_store_get(&it->store, id, text, sizeof text, &n) == RPRT_OK);
        require(n == sizeof wanted && memcmp(text, wanted, n) == 0);
    }
    return 0;
}
