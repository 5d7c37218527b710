// SPDX-License-Identifier: Apache-2.0
/*
 * ATK-06: PINs are guessed from afar and at the service plug, and the nurse is locked out by it.
 *
 * What must hold: few guesses are looked at, none is right, and the nurse can treat her patient
 * within ten seconds whatever was locked.
 */
#include "attack.h"

#include "pump/seam/factory.h"

#include <stdio.h>

enum {
    GUESSES = 400,
    GUESS_MS = 100,
    EMERGENCY_LIMIT_MS = 10 * 1000,
    RATE_ULH = 5000,
};

static uint32_t guess(struct attack *attack, enum pump_line which, uint8_t user)
{
    struct attack_line line;
    uint32_t right = 0;
    attack_connect(attack, which, &line);
    for (int i = 0; i < GUESSES / 2; i++) {
        char pin[9];
        struct pump_frame reply;
        snprintf(pin, sizeof pin, "%06u", (unsigned)(attack_random(attack) % 1000000));
        struct pump_frame login = attack_login(user, pin);
        right += attack_ask(attack, &line, &login, GUESS_MS, &reply) == PUMP_DONE;
    }
    if (right > 0) {
        struct pump_frame reply;
        struct pump_frame overdose = attack_program(3, 200000);
        attack_ask(attack, &line, &overdose, GUESS_MS, &reply);
    }
    attack_close(&line);
    return right;
}

// From the nurse's first look at the pump to the running therapy, ms; 0 when she did not succeed.
static uint32_t emergency(struct attack *attack)
{
    struct attack_state begin;
    struct attack_state state;
    struct pump_frame open = {.type = PUMP_CMD_EMERGENCY, .n = 2, .payload = {1, 10}};
    struct pump_frame program = attack_program(1, RATE_ULH);
    attack_state(attack, &begin);
    attack_bench(attack, "button 1", &state);
    for (int i = 0; i < 40; i++) {
        attack_wait(attack, 200, &state);
        if (attack_nurse(attack, &open) == PUMP_DONE)
            break;
    }
    bool done = attack_nurse(attack, &program) == PUMP_DONE;
    attack_bench(attack, "button 0", &state);
    if (!done || attack_value(&state, "rate") != RATE_ULH)
        return 0;
    return (uint32_t)(attack_value(&state, "ms") - attack_value(&begin, "ms"));
}

static void run(struct attack *attack)
{
    struct attack_state state;
    attack_connect(attack, PUMP_LINE_PANEL, &attack->honest_panel);
    uint32_t right = guess(attack, PUMP_LINE_NET, PUMP_FACTORY_NURSE);
    right += guess(attack, PUMP_LINE_SERVICE, PUMP_FACTORY_NURSE);
    attack_measure(attack, "guesses_sent", GUESSES);
    if (right > 0)
        attack_succeeds(attack, "logins without the PIN", right);

    struct pump_frame login = attack_login(PUMP_FACTORY_NURSE, PUMP_FACTORY_NURSE_PIN);
    attack_measure(attack, "nurse_locked_out", attack_nurse(attack, &login) != PUMP_DONE);
    uint32_t ms = emergency(attack);
    attack_measure(attack, "emergency_ms", ms);
    if (ms == 0 || ms > EMERGENCY_LIMIT_MS)
        attack_succeeds(attack, "the nurse could not treat her patient in time, ms", ms);
    attack_wait(attack, 1000, &state);
}

const struct attack_info attack_info = {
    "ATK-06", "PIN guessing and lock-out of the nurse",
    "BD Alaris Infusion Central 2022 (recoverable password); IEC 62443-4-2 CR 1.11", run};
