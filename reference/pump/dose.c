// SPDX-License-Identifier: Apache-2.0
/*
 * The independent check of the delivered dose: programme and plunger, compared.
 */
#include "pump/dose.h"

enum {
    TICKS_PER_HOUR = 360000,
    NL_PER_UL = 1000,
    // A bolus flows at PUMP_BOLUS_RATE_ULH, 1,667 nl a tick; it has twice the time it needs.
    BOLUS_LEAK_NL = PUMP_BOLUS_RATE_ULH / 360 / 2,
};

void pump_dose_init(struct pump_dose *dose)
{
    *dose = (struct pump_dose){.order = {.run = PUMP_RUN_STOP}};
}

static void follow(struct pump_dose *dose, const volatile struct pump_order *copy)
{
    if (copy->seq == dose->order.seq)
        return;
    const struct pump_order order = pump_order_copy(copy);
    if (!pump_order_valid(&order))
        return;
    // What the programme before left open is carried over: its bolus is still being given.
    uint64_t open = dose->ordered_nl > dose->given_nl ? dose->ordered_nl - dose->given_nl : 0;
    dose->order = order;
    dose->ordered_nl = order.run == PUMP_RUN_GO ? open + order.bolus_nl : 0;
    dose->given_nl = 0;
    dose->open_nl = order.run == PUMP_RUN_GO ? dose->open_nl + order.bolus_nl : 0;
}

static uint64_t smaller(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

// What flows beyond the rate is bolus.
static void follow_bolus(struct pump_dose *dose, uint64_t given, uint64_t by_rate)
{
    uint64_t bolus = given > by_rate ? given - by_rate : 0;
    if (bolus < BOLUS_LEAK_NL)
        bolus = BOLUS_LEAK_NL;
    dose->open_nl -= smaller(dose->open_nl, bolus);
}

static bool differs(const struct pump_dose *dose)
{
    uint64_t more = dose->ordered_nl > dose->given_nl ? dose->ordered_nl : dose->given_nl;
    uint64_t less = dose->ordered_nl > dose->given_nl ? dose->given_nl : dose->ordered_nl;
    uint64_t slack = PUMP_DOSE_SLACK_NL + dose->ordered_nl * PUMP_DOSE_SLACK_PERCENT / 100;
    // A bolus is ordered at once and given over time; the time it may take is not an error.
    if (dose->ordered_nl > dose->given_nl)
        slack += dose->open_nl;
    return more - less > slack;
}

bool pump_dose_tick(struct pump_dose *dose, const volatile struct pump_order *copy,
                    const struct pump_dose_input *input)
{
    if (!input->frozen)
        follow(dose, copy);
    if (!dose->begun)
        dose->last_encoder = input->encoder;
    dose->begun = true;
    uint64_t given = (uint64_t)(input->encoder - dose->last_encoder) * PUMP_STEP_NL;
    dose->given_nl += given;
    dose->last_encoder = input->encoder;
    uint64_t rate = smaller(dose->order.rate_ulh, input->limit_ulh);
    if (dose->order.run == PUMP_RUN_GO && !input->halted) {
        dose->rest += rate * NL_PER_UL;
        dose->ordered_nl += dose->rest / TICKS_PER_HOUR;
        dose->rest %= TICKS_PER_HOUR;
        follow_bolus(dose, given, rate * NL_PER_UL / TICKS_PER_HOUR);
    }
    return differs(dose);
}
