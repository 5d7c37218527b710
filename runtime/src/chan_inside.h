// SPDX-License-Identifier: Apache-2.0
// What the sources of chan share.
#ifndef RPRT_CHAN_INSIDE_H
#define RPRT_CHAN_INSIDE_H

#include "rprt/chan.h"

// Ends the connection for a cause and starts the pause.
void rprt_chan_fail(struct rprt_chan *chan, enum rprt_status why);

// Switches off what the profile does not want and the provider may have been built with.
void rprt_chan_switch_off(mbedtls_ssl_config *tls);

// --- how the ends prove themselves: chan_psk.c or chan_cert.c ---

// The one suite, and 0.
extern const int rprt_chan_suites[2];

// Whether the configuration holds what this way needs.
enum rprt_status rprt_chan_proof_check(const struct rprt_chan_config *config);

// Hands keys, names and limits to the TLS layer, before it is set up.
enum rprt_status rprt_chan_proof_set(struct rprt_chan *chan);

void rprt_chan_proof_done(struct rprt_chan *chan);

// After a full handshake: whether the peer is who it must be.
enum rprt_answer rprt_chan_proven(const struct rprt_chan *chan);

// --- short handshakes: chan_resume.c ---

// Lets a listening end find the kept secret.
void rprt_chan_resume_set(struct rprt_chan *chan);

// At the start of a handshake: a dialling end offers the kept secret. RPRT_ERR_PROVIDER: refused.
enum rprt_status rprt_chan_resume_offer(struct rprt_chan *chan);

// After each step: looks at what was agreed. RPRT_ERR_VERSION: not the extended master secret.
enum rprt_status rprt_chan_watch(struct rprt_chan *chan);

// The handshake has opened the connection: keeps its secret or counts its use.
void rprt_chan_resume_keep(struct rprt_chan *chan);

void rprt_chan_resume_tick(struct rprt_chan *chan);

#endif
