// SPDX-License-Identifier: Apache-2.0
/*
 * ATK-09: the power fails at a flash operation: while the drug library is stored, while the log is
 * written, during an update.
 *
 * After each cut the pump is switched on again.  The library must be the old or the new one, the
 * version must be one that the maker signed and not older than before, and the log must verify.
 */
#include "attack.h"
#include "image.h"
#include "logcheck.h"

#include <stdio.h>

enum {
    ROUNDS = 60,
    DRUG = 3,
    TRIAL_MS = 8000,
    FIRST_VERSION = 1,
};

struct power {
    struct attack_line line;
    uint32_t kept; // limit that was certainly stored
    uint32_t cuts; // that really happened
};

static uint32_t resets(struct attack *attack)
{
    struct attack_state state;
    attack_state(attack, &state);
    return (uint32_t)attack_value(&state, "resets");
}

static void cut_at(struct attack *attack, uint32_t n)
{
    char text[24];
    struct attack_state state;
    snprintf(text, sizeof text, "cut %u", n);
    attack_bench(attack, text, &state);
}

static void again(struct attack *attack, struct power *power, uint32_t ms)
{
    struct attack_state state;
    cut_at(attack, 0);
    attack_close(&power->line);
    attack_reset(attack);
    attack_wait(attack, ms, &state);
    attack_technician(attack, &power->line);
}

static uint32_t limit_now(struct attack *attack, struct attack_line *line)
{
    struct pump_frame ask = {.type = PUMP_CMD_LIB_GET, .n = 1, .payload = {DRUG}};
    struct pump_frame reply;
    if (attack_ask(attack, line, &ask, 2000, &reply) != PUMP_DONE || reply.n < 10)
        attack_error("the pump does not tell its limits");
    return pump_get32(reply.payload + 2);
}

static void check_log(struct attack *attack)
{
    const char *why = logcheck_file(attack);
    if (why != NULL) {
        printf("measure log_bad 1\n");
        attack_succeeds(attack, why, 0);
    }
}

// Cuts the power in the n-th operation of a change of the library.
static bool one_change(struct attack *attack, struct power *power, uint32_t wanted, uint32_t n)
{
    struct pump_frame reply;
    struct pump_frame library = attack_library(DRUG, PUMP_THERAPY_HYDRATION, wanted, 1000000);
    uint32_t before = resets(attack);
    cut_at(attack, n);
    uint8_t result = attack_ask(attack, &power->line, &library, 300, &reply);
    bool cut = resets(attack) != before;
    power->cuts += cut;
    if (result == PUMP_DONE)
        attack->honest++;
    again(attack, power, 100);
    uint32_t now = limit_now(attack, &power->line);
    if (now != power->kept && now != wanted)
        attack_succeeds(attack, "the drug library is neither the old nor the new one, ul/h", now);
    if (result == PUMP_DONE && now != wanted)
        attack_succeeds(attack, "a stored drug library is gone, ul/h", now);
    power->kept = now;
    return cut;
}

static void changes(struct attack *attack, struct power *power, uint64_t rounds)
{
    uint32_t n = 1;
    power->kept = limit_now(attack, &power->line);
    for (uint32_t i = 0; i < rounds && attack->blocked; i++) {
        bool cut = one_change(attack, power, 100000 + i * 10, n);
        n = cut ? n + 1 : 1;
        if (i % 16 == 0)
            check_log(attack);
    }
}

// One update cut at its n-th operation; true when the power failed before it was through.
static bool one_update(struct attack *attack, struct power *power, uint32_t n, uint32_t *version)
{
    struct image image;
    uint32_t before = resets(attack);
    const struct image_spec spec = {.version = *version + 1, .slot = *version % 2};
    image_make(attack, &spec, &image);
    cut_at(attack, n);
    uint8_t result = image_send(attack, &power->line, &image);
    if (result == PUMP_DONE)
        attack->honest++;
    bool cut = resets(attack) != before;
    power->cuts += cut;
    again(attack, power, TRIAL_MS);
    uint32_t now = image_running(attack, &power->line);
    if (now != *version && now != *version + 1)
        attack_succeeds(attack, "neither the old nor the new image runs, version", now);
    *version = now;
    return cut;
}

static void updates(struct attack *attack, struct power *power, uint64_t rounds)
{
    uint32_t version = FIRST_VERSION;
    uint32_t n = 1;
    for (uint64_t i = 0; i < rounds && attack->blocked; i++) {
        bool cut = one_update(attack, power, n, &version);
        // The writes of the body are alike: most of them are passed over in the quick run.
        n = !cut ? 1 : n < 20 || n % 8 != 0 ? n + 1 : n + 7;
    }
    attack_measure(attack, "version_at_the_end", version);
}

static void run(struct attack *attack)
{
    struct power power = {.cuts = 0};
    uint64_t rounds = attack->options.rounds != 0 ? attack->options.rounds : ROUNDS;
    attack_technician(attack, &power.line);
    changes(attack, &power, rounds);
    updates(attack, &power, rounds);
    check_log(attack);
    attack_measure(attack, "power_cuts", power.cuts);
}

const struct attack_info attack_info = {
    "ATK-09", "power cut at each flash operation",
    "power loss in updates: MCUboot issues 1966 and 2282; IEC 62443-4-2 CR 7.4", run};
