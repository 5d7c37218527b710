// SPDX-License-Identifier: Apache-2.0
/*
 * TLS 1.2 with a shared key, as the hospital's server speaks it: Mbed TLS of the host, not the code
 * of the pump.
 */
#ifndef ATTACKS_PEER_TLS_H
#define ATTACKS_PEER_TLS_H

#include "peer.h"

// NULL when the library refuses.  Borrows the peer, whose line is connected.
struct peer_tls *peer_tls_new(struct peer *peer);

// The same, but offering only what a pump must not take.
enum peer_tls_weak {
    PEER_TLS_WEAK_CBC,
    PEER_TLS_WEAK_CCM_8,   // a tag of eight bytes
    PEER_TLS_WEAK_VERSION, // TLS 1.1
    PEER_TLS_WEAK_COUNT,
};
struct peer_tls *peer_tls_new_weak(struct peer *peer, enum peer_tls_weak which);

// Replaces the key before the handshake, for the attacks that do not know it.
void peer_tls_wrong_key(struct peer_tls *tls);

// Completes the handshake within 400 ms of the pump's time; false when it does not.
bool peer_tls_handshake(struct attack *attack, struct peer_tls *tls);

// At most n bytes of authentic data that came; 0 when there are none now.
size_t peer_tls_read(struct peer_tls *tls, uint8_t *ret_bytes, size_t n);
bool peer_tls_send(struct attack *attack, struct peer_tls *tls, const uint8_t *bytes, size_t n);

// NULL: nothing happens.
void peer_tls_free(struct peer_tls *tls);

#endif
