// SPDX-License-Identifier: Apache-2.0
/*
 * The decisions of boot, login and mode, alone in an image, for the instruction-skip campaign.
 *
 * The campaign (attacks/skip.py) stops at skip_ready, puts the number of a case into r0, lets it run
 * with one fault, and reads at skip_done whether the forbidden thing was granted.  Odd cases are the
 * honest counterparts, which must be granted: they show that the case can be decided both ways.
 *
 * The provider is replaced by skip_psa.c: a verification that always says no, so that what is tried
 * is the code that looks at its answer.
 */
#include "pump/target/skip.h"

#include "pump/port.h"
#include "pump/seam/factory.h"

#include "rprt/auth.h"
#include "rprt/boot.h"
#include "rprt/mode.h"

#include <stdbool.h>
#include <string.h>

enum { GRANTED = 0x6A11, REFUSED = 0x0DE1, COMMAND = 1, WANTED = 0x5BCD0000, USER = 7, ROLE = 1 };

// All of the image's memory; set up anew for each case.
static struct {
    struct rprt_port port;
    struct rprt_crypto crypto;
    struct rprt_guard guard;
    struct rprt_mailbox mailbox;
    struct rprt_auth auth;
    struct rprt_auth_user users[RPRT_AUTH_USERS];
    struct rprt_boot boot;
    uint8_t slot[2][512];
    uint8_t state[2][64];
    // So far apart that one wrong bit of an address does not turn one into the other.
    struct rprt_setpoint wanted;
    uint8_t apart[2 * sizeof(struct rprt_setpoint)];
    struct rprt_setpoint after;
    struct rprt_boot_decision decision;
    uint8_t want[4], have[4];
} all;

// Not inlined: constants that the campaign compares with must not wait in registers which a damaged
// stack pointer replaces on the way back.
__attribute__((noinline, noclone)) static uint32_t verdict_status(uint32_t status)
{
    return status == (uint32_t)RPRT_OK ? GRANTED : REFUSED;
}

__attribute__((noinline, noclone)) static uint32_t verdict_word(uint32_t word)
{
    return word == WANTED ? GRANTED : REFUSED;
}

static uint32_t decide(uint32_t (*decision)(uintptr_t, uintptr_t, uintptr_t), const void *a,
                       uintptr_t b, const void *c)
{
    return skip_call((uintptr_t)a, b, (uintptr_t)c, decision);
}

static uint8_t *flash_at(uint32_t address)
{
    if (address < sizeof all.slot)
        return &all.slot[0][0] + address;
    return &all.state[0][0] + (address - 0x1000);
}

static enum rprt_status flash_read(void *context, uint32_t address, uint8_t *out, size_t size)
{
    (void)context;
    memcpy(out, flash_at(address), size);
    return RPRT_OK;
}

static enum rprt_status flash_program(void *context, uint32_t address, const uint8_t *data,
                                      size_t size)
{
    (void)context;
    memcpy(flash_at(address), data, size);
    return RPRT_OK;
}

static enum rprt_status flash_erase(void *context, uint32_t address)
{
    (void)context;
    memset(flash_at(address), 0xFF, 64);
    return RPRT_OK;
}

static enum rprt_status counter_read(void *context, uint32_t counter, uint32_t *ret_value)
{
    (void)context;
    (void)counter;
    *ret_value = 0;
    return RPRT_OK;
}

static enum rprt_status counter_advance(void *context, uint32_t counter, uint32_t value)
{
    (void)context;
    (void)counter;
    (void)value;
    return RPRT_OK;
}

static enum rprt_status random_bytes(void *context, uint8_t *out, size_t size)
{
    (void)context;
    memset(out, 0x5C, size);
    return RPRT_OK;
}

static void alarm(void *context, enum rprt_alarm alarm, uint32_t detail)
{
    (void)context;
    (void)alarm;
    (void)detail;
}

