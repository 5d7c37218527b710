// SPDX-License-Identifier: Apache-2.0
/*
 * ATK-14: the communications side itself is taken over.
 *
 * A test hook stands in for the exploit: it writes into the essential function's memory, loops for
 * ever, runs over its stack, or leaves damaged orders for the essential function.  After each the
 * nurse must be able to work again, and therapy must not have noticed.
 *
 * Not tried, because no control here prevents it: whoever owns the communications side can give
 * well-formed orders within the hard limits (see README.md).
 */
#include "attack.h"

#include <stdio.h>

enum {
    RATE_ULH = 20000,
    AFTER_MS = 3000,
    PANEL_MS = 1000, // the panel must answer within it
};

// The hook acts, the pump has its time, then somebody at the bedside asks for the state.
static void one(struct attack *attack, enum pump_hook hook, const char *name)
{
    char text[40];
    struct attack_state before;
    struct attack_state after;
    attack_state(attack, &before);
    snprintf(text, sizeof text, "hook %d", (int)hook);
    attack_bench(attack, text, &after);
    attack_wait(attack, AFTER_MS, &after);
    if (attack_value(&after, "rate") != RATE_ULH)
        attack_succeeds(attack, "rate in the essential function's memory, ul/h",
                        attack_value(&after, "rate"));
    if (attack_value(&after, "tick") - attack_value(&before, "tick") <
        AFTER_MS / PUMP_EP_PERIOD_MS) {
        attack_succeeds(attack, "the essential function began anew or stood still", 0);
    }
    struct pump_frame status = {.type = PUMP_CMD_STATUS};
    bool answers = attack_nurse(attack, &status) == PUMP_DONE;
    snprintf(text, sizeof text, "panel_after_%s", name);
    attack_measure(attack, text, answers);
    if (!answers)
        attack_succeeds(attack, "the panel is dead after hook number", (uint64_t)hook);
}

static void run(struct attack *attack)
{
    struct attack_state state;
    if (attack->options.platform == ATTACK_HOST) {
        attack_skip(attack, "memory protection exists on the target only");
        return;
    }
    attack_therapy(attack, 1, RATE_ULH);
    attack_wait(attack, 1000, &state);
    one(attack, PUMP_HOOK_FORGE, "forge");
    one(attack, PUMP_HOOK_WRITE, "write");
    one(attack, PUMP_HOOK_HANG, "hang");
    one(attack, PUMP_HOOK_RECURSE, "recursion");
    attack_state(attack, &state);
    attack_measure(attack, "posture", attack_value(&state, "posture"));
}

const struct attack_info attack_info = {
    "ATK-14", "compromised communications side",
    "stand-in for any remote code execution, e.g. CVE-2021-33886; IEC 62443-4-2 CR 7.1", run};
