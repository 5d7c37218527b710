// SPDX-License-Identifier: Apache-2.0
/*
 * ATK-03: a man in the middle changes what the honest server sends.
 *
 * Bits flipped (and the CRC mended where there is one to mend), the end cut off, two messages
 * exchanged, older versions and weaker suites offered.  The connection may be lost by it; it must be
 * back within two seconds.
 */
#include "attack.h"
#include "peer.h"
#include "peer_tls.h"

#include <string.h>

enum {
    ROUNDS = 24,
    BOLUS_NL = 100 * 1000,
    RECOVERY_LIMIT_MS = 2000,
    FAST_TRIES = 20, // 100 ms apart
};

// The honest server's message as the man in the middle has it in hand: not yet on the wire.
static void hold_bolus(struct attack *attack, struct peer *server)
{
    struct pump_frame bolus = attack_bolus(BOLUS_NL);
    server->n_recorded = 0;
    peer_record(server, true);
    peer_hold(server, true);
    peer_send_only(attack, server, &bolus);
    peer_hold(server, false);
    peer_record(server, false);
}

static void mend_crc(uint8_t *bytes, size_t n)
{
    pump_put16(bytes + n - 2, pump_crc16(bytes + 2, n - 4));
}

// One way of changing it, by number; gives the new length.
static size_t tamper(struct attack *attack, struct peer *server, uint32_t round)
{
    uint8_t *bytes = server->recorded;
    size_t n = server->n_recorded;
    bool plain = !attack_has(attack, "chan");
    if (round % 4 == 3)
        return n - 1 - attack_random(attack) % (n / 2);
    // On the plain line the volume is at a known place; under TLS anything may be it.
    size_t first = plain ? PUMP_FRAME_HEAD : 5;
    size_t last = plain ? PUMP_FRAME_HEAD + 3 : n;
    size_t at = first + attack_random(attack) % (last - first);
    bytes[at] ^= (uint8_t)(1U << attack_random(attack) % 8);
    if (plain)
        mend_crc(bytes, n);
    return n;
}

static void one_round(struct attack *attack, uint32_t round, uint32_t *ret_worst_ms)
{
    struct peer server;
    struct attack_state before;
    struct attack_state after;
    attack_state(attack, &before);
    if (!peer_try(attack, &server, FAST_TRIES)) {
        attack_succeeds(attack, "the honest server is locked out, ms", RECOVERY_LIMIT_MS);
        peer_connect(attack, &server);
    }
    attack_state(attack, &after);
    uint32_t ms = (uint32_t)(attack_value(&after, "ms") - attack_value(&before, "ms"));
    if (ms > *ret_worst_ms)
        *ret_worst_ms = ms;
    hold_bolus(attack, &server);
    size_t n = tamper(attack, &server, round);
    attack_send_bytes(&server.line, server.recorded, n);
    attack_wait(attack, 100, &after);
    peer_close(&server);
}

// Two authentic messages in the wrong order: a stop, then what was meant to come before it.
static void reorder(struct attack *attack)
{
    struct peer server;
    struct attack_state state;
    struct pump_frame ping = {.type = PUMP_CMD_PING};
    peer_connect(attack, &server);
    hold_bolus(attack, &server);
    uint8_t first[PEER_RECORD_MAX];
    size_t n = server.n_recorded;
    memcpy(first, server.recorded, n);
    server.n_recorded = 0;
    peer_record(&server, true);
    peer_hold(&server, true);
    peer_send_only(attack, &server, &ping);
    peer_hold(&server, false);
    attack_send_bytes(&server.line, server.recorded, server.n_recorded);
    attack_send_bytes(&server.line, first, n);
    attack_wait(attack, 200, &state);
    peer_close(&server);
}

static void downgrade(struct attack *attack)
{
    uint32_t taken = 0;
    for (int weak = 0; weak < PEER_TLS_WEAK_COUNT; weak++) {
        struct peer server;
        struct attack_state state;
        memset(&server, 0, sizeof server);
        attack_connect(attack, PUMP_LINE_NET, &server.line);
        server.tls = peer_tls_new_weak(&server, (enum peer_tls_weak)weak);
        taken += server.tls != NULL && peer_tls_handshake(attack, server.tls);
        peer_close(&server);
        attack_wait(attack, 1500, &state);
    }
    attack_measure(attack, "weak_handshakes_offered", PEER_TLS_WEAK_COUNT);
    if (taken > 0)
        attack_succeeds(attack, "weaker handshakes completed", taken);
}

static void run(struct attack *attack)
{
    uint32_t worst_ms = 0;
    uint64_t rounds = attack->options.rounds != 0 ? attack->options.rounds : ROUNDS;
    attack_therapy(attack, 2, 1000);
    for (uint32_t i = 0; i < rounds; i++)
        one_round(attack, i, &worst_ms);
    attack_measure(attack, "reconnect_worst_ms", worst_ms);
    if (worst_ms > RECOVERY_LIMIT_MS)
        attack_succeeds(attack, "the link was not back in time, ms", worst_ms);
    reorder(attack);
    if (attack_has(attack, "chan"))
        downgrade(attack);
}

const struct attack_info attack_info = {
    "ATK-03", "tampering on the wire and downgrade",
    "B. Braun SpaceCom 2021, CVE-2021-33885 and CVE-2021-33883 (clear text)", run};
