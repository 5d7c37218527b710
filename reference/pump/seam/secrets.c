// SPDX-License-Identifier: Apache-2.0
/*
 * Cryptography and port of the library: the pump's own port, translated, and the factory's keys.
 */
#include "pump/seam/secrets.h"

#include "pump/seam/factory.h"

#include <psa/crypto_extra.h>
#include <string.h>

static enum rprt_status status_of(bool done, enum rprt_status failure)
{
    return done ? RPRT_OK : failure;
}

static const struct pump_port *below(void *context)
{
    const struct pump_app *app = context;
    return app->port;
}

static enum rprt_status random_bytes(void *context, uint8_t *out, size_t size)
{
    struct pump_secrets *secrets = &((struct pump_app *)context)->secrets;
    bool done = below(context)->random(below(context)->context, out, size);
    if (size >= sizeof secrets->last_random) {
        if (memcmp(out, secrets->last_random, sizeof secrets->last_random) == 0)
            secrets->random_bad = true;
        memcpy(secrets->last_random, out, sizeof secrets->last_random);
    }
    if (done && !secrets->random_bad)
        return RPRT_OK;
    memset(out, 0, size);
    return RPRT_ERR_RANDOM;
}

static enum rprt_status flash_read(void *context, uint32_t address, uint8_t *out, size_t size)
{
    return status_of(below(context)->flash_read(below(context)->context, address, out, size),
                     RPRT_ERR_FLASH);
}

static enum rprt_status flash_program(void *context, uint32_t address, const uint8_t *data,
                                      size_t size)
{
    return status_of(below(context)->flash_program(below(context)->context, address, data, size),
                     RPRT_ERR_FLASH);
}

static enum rprt_status flash_erase(void *context, uint32_t address)
{
    return status_of(below(context)->flash_erase(below(context)->context, address), RPRT_ERR_FLASH);
}

static enum rprt_status counter_read(void *context, uint32_t counter, uint32_t *ret_value)
{
    return status_of(below(context)->counter_read(below(context)->context, counter, ret_value),
                     RPRT_ERR_COUNTER);
}

static enum rprt_status counter_advance(void *context, uint32_t counter, uint32_t value)
{
    return status_of(below(context)->counter_advance(below(context)->context, counter, value),
                     RPRT_ERR_COUNTER);
}

static enum rprt_status send(void *context, const uint8_t *data, size_t size, size_t *ret_sent)
{
    below(context)->write(below(context)->context, PUMP_LINE_NET, data, size);
    *ret_sent = size;
    return RPRT_OK;
}

static void alarm(void *context, enum rprt_alarm alarm, uint32_t detail)
{
    struct pump_app *app = context;
    (void)detail;
    enum pump_alarm which =
        alarm == RPRT_ALARM_BREAK_GLASS ? PUMP_ALARM_BREAKGLASS : PUMP_ALARM_SECURITY;
    app->exchange->calls |= UINT32_C(1) << which;
}

// The library must not be called back from here, so the log writes it in its next turn.
static void event(void *context, enum rprt_event event, const uint8_t data[RPRT_EVENT_SIZE])
{
    struct pump_secrets *secrets = &((struct pump_app *)context)->secrets;
    if (secrets->n_pending == PUMP_PENDING) {
        secrets->lost++;
        return;
    }
    struct pump_pending *pending = &secrets->pending[secrets->n_pending++];
    pending->event = (uint16_t)event;
    memcpy(pending->data, data, RPRT_EVENT_SIZE);
}

struct key {
    uint32_t slot;
    enum rprt_use use;
    const uint8_t *bytes;
    size_t size;
};

static enum rprt_status set_keys(struct rprt_crypto *crypto)
{
    static const struct key keys[] = {
#if RPRT_WITH_BOOT
        {RPRT_KEY_ROOT, RPRT_USE_VERIFY, pump_factory_root, PUMP_FACTORY_ROOT_SIZE},
#endif
#if RPRT_WITH_STORE
        {RPRT_KEY_STORE, RPRT_USE_SEAL, pump_factory_store_key, RPRT_SEAL_KEY_SIZE},
#endif
#if RPRT_WITH_LOG
        {RPRT_KEY_LOG, RPRT_USE_MAC, pump_factory_log_key, PUMP_FACTORY_KEY_SIZE},
#endif
#if RPRT_WITH_AUTH
        {RPRT_KEY_PIN, RPRT_USE_MAC, pump_factory_pin_key, PUMP_FACTORY_KEY_SIZE},
#endif
        {0, RPRT_USE_MAC, NULL, 0},
    };
    for (const struct key *key = keys; key->bytes != NULL; key++) {
        enum rprt_status status =
            rprt_crypto_key_set(crypto, key->slot, key->use, key->bytes, key->size);
        if (status != RPRT_OK)
            return status;
    }
    return RPRT_OK;
}

void pump_secrets_init(struct pump_app *app)
{
    struct pump_secrets *secrets = &app->secrets;
    memset(secrets, 0, sizeof *secrets);
    secrets->port = (struct rprt_port){
        .context = app,
        .random = random_bytes,
        .flash_read = flash_read,
        .flash_program = flash_program,
        .flash_erase = flash_erase,
        .counter_read = counter_read,
        .counter_advance = counter_advance,
        .tx = send,
        .alarm = alarm,
        .event = event,
    };
    // Two draws at the start show a stuck source before the first connection relies on it.
    uint8_t draw[sizeof secrets->last_random];
    for (int i = 0; i < 2; i++)
        if (random_bytes(app, draw, sizeof draw) != RPRT_OK)
            app->exchange->calls |= UINT32_C(1) << PUMP_ALARM_SECURITY;
    // After a power failure that a process only simulates, the provider still holds the old keys.
    mbedtls_psa_crypto_free();
    secrets->ready = rprt_crypto_init(&secrets->crypto, &secrets->port);
    if (secrets->ready == RPRT_OK)
        secrets->ready = set_keys(&secrets->crypto);
    if (secrets->ready != RPRT_OK)
        app->exchange->calls |= UINT32_C(1) << PUMP_ALARM_SECURITY;
}
