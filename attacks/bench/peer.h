// SPDX-License-Identifier: Apache-2.0
/*
 * The honest server of the hospital, as the pump's network peer: plain or over TLS.
 *
 * It also plays the recorder on the wire: `session` holds what the server sent before the recording
 * began, `recorded` what it sent during it.
 */
#ifndef ATTACKS_PEER_H
#define ATTACKS_PEER_H

#include "attack.h"

enum { PEER_RECORD_MAX = 8192 };

struct peer_tls; // the TLS side, in peer_tls.c

struct peer {
    struct attack_line line;
    struct peer_tls *tls; // NULL: plain
    bool recording;
    bool holding; // what is sent is recorded and not sent
    uint8_t session[PEER_RECORD_MAX];
    size_t n_session;
    uint8_t recorded[PEER_RECORD_MAX];
    size_t n_recorded;
};

// Connects and, where the pump's network is secured, completes the handshake.  Ends the program
// when it cannot: an attack that has no honest session to attack proves nothing.
void peer_connect(struct attack *attack, struct peer *ret_peer);

// As peer_connect(), but gives false after so many connections (100 ms apart) failed.
bool peer_try(struct attack *attack, struct peer *ret_peer, uint32_t tries);

void peer_record(struct peer *peer, bool on);

// While on, the recorder keeps what the server sends and lets nothing pass.
void peer_hold(struct peer *peer, bool on);

// Sends a command and does not wait for its answer.
bool peer_send_only(struct attack *attack, struct peer *peer, const struct pump_frame *frame);

// As attack_ask(), through the protection.
uint8_t peer_ask(struct attack *attack, struct peer *peer, const struct pump_frame *frame,
                 uint32_t ms);
void peer_close(struct peer *peer);

// Puts bytes on the wire, past the recorder.
bool peer_wire(struct peer *peer, const uint8_t *bytes, size_t n);

#endif
