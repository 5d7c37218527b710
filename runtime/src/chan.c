// SPDX-License-Identifier: Apache-2.0
/* TLS of Mbed TLS between the line and the application, with its states, pauses and limits.
 *
 * Whatever goes wrong ends the connection and starts a pause; nothing is negotiated away and nothing
 * is tried again with less.
 */
#include "rprt/chan.h"

#if RPRT_WITH_CHAN

#include <string.h>

#include "chan_inside.h"

static int take_random(void *context, unsigned char *out, size_t size)
{
    const struct rprt_chan *chan = context;
    const struct rprt_port *port = chan->config->port;
    return port->random(port->context, out, size) == RPRT_OK ? 0 : MBEDTLS_ERR_SSL_INTERNAL_ERROR;
}

static int line_send(void *context, const unsigned char *data, size_t size)
{
    const struct rprt_chan *chan = context;
    const struct rprt_port *port = chan->config->port;
    size_t sent = 0;
    if (size > 0x4000 || port->tx(port->context, data, size, &sent) != RPRT_OK || sent > size)
        return MBEDTLS_ERR_SSL_INTERNAL_ERROR;
    return sent == 0 ? MBEDTLS_ERR_SSL_WANT_WRITE : (int)sent;
}

static int line_receive(void *context, unsigned char *out, size_t size)
{
    struct rprt_chan *chan = context;
    if (chan->rx_n == 0)
        return MBEDTLS_ERR_SSL_WANT_READ;
    size_t n = size < chan->rx_n ? size : chan->rx_n;
    for (size_t i = 0; i < n; i++) {
        out[i] = chan->rx[chan->rx_first];
        chan->rx_first = (chan->rx_first + 1) % RPRT_CHAN_RX_SIZE;
    }
    chan->rx_n -= (uint32_t)n;
    return (int)n;
}

static enum rprt_status config_check(const struct rprt_chan_config *config)
{
    if (config->port->random == NULL || config->port->tx == NULL)
        return RPRT_ERR_PORT;
    if (config->end != RPRT_CHAN_CLIENT && config->end != RPRT_CHAN_SERVER)
        return RPRT_ERR_ARG;
    if (config->resume_uses != 0 && config->resume_ticks == 0)
        return RPRT_ERR_ARG;
    if (config->deadline == 0 || config->pause_first == 0 ||
        config->pause_max < config->pause_first)
        return RPRT_ERR_ARG;
    return rprt_chan_proof_check(config);
}

// Everything the profile fixes. Order matters: the defaults first, then what is narrower.
static int configure(struct rprt_chan *chan)
{
    const struct rprt_chan_config *config = chan->config;
    mbedtls_ssl_config *tls = &chan->tls_config;
    int end = config->end == RPRT_CHAN_CLIENT ? MBEDTLS_SSL_IS_CLIENT : MBEDTLS_SSL_IS_SERVER;
    int failed = mbedtls_ssl_config_defaults(tls, end, MBEDTLS_SSL_TRANSPORT_STREAM,
                                             MBEDTLS_SSL_PRESET_DEFAULT);
    if (failed != 0)
        return failed;
    mbedtls_ssl_conf_min_version(tls, MBEDTLS_SSL_MAJOR_VERSION_3, MBEDTLS_SSL_MINOR_VERSION_3);
    mbedtls_ssl_conf_max_version(tls, MBEDTLS_SSL_MAJOR_VERSION_3, MBEDTLS_SSL_MINOR_VERSION_3);
    mbedtls_ssl_conf_ciphersuites(tls, rprt_chan_suites);
    mbedtls_ssl_conf_rng(tls, take_random, chan);
    mbedtls_ssl_conf_extended_master_secret(tls, MBEDTLS_SSL_EXTENDED_MS_ENABLED);
    mbedtls_ssl_conf_legacy_renegotiation(tls, MBEDTLS_SSL_LEGACY_BREAK_HANDSHAKE);
    rprt_chan_switch_off(tls);
    rprt_chan_resume_set(chan);
    return mbedtls_ssl_conf_max_frag_len(tls, MBEDTLS_SSL_MAX_FRAG_LEN_1024);
}

static enum rprt_status set_up(struct rprt_chan *chan)
{
    if (configure(chan) != 0)
        return RPRT_ERR_PROVIDER;
    enum rprt_status status = rprt_chan_proof_set(chan);
    if (status != RPRT_OK)
        return status;
    if (mbedtls_ssl_setup(&chan->tls, &chan->tls_config) != 0)
        return RPRT_ERR_PROVIDER;
    mbedtls_ssl_set_bio(&chan->tls, chan, line_send, line_receive, NULL);
    return RPRT_OK;
}

