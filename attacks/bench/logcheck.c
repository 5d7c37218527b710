// SPDX-License-Identifier: Apache-2.0
/*
 * The auditor: checks a log as it lies in the flash.
 */
#include "logcheck.h"

#include "log_reader.h"
#include "pump/seam/factory.h"

#include <stdio.h>
#include <string.h>

enum {
    RECORD = 64,
    PLACES = LOGCHECK_SIZE / RECORD,
    COUNTER_LOG = 3,
};

static bool read_part(const char *path, long off, void *ret_bytes, size_t n)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return false;
    bool done = fseek(file, off, SEEK_SET) == 0 && fread(ret_bytes, 1, n, file) == n;
    fclose(file);
    return done;
}

void logcheck_read(struct attack *attack, struct logcheck *ret_log)
{
    uint32_t counters[PUMP_COUNTERS];
    memset(ret_log, 0, sizeof *ret_log);
    if (!read_part(attack->options.flash, PUMP_SECTOR_LOG * PUMP_SECTOR_SIZE, ret_log->bytes,
                   sizeof ret_log->bytes) ||
        !read_part(attack->options.counters, 0, counters, sizeof counters))
        attack_error("cannot read the flash");
    ret_log->counter = counters[COUNTER_LOG];
    ret_log->chained = attack_has(attack, "log");
}

static const char *judge_chained(const struct logcheck *log, uint32_t *ret_place)
{
    static const char *const texts[] = {
        [LOG_GOOD] = NULL,
        [LOG_NO_SECTOR] = "log: no sector is authentic",
        [LOG_SECTOR_GONE] = "log: a sector is missing",
        [LOG_RECORD_BAD] = "log: a record is not authentic",
        [LOG_END_GONE] = "log: the end is missing",
        [LOG_END_TOO_FAR] = "log: records beyond the counter",
        [LOG_WAS_RESTARTED] = "log: the device found damage itself",
    };
    const struct log_image image = {.bytes = log->bytes,
                                    .sector_size = PUMP_SECTOR_SIZE,
                                    .n_sectors = LOGCHECK_SIZE / PUMP_SECTOR_SIZE,
                                    .first_secret = pump_factory_log_secret,
                                    .device_key = pump_factory_log_key,
                                    .counter = log->counter};
    struct log_result result = log_check(&image, NULL, NULL);
    *ret_place = result.place;
    return texts[result.finding];
}

static bool is_plain_record(const uint8_t *record)
{
    return pump_crc16(record, RECORD - 2) == pump_get16(record + RECORD - 2);
}

static bool is_erased(const uint8_t *record)
{
    for (size_t i = 0; i < RECORD; i++)
        if (record[i] != 0xFF)
            return false;
    return true;
}

// The records must follow each other from the first place on; an erased place ends them.
static const char *judge_plain(const struct logcheck *log, uint32_t *ret_place)
{
    for (uint32_t i = 0; i < PLACES; i++) {
        const uint8_t *record = log->bytes + (size_t)i * RECORD;
        *ret_place = i;
        if (is_erased(record))
            return NULL;
        if (!is_plain_record(record))
            return "log: a record with a wrong sum";
        if (i > 0 && pump_get32(record) != pump_get32(record - RECORD) + 1)
            return "log: records out of order";
    }
    return NULL;
}

const char *logcheck_judge(const struct logcheck *log, uint32_t *ret_place)
{
    return log->chained ? judge_chained(log, ret_place) : judge_plain(log, ret_place);
}

const char *logcheck_file(struct attack *attack)
{
    struct logcheck log;
    uint32_t place;
    if (attack->options.flash == NULL || attack->options.platform == ATTACK_QEMU)
        return NULL;
    logcheck_read(attack, &log);
    return logcheck_judge(&log, &place);
}

uint32_t logcheck_count(const struct logcheck *log)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < PLACES; i++)
        n += !is_erased(log->bytes + (size_t)i * RECORD);
    return n;
}
