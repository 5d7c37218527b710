// SPDX-License-Identifier: Apache-2.0
// Changes of a log's flash and counter -> opening on the device, and the host's reader, must agree that
// nothing but the untouched log is good, and touch no memory that is not theirs.
#include <stdlib.h>
#include <string.h>

#include "bench.h"
#include "log_reader.h"
#include "rprt/log.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define SECTOR 384u
#define AREA (5u * SECTOR)

static const uint8_t first_secret[32] = "fuzz";

static void require(bool good)
{
    if (!good)
        abort();
}

struct fixture {
    struct bench bench;
    struct rprt_log_config config;
    struct rprt_log log;
    struct flash sound;
};

static struct fixture *fixture(void)
{
    static struct fixture it;
    if (it.config.port != NULL)
        return &it;
    bench_init(&it.bench, SECTOR);
    it.config = (struct rprt_log_config){
        &it.bench.port,          &it.bench.crypto, {FLASH_BASE + 2UL * SECTOR, SECTOR, 3},
        {FLASH_BASE, SECTOR, 2}, RPRT_COUNTER_LOG, RPRT_KEY_LOG,
        RPRT_KEY_LOG_EPOCH};
    require(rprt_log_format(&it.log, &it.config, first_secret) == RPRT_OK);
    struct rprt_log_entry entry = {.event = RPRT_EVENT_OWN};
    for (int i = 0; i < 10; i++)
        require(rprt_log_append(&it.log, &entry) == RPRT_OK);
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
            it->bench.flash.counter[RPRT_COUNTER_LOG] += (uint32_t)data[0];
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
    uint32_t records = 3UL * SECTOR;
    bool same = memcmp(it->bench.flash.bytes + 2UL * SECTOR, it->sound.bytes + 2UL * SECTOR,
                       records) == 0 &&
                it->bench.flash.counter[RPRT_COUNTER_LOG] == it->sound.counter[RPRT_COUNTER_LOG];
    struct log_image image = {
        it->bench.flash.bytes + 2UL * SECTOR,     SECTOR, 3, first_secret, bench_key,
        it->bench.flash.counter[RPRT_COUNTER_LOG]};
    struct log_result result = log_check(&image, NULL, NULL);
    uint32_t ahead = image.counter - it->sound.counter[RPRT_COUNTER_LOG];
    require(same || result.finding != LOG_GOOD || result.changing || ahead == 1);
    enum rprt_status status = rprt_log_open(&it->log, &it->config);
    for (int i = 0; i < 100 && (status == RPRT_OK || status == RPRT_AGAIN); i++) {
        status = rprt_log_step(&it->log, 1);
        if (status == RPRT_OK)
            break;
    }
    if (status == RPRT_ERR_CORRUPT || status == RPRT_ERR_ROLLBACK)
        status = rprt_log_restart(&it->log);
    struct rprt_log_entry entry = {.event = RPRT_EVENT_OWN};
    if (status == RPRT_OK)
        (void)(rprt_log_append(&it->log, &entry) == RPRT_OK);
    return 0;
}