enum rprt_status rprt_chan_init(struct rprt_chan *chan, const struct rprt_chan_config *config)
{
    memset(chan, 0, sizeof *chan);
    chan->config = config;
    chan->state = RPRT_CHAN_CLOSED;
    chan->why = RPRT_ERR_CLOSED;
    chan->pause = config->pause_first;
    chan->allowance = config->bytes_per_tick;
    mbedtls_ssl_config_init(&chan->tls_config);
    mbedtls_ssl_init(&chan->tls);
    enum rprt_status status = config_check(config);
    if (status != RPRT_OK)
        return status;
    status = set_up(chan);
    if (status != RPRT_OK)
        rprt_chan_done(chan);
    return status;
}

void rprt_chan_done(struct rprt_chan *chan)
{
    if (chan == NULL || chan->config == NULL)
        return;
    mbedtls_ssl_free(&chan->tls);
    mbedtls_ssl_config_free(&chan->tls_config);
    rprt_chan_proof_done(chan);
    rprt_wipe(chan, sizeof *chan);
}

static uint32_t refused(const struct rprt_chan *chan)
{
    const struct rprt_chan_config *config = chan->config;
    return config->refused == NULL ? 0 : config->refused(config->port->context);
}

static void report_state(const struct rprt_chan *chan, enum rprt_chan_state old)
{
    const uint32_t data[4] = {(uint32_t)old, (uint32_t)chan->state, (uint32_t)chan->why, 0};
    rprt_report(chan->config->port, RPRT_EVENT_LINK, data);
}

static void forget_line(struct rprt_chan *chan)
{
    chan->rx_first = 0;
    chan->rx_n = 0;
    rprt_wipe(chan->rx, sizeof chan->rx);
    memset(&chan->filter, 0, sizeof chan->filter);
}

void rprt_chan_fail(struct rprt_chan *chan, enum rprt_status why)
{
    enum rprt_chan_state old = chan->state;
    if (old == RPRT_CHAN_HANDSHAKE)
        chan->counts.failures++;
    chan->why = why;
    chan->state = RPRT_CHAN_PAUSED;
    chan->timer = chan->pause;
    uint32_t most = chan->config->pause_max;
    chan->pause = chan->pause > most / 2 ? most : 2 * chan->pause;
    forget_line(chan);
    report_state(chan, old);
}

enum rprt_status rprt_chan_open(struct rprt_chan *chan)
{
    if (chan->state == RPRT_CHAN_PAUSED)
        return RPRT_ERR_LOCKED;
    if (chan->config == NULL || chan->state != RPRT_CHAN_CLOSED)
        return RPRT_ERR_STATE;
    uint32_t before = refused(chan);
    if (mbedtls_ssl_session_reset(&chan->tls) != 0 || rprt_chan_resume_offer(chan) != RPRT_OK ||
        refused(chan) != before)
        return RPRT_ERR_PROVIDER;
    forget_line(chan);
    chan->bound = chan->peer = chan->resumed = RPRT_NO;
    chan->counts.handshakes++;
    chan->state = RPRT_CHAN_HANDSHAKE;
    // A server waits as long as it likes; its time runs from the first byte on.
    chan->timer = chan->config->end == RPRT_CHAN_CLIENT ? chan->config->deadline : 0;
    return RPRT_OK;
}

// What an answer of the TLS layer means. RPRT_AGAIN: nothing went wrong yet.
static enum rprt_status judge(struct rprt_chan *chan, int answer, uint32_t refused_before)
{
    if (refused(chan) != refused_before) {
        rprt_chan_fail(chan, RPRT_ERR_PROVIDER);
        return RPRT_ERR_CLOSED;
    }
    if (answer >= 0)
        return RPRT_OK;
    if (answer == MBEDTLS_ERR_SSL_WANT_READ || answer == MBEDTLS_ERR_SSL_WANT_WRITE)
        return RPRT_AGAIN;
    if (answer == MBEDTLS_ERR_SSL_PEER_CLOSE_NOTIFY) {
        rprt_chan_close(chan);
        return RPRT_ERR_CLOSED;
    }
    if (answer == MBEDTLS_ERR_SSL_INVALID_MAC)
        chan->counts.tags++;
    rprt_chan_fail(chan,
                   answer == MBEDTLS_ERR_SSL_INVALID_MAC ? RPRT_ERR_MISMATCH : RPRT_ERR_FORMAT);
    return RPRT_ERR_CLOSED;
}

