// SPDX-License-Identifier: Apache-2.0
/*
 * The frame around an attack: options, the attack, what was measured at the end.
 *
 * Prints lines that attacks/run.py reads:
 *
 *     measure NAME NUMBER
 *     succeeds WHAT (NUMBER)
 *     skip WHY
 *     error WHY                              the bench does not work
 *     blocked | succeeded | skipped          the last line
 */
#include "attack.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    REAL_LIMIT_S = 1800, // no attack runs longer, whatever happens
    // Dose error that counts as harm: 5 % of the dose and 200 ul.
    DOSE_SLACK_NL = 200 * 1000,
    DOSE_SLACK_PERCENT = 5,
};

// Compares what the scale says with what honest people ordered since the therapy began.
static void compare_dose(struct attack *attack, const struct attack_state *end)
{
    uint64_t ticks = attack_value(end, "tick") - attack_value(&attack->begin, "tick");
    uint64_t ordered = ticks * attack->rate_ulh / 360 + attack->extra_nl;
    uint64_t given = attack_value(end, "delivered") - attack_value(&attack->begin, "delivered");
    uint64_t error = given > ordered ? given - ordered : ordered - given;
    attack_measure(attack, "dose_ordered_nl", ordered);
    attack_measure(attack, "dose_error_nl", error);
    if (error > DOSE_SLACK_NL + ordered * DOSE_SLACK_PERCENT / 100)
        attack_succeeds(attack,
                        given > ordered ? "patient got too much, nl"
                                        : "patient got too "
                                          "little, nl",
                        error);
}

static void conclude(struct attack *attack)
{
    static const char *const alarms[] = {"first_link", "first_security", "first_dose",
                                         "first_comms", "first_breakglass"};
    struct attack_state end;
    attack_state(attack, &end);
    uint64_t accepted = attack_value(&end, "accepted");
    uint64_t false_commands = accepted > attack->honest ? accepted - attack->honest : 0;
    attack_measure(attack, "false_commands", false_commands);
    if (false_commands > 0)
        attack_succeeds(attack, "commands of the attacker carried out", false_commands);
    if (attack->measured_dose)
        compare_dose(attack, &end);
    // On the host time is simulated: a 0 there would be no measurement.
    if (attack->options.platform == ATTACK_QEMU) {
        attack_measure(attack, "ep_jitter_ticks", attack_value(&end, "jitter"));
        attack_measure(attack, "ep_missed", attack_value(&end, "missed"));
    }
    if (attack_value(&end, "missed") > 0)
        attack_succeeds(attack, "periods of the essential function missed",
                        attack_value(&end, "missed"));
    attack_measure(attack, "comms_restarts", attack_value(&end, "restarts"));
    if (!attack->panel_abused)
        attack_measure(attack, "panel_worst_ms", attack_value(&end, "panel"));
    for (size_t i = 0; i < sizeof alarms / sizeof alarms[0]; i++)
        if (attack_value(&end, alarms[i]) != 0)
            attack_measure(attack, alarms[i], attack_value(&end, alarms[i]) * PUMP_EP_PERIOD_MS);
}

static bool set_option(struct attack_options *options, const char *name, const char *value)
{
    static const char *const lines[] = {"--net", "--panel", "--service", "--bench"};
    for (int i = 0; i < 4; i++)
        if (strcmp(name, lines[i]) == 0) {
            uint16_t port = (uint16_t)strtoul(value, NULL, 10);
            *(i < 3 ? &options->port[i] : &options->bench) = port;
            return true;
        }
    if (strcmp(name, "--platform") == 0)
        options->platform = strcmp(value, "qemu") == 0 ? ATTACK_QEMU : ATTACK_HOST;
    else if (strcmp(name, "--pipes") == 0)
        options->pipes = value;
    else if (strcmp(name, "--flash") == 0)
        options->flash = value;
    else if (strcmp(name, "--counters") == 0)
        options->counters = value;
    else if (strcmp(name, "--rounds") == 0)
        options->rounds = strtoull(value, NULL, 10);
    else if (strcmp(name, "--seed") == 0)
        options->seed = strtoull(value, NULL, 10);
    else if (strcmp(name, "--controls") == 0)
        options->controls = value;
    else
        return false;
    return true;
}

int main(int argc, char **argv)
{
    struct attack attack = {
        .blocked = true, .options = {.seed = 1, .controls = ""}, .honest_panel = {.fd = -1}};
    for (int i = 1; i + 1 < argc; i += 2)
        if (!set_option(&attack.options, argv[i], argv[i + 1])) {
            fprintf(stderr, "%s: unknown option %s\n", argv[0], argv[i]);
            return 2;
        }
    attack.random = attack.options.seed;
    alarm(REAL_LIMIT_S);
    signal(SIGPIPE, SIG_IGN); // a pump that is gone is an answer
    setvbuf(stdout, NULL, _IOLBF, 0);
    printf("attack %s %s\nsource %s\n", attack_info.id, attack_info.title, attack_info.source);
    struct attack_line unused;
    attack_connect(&attack, PUMP_LINE_COUNT, &unused);
    attack_info.run(&attack);
    if (attack.skipped) {
        printf("skipped\n");
        return 0;
    }
    conclude(&attack);
    printf("%s\n", attack.blocked ? "blocked" : "succeeded");
    return 0;
}
