// SPDX-License-Identifier: Apache-2.0
/* The same few steps in every subset of modules: what is selected must work without the rest.
 *
 * Prints the selected modules; exit status 0 when all of them answered as they should.
 */
#include <stdio.h>
#include <string.h>

#include "flash.h"
#include "rprt/base.h"
#if RPRT_WITH_MODE
#include "rprt/mode.h"
#endif
#if RPRT_WITH_DETECT
#include "rprt/detect.h"
#endif
#if RPRT_WITH_LOG
#include "rprt/log.h"
#endif
#if RPRT_WITH_STORE
#include "rprt/store.h"
#endif
#if RPRT_WITH_BOOT
#include "rprt/boot.h"
#endif
#if RPRT_WITH_AUTH
#include "rprt/auth.h"
#endif
#if RPRT_WITH_CHAN
#include "chan_pki.h"
#include "rprt/chan.h"
#endif

struct device {
    struct flash flash;
    struct rprt_port port;
};

static int smoke_base(void)
{
    struct rprt_mailbox mailbox;
    struct rprt_setpoint in = {{1}};
    struct rprt_setpoint out;
    rprt_mailbox_init(&mailbox, &in, rprt_mode_word(RPRT_MODE_NORMAL, RPRT_ACTION_CONTINUE));
    in.word[0] = 2;
    rprt_mailbox_publish(&mailbox, &in);
    return rprt_mailbox_take(&mailbox, &out) == RPRT_OK && out.word[0] == 2;
}

#if RPRT_WITH_MODE
static int smoke_mode(struct device *device)
{
    struct rprt_guard guard;
    struct rprt_mailbox mailbox;
    struct rprt_setpoint in = {{1}};
    struct rprt_mode_plan plan = {.link_timeout = 1, .comms_budget_us = {1, 1, 1, 1}, .calm = 1};
    enum rprt_mode mode = RPRT_MODE_NORMAL;
    enum rprt_action action = RPRT_ACTION_STOP;
    for (unsigned i = 0; i < RPRT_CAUSES; i++)
        plan.action[i] = RPRT_ACTION_CONTINUE;
    for (unsigned i = 0; i < RPRT_SETPOINT_WORDS; i++)
        plan.limit[i].max = 9;
    if (rprt_mode_init(&guard, &device->port, &plan, &mailbox, &in) != RPRT_OK)
        return 0;
    rprt_mode_tick(&guard);
    return rprt_mode_now(&guard, &mode, &action) == RPRT_OK && mode == RPRT_MODE_ISLAND &&
           action == RPRT_ACTION_CONTINUE;
}
#endif

#if RPRT_WITH_DETECT
static int smoke_detect(struct device *device)
{
    struct rprt_detect detect;
    struct rprt_detect_rule rule[RPRT_KINDS] = {{.add = 1, .leak = 1, .mark = {1, 2, 3}}};
    enum rprt_kind kind;
    if (rprt_detect_init(&detect, &device->port, rule) != RPRT_OK)
        return 0;
    rprt_detect_note(&detect, RPRT_KIND_BAD_FRAME);
    return rprt_detect_level(&detect, &kind) == 1;
}
#endif

#if RPRT_WITH_CRYPTO
static const uint8_t key[32] = {1, 2, 3};

static int smoke_crypto(struct device *device, struct rprt_crypto *crypto)
{
    return rprt_crypto_init(crypto, &device->port) == RPRT_OK &&
           rprt_crypto_key_set(crypto, RPRT_KEY_LOG, RPRT_USE_MAC, key, 32) == RPRT_OK &&
           rprt_crypto_key_set(crypto, RPRT_KEY_PIN, RPRT_USE_MAC, key, 32) == RPRT_OK &&
           rprt_crypto_key_set(crypto, RPRT_KEY_STORE, RPRT_USE_SEAL, key, RPRT_SEAL_KEY_SIZE) ==
               RPRT_OK;
}
#endif

#if RPRT_WITH_LOG
static int smoke_log(struct device *device, struct rprt_crypto *crypto)
{
    struct rprt_log log;
    struct rprt_log_config config = {
        &device->port,    crypto,       {FLASH_BASE, 512, 3}, {FLASH_BASE + 2048, 512, 2},
        RPRT_COUNTER_LOG, RPRT_KEY_LOG, RPRT_KEY_LOG_EPOCH};
    struct rprt_log_entry entry = {.event = RPRT_EVENT_START};
    return rprt_log_format(&log, &config, key) == RPRT_OK &&
           rprt_log_append(&log, &entry) == RPRT_OK;
}
#endif

#if RPRT_WITH_STORE
static int smoke_store(struct device *device, struct rprt_crypto *crypto)
{
    struct rprt_store store;
    uint8_t work[RPRT_STORE_WORK_SIZE];
    struct rprt_store_config config = {
        &device->port,      crypto,         {FLASH_BASE + 4096, 512, 2},
        RPRT_COUNTER_STORE, RPRT_KEY_STORE, work};
    uint8_t out[4];
    size_t size = 0;
    return rprt_store_format(&store, &config) == RPRT_OK &&
           rprt_store_put(&store, 1, (const uint8_t *)"rate", 4) == RPRT_OK &&
           rprt_store_get(&store, 1, out, sizeof out, &size) == RPRT_OK && size == 4 &&
           memcmp(out, "rate", 4) == 0;
}
#endif

