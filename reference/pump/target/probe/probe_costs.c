// SPDX-License-Identifier: Apache-2.0
/*
 * Time and stack of single calls.  Prints "NAME TICKS BYTES": the worst of some calls, in ticks of the
 * timer (40 ns; QEMU is told that an instruction takes 32 ns), and how deep the stack went.
 */
#include "pump/target/probe/probe.h"

#include "pump/seam/factory.h"
#include "pump/target/registers.h"

#include <string.h>

enum { CALLS = 8, DEPTH_WORDS = 1500 };

static const uint32_t paint = 0xC5C5C5C5;

struct call {
    const char *name;
    void (*prepare)(void);
    enum rprt_status (*run)(void);
    enum rprt_status want;
};

static uint8_t text[64 + RPRT_SEAL_TAG_SIZE];
static uint8_t nonce[RPRT_NONCE_SIZE];
static uint8_t digest[RPRT_HASH_SIZE];
static struct rprt_hash hash;
static const struct rprt_box box = {nonce, NULL, 0, text, 64};

static void nothing(void)
{
}

static enum rprt_status empty(void)
{
    return RPRT_OK;
}

static enum rprt_status equal_32(void)
{
    return rprt_equal(text, digest, 32);
}

static enum rprt_status mailbox_take(void)
{
    struct rprt_setpoint setpoint;
    return rprt_mailbox_take(&probe.mailbox, &setpoint);
}

static enum rprt_status detect_note(void)
{
    rprt_detect_note(&probe.detect, RPRT_KIND_LOGIN);
    return RPRT_OK;
}

static enum rprt_status detect_tick(void)
{
    rprt_detect_tick(&probe.detect);
    return RPRT_OK;
}

static enum rprt_status mode_tick(void)
{
    rprt_mode_tick(&probe.guard);
    return RPRT_OK;
}

static enum rprt_status mode_propose(void)
{
    const struct rprt_setpoint wanted = {.word = {9, 9, 9, 9}};
    return rprt_mode_propose(&probe.guard, RPRT_ORIGIN_REMOTE, RPRT_OK, &wanted);
}

static enum rprt_status seal(void)
{
    return rprt_crypto_seal(&probe.crypto, RPRT_KEY_STORE, &box);
}

static void prepare_sealed(void)
{
    (void)!(seal() == RPRT_OK);
}

static enum rprt_status open_it(void)
{
    return rprt_crypto_open(&probe.crypto, RPRT_KEY_STORE, &box);
}

static void prepare_hash(void)
{
    (void)!(rprt_hash_begin(&hash) == RPRT_OK);
}

static enum rprt_status hash_1024(void)
{
    return rprt_hash_add(&hash, probe.flash[0], 1024);
}

static void end_hash(void)
{
    rprt_hash_abort(&hash);
    (void)!(rprt_hash_begin(&hash) == RPRT_OK &&
            rprt_hash_add(&hash, pump_factory_header, 128) == RPRT_OK &&
            rprt_hash_end(&hash, digest) == RPRT_OK);
}

static enum rprt_status verify(void)
{
    return rprt_crypto_verify(&probe.crypto, RPRT_KEY_ROOT, digest, pump_factory_header + 128);
}

static enum rprt_status log_append(void)
{
    const struct rprt_log_entry entry = {.event = 1};
    return rprt_log_append(&probe.log, &entry);
}

static enum rprt_status store_put(void)
{
    return rprt_store_put(&probe.store, 1, text, 64);
}

static enum rprt_status store_get(void)
{
    size_t size;
    return rprt_store_get(&probe.store, 1, text, 64, &size);
}

static void prepare_login(void)
{
    (void)!probe_login_start((const uint8_t *)"123456");
}

static enum rprt_status login_wrong(void)
{
    return rprt_auth_login(&probe.auth, PROBE_USER, (const uint8_t *)"654321", 6);
}

static enum rprt_status login_right(void)
{
    return rprt_auth_login(&probe.auth, PROBE_USER, (const uint8_t *)"123456", 6);
}

static void prepare_session(void)
{
    prepare_login();
    (void)!(login_right() == RPRT_OK);
}