static void set_up(void)
{
    memset(&all, 0, sizeof all);
    all.port = (struct rprt_port){.random = random_bytes,
                                  .flash_read = flash_read,
                                  .flash_program = flash_program,
                                  .flash_erase = flash_erase,
                                  .counter_read = counter_read,
                                  .counter_advance = counter_advance,
                                  .alarm = alarm};
}

// A set-point from the network, without a grant or in island mode; or with a grant.
static uint32_t mode_case(bool honest)
{
    static const struct rprt_mode_plan plan = {
        .action = {RPRT_ACTION_CONTINUE, RPRT_ACTION_CONTINUE, RPRT_ACTION_CONTINUE,
                   RPRT_ACTION_CONTINUE, RPRT_ACTION_CONTINUE, RPRT_ACTION_CONTINUE,
                   RPRT_ACTION_STOP},
        .limit = {{0, UINT32_MAX}, {0, UINT32_MAX}, {0, UINT32_MAX}, {0, UINT32_MAX}},
        .origins = {RPRT_ORIGIN_REMOTE, RPRT_ORIGIN_REMOTE, RPRT_ORIGIN_LOCAL, RPRT_ORIGIN_LOCAL},
        .comms_budget_us = {1000, 1000, 1000, 1000},
        .link_timeout = 100,
        .comms_timeout = 100,
        .max_restarts = 3,
        .calm = 10,
    };
    // Far apart, so that damage to one does not look like the other.
    static const struct rprt_setpoint before = {.word = {0x1111, 0x2222, 0x3333, 0x4444}};
    all.wanted = (struct rprt_setpoint){.word = {WANTED, 0xBCDA0000, 0xCDAB0000, 0xDABC0000}};
    all.after = before;
    if (rprt_mode_init(&all.guard, &all.port, &plan, &all.mailbox, &before) != RPRT_OK)
        return REFUSED;
    uintptr_t grant = (uintptr_t)(honest ? RPRT_OK : RPRT_ERR_DENIED);
    (void)decide(skip_mode, &all.guard, grant, &all.wanted);
    // What counts is what the essential function will find.
    if (rprt_mailbox_take(&all.mailbox, &all.after) != RPRT_OK)
        return REFUSED;
    return verdict_word(all.after.word[0]);
}

static enum rprt_answer button(void *context)
{
    (void)context;
    return RPRT_NO;
}

static enum rprt_status save(void *context, const uint8_t saved[RPRT_AUTH_SAVED_SIZE])
{
    (void)context;
    (void)saved;
    return RPRT_OK;
}

static enum rprt_status load(void *context, uint8_t saved[RPRT_AUTH_SAVED_SIZE])
{
    (void)context;
    (void)saved;
    return RPRT_ERR_NOT_FOUND;
}

// A command after a login with a wrong PIN, or with the right one.
static uint32_t auth_case(bool honest)
{
    static const uint32_t roles[] = {0, ROLE};
    static const enum rprt_answer emergency[] = {RPRT_NO, RPRT_NO};
    static const struct rprt_auth_plan plan = {.roles_of_command = roles,
                                               .emergency_of_command = emergency,
                                               .n_commands = 2,
                                               .session = 1000,
                                               .free_attempts = 3,
                                               .wait_first = 10,
                                               .wait_max = 100,
                                               .emergency_max = 100,
                                               .button_hold = 10};
    const struct rprt_auth_config config = {.port = &all.port,
                                            .crypto = &all.crypto,
                                            .plan = &plan,
                                            .user = all.users,
                                            .key = RPRT_KEY_PIN,
                                            .save = save,
                                            .load = load,
                                            .button = button};
    if (rprt_crypto_init(&all.crypto, &all.port) != RPRT_OK ||
        rprt_crypto_key_set(&all.crypto, RPRT_KEY_PIN, RPRT_USE_MAC, pump_factory_pin_key, 32) !=
            RPRT_OK ||
        rprt_auth_init(&all.auth, &config) != RPRT_OK)
        return REFUSED;
    all.users[0] = (struct rprt_auth_user){.id = USER, .roles = ROLE};
    if (rprt_auth_enrol(&all.auth, &all.users[0], (const uint8_t *)"1234", 4) != RPRT_OK)
        return REFUSED;
    const char *pin = honest ? "1234" : "4321";
    return verdict_status(decide(skip_auth, &all.auth, (uintptr_t)pin, NULL));
}

