// SPDX-License-Identifier: Apache-2.0
/* Bytes from the line -> bytes worth showing to the TLS layer, or the end of the connection.
 *
 * Looks at the five bytes in front of each TLS record and at nothing else: no cryptography, no
 * memory, a few instructions per byte. What a record says about itself must fit the state that the
 * connection is in.
 */
#include "rprt/chan.h"

#if RPRT_WITH_CHAN

#include "chan_inside.h"

enum record_type {
    CHANGE_CIPHER = 20,
    ALERT = 21,
    HANDSHAKE = 22,
    DATA = 23,
};

#define RECORD_MAX (RPRT_CHAN_MESSAGE_MAX + 24u) // with explicit nonce and tag
#define PLAIN_MAX 8u // records of a handshake before encryption, more than any honest one has

void rprt_chan_switch_off(mbedtls_ssl_config *tls)
{
#if defined(MBEDTLS_SSL_SESSION_TICKETS) && defined(MBEDTLS_SSL_CLI_C)
    mbedtls_ssl_conf_session_tickets(tls, MBEDTLS_SSL_SESSION_TICKETS_DISABLED);
#endif
#if defined(MBEDTLS_SSL_RENEGOTIATION)
    mbedtls_ssl_conf_renegotiation(tls, MBEDTLS_SSL_RENEGOTIATION_DISABLED);
#endif
    (void)tls;
}

// Whether a record of this type may come now.
static enum rprt_answer type_fits(const struct rprt_chan *chan, uint8_t type, uint32_t length)
{
    const struct rprt_chan_filter *filter = &chan->filter;
    if (filter->sealed == 2) // the handshake is over for the peer, if not yet for this end
        return type == DATA || type == ALERT ? RPRT_YES : RPRT_NO;
    if (filter->sealed == 1)
        return type == HANDSHAKE || type == ALERT ? RPRT_YES : RPRT_NO;
    if (type == CHANGE_CIPHER)
        return length == 1 && filter->plain > 0 ? RPRT_YES : RPRT_NO;
    if (type == ALERT)
        return length == 2 ? RPRT_YES : RPRT_NO;
    return type == HANDSHAKE && filter->plain < PLAIN_MAX && length >= 4 ? RPRT_YES : RPRT_NO;
}

// The header of a record is complete: may it pass?
static enum rprt_answer header_fits(struct rprt_chan *chan)
{
    struct rprt_chan_filter *filter = &chan->filter;
    const uint8_t *header = filter->header;
    uint32_t length = (uint32_t)header[3] << 8 | header[4];
    // The first record of a client may carry an older version number (RFC 5246, appendix E.1).
    uint8_t oldest = filter->plain == 0 && chan->config->end == RPRT_CHAN_SERVER ? 1 : 3;
    if (header[1] != 3 || header[2] < oldest || header[2] > 3)
        return RPRT_NO;
    if (length == 0 || length > RECORD_MAX || type_fits(chan, header[0], length) != RPRT_YES)
        return RPRT_NO;
    if (header[0] == HANDSHAKE && filter->sealed == 0)
        filter->plain++;
    filter->left = (uint16_t)length;
    return RPRT_YES;
}

static void keep(struct rprt_chan *chan, uint8_t byte)
{
    chan->rx[(chan->rx_first + chan->rx_n) % RPRT_CHAN_RX_SIZE] = byte;
    chan->rx_n++;
}

// One byte of the stream. RPRT_NO: the connection ends here.
static enum rprt_answer pass(struct rprt_chan *chan, uint8_t byte)
{
    struct rprt_chan_filter *filter = &chan->filter;
    if (filter->left != 0) {
        filter->left--;
        if (filter->left == 0 && filter->header[0] == CHANGE_CIPHER)
            filter->sealed = 1;
        else if (filter->left == 0 && filter->sealed == 1)
            filter->sealed = 2;
        if (filter->left == 0)
            filter->n_header = 0;
        keep(chan, byte);
        return RPRT_YES;
    }
    filter->header[filter->n_header++] = byte;
    if (filter->n_header == sizeof filter->header && header_fits(chan) != RPRT_YES)
        return RPRT_NO;
    keep(chan, byte);
    return RPRT_YES;
}

size_t rprt_chan_line(struct rprt_chan *chan, const uint8_t *data, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (chan->state != RPRT_CHAN_OPEN && chan->state != RPRT_CHAN_HANDSHAKE)
            return size;
        if (chan->config->bytes_per_tick != 0 && chan->allowance == 0) {
            chan->counts.over_rate += (uint32_t)(size - i);
            return i;
        }
        if (chan->rx_n == RPRT_CHAN_RX_SIZE)
            return i;
        if (chan->allowance != 0)
            chan->allowance--;
        if (chan->timer == 0 && chan->state == RPRT_CHAN_HANDSHAKE)
            chan->timer = chan->config->deadline;
        if (pass(chan, data[i]) != RPRT_YES) {
            chan->counts.rejected++;
            rprt_chan_fail(chan, RPRT_ERR_FORMAT);
        }
    }
    return size;
}

#endif
