// SPDX-License-Identifier: Apache-2.0
/*
 * The measured device: port, keys and contexts.
 */
#include "pump/target/probe/probe.h"

#include "pump/seam/factory.h"

#include <mbedtls/memory_buffer_alloc.h>
#include <string.h>

enum { POOL = 16 * 1024, SECTOR = 4096 };

struct probe probe;
static unsigned char pool[POOL] __attribute__((aligned(8)));

void probe_random(uint8_t *out, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        uint64_t z = probe.random += 0x9E3779B97F4A7C15;
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
        z = (z ^ z >> 27) * 0x94D049BB133111EB;
        out[i] = (uint8_t)(z >> 56);
    }
}

psa_status_t mbedtls_psa_external_get_random(mbedtls_psa_external_random_context_t *context,
                                             uint8_t *output, size_t output_size,
                                             size_t *output_length)
{
    (void)context;
    probe_random(output, output_size);
    *output_length = output_size;
    return PSA_SUCCESS;
}

static enum rprt_status random_bytes(void *context, uint8_t *out, size_t size)
{
    (void)context;
    probe_random(out, size);
    return RPRT_OK;
}

static enum rprt_status flash_read(void *context, uint32_t address, uint8_t *out, size_t size)
{
    (void)context;
    memcpy(out, &probe.flash[0][0] + address, size);
    return RPRT_OK;
}

static enum rprt_status flash_program(void *context, uint32_t address, const uint8_t *data,
                                      size_t size)
{
    (void)context;
    for (size_t i = 0; i < size; i++)
        (&probe.flash[0][0])[address + i] &= data[i];
    return RPRT_OK;
}

static enum rprt_status flash_erase(void *context, uint32_t address)
{
    (void)context;
    memset(&probe.flash[0][0] + address, 0xFF, SECTOR);
    return RPRT_OK;
}

static enum rprt_status counter_read(void *context, uint32_t counter, uint32_t *ret_value)
{
    (void)context;
    *ret_value = probe.counters[counter];
    return RPRT_OK;
}

static enum rprt_status counter_advance(void *context, uint32_t counter, uint32_t value)
{
    (void)context;
    probe.counters[counter] = value;
    return RPRT_OK;
}

static void alarm(void *context, enum rprt_alarm alarm, uint32_t detail)
{
    (void)context, (void)alarm, (void)detail;
}

static enum rprt_status tx(void *context, const uint8_t *data, size_t size, size_t *ret_sent)
{
    (void)context, (void)data;
    *ret_sent = size;
    return RPRT_OK;
}

static enum rprt_answer button(void *context)
{
    (void)context;
    return RPRT_NO;
}

static enum rprt_status save(void *context, const uint8_t saved[RPRT_AUTH_SAVED_SIZE])
{
    (void)context, (void)saved;
    return RPRT_OK;
}

static enum rprt_status load(void *context, uint8_t saved[RPRT_AUTH_SAVED_SIZE])
{
    (void)context, (void)saved;
    return RPRT_ERR_NOT_FOUND;
}

bool probe_login_start(const uint8_t pin[PROBE_PIN_SIZE])
{
    static const uint32_t roles[] = {0, 1};
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
    static const struct rprt_auth_config config = {.port = &probe.port,
                                                   .crypto = &probe.crypto,
                                                   .plan = &plan,
                                                   .user = probe.users,
                                                   .key = RPRT_KEY_PIN,
                                                   .save = save,
                                                   .load = load,
                                                   .button = button};
    uint8_t key[RPRT_MAC_KEY_SIZE];
    probe_random(key, sizeof key);
    probe.users[3] = (struct rprt_auth_user){.id = PROBE_USER, .roles = 1};
    return rprt_crypto_key_set(&probe.crypto, RPRT_KEY_PIN, RPRT_USE_MAC, key, sizeof key) ==
               RPRT_OK &&
           rprt_auth_init(&probe.auth, &config) == RPRT_OK &&
           rprt_auth_enrol(&probe.auth, &probe.users[3], pin, PROBE_PIN_SIZE) == RPRT_OK;
}

