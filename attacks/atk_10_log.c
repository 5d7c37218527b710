// SPDX-License-Identifier: Apache-2.0
/*
 * ATK-10: the log is forged: records edited, deleted, exchanged, cut off at the end, rolled back; and
 * it is flooded so that what matters falls out.
 *
 * The attacker can read and write the flash and knows the format and all sums, but no key and not
 * the counters inside the processor.
 */
#include "attack.h"
#include "logcheck.h"

#include "pump/seam/log.h"

#include <stdlib.h>
#include <string.h>

enum {
    ROUNDS = 2000,
    RECORD = 64,
    EVENTS = 30,
    FLOOD = 2000,
    // Of the library's format: two places of a sector are its header.
    CHAINED_HEADER = 2,
};

enum forgery { EDIT, DELETE, EXCHANGE, TRUNCATE, COPY, FORGERIES };

static uint8_t *record_at(struct logcheck *log, uint32_t i)
{
    return log->bytes + (size_t)i * RECORD;
}

static void mend_sum(uint8_t *record)
{
    pump_put16(record + RECORD - 2, pump_crc16(record, RECORD - 2));
}

// Exchanges the contents of two records of a plain log and mends their numbers and sums.
static void exchange(struct logcheck *log, uint32_t a, uint32_t b)
{
    uint8_t first[RECORD];
    memcpy(first, record_at(log, a), RECORD);
    memcpy(record_at(log, a), record_at(log, b), RECORD);
    memcpy(record_at(log, b), first, RECORD);
    if (log->chained)
        return;
    pump_put32(record_at(log, a), a);
    pump_put32(record_at(log, b), b);
    mend_sum(record_at(log, a));
    mend_sum(record_at(log, b));
}

// Takes records i to the end one place forward; the last place is erased.
static void close_up(struct logcheck *log, uint32_t i, uint32_t n)
{
    for (uint32_t at = i; at + 1 < n; at++) {
        memcpy(record_at(log, at), record_at(log, at + 1), RECORD);
        if (log->chained)
            continue;
        pump_put32(record_at(log, at), at);
        mend_sum(record_at(log, at));
    }
    memset(record_at(log, n - 1), 0xFF, RECORD);
}

// One forgery of a random kind at a random place; false when it happened to change nothing.
static bool forge(struct attack *attack, struct logcheck *log, uint32_t n)
{
    static struct logcheck before;
    before = *log;
    uint32_t first = log->chained ? CHAINED_HEADER : 0;
    uint32_t a = first + (uint32_t)(attack_random(attack) % (n - first));
    uint32_t b = first + (uint32_t)(attack_random(attack) % (n - first));
    switch ((enum forgery)(attack_random(attack) % FORGERIES)) {
    case EDIT:
        record_at(log, a)[attack_random(attack) % (RECORD - 2)] ^=
            (uint8_t)(1U << attack_random(attack) % 8);
        // On a plain log the number must stay right.
        if (!log->chained)
            pump_put32(record_at(log, a), a);
        if (!log->chained)
            mend_sum(record_at(log, a));
        break;
    case DELETE:
        close_up(log, a, n);
        break;
    case EXCHANGE:
        exchange(log, a, b);
        break;
    case TRUNCATE:
        memset(record_at(log, a), 0xFF, (size_t)(n - a) * RECORD);
        break;
    case COPY:
        memcpy(record_at(log, a) + 8, record_at(log, b) + 8, RECORD - 8);
        if (!log->chained)
            mend_sum(record_at(log, a));
        break;
    case FORGERIES:
        break;
    }
    return memcmp(&before, log, sizeof before) != 0;
}

static void make_events(struct attack *attack)
{
    struct attack_line line;
    attack_technician(attack, &line);
    for (uint32_t i = 0; i < EVENTS; i++) {
        struct pump_frame library = attack_library(3, PUMP_THERAPY_HYDRATION, 100000 + i, 1000000);
        attack_honest(attack, &line, &library);
    }
    attack_close(&line);
}

static void forgeries(struct attack *attack, uint64_t rounds)
{
    static struct logcheck original;
    static struct logcheck forged;
    uint32_t place;
    logcheck_read(attack, &original);
    const char *why = logcheck_judge(&original, &place);
    if (why != NULL)
        attack_error(why);
    uint32_t n = logcheck_count(&original);
    uint64_t undetected = 0;
    uint64_t made = 0;
    for (uint64_t i = 0; i < rounds; i++) {
        forged = original;
        if (!forge(attack, &forged, n))
            continue;
        made++;
        undetected += logcheck_judge(&forged, &place) == NULL;
    }
    attack_measure(attack, "log_records", n);
    attack_measure(attack, "forgeries", made);
    attack_measure(attack, "forgeries_undetected", undetected);
    if (undetected > 0)
        attack_succeeds(attack, "forgeries undetected", undetected);
}

// An earlier copy of the whole log is put back.
static void roll_back(struct attack *attack)
{
    static struct logcheck earlier;
    static struct logcheck now;
    uint32_t place;
    logcheck_read(attack, &earlier);
    make_events(attack);
    logcheck_read(attack, &now);
    memcpy(now.bytes, earlier.bytes, sizeof now.bytes);
    if (logcheck_judge(&now, &place) == NULL)
        attack_succeeds(attack, "the log rolled back, undetected", 1);
}

// Refused commands without end; the record of the library's first change must still be there.
static void flood(struct attack *attack)
{
    static struct logcheck before;
    static struct logcheck after;
    struct attack_line line;
    struct attack_state state;
    logcheck_read(attack, &before);
    attack_connect(attack, PUMP_LINE_SERVICE, &line);
    for (uint32_t i = 0; i < FLOOD; i++) {
        struct pump_frame login = attack_login(77, "00000000");
        uint8_t bytes[PUMP_FRAME_SIZE_MAX];
        attack_send_bytes(&line, bytes, pump_frame_write(&login, bytes));
        if (i % 20 == 0)
            attack_wait(attack, 50, &state);
    }
    attack_wait(attack, 1000, &state);
    attack_close(&line);
    logcheck_read(attack, &after);
    uint32_t n = logcheck_count(&before);
    attack_measure(attack, "flood_records", logcheck_count(&after) - n);
    uint32_t first = before.chained ? CHAINED_HEADER : 0;
    if (memcmp(record_at(&before, first), record_at(&after, first), RECORD) != 0)
        attack_succeeds(attack, "the flood pushed records out", 1);
}

static void run(struct attack *attack)
{
    uint64_t rounds = attack->options.rounds != 0 ? attack->options.rounds : ROUNDS;
    if (attack->options.flash == NULL || attack->options.platform == ATTACK_QEMU) {
        attack_skip(attack, "the simulated machine's flash is out of reach: runs on the host");
        return;
    }
    make_events(attack);
    forgeries(attack, rounds);
    roll_back(attack);
    flood(attack);
}

const struct attack_info attack_info = {"ATK-10", "forged and flooded log",
                                        "audit trail: IEC 62443-4-2 CR 2.8 to 2.12 and CR 3.9",
                                        run};
