// SPDX-License-Identifier: Apache-2.0
/*
 * ATK-15: the hospital's network is silent for 72 hours (ransomware took the servers).
 *
 * Nothing is sent to the pump: what is judged is that therapy goes on as its table says and that
 * somebody at the bedside is told in time.
 */
#include "attack.h"
#include "peer.h"

enum {
    HOURS = 72,
    HOUR_MS = 3600 * 1000,
    ALARM_LIMIT_MS = 120 * 1000, // after the last sign of life
    TALK_S = 60,                 // the server is heard so long before
    RATE_ULH = 500,              // 36 ml in 72 h, one syringe lasts
};

static void run(struct attack *attack)
{
    struct attack_state state;
    struct peer server;
    struct pump_frame ping = {.type = PUMP_CMD_PING};
    if (attack->options.platform == ATTACK_QEMU) {
        attack_skip(attack, "72 hours need simulated time: runs on the host");
        return;
    }
    attack_therapy(attack, 1, RATE_ULH);
    peer_connect(attack, &server);
    for (int i = 0; i < TALK_S; i++) {
        peer_ask(attack, &server, &ping, 500);
        attack_wait(attack, 500, &state);
    }
    peer_close(&server);
    attack_state(attack, &state);
    uint64_t silent_from = attack_value(&state, "tick") * PUMP_EP_PERIOD_MS;
    for (int i = 0; i < HOURS; i++)
        attack_wait(attack, HOUR_MS, &state);
    uint64_t first = attack_value(&state, "first_link") * PUMP_EP_PERIOD_MS;
    if (first == 0) {
        attack_succeeds(attack, "nobody was told that the network is dead, hours", HOURS);
        return;
    }
    uint64_t latency = first > silent_from ? first - silent_from : 0;
    attack_measure(attack, "alarm_latency_ms", latency);
    if (latency > ALARM_LIMIT_MS)
        attack_succeeds(attack, "the alarm came late, ms", latency);
}

const struct attack_info attack_info = {
    "ATK-15", "72 hours of silence", "hospital ransomware; alarm systems as in IEC 60601-1-8", run};
