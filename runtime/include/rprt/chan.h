// SPDX-License-Identifier: Apache-2.0
/* Secure connection: TLS 1.2 of Mbed TLS with one fixed suite, over a byte stream.
 *
 * The ends prove themselves by a shared key or by certificates, as RPRT_CHAN_PROFILE says; both always
 * prove themselves. The extended master secret (RFC 7627) is demanded. After a full handshake its secret
 * can be kept in RAM for a counted number of short ones (resumption by session number, RFC 5246, 7.3;
 * no tickets).
 *
 * In front stands a filter without cryptography: whatever is not a TLS 1.2 record of a type that the
 * present state expects, within the length limit, ends the connection for a growing pause. At most
 * one handshake runs, with a deadline. One step does at most one step of the handshake; its longest
 * single call is published in runtime/README.md. A flood may take the connection away, never
 * anything else: the module owns no memory that others use.
 */
#ifndef RPRT_CHAN_H
#define RPRT_CHAN_H

#include <mbedtls/ssl.h>
#include <stddef.h>
#include <stdint.h>

#include "rprt/crypto.h"
#if RPRT_CHAN_PROFILE == RPRT_CHAN_CERT
#include <mbedtls/x509_crt.h>
#endif

// Longest message that fits one record.
#define RPRT_CHAN_MESSAGE_MAX 1024u
// Longest certificate that fits one record with what TLS puts around it.
#define RPRT_CHAN_CERTIFICATE_MAX 1000u
#define RPRT_CHAN_OWN_KEY_SIZE 32u

enum rprt_chan_end {
    RPRT_CHAN_CLIENT = 1, // the device dials out: preferred
    RPRT_CHAN_SERVER = 2,
};

enum rprt_chan_state {
    RPRT_CHAN_CLOSED = 0x1e,    // nothing is accepted but rprt_chan_open
    RPRT_CHAN_PAUSED = 0x2d,    // waiting after a failure; bytes are thrown away
    RPRT_CHAN_HANDSHAKE = 0x4b, // not authenticated yet
    RPRT_CHAN_OPEN = 0x87,      // authenticated
};

// Const, borrowed. Times are in ticks (of rprt_chan_tick).
struct rprt_chan_config {
    const struct rprt_port *port;
    enum rprt_chan_end end;

    // RPRT_CHAN_PSK only: the key shared with the peer (16 to 32 bytes) and the name under which both
    // know it.
    const uint8_t *psk;
    size_t psk_size;
    const uint8_t *identity;
    size_t identity_size; // 1 to 32

    // RPRT_CHAN_CERT only. Certificates in DER, borrowed for the life of the context, P-256 and SHA-256.
    const uint8_t *ca; // the one authority whose certificates are believed
    size_t ca_size;
    const uint8_t *own; // shown to the peer, signed by its authority without one in between
    size_t own_size;    // 1 to RPRT_CHAN_CERTIFICATE_MAX
    const uint8_t
        *own_key; // RPRT_CHAN_OWN_KEY_SIZE bytes: the secret number that belongs to own, copied
    // The name that the peer's certificate must hold: a DNS name among its alternative names or, when it
    // has none, its common name. Never empty.
    const char *peer_name;

    // How many short handshakes may follow a full one, and for how long after it. 0 uses: none, and
    // nothing is kept. RPRT_OK of a short handshake means: the peer knows the secret of the full one.
    uint32_t resume_uses;
    uint32_t resume_ticks; // at least 1 when resume_uses is not 0

    uint32_t deadline;       // for the whole handshake, from its first byte on; at least 1
    uint32_t pause_first;    // after the first failure; doubles with each one; at least 1
    uint32_t pause_max;      // at least pause_first
    uint32_t bytes_per_tick; // taken from the line; 0: no limit

    // How many allocations of the TLS layer were refused so far; a change ends the connection, since
    // Mbed TLS 2.28 does not notice each of them (CVE-2025-27810). NULL: memory cannot run out.
    uint32_t (*refused)(void *context);
};

// Counted since rprt_chan_init; for detect and the log.
struct rprt_chan_counts {
    uint32_t rejected;   // by the filter
    uint32_t handshakes; // begun
    uint32_t resumed;    // short handshakes that opened the connection
    uint32_t failures;   // of handshakes
    uint32_t tags;       // records that were not authentic
    uint32_t over_rate;  // bytes thrown away
};

// What the provider keeps for the way of proving. Private.
#if RPRT_CHAN_PROFILE == RPRT_CHAN_CERT
struct rprt_chan_proof {
    mbedtls_x509_crt ca;
    mbedtls_x509_crt own; // its key holds the secret number too
};
#define RPRT_CHAN_PROOF_SIZE sizeof(struct rprt_chan_proof)
#else
struct rprt_chan_proof {
    uint8_t none;
};
#define RPRT_CHAN_PROOF_SIZE 0u // for size tables
#endif

