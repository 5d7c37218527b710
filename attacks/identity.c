// SPDX-License-Identifier: Apache-2.0
/*
 * No attack: asks a running pump which plan it was built from and which modules it holds, over the
 * service line, as a hospital's or a maker's computer would.
 */
#include "attack.h"

#include "pump/identity.h"

#include <stdio.h>

// The first answer waits for the check of a signature.
enum { ASK_MS = 20 * 1000, WORDS = PUMP_PLAN_HASH_SIZE / 4 };

static void run(struct attack *attack)
{
    struct attack_line line;
    struct pump_frame reply;
    struct pump_frame ask = {.type = PUMP_CMD_IDENTITY};
    attack_connect(attack, PUMP_LINE_SERVICE, &line);
    if (attack_ask(attack, &line, &ask, ASK_MS, &reply) != PUMP_DONE ||
        reply.n != 1 + PUMP_PLAN_HASH_SIZE + 4)
        attack_error("the pump does not tell its plan");
    for (uint32_t i = 0; i < WORDS; i++) {
        char name[16];
        const uint8_t *at = reply.payload + 1 + (size_t)i * 4;
        snprintf(name, sizeof name, "plan_%u", i);
        // Big-endian, as a digest is written.
        attack_measure(attack, name,
                       (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 |
                           at[3]);
    }
    attack_measure(attack, "modules", pump_get32(reply.payload + 1 + PUMP_PLAN_HASH_SIZE));
    attack_close(&line);
}

const struct attack_info attack_info = {"PLAN", "plan and modules, as the pump reports them", "",
                                        run};
