// SPDX-License-Identifier: Apache-2.0
/*
 * ATK-16: what the controls stand on fails: random source, counters, flash, memory of the provider,
 * the clock; and the pump is reset again and again.
 *
 * With each of them gone the nurse must be able to treat her patient, no connection may come about
 * that is not secure, and all must be well again when the fault is gone.
 */
#include "attack.h"
#include "peer.h"

#include "pump/seam/factory.h"

#include <stdio.h>

enum {
    RATE_ULH = 20000,
    RESETS = 20,
    ALLOCATIONS = 30, // a handshake makes fewer
};

struct fault {
    uint32_t bits; // enum pump_fault
    const char *name;
    bool ends_link; // no handshake may complete while it lasts
};

static const struct fault faults[] = {
    {PUMP_FAULT_RANDOM_STUCK, "random_stuck", true},  {PUMP_FAULT_RANDOM_DEAD, "random_dead", true},
    {PUMP_FAULT_COUNTER_DEAD, "counter_dead", false}, {PUMP_FAULT_FLASH_FULL, "flash_full", false},
    {PUMP_FAULT_FLASH_DEAD, "flash_dead", false},     {PUMP_FAULT_MEMORY, "memory", true},
};

// By her PIN, or else by emergency access.
static bool nurse_can_treat(struct attack *attack)
{
    struct attack_state state;
    struct pump_frame login = attack_login(PUMP_FACTORY_NURSE, PUMP_FACTORY_NURSE_PIN);
    struct pump_frame program = attack_program(1, RATE_ULH);
    struct pump_frame open = {.type = PUMP_CMD_EMERGENCY, .n = 2, .payload = {2, 5}};
    attack_nurse(attack, &login);
    if (attack_nurse(attack, &program) == PUMP_DONE)
        return true;
    attack_bench(attack, "button 1", &state);
    attack_wait(attack, 3000, &state);
    attack_nurse(attack, &open);
    attack_bench(attack, "button 0", &state);
    return attack_nurse(attack, &program) == PUMP_DONE;
}

static void set_fault(struct attack *attack, uint32_t bits)
{
    char text[32];
    struct attack_state state;
    snprintf(text, sizeof text, "fault %u", bits);
    attack_bench(attack, text, &state);
}

// It fails while the pump runs: nobody at the bedside may notice.
static void while_running(struct attack *attack, const struct fault *fault)
{
    char name[40];
    struct attack_state state;
    if (!nurse_can_treat(attack))
        attack_error("the nurse could not start the therapy");
    set_fault(attack, fault->bits);
    bool treated = nurse_can_treat(attack);
    attack_wait(attack, 5000, &state);
    snprintf(name, sizeof name, "treated_%s", fault->name);
    attack_measure(attack, name, treated);
    if (!treated)
        attack_succeeds(attack, "no therapy possible under fault bits", fault->bits);
    if (attack_value(&state, "rate") != RATE_ULH || attack_value(&state, "run") != 1)
        attack_succeeds(attack, "therapy did not go on under fault bits", fault->bits);
}

// It has failed when the pump is switched on: it works, or refuses and calls for help.
static void at_the_start(struct attack *attack, const struct fault *fault)
{
    char name[40];
    struct attack_state state;
    attack_reset(attack);
    bool treated = nurse_can_treat(attack);
    attack_state(attack, &state);
    snprintf(name, sizeof name, "starts_%s", fault->name);
    attack_measure(attack, name, treated);
    bool called = (attack_value(&state, "alarms") >> PUMP_ALARM_SECURITY & 1) != 0;
    if (!treated && !called)
        attack_succeeds(attack, "refuses without an alarm under fault bits", fault->bits);
    if (attack_has(attack, "chan") && fault->ends_link) {
        struct peer server;
        if (peer_try(attack, &server, 3))
            attack_succeeds(attack, "a connection without its ground, fault bits", fault->bits);
        peer_close(&server);
    }
}

static void one_fault(struct attack *attack, const struct fault *fault)
{
    struct attack_state state;
    while_running(attack, fault);
    at_the_start(attack, fault);
    set_fault(attack, 0);
    struct pump_frame stop = {.type = PUMP_CMD_STOP};
    attack_nurse(attack, &stop);
    attack_reset(attack);
    attack_wait(attack, 200, &state);
}

// Each allocation of a connection refused in turn: the connection may fail, and the next one works.
static void refused_allocations(struct attack *attack)
{
    struct peer server;
    struct pump_frame ping = {.type = PUMP_CMD_PING};
    uint32_t completed = 0;
    for (uint32_t n = 1; n <= ALLOCATIONS; n++) {
        set_fault(attack, PUMP_FAULT_MEMORY | n << PUMP_FAULT_NUMBER);
        if (peer_try(attack, &server, 1)) {
            completed++;
            if (peer_ask(attack, &server, &ping, 500) != PUMP_DONE)
                attack_succeeds(attack, "a connection that is none, allocation", n);
        }
        peer_close(&server);
        set_fault(attack, 0);
        if (!peer_try(attack, &server, 20))
            attack_succeeds(attack, "no connection after a refused allocation", n);
        peer_close(&server);
    }
    attack_measure(attack, "allocations_refused", ALLOCATIONS);
    attack_measure(attack, "connections_without_them", completed);
}

static void clock_is_turned(struct attack *attack)
{
    static const uint32_t times[] = {1, 2000000000, 5, UINT32_MAX, 1000};
    struct attack_line line;
    struct attack_state state;
    attack_technician(attack, &line);
    for (size_t i = 0; i < sizeof times / sizeof times[0]; i++) {
        struct pump_frame clock = attack_frame(PUMP_CMD_CLOCK, (const uint8_t[3]){4, 0, 0},
                                               (const uint32_t[3]){times[i], 0, 0});
        attack_honest(attack, &line, &clock);
        attack_wait(attack, 500, &state);
    }
    if (attack_value(&state, "rate") != RATE_ULH)
        attack_succeeds(attack, "the clock changed the therapy", 0);
    attack_close(&line);
}

static void run(struct attack *attack)
{
    struct attack_state state;
    attack_connect(attack, PUMP_LINE_PANEL, &attack->honest_panel);
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++)
        one_fault(attack, &faults[i]);

    // All is well again?
    if (!nurse_can_treat(attack))
        attack_succeeds(attack, "no therapy possible after the faults", 0);
    clock_is_turned(attack);
    if (attack_has(attack, "chan"))
        refused_allocations(attack);
    for (int i = 0; i < RESETS; i++)
        attack_reset(attack);
    attack_wait(attack, 1000, &state);
    bool treated = nurse_can_treat(attack);
    attack_measure(attack, "treated_after_resets", treated);
    if (!treated)
        attack_succeeds(attack, "no therapy possible after a storm of resets", RESETS);
}

const struct attack_info attack_info = {
    "ATK-16", "failing ground: clock, random, counters, flash, memory, resets",
    "robustness; IEC 62443-4-2 CR 7.1 and CR 7.4", run};
