// SPDX-License-Identifier: Apache-2.0
/*
 * The same work with many secrets, between two marks that the trace shows.  Each case must go the same
 * way through the code for each secret; the last one does not, and must be found.
 */
#include "pump/target/probe/probe.h"

#include <string.h>

// The marks; traces.py finds them by name.
void trace_begin(void);
void trace_end(void);

__attribute__((noinline)) void trace_begin(void)
{
    __asm volatile("nop");
}

__attribute__((noinline)) void trace_end(void)
{
    __asm volatile("nop");
}

// Two secrets that differ in one byte somewhere.
static void two_secrets(uint8_t a[32], uint8_t b[32])
{
    uint8_t choice[2];
    probe_random(a, 32);
    memcpy(b, a, 32);
    probe_random(choice, 2);
    b[choice[0] % 32] ^= (uint8_t)(choice[1] | 1);
}

static bool trace_equal(void)
{
    uint8_t a[32];
    uint8_t b[32];
    two_secrets(a, b);
    trace_begin();
    enum rprt_status status = rprt_equal(a, b, sizeof a);
    trace_end();
    return status == RPRT_ERR_MISMATCH;
}

static bool trace_wipe(void)
{
    uint8_t a[32];
    probe_random(a, sizeof a);
    trace_begin();
    rprt_wipe(a, sizeof a);
    trace_end();
    return a[0] == 0;
}

static void random_pin(uint8_t pin[PROBE_PIN_SIZE])
{
    probe_random(pin, PROBE_PIN_SIZE);
    for (uint32_t i = 0; i < PROBE_PIN_SIZE; i++)
        pin[i] = (uint8_t)('0' + pin[i] % 10);
}

// A wrong PIN for somebody who exists or not: other key, other PIN, other guess each time.
static bool trace_login(void)
{
    uint8_t pin[PROBE_PIN_SIZE];
    uint8_t guess[PROBE_PIN_SIZE];
    uint8_t who;
    random_pin(pin);
    random_pin(guess);
    guess[0] = (uint8_t)(pin[0] == '0' ? '1' : '0');
    probe_random(&who, 1);
    if (!probe_login_start(pin))
        return false;
    trace_begin();
    enum rprt_status status = rprt_auth_login(
        &probe.auth, (uint16_t)(who % 2 == 0 ? PROBE_USER : PROBE_USER + 1), guess, sizeof guess);
    trace_end();
    return status == RPRT_ERR_DENIED;
}

// A sealed record under another key each time, with one wrong bit in its tag.
static bool trace_tag(void)
{
    uint8_t key[RPRT_SEAL_KEY_SIZE];
    uint8_t nonce[RPRT_NONCE_SIZE];
    uint8_t text[64 + RPRT_SEAL_TAG_SIZE];
    uint8_t choice;
    const struct rprt_box box = {nonce, NULL, 0, text, 64};
    probe_random(key, sizeof key);
    probe_random(nonce, sizeof nonce);
    probe_random(text, sizeof text);
    probe_random(&choice, 1);
    if (rprt_crypto_key_set(&probe.crypto, RPRT_KEY_STORE, RPRT_USE_SEAL, key, sizeof key) !=
            RPRT_OK ||
        rprt_crypto_seal(&probe.crypto, RPRT_KEY_STORE, &box) != RPRT_OK)
        return false;
    text[64 + choice % RPRT_SEAL_TAG_SIZE] ^= (uint8_t)(1U << choice % 8);
    trace_begin();
    enum rprt_status status = rprt_crypto_open(&probe.crypto, RPRT_KEY_STORE, &box);
    trace_end();
    return status == RPRT_ERR_MISMATCH;
}

// What must be found: leaves at the first difference.
__attribute__((noinline)) static bool leaky_equal(const uint8_t *a, const uint8_t *b, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (a[i] != b[i])
            return false;
    return true;
}

static bool trace_leak(void)
{
    uint8_t a[32];
    uint8_t b[32];
    two_secrets(a, b);
    trace_begin();
    bool equal = leaky_equal(a, b, sizeof a);
    trace_end();
    return !equal;
}

struct trace {
    const char *name;
    bool (*run)(void);
};

static const struct trace traces[] = {
    {"rprt_equal", trace_equal}, {"rprt_wipe", trace_wipe}, {"login", trace_login},
    {"tag", trace_tag},          {"leak", trace_leak},
};

void probe_traces(uint32_t secrets)
{
    for (uint32_t i = 0; i < sizeof traces / sizeof traces[0]; i++) {
        uint32_t good = 0;
        for (uint32_t k = 0; k < secrets; k++)
            good += traces[i].run();
        probe_say_number(traces[i].name, secrets, good);
    }
}