#if RPRT_WITH_BOOT
static int smoke_boot(struct device *device, struct rprt_crypto *crypto)
{
    struct rprt_boot boot;
    struct rprt_boot_config config = {
        .port = &device->port,
        .crypto = crypto,
        .slot = {{FLASH_BASE + 8192, 512, 2}, {FLASH_BASE + 9216, 512, 2}},
        .state = {FLASH_BASE + 10240, 512, 2},
        .counter = RPRT_COUNTER_BOOT,
        .n_roots = 1,
        .needed = 1};
    struct rprt_boot_decision decision;
    enum rprt_status status = rprt_boot_begin(&boot, &config);
    for (int i = 0; i < 10 && (status == RPRT_OK || status == RPRT_AGAIN); i++)
        status = rprt_boot_step(&boot, 64, &decision);
    return status == RPRT_ERR_NOT_FOUND; // both slots are erased
}
#endif

#if RPRT_WITH_AUTH
static enum rprt_answer pressed(void *context)
{
    (void)context;
    return RPRT_YES;
}

static int smoke_auth(struct device *device, struct rprt_crypto *crypto)
{
    static const uint32_t roles[1] = {1};
    static const enum rprt_answer emergency[1] = {RPRT_YES};
    struct rprt_auth auth;
    struct rprt_auth_user user[RPRT_AUTH_USERS] = {{.id = 1, .roles = 1}};
    struct rprt_auth_plan plan = {roles, emergency, 1, 9, 1, 1, 2, 5, 1};
    struct rprt_auth_config config = {.port = &device->port,
                                      .crypto = crypto,
                                      .plan = &plan,
                                      .user = user,
                                      .key = RPRT_KEY_PIN,
                                      .button = pressed};
    if (rprt_auth_init(&auth, &config) != RPRT_OK ||
        rprt_auth_enrol(&auth, user, (const uint8_t *)"4711", 4) != RPRT_OK)
        return 0;
    rprt_auth_tick(&auth);
    if (rprt_auth_allowed(&auth, 0) == RPRT_OK || rprt_auth_break_glass(&auth, 1, 1) != RPRT_OK ||
        rprt_auth_allowed(&auth, 0) != RPRT_OK)
        return 0;
    rprt_auth_tick(&auth);
    rprt_auth_tick(&auth);
    return rprt_auth_login(&auth, 1, (const uint8_t *)"4711", 4) == RPRT_OK;
}
#endif

#if RPRT_WITH_CHAN
static enum rprt_status no_line(void *context, const uint8_t *data, size_t size, size_t *ret_sent)
{
    (void)context;
    (void)data;
    *ret_sent = size;
    return RPRT_OK;
}

static int smoke_chan(struct device *device)
{
    static struct rprt_chan chan;
    struct rprt_chan_config config = {.port = &device->port,
                                      .end = RPRT_CHAN_SERVER,
                                      .psk = key,
                                      .psk_size = 16,
                                      .identity = key,
                                      .identity_size = 3,
                                      .ca = pki_ca,
                                      .ca_size = sizeof pki_ca,
                                      .own = pki_server,
                                      .own_size = sizeof pki_server,
                                      .own_key = pki_server_key,
                                      .peer_name = PKI_CLIENT_NAME,
                                      .resume_uses = 1,
                                      .resume_ticks = 1,
                                      .deadline = 1,
                                      .pause_first = 1,
                                      .pause_max = 1};
    device->port.tx = no_line;
    if (rprt_chan_init(&chan, &config) != RPRT_OK || rprt_chan_open(&chan) != RPRT_OK)
        return 0;
    (void)rprt_chan_line(&chan, (const uint8_t *)"GET / HTTP/1.1", 14);
    int good = chan.state == RPRT_CHAN_PAUSED;
    rprt_chan_done(&chan);
    return good;
}
#endif

static int failures;

static void say(const char *module, int good)
{
    printf("%s%s ", module, good ? "" : ":FAILED");
    failures += good ? 0 : 1;
}

int main(void)
{
    static struct device device;
    flash_init(&device.flash, 512);
    device.port = flash_port(&device.flash);
    say("base", smoke_base());
#if RPRT_WITH_MODE
    say("mode", smoke_mode(&device));
#endif
#if RPRT_WITH_DETECT
    say("detect", smoke_detect(&device));
#endif
#if RPRT_WITH_CRYPTO
    static struct rprt_crypto crypto;
    say("crypto", smoke_crypto(&device, &crypto));
#endif
#if RPRT_WITH_LOG
    say("log", smoke_log(&device, &crypto));
#endif
#if RPRT_WITH_STORE
    say("store", smoke_store(&device, &crypto));
#endif
#if RPRT_WITH_BOOT
    say("boot", smoke_boot(&device, &crypto));
#endif
#if RPRT_WITH_AUTH
    say("auth", smoke_auth(&device, &crypto));
#endif
#if RPRT_WITH_CHAN
    say("chan", smoke_chan(&device));
#endif
    printf("\n");
    return failures == 0 ? 0 : 1;
}
