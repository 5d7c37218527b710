// SPDX-License-Identifier: Apache-2.0
/*
 * ATK-07: emergency access is misused: from afar, without the button, held open, out of its scope.
 */
#include "attack.h"

enum {
    ASK_MS = 500,
    HELD_MINUTES = 255, // asked for
    LIMIT_MINUTES = 20, // after which it must have ended by itself
    MINUTE_MS = 60 * 1000,
    RATE_ULH = 2000,
};

static const struct pump_frame open_long = {
    .type = PUMP_CMD_EMERGENCY, .n = 2, .payload = {1, HELD_MINUTES}};

static void from_afar(struct attack *attack, enum pump_line which)
{
    struct attack_line line;
    struct pump_frame reply;
    attack_connect(attack, which, &line);
    uint8_t opened = attack_ask(attack, &line, &open_long, ASK_MS, &reply);
    if (opened == PUMP_DONE)
        attack_succeeds(attack, "emergency access opened from line number", (uint64_t)which);
    struct pump_frame overdose = attack_program(3, 240000);
    attack_ask(attack, &line, &overdose, ASK_MS, &reply);
    attack_close(&line);
}

// Opened rightly by somebody at the bedside, who then wants more than it is for.
static void out_of_scope(struct attack *attack)
{
    struct pump_frame reply;
    struct attack_line *panel = &attack->honest_panel;
    struct pump_frame beyond = attack_program(3, 1000000); // the library allows 250 ml/h
    struct pump_frame library = attack_library(3, PUMP_THERAPY_HYDRATION, 1000000, 1000000);
    struct pump_frame update = {.type = PUMP_CMD_UPD_BEGIN, .n = 16};
    const struct pump_frame *frames[] = {&beyond, &library, &update};
    uint32_t refused = 0;
    for (int i = 0; i < 3; i++)
        refused += attack_ask(attack, panel, frames[i], ASK_MS, &reply) != PUMP_DONE;
    attack_measure(attack, "out_of_scope_refused", refused);
    if (refused < 3)
        attack_succeeds(attack, "commands out of scope carried out", 3 - refused);
}

static void run(struct attack *attack)
{
    struct attack_state state;
    struct pump_frame reply;
    struct pump_frame logout = {.type = PUMP_CMD_LOGOUT};
    attack_therapy(attack, 1, RATE_ULH);
    attack_nurse(attack, &logout);
    from_afar(attack, PUMP_LINE_NET);
    from_afar(attack, PUMP_LINE_SERVICE);
    struct attack_line *panel = &attack->honest_panel;
    if (attack_ask(attack, panel, &open_long, ASK_MS, &reply) == PUMP_DONE)
        attack_succeeds(attack, "emergency access opened without the button", 0);

    // Now with the button, stuck.
    attack_bench(attack, "button 1", &state);
    attack_wait(attack, 3000, &state);
    uint8_t opened = attack_ask(attack, panel, &open_long, ASK_MS, &reply);
    attack_measure(attack, "opened_with_button", opened == PUMP_DONE);
    attack_wait(attack, 100, &state);
    bool alarm = (attack_value(&state, "alarms") >> PUMP_ALARM_BREAKGLASS & 1) != 0;
    if (opened == PUMP_DONE && !alarm)
        attack_succeeds(attack, "emergency access without an alarm", 0);
    out_of_scope(attack);
    for (int i = 0; i < LIMIT_MINUTES; i++)
        attack_wait(attack, MINUTE_MS, &state);
    struct pump_frame program = attack_program(3, 240000);
    if (attack_ask(attack, panel, &program, ASK_MS, &reply) == PUMP_DONE)
        attack_succeeds(attack, "emergency access still open after minutes", LIMIT_MINUTES);
}

const struct attack_info attack_info = {
    "ATK-07", "misuse of emergency access",
    "abuse case of every bypass; IEC 62443-4-2 CR 2.1 RE 3 (supervisor override)", run};
