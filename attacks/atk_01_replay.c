// SPDX-License-Identifier: Apache-2.0
/*
 * ATK-01: a bolus of the honest server is recorded on the network and sent again.
 *
 * The attacker sits on the wire: he sees every byte of the honest session and can open connections
 * of his own.  He does not know any key.
 */
#include "attack.h"
#include "peer.h"

enum {
    REPLAYS = 5,
    BOLUS_NL = 500 * 1000,
    AFTER_MS = 20 * 1000, // long enough for all replayed boluses to flow
};

static void run(struct attack *attack)
{
    struct attack_state state;
    struct peer server;
    attack_therapy(attack, 2, 1000);
    peer_connect(attack, &server);
    struct pump_frame bolus = attack_bolus(BOLUS_NL);
    peer_record(&server, true);
    uint8_t result = peer_ask(attack, &server, &bolus, 2000);
    peer_record(&server, false);
    if (result == PUMP_DONE) {
        attack->honest++;
        attack->extra_nl += BOLUS_NL;
    }
    attack_measure(attack, "honest_bolus_taken", result == PUMP_DONE);
    attack_wait(attack, 5000, &state);

    // In the honest server's own connection, then in connections of his own.
    uint32_t sent = 0;
    for (int i = 0; i < REPLAYS; i++) {
        sent += attack_send_bytes(&server.line, server.recorded, server.n_recorded);
        attack_wait(attack, 200, &state);
    }
    peer_close(&server);
    for (int i = 0; i < REPLAYS; i++) {
        struct attack_line line;
        attack_connect(attack, PUMP_LINE_NET, &line);
        sent += attack_send_bytes(&line, server.session, server.n_session);
        sent += attack_send_bytes(&line, server.recorded, server.n_recorded);
        attack_wait(attack, 500, &state);
        attack_close(&line);
    }
    attack_measure(attack, "replays_sent", sent);
    attack_wait(attack, AFTER_MS, &state);
}

const struct attack_info attack_info = {
    "ATK-01", "replay of a recorded bolus",
    "Medtronic MiniMed 508 and Paradigm remote bolus, CVE-2018-14781 (capture and replay)", run};