static enum rprt_status allowed(void)
{
    return rprt_auth_allowed(&probe.auth, 1);
}

static void prepare_link(void)
{
    rprt_chan_tick(&probe.chan);
    rprt_chan_tick(&probe.chan);
    (void)!(rprt_chan_open(&probe.chan) == RPRT_OK);
}

// A packet of a stranger that is no handshake.
static enum rprt_status reject(void)
{
    static const uint8_t junk[64] = {23, 3, 3, 0, 59};
    (void)rprt_chan_line(&probe.chan, junk, sizeof junk);
    return probe.chan.state == RPRT_CHAN_PAUSED ? RPRT_OK : RPRT_ERR_STATE;
}

static const struct call calls[] = {
    {"rprt_equal_32", nothing, equal_32, RPRT_ERR_MISMATCH},
    {"rprt_mailbox_take", nothing, mailbox_take, RPRT_OK},
    {"rprt_detect_note", nothing, detect_note, RPRT_OK},
    {"rprt_detect_tick", nothing, detect_tick, RPRT_OK},
    {"rprt_mode_tick", nothing, mode_tick, RPRT_OK},
    {"rprt_mode_propose", nothing, mode_propose, RPRT_OK},
    {"rprt_crypto_seal_64", nothing, seal, RPRT_OK},
    {"rprt_crypto_open_64", prepare_sealed, open_it, RPRT_OK},
    {"rprt_hash_add_1024", prepare_hash, hash_1024, RPRT_OK},
    {"rprt_crypto_verify", end_hash, verify, RPRT_OK},
    {"rprt_log_append", nothing, log_append, RPRT_OK},
    {"rprt_store_put_64", nothing, store_put, RPRT_OK},
    {"rprt_store_get_64", nothing, store_get, RPRT_OK},
    {"rprt_auth_login_refused", prepare_login, login_wrong, RPRT_ERR_DENIED},
    {"rprt_auth_login", prepare_login, login_right, RPRT_OK},
    {"rprt_auth_allowed", prepare_session, allowed, RPRT_OK},
    {"rprt_chan_line_rejected", prepare_link, reject, RPRT_OK},
};

static uint32_t *stack_now(void)
{
    uint32_t *sp;
    __asm volatile("mov %0, sp" : "=r"(sp));
    return sp;
}

// Ticks of one call; its depth into *ret_depth, in bytes.
__attribute__((noinline)) static uint32_t measure(const struct call *call, bool *ret_good,
                                                  uint32_t *ret_depth)
{
    volatile uint32_t *end = stack_now() - 16; // what this function itself still uses
    for (volatile uint32_t *at = end - DEPTH_WORDS; at < end; at++)
        *at = paint;
    uint32_t begin = REG_TIMER0->value;
    enum rprt_status status = call->run();
    uint32_t ticks = begin - REG_TIMER0->value;
    *ret_good = status == call->want;
    volatile uint32_t *deepest = end - DEPTH_WORDS;
    while (deepest < end && *deepest == paint)
        deepest++;
    *ret_depth = (uint32_t)(end + 16 - deepest) * 4;
    return ticks;
}

void probe_costs(void)
{
    static const struct call none = {"", nothing, empty, RPRT_OK};
    bool good;
    uint32_t depth;
    *REG_TIMER0 = (struct reg_timer){.control = 1, .value = UINT32_MAX, .reload = UINT32_MAX};
    uint32_t own = measure(&none, &good, &depth);
    memset(text, 0x55, sizeof text);
    for (uint32_t i = 0; i < sizeof calls / sizeof calls[0]; i++) {
        uint32_t worst = 0;
        uint32_t deepest = 0;
        for (uint32_t k = 0; k < CALLS; k++) {
            calls[i].prepare();
            uint32_t ticks = measure(&calls[i], &good, &depth);
            if (!good) {
                probe_say("not as expected: ");
                probe_say(calls[i].name);
                probe_say("\n");
            }
            worst = ticks > worst ? ticks : worst;
            deepest = depth > deepest ? depth : deepest;
        }
        probe_say_number(calls[i].name, worst - own, deepest);
    }
}
