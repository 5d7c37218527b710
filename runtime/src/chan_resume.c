// SPDX-License-Identifier: Apache-2.0
/* What two handshakes have to do with each other: the kept secret, and what each must have agreed.
 *
 * Reads the inside of the provider's handshake (mbedtls/ssl_internal.h): Mbed TLS 2.28 has no other way
 * to learn whether the extended master secret was agreed.
 */
#include "rprt/chan.h"

#if RPRT_WITH_CHAN

#include <mbedtls/ssl_internal.h>
#include <string.h>

#include "chan_inside.h"

// A dialling end spends one at each try, so that a peer with another secret cannot hold it up for ever.
// A listening end spends one at each success: the number of the secret is open on the line, and whoever
// repeats it must not use it up.
static void spend(struct rprt_chan_kept *kept)
{
    if (kept->uses <= 1) // 0: its time ran out while the handshake was running
        rprt_wipe(kept, sizeof *kept);
    else
        kept->uses--;
}

static void recall(const struct rprt_chan_kept *kept, mbedtls_ssl_session *session)
{
    session->ciphersuite = rprt_chan_suites[0];
    session->compression = MBEDTLS_SSL_COMPRESS_NULL;
    session->id_len = sizeof kept->id;
    memcpy(session->id, kept->id, sizeof kept->id);
    memcpy(session->master, kept->master, sizeof kept->master);
}

#if defined(MBEDTLS_SSL_SRV_C)

// The TLS layer asks for the session that a hello names; anything but 0 makes the handshake a full one.
static int look_up(void *context, mbedtls_ssl_session *session)
{
    const struct rprt_chan *chan = context;
    const struct rprt_chan_kept *kept = &chan->kept;
    if (kept->uses == 0 || session->id_len != sizeof kept->id ||
        rprt_equal(session->id, kept->id, sizeof kept->id) != RPRT_OK)
        return MBEDTLS_ERR_SSL_BAD_INPUT_DATA;
    recall(kept, session);
    session->mfl_code = chan->tls.session_negotiate->mfl_code; // what this hello asks for
    return 0;
}

void rprt_chan_resume_set(struct rprt_chan *chan)
{
    mbedtls_ssl_conf_session_cache(&chan->tls_config, chan, look_up, NULL);
}

#else

void rprt_chan_resume_set(struct rprt_chan *chan)
{
    (void)chan;
}

#endif

#if defined(MBEDTLS_SSL_CLI_C)

enum rprt_status rprt_chan_resume_offer(struct rprt_chan *chan)
{
    if (chan->config->end != RPRT_CHAN_CLIENT || chan->kept.uses == 0)
        return RPRT_OK;
    mbedtls_ssl_session session;
    mbedtls_ssl_session_init(&session);
    recall(&chan->kept, &session);
    int failed = mbedtls_ssl_set_session(&chan->tls, &session);
    rprt_wipe(&session, sizeof session);
    spend(&chan->kept);
    return failed == 0 ? RPRT_OK : RPRT_ERR_PROVIDER;
}

#else

enum rprt_status rprt_chan_resume_offer(struct rprt_chan *chan)
{
    (void)chan;
    return RPRT_OK;
}

#endif

enum rprt_status rprt_chan_watch(struct rprt_chan *chan)
{
    const mbedtls_ssl_handshake_params *running = chan->tls.handshake;
    int last_hello =
        chan->config->end == RPRT_CHAN_CLIENT ? MBEDTLS_SSL_SERVER_HELLO : MBEDTLS_SSL_CLIENT_HELLO;
    if (running == NULL || chan->tls.state <= last_hello)
        return RPRT_OK;
    if (running->extended_ms != MBEDTLS_SSL_EXTENDED_MS_ENABLED)
        return RPRT_ERR_VERSION;
    chan->bound = RPRT_YES;
    chan->resumed = running->resume != 0 ? RPRT_YES : RPRT_NO;
    return RPRT_OK;
}

void rprt_chan_resume_keep(struct rprt_chan *chan)
{
    struct rprt_chan_kept *kept = &chan->kept;
    if (chan->resumed == RPRT_YES) {
        chan->counts.resumed++;
        if (chan->config->end == RPRT_CHAN_SERVER)
            spend(kept);
        return;
    }
    const mbedtls_ssl_session *session = chan->tls.session;
    rprt_wipe(kept, sizeof *kept);
    if (chan->config->resume_uses == 0 || session->id_len != sizeof kept->id)
        return;
    memcpy(kept->id, session->id, sizeof kept->id);
    memcpy(kept->master, session->master, sizeof kept->master);
    kept->uses = chan->config->resume_uses;
    kept->ticks = chan->config->resume_ticks;
}

void rprt_chan_resume_tick(struct rprt_chan *chan)
{
    struct rprt_chan_kept *kept = &chan->kept;
    if (kept->uses == 0)
        return;
    kept->ticks--;
    if (kept->ticks == 0)
        rprt_wipe(kept, sizeof *kept);
}

void rprt_chan_forget(struct rprt_chan *chan)
{
    rprt_wipe(&chan->kept, sizeof chan->kept);
    if (chan->config == NULL)
        return;
    // Frees and wipes the ended connection first; that it then may find no memory for the next one shows
    // when that is opened.
    if (chan->state == RPRT_CHAN_CLOSED || chan->state == RPRT_CHAN_PAUSED)
        (void)mbedtls_ssl_session_reset(&chan->tls);
}

#endif