// A start with one image whose signature the provider refuses, or accepts.
static uint32_t boot_case(bool honest)
{
    static const struct rprt_boot_config config = {
        .port = &all.port,
        .crypto = &all.crypto,
        .slot = {{0, 512, 1}, {512, 512, 1}},
        .state = {0x1000, 64, 2},
        .device = PUMP_FACTORY_DEVICE,
        .counter = RPRT_COUNTER_BOOT,
        .root = {RPRT_KEY_ROOT},
        .n_roots = 1,
        .needed = 1,
    };
    uint8_t *header = all.slot[0];
    memset(all.slot, 0xFF, sizeof all.slot);
    memset(all.state, 0xFF, sizeof all.state);
    memset(header, 0, RPRT_IMAGE_HEADER_SIZE);
    rprt_put32(header + RPRT_IMAGE_AT_MAGIC, RPRT_IMAGE_MAGIC);
    rprt_put16(header + RPRT_IMAGE_AT_FORMAT, RPRT_IMAGE_FORMAT);
    header[RPRT_IMAGE_AT_ROOT_2] = 0xFF;
    memcpy(header + RPRT_IMAGE_AT_DEVICE, PUMP_FACTORY_DEVICE, 16);
    rprt_put32(header + RPRT_IMAGE_AT_VERSION, 3);
    rprt_put32(header + RPRT_IMAGE_AT_SIZE, 128);
    skip_psa_digest(header + RPRT_IMAGE_HEADER_SIZE, 128, header + RPRT_IMAGE_AT_DIGEST);
    header[RPRT_IMAGE_AT_SIGNATURE] = honest ? SKIP_PSA_GOOD : 1;
    if (rprt_crypto_init(&all.crypto, &all.port) != RPRT_OK ||
        rprt_crypto_key_set(&all.crypto, RPRT_KEY_ROOT, RPRT_USE_VERIFY, pump_factory_root, 65) !=
            RPRT_OK)
        return REFUSED;
    // Whoever jumps looks at the decision himself (rprt/boot.h): an OK of a step before, handed to the
    // wrong caller by a damaged stack pointer, starts nothing.
    if (decide(skip_boot, &all.boot, (uintptr_t)&config, &all.decision) != (uint32_t)RPRT_OK)
        return REFUSED;
    return verdict_status((uint32_t)rprt_boot_decided(&all.boot, &all.decision));
}

// What a naive programmer writes; the campaign must find the way through it.
static uint32_t plain_case(bool honest)
{
    const uint8_t have[4] = {1, 2, 3, honest ? 4 : 5};
    memcpy(all.want, "\1\2\3\4", 4);
    memcpy(all.have, have, 4);
    return decide(skip_plain, all.want, (uintptr_t)all.have, NULL) == 0 ? GRANTED : REFUSED;
}

static uint32_t run_case(uint32_t number)
{
    bool honest = (number & 1) != 0;
    set_up();
    switch (number >> 1) {
    case SKIP_MODE:
        return mode_case(honest);
    case SKIP_AUTH:
        return auth_case(honest);
    case SKIP_BOOT:
        return boot_case(honest);
    default:
        return plain_case(honest);
    }
}

void skip_main(void)
{
    for (;;) {
        uint32_t number = skip_ready();
        skip_watch(true);
        uint32_t result = run_case(number);
        skip_watch(false);
        skip_done(result);
    }
}