// Caller-owned.
struct rprt_chan {
    const struct rprt_chan_config *config;
    enum rprt_chan_state state;
    enum rprt_status why; // the last end of the connection
    uint32_t timer;       // ticks left of deadline or pause
    uint32_t pause;       // length of the next pause
    uint32_t allowance;   // bytes left in this tick

    // Of the running handshake. RPRT_YES:
    enum rprt_answer bound;   // it has the extended master secret
    enum rprt_answer peer;    // the peer's certificate was looked at and is good
    enum rprt_answer resumed; // it is a short one

    struct rprt_chan_filter {
        uint8_t header[5];
        uint8_t n_header;
        uint16_t left;  // bytes of the record still to come
        uint16_t plain; // records before encryption
        uint8_t sealed; // 1 once the peer switched to encryption, 2 after its first record then
    } filter;
    struct rprt_chan_counts counts;

    // The secret of the last full handshake.
    struct rprt_chan_kept {
        uint32_t uses; // short handshakes left; 0: nothing is kept
        uint32_t ticks;
        uint8_t id[32]; // its number, known to everybody on the line
        uint8_t master[48];
    } kept;

    uint32_t rx_first, rx_n;
    uint8_t rx[RPRT_CHAN_RX_SIZE];
    struct rprt_chan_proof proof;
    mbedtls_ssl_config tls_config;
    mbedtls_ssl_context tls;
};

// Prepares a closed connection. Borrows config and crypto for the life of the context.
// RPRT_ERR_PROVIDER: no memory for the TLS layer. RPRT_ERR_KEY: a certificate or the own key cannot be
// used, or there was no memory to read it. RPRT_ERR_ARG, RPRT_ERR_PORT: the configuration lacks something or
// contradicts itself. After an error only rprt_chan_done is allowed; the field `why` begins as
// RPRT_ERR_CLOSED.
RPRT_CHECKED enum rprt_status rprt_chan_init(struct rprt_chan *chan,
                                             const struct rprt_chan_config *config);

// Frees what the TLS layer holds and wipes all secrets. NULL or zeroed: nothing happens.
void rprt_chan_done(struct rprt_chan *chan);

// Begins a handshake (client) or waits for one (server), a short one when a secret is kept and the peer
// kept it too. RPRT_ERR_LOCKED: pausing after a failure, call again after its ticks. RPRT_ERR_STATE: it is open
// or on the way already. RPRT_ERR_PROVIDER: no memory; nothing was begun, call again later.
RPRT_CHECKED enum rprt_status rprt_chan_open(struct rprt_chan *chan);

// data: bytes from the line, any number, in any pieces; may be called where the line is read. Returns how
// many were taken: fewer than size only when the buffer is full (call step, then offer the rest).
size_t rprt_chan_line(struct rprt_chan *chan, const uint8_t *data, size_t size);

// At most one step of the handshake, or one record. RPRT_OK: open. RPRT_AGAIN: on the way.
// RPRT_ERR_CLOSED: ended; chan->why says how (RPRT_ERR_VERSION: the peer does not do the extended master
// secret). RPRT_ERR_LOCKED: pausing.
RPRT_CHECKED enum rprt_status rprt_chan_step(struct rprt_chan *chan);

// One tick of the timer: deadline, pause, allowance, time of the kept secret.
void rprt_chan_tick(struct rprt_chan *chan);

// Takes a message from the peer out: up to size (at least 1) bytes of what has arrived, their number in
// ret_size, which is set on RPRT_OK alone. RPRT_AGAIN: nothing there. RPRT_ERR_CLOSED: there is no
// connection, or it ended now; chan->why says how, rprt_chan_open begins another. RPRT_ERR_ARG: size is 0.
// Only bytes of authentic records are handed out.
RPRT_CHECKED enum rprt_status rprt_chan_receive(struct rprt_chan *chan, uint8_t *out, size_t size,
                                                size_t *ret_size);

// Sends data, a message with a size of 1 to RPRT_CHAN_MESSAGE_MAX bytes (RPRT_ERR_ARG: another size).
// RPRT_AGAIN: the line takes no more; call again with the same message. RPRT_ERR_CLOSED: there is no
// connection, or it ended now; whether the peer got the message is not known, so say it again in the next.
RPRT_CHECKED enum rprt_status rprt_chan_send(struct rprt_chan *chan, const uint8_t *data,
                                             size_t size);

// Ends the connection with a notice to the peer. The pause is not touched, the kept secret neither.
void rprt_chan_close(struct rprt_chan *chan);

// Wipes the kept secret, and what the TLS layer still holds of an ended connection: the next handshake
// is a full one. Call it after closing when the peer must prove itself anew. A key, certificate, name or
// list changes by rprt_chan_done and rprt_chan_init, which forget by themselves.
void rprt_chan_forget(struct rprt_chan *chan);

#endif
