// SPDX-License-Identifier: Apache-2.0
/*
 * ATK-02: a stranger on the network widens the drug library's limits and programs an overdose.
 *
 * He knows the protocol (it is in the service manual) and no key.
 */
#include "attack.h"

enum {
    DRUG = 1,            // the vasopressor that the nurse started
    RATE_ULH = 600000,   // 600 ml/h instead of 2
    FLOW_MS = 30 * 1000, // what he lets flow
    ASK_MS = 300,
    TRIES = 3,
};

static void run(struct attack *attack)
{
    struct attack_state state;
    attack_therapy(attack, DRUG, 2000);
    uint32_t answered = 0;
    for (int i = 0; i < TRIES; i++) {
        struct attack_line line;
        struct pump_frame reply;
        attack_connect(attack, PUMP_LINE_NET, &line);
        struct pump_frame library =
            attack_library(DRUG, PUMP_THERAPY_VASOPRESSOR, RATE_ULH, 1000000);
        struct pump_frame program = attack_program(DRUG, RATE_ULH);
        struct pump_frame stop = {.type = PUMP_CMD_STOP};
        answered += attack_ask(attack, &line, &library, ASK_MS, &reply) != 0;
        answered += attack_ask(attack, &line, &stop, ASK_MS, &reply) != 0;
        answered += attack_ask(attack, &line, &program, ASK_MS, &reply) != 0;
        attack_close(&line);
        attack_wait(attack, 1000, &state);
    }
    attack_wait(attack, FLOW_MS, &state);
    attack_measure(attack, "answers_to_the_stranger", answered);
}

const struct attack_info attack_info = {
    "ATK-02", "forged set-point and drug library",
    "B. Braun SpaceCom/Infusomat 2021, CVE-2021-33885 and CVE-2021-33882", run};