static bool start_records(void)
{
    static const struct rprt_log_config log = {.port = &probe.port,
                                               .crypto = &probe.crypto,
                                               .area = {2 * SECTOR, SECTOR, 4},
                                               .secret = {6 * SECTOR, SECTOR, 2},
                                               .counter = RPRT_COUNTER_LOG,
                                               .key = RPRT_KEY_LOG,
                                               .epoch_key = RPRT_KEY_LOG_EPOCH};
    static const struct rprt_store_config store = {.port = &probe.port,
                                                   .crypto = &probe.crypto,
                                                   .area = {0, SECTOR, 2},
                                                   .counter = RPRT_COUNTER_STORE,
                                                   .key = RPRT_KEY_STORE,
                                                   .work = probe.work};
    return rprt_log_format(&probe.log, &log, pump_factory_log_secret) == RPRT_OK &&
           rprt_store_format(&probe.store, &store) == RPRT_OK;
}

static bool start_guard(void)
{
    static const struct rprt_mode_plan plan = {
        .action = {RPRT_ACTION_CONTINUE, RPRT_ACTION_CONTINUE, RPRT_ACTION_CONTINUE,
                   RPRT_ACTION_CONTINUE, RPRT_ACTION_CONTINUE, RPRT_ACTION_CONTINUE,
                   RPRT_ACTION_STOP},
        .limit = {{0, 1000}, {0, 1000}, {0, 1000}, {0, 1000}},
        .origins = {RPRT_ORIGIN_REMOTE, RPRT_ORIGIN_REMOTE, RPRT_ORIGIN_LOCAL, RPRT_ORIGIN_LOCAL},
        .comms_budget_us = {1000, 1000, 1000, 1000},
        .link_timeout = 10000,
        .comms_timeout = 10000,
        .max_restarts = 3,
        .calm = 10,
    };
    static const struct rprt_detect_rule rules[RPRT_KINDS] = {
        [RPRT_KIND_BAD_FRAME] = {.add = 100, .leak = 10, .mark = {2000, 8000, 30000}},
        [RPRT_KIND_LOGIN] = {.add = 1500, .leak = 1, .mark = {3000, 9000, 30000}}};
    const struct rprt_setpoint first = {.word = {1, 2, 3, 4}};
    return rprt_mode_init(&probe.guard, &probe.port, &plan, &probe.mailbox, &first) == RPRT_OK &&
           rprt_detect_init(&probe.detect, &probe.port, rules) == RPRT_OK;
}

static bool start_link(void)
{
    static const struct rprt_chan_config config = {
        .port = &probe.port,
        .end = RPRT_CHAN_SERVER,
        .psk = pump_factory_psk,
        .psk_size = PUMP_FACTORY_PSK_SIZE,
        .identity = (const uint8_t *)PUMP_FACTORY_PSK_NAME,
        .identity_size = sizeof PUMP_FACTORY_PSK_NAME - 1,
        .deadline = 200,
        .pause_first = 1,
        .pause_max = 1,
        .bytes_per_tick = 1000};
    return rprt_chan_init(&probe.chan, &config) == RPRT_OK;
}

bool probe_start(void)
{
    uint8_t key[RPRT_SEAL_KEY_SIZE];
    mbedtls_memory_buffer_alloc_init(pool, sizeof pool);
    memset(probe.flash, 0xFF, sizeof probe.flash);
    probe.port = (struct rprt_port){.random = random_bytes,
                                    .flash_read = flash_read,
                                    .flash_program = flash_program,
                                    .flash_erase = flash_erase,
                                    .counter_read = counter_read,
                                    .counter_advance = counter_advance,
                                    .tx = tx,
                                    .alarm = alarm};
    probe_random(key, sizeof key);
    return rprt_crypto_init(&probe.crypto, &probe.port) == RPRT_OK &&
           rprt_crypto_key_set(&probe.crypto, RPRT_KEY_ROOT, RPRT_USE_VERIFY, pump_factory_root,
                               65) == RPRT_OK &&
           rprt_crypto_key_set(&probe.crypto, RPRT_KEY_STORE, RPRT_USE_SEAL, key, sizeof key) ==
               RPRT_OK &&
           rprt_crypto_key_set(&probe.crypto, RPRT_KEY_LOG, RPRT_USE_MAC, pump_factory_log_key,
                               32) == RPRT_OK &&
           probe_login_start((const uint8_t *)"123456") && start_records() && start_guard() &&
           start_link();
}