static enum rprt_status step_handshake(struct rprt_chan *chan)
{
    uint32_t before = refused(chan);
    enum rprt_status status = judge(chan, mbedtls_ssl_handshake_step(&chan->tls), before);
    if (status != RPRT_OK)
        return status;
    status = rprt_chan_watch(chan);
    if (status != RPRT_OK) {
        rprt_chan_fail(chan, status);
        return RPRT_ERR_CLOSED;
    }
    if (chan->tls.state != MBEDTLS_SSL_HANDSHAKE_OVER)
        return RPRT_AGAIN;
    // Looked at again: one step that was jumped over must not open the connection.
    volatile int state = chan->tls.state;
    if (state != MBEDTLS_SSL_HANDSHAKE_OVER || chan->filter.sealed != 2)
        return RPRT_AGAIN;
    if (chan->bound != RPRT_YES ||
        (chan->resumed != RPRT_YES && rprt_chan_proven(chan) != RPRT_YES)) {
        rprt_chan_fail(chan, RPRT_ERR_FAULT);
        return RPRT_ERR_CLOSED;
    }
    rprt_chan_resume_keep(chan);
    chan->state = RPRT_CHAN_OPEN;
    chan->why = RPRT_OK;
    chan->timer = 0;
    chan->pause = chan->config->pause_first;
    report_state(chan, RPRT_CHAN_HANDSHAKE);
    return RPRT_OK;
}

enum rprt_status rprt_chan_step(struct rprt_chan *chan)
{
    switch (chan->state) {
    case RPRT_CHAN_OPEN:
        return RPRT_OK;
    case RPRT_CHAN_HANDSHAKE:
        return step_handshake(chan);
    case RPRT_CHAN_PAUSED:
        return RPRT_ERR_LOCKED;
    case RPRT_CHAN_CLOSED:
        return RPRT_ERR_CLOSED;
    }
    return RPRT_ERR_FAULT;
}

void rprt_chan_tick(struct rprt_chan *chan)
{
    chan->allowance = chan->config->bytes_per_tick;
    rprt_chan_resume_tick(chan);
    if (chan->timer == 0 || --chan->timer != 0)
        return;
    if (chan->state == RPRT_CHAN_HANDSHAKE)
        rprt_chan_fail(chan, RPRT_ERR_EXPIRED);
    else if (chan->state == RPRT_CHAN_PAUSED)
        chan->state = RPRT_CHAN_CLOSED;
}

enum rprt_status rprt_chan_receive(struct rprt_chan *chan, uint8_t *out, size_t size,
                                   size_t *ret_size)
{
    if (chan->state != RPRT_CHAN_OPEN)
        return RPRT_ERR_CLOSED;
    if (size == 0)
        return RPRT_ERR_ARG;
    uint32_t before = refused(chan);
    int answer = mbedtls_ssl_read(&chan->tls, out, size);
    if (answer == 0)
        answer = MBEDTLS_ERR_SSL_PEER_CLOSE_NOTIFY; // end of the stream
    enum rprt_status status = judge(chan, answer, before);
    if (status == RPRT_OK)
        *ret_size = (size_t)answer;
    return status;
}

enum rprt_status rprt_chan_send(struct rprt_chan *chan, const uint8_t *data, size_t size)
{
    if (chan->state != RPRT_CHAN_OPEN)
        return RPRT_ERR_CLOSED;
    if (size == 0 || size > RPRT_CHAN_MESSAGE_MAX)
        return RPRT_ERR_ARG;
    uint32_t before = refused(chan);
    int answer = mbedtls_ssl_write(&chan->tls, data, size);
    enum rprt_status status = judge(chan, answer, before);
    if (status == RPRT_OK && (size_t)answer != size) {
        rprt_chan_fail(chan, RPRT_ERR_FAULT); // the peer asked for less than a message per record
        return RPRT_ERR_CLOSED;
    }
    return status;
}

void rprt_chan_close(struct rprt_chan *chan)
{
    enum rprt_chan_state old = chan->state;
    if (old != RPRT_CHAN_OPEN && old != RPRT_CHAN_HANDSHAKE)
        return;
    // The notice is a courtesy; the connection ends whether or not the line takes it.
    (void)mbedtls_ssl_close_notify(&chan->tls);
    chan->state = RPRT_CHAN_CLOSED;
    chan->why = RPRT_ERR_CLOSED;
    chan->timer = 0;
    forget_line(chan);
    report_state(chan, old);
}

#endif
