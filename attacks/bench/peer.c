// SPDX-License-Identifier: Apache-2.0
/*
 * The honest server of the hospital, as the pump's network peer: plain or over TLS.
 */
#include "peer.h"

#include "peer_tls.h"

#include <string.h>

enum {
    STEP_MS = 10,
    TRIES = 60,       // connections until the honest server gives up
    BETWEEN_MS = 100, // two of them
};

bool peer_wire(struct peer *peer, const uint8_t *bytes, size_t n)
{
    size_t all = n;
    uint8_t *to = peer->recording ? peer->recorded : peer->session;
    size_t *count = peer->recording ? &peer->n_recorded : &peer->n_session;
    if (n > PEER_RECORD_MAX - *count)
        n = PEER_RECORD_MAX - *count;
    memcpy(to + *count, bytes, n);
    *count += n;
    return peer->holding || attack_send_bytes(&peer->line, bytes, all);
}

void peer_hold(struct peer *peer, bool on)
{
    peer->holding = on;
}

void peer_record(struct peer *peer, bool on)
{
    peer->recording = on;
}

bool peer_try(struct attack *attack, struct peer *ret_peer, uint32_t tries)
{
    memset(ret_peer, 0, sizeof *ret_peer);
    struct attack_state state;
    for (uint32_t i = 0; i < tries; i++) {
        attack_connect(attack, PUMP_LINE_NET, &ret_peer->line);
        if (!attack_has(attack, "chan"))
            return true;
        ret_peer->n_session = 0;
        ret_peer->tls = peer_tls_new(ret_peer);
        if (ret_peer->tls != NULL && peer_tls_handshake(attack, ret_peer->tls))
            return true;
        peer_close(ret_peer);
        attack_wait(attack, BETWEEN_MS, &state);
    }
    return false;
}

void peer_connect(struct attack *attack, struct peer *ret_peer)
{
    if (peer_try(attack, ret_peer, TRIES))
        return;
    attack_error("the honest server cannot connect");
}

static size_t peer_read(struct peer *peer, uint8_t *ret_byte)
{
    if (peer->tls != NULL)
        return peer_tls_read(peer->tls, ret_byte, 1);
    return attack_read_bytes(&peer->line, ret_byte, 1);
}

static bool peer_send(struct attack *attack, struct peer *peer, const uint8_t *bytes, size_t n)
{
    if (peer->tls != NULL)
        return peer_tls_send(attack, peer->tls, bytes, n);
    return peer_wire(peer, bytes, n);
}

bool peer_send_only(struct attack *attack, struct peer *peer, const struct pump_frame *frame)
{
    struct pump_frame copy = *frame;
    uint8_t bytes[PUMP_FRAME_SIZE_MAX];
    copy.tag = ++peer->line.tag;
    return peer_send(attack, peer, bytes, pump_frame_write(&copy, bytes));
}

static bool take_reply(struct peer *peer, struct pump_frame *ret_reply)
{
    uint8_t byte;
    while (peer_read(peer, &byte) == 1)
        if (pump_parse_byte(&peer->line.parser, byte, ret_reply) == PUMP_PARSE_FRAME &&
            ret_reply->tag == peer->line.tag && ret_reply->n > 0)
            return true;
    return false;
}

uint8_t peer_ask(struct attack *attack, struct peer *peer, const struct pump_frame *frame,
                 uint32_t ms)
{
    struct pump_frame reply;
    struct attack_state state;
    if (!peer_send_only(attack, peer, frame))
        return 0;
    for (uint32_t passed = 0; passed < ms; passed += STEP_MS) {
        attack_wait(attack, STEP_MS, &state);
        if (take_reply(peer, &reply))
            return reply.payload[0];
    }
    return 0;
}

void peer_close(struct peer *peer)
{
    peer_tls_free(peer->tls);
    peer->tls = NULL;
    attack_close(&peer->line);
}
