// SPDX-License-Identifier: Apache-2.0
/*
 * ATK-04: the connection is flooded with handshakes: half-open ones, and complete ones with a wrong
 * key.
 *
 * The link may be lost to it.  The panel must answer within a second and the essential function must
 * keep its time.
 */
#include "attack.h"
#include "peer.h"
#include "peer_tls.h"

#include <string.h>

enum {
    ROUNDS = 40,
    HELLOS = 10, // sent at once in each round
    PANEL_LIMIT_MS = 1000,
    RATE_ULH = 20000,
};

// What a real client sends first, taken from one.
static size_t record_hello(struct attack *attack, uint8_t ret_bytes[PEER_RECORD_MAX])
{
    struct peer peer;
    peer_connect(attack, &peer);
    memcpy(ret_bytes, peer.session, peer.n_session);
    // The first record alone: its length stands in bytes 3 and 4.
    size_t n = 5 + ((size_t)peer.session[3] << 8 | peer.session[4]);
    peer_close(&peer);
    return n;
}

static uint32_t ask_panel(struct attack *attack)
{
    struct attack_state begin;
    struct attack_state end;
    struct pump_frame status = {.type = PUMP_CMD_STATUS};
    attack_state(attack, &begin);
    uint8_t result = attack_nurse(attack, &status);
    attack_state(attack, &end);
    if (result != PUMP_DONE)
        return UINT32_MAX;
    return (uint32_t)(attack_value(&end, "ms") - attack_value(&begin, "ms"));
}

static void wrong_key(struct attack *attack)
{
    struct peer stranger;
    memset(&stranger, 0, sizeof stranger);
    attack_connect(attack, PUMP_LINE_NET, &stranger.line);
    stranger.tls = peer_tls_new(&stranger);
    if (stranger.tls == NULL)
        attack_error("no TLS for the stranger");
    peer_tls_wrong_key(stranger.tls);
    if (peer_tls_handshake(attack, stranger.tls))
        attack_succeeds(attack, "a handshake with a wrong key completed", 1);
    peer_close(&stranger);
}

static void run(struct attack *attack)
{
    static uint8_t hello[PEER_RECORD_MAX];
    uint64_t rounds = attack->options.rounds != 0 ? attack->options.rounds : ROUNDS;
    uint32_t worst = 0;
    struct attack_state state;
    if (!attack_has(attack, "chan")) {
        attack_skip(attack, "no handshake to flood: the network line is plain");
        return;
    }
    attack_therapy(attack, 1, RATE_ULH);
    size_t n = record_hello(attack, hello);
    for (uint64_t i = 0; i < rounds; i++) {
        struct attack_line line;
        attack_connect(attack, PUMP_LINE_NET, &line);
        for (int k = 0; k < HELLOS; k++)
            attack_send_bytes(&line, hello, n);
        uint32_t ms = ask_panel(attack);
        worst = ms > worst ? ms : worst;
        attack_close(&line);
        if (i % 8 == 0)
            wrong_key(attack);
    }
    attack_measure(attack, "hellos_sent", rounds * HELLOS);
    attack_measure(attack, "panel_answer_worst_ms", worst);
    if (worst > PANEL_LIMIT_MS)
        attack_succeeds(attack, "the panel was deaf, ms", worst);

    // And afterwards the honest server gets through again.
    struct attack_state begin;
    struct peer server;
    attack_state(attack, &begin);
    peer_connect(attack, &server);
    attack_state(attack, &state);
    attack_measure(attack, "link_back_ms", attack_value(&state, "ms") - attack_value(&begin, "ms"));
    peer_close(&server);
}

const struct attack_info attack_info = {
    "ATK-04", "handshake flood", "denial of service on a secure channel; IEC 62443-4-2 CR 7.1 RE 1",
    run};
