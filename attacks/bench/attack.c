// SPDX-License-Identifier: Apache-2.0
/*
 * What the attacks share: results, honest people, frames.
 */
#include "attack.h"

#include "pump/seam/factory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LOGIN_MS = 5000 };

void attack_measure(struct attack *attack, const char *name, uint64_t value)
{
    (void)attack;
    printf("measure %s %llu\n", name, (unsigned long long)value);
}

void attack_succeeds(struct attack *attack, const char *what, uint64_t value)
{
    attack->blocked = false;
    printf("succeeds %s (%llu)\n", what, (unsigned long long)value);
}

void attack_skip(struct attack *attack, const char *why)
{
    attack->skipped = true;
    printf("skip %s\n", why);
}

uint64_t attack_random(struct attack *attack)
{
    uint64_t z = attack->random += 0x9E3779B97F4A7C15;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
    z = (z ^ z >> 27) * 0x94D049BB133111EB;
    return z ^ z >> 31;
}

struct pump_frame attack_frame(uint8_t type, const uint8_t sizes[3], const uint32_t values[3])
{
    struct pump_frame frame = {.type = type};
    for (int i = 0; i < 3 && sizes[i] != 0; i++) {
        if (sizes[i] == 4)
            pump_put32(frame.payload + frame.n, values[i]);
        else
            frame.payload[frame.n] = (uint8_t)values[i];
        frame.n = (uint16_t)(frame.n + sizes[i]);
    }
    return frame;
}

struct pump_frame attack_program(uint8_t drug, uint32_t rate_ulh)
{
    return attack_frame(PUMP_CMD_PROGRAM, (const uint8_t[3]){1, 4, 0},
                        (const uint32_t[3]){drug, rate_ulh, 0});
}

struct pump_frame attack_bolus(uint32_t nl)
{
    return attack_frame(PUMP_CMD_BOLUS, (const uint8_t[3]){4, 0, 0}, (const uint32_t[3]){nl, 0, 0});
}

struct pump_frame attack_login(uint8_t user, const char *pin)
{
    struct pump_frame frame = {.type = PUMP_CMD_LOGIN, .n = (uint16_t)(1 + strlen(pin))};
    frame.payload[0] = user;
    memcpy(frame.payload + 1, pin, strlen(pin));
    return frame;
}

void attack_error(const char *what)
{
    printf("error %s\n", what);
    exit(3);
}

bool attack_has(const struct attack *attack, const char *control)
{
    size_t n = strlen(control);
    for (const char *at = attack->options.controls; at != NULL && *at != '\0';) {
        if (strncmp(at, control, n) == 0 && (at[n] == ' ' || at[n] == '\0'))
            return true;
        at = strchr(at, ' ');
        at = at != NULL ? at + 1 : NULL;
    }
    return false;
}

// Commands that the pump counts as carried out.
static bool counts(uint8_t type)
{
    return type == PUMP_CMD_PROGRAM || type == PUMP_CMD_BOLUS || type == PUMP_CMD_STOP ||
           type == PUMP_CMD_LIB_PUT || type == PUMP_CMD_UPD_END || type == PUMP_CMD_POKE;
}

uint8_t attack_honest(struct attack *attack, struct attack_line *line,
                      const struct pump_frame *frame)
{
    struct pump_frame reply;
    uint8_t result = attack_ask(attack, line, frame, LOGIN_MS, &reply);
    if (result == PUMP_DONE && counts(frame->type))
        attack->honest++;
    if (result == PUMP_DONE && frame->type == PUMP_CMD_BOLUS)
        attack->extra_nl += pump_get32(frame->payload);
    return result;
}

uint8_t attack_nurse(struct attack *attack, const struct pump_frame *frame)
{
    return attack_honest(attack, &attack->honest_panel, frame);
}

void attack_technician(struct attack *attack, struct attack_line *ret_line)
{
    struct pump_frame login = attack_login(PUMP_FACTORY_TECHNICIAN, PUMP_FACTORY_TECHNICIAN_PIN);
    attack_connect(attack, PUMP_LINE_SERVICE, ret_line);
    if (attack_honest(attack, ret_line, &login) != PUMP_DONE)
        attack_error("the technician could not log in");
}

struct pump_frame attack_library(uint8_t drug, uint8_t therapy, uint32_t rate_ulh,
                                 uint32_t bolus_nl)
{
    struct pump_frame frame = attack_frame(PUMP_CMD_LIB_PUT, (const uint8_t[3]){1, 1, 4},
                                           (const uint32_t[3]){drug, therapy, rate_ulh});
    pump_put32(frame.payload + frame.n, bolus_nl);
    frame.n = (uint16_t)(frame.n + 4);
    return frame;
}

void attack_therapy(struct attack *attack, uint8_t drug, uint32_t rate_ulh)
{
    attack_connect(attack, PUMP_LINE_PANEL, &attack->honest_panel);
    struct pump_frame login = attack_login(PUMP_FACTORY_NURSE, PUMP_FACTORY_NURSE_PIN);
    struct pump_frame program = attack_program(drug, rate_ulh);
    if (attack_nurse(attack, &login) != PUMP_DONE || attack_nurse(attack, &program) != PUMP_DONE)
        attack_error("the nurse could not start the therapy");
    attack->rate_ulh = rate_ulh;
    attack->measured_dose = true;
    attack_state(attack, &attack->begin);
}
