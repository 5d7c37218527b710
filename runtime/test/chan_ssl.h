// SPDX-License-Identifier: Apache-2.0
/* OpenSSL as the other end of chan, over memory and not over a socket: what it writes goes through
 * rprt_chan_line, what chan sends goes into it. A case says in what the peer differs from what it should
 * be.
 */
#ifndef RPRT_TEST_CHAN_SSL_H
#define RPRT_TEST_CHAN_SSL_H

#include <openssl/err.h>
#include <openssl/ssl.h>

#include "chan_issue.h"
#include "chan_rig.h"

#define SELF_SIGNED 1u  // the peer's certificate
#define OTHER_ISSUER 2u // of an authority that is not pinned
#define LONG_CHAIN 4u   // through an authority in between
#define EXTRA 8u        // a second certificate after the right one
#define NO_PROOF 16u    // no certificate, or another shared key
#define OTHER_NAME 32u  // shared key only
#define RENEGOTIATE 64u // asks for another handshake once it is open
#define OTHER_HASH 128u // signs with SHA-384 only

struct peer_case {
    const char *name;
    bool good;
    unsigned how;
    int version;        // 0: 1.2
    const char *suite;  // NULL: the right one
    uint64_t options;   // of OpenSSL
    const char *groups; // for the exchange of keys; NULL: P-256
    struct issue issue; // common_name NULL: as it should be
};

struct rig {
    struct pair *pair; // only the end under test is used
    struct end *end;
    SSL_CTX *context;
    SSL *ssl;
};

// The names of the four suites, and the one of this build.
extern const char *const rig_suites[4];
const char *rig_own_suite(void);

// What the certificate of a client or server is asked for as.
struct issue rig_issue(bool client);

SSL_CTX *rig_peer(const struct peer_case *what, bool client);

// An end of chan with secrets kept (five uses, 100 ticks) and a peer that is as the case says.
void rig_open(struct rig *rig, const struct peer_case *what, bool chan_is_client);
void rig_free(struct rig *rig);

// Begins a connection; with session, a dialling peer offers it.
void rig_connect(struct rig *rig, SSL_SESSION *session);

// What each has said goes to the other, and each takes a step.
void rig_turn(struct rig *rig);

// After forty turns: both ends open and messages both ways.
bool rig_works(struct rig *rig);

#endif
