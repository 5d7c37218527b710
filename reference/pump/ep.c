// SPDX-License-Identifier: Apache-2.0
/*
 * The essential function: orders -> motor steps, 100 times a second, with its local alarms.
 */
#include "pump/ep.h"

enum {
    // A rate of 1 ul/h is 1,000 nl in 360,000 ticks; one step is PUMP_STEP_NL.  Hence a step is due
    // for every 72,000 units of rate x tick.
    REST_PER_STEP = PUMP_STEP_NL * 360,
    AIR_LIMIT_NL = 50 * 1000, // a bubble of 50 ul stops the pump
};

void pump_ep_init(struct pump_ep *ep)
{
    *ep = (struct pump_ep){.order = {.run = PUMP_RUN_STOP}};
    ep->order.check = pump_order_check(&ep->order);
}

uint32_t pump_order_check(const struct pump_order *order)
{
    uint32_t sum = 0x52505055;
    const uint32_t fields[] = {order->seq,      order->run,     order->rate_ulh,
                               order->bolus_nl, order->therapy, order->origin};
    for (uint32_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
        sum = (sum << 5 | sum >> 27) ^ fields[i];
    return sum;
}

struct pump_order pump_order_copy(const volatile struct pump_order *order)
{
    return (struct pump_order){.seq = order->seq,
                               .run = order->run,
                               .rate_ulh = order->rate_ulh,
                               .bolus_nl = order->bolus_nl,
                               .therapy = order->therapy,
                               .origin = order->origin,
                               .check = order->check};
}

bool pump_order_valid(const struct pump_order *order)
{
    return order->check == pump_order_check(order) &&
           (order->run == PUMP_RUN_STOP || order->run == PUMP_RUN_GO) &&
           order->rate_ulh <= PUMP_RATE_MAX_ULH && order->bolus_nl <= PUMP_BOLUS_MAX_NL &&
           order->therapy <= PUMP_THERAPY_HYDRATION;
}

void pump_alarm_set(struct pump_alarms *alarms, enum pump_alarm which, bool on, uint32_t tick)
{
    uint32_t bit = UINT32_C(1) << which;
    if (!on) {
        alarms->active &= ~bit;
        return;
    }
    alarms->active |= bit;
    if (alarms->first[which] == 0)
        alarms->first[which] = tick;
}

bool pump_alarm_stops(const struct pump_alarms *alarms)
{
    const uint32_t stopping = UINT32_C(1) << PUMP_ALARM_OCCLUSION | UINT32_C(1) << PUMP_ALARM_AIR |
                              UINT32_C(1) << PUMP_ALARM_EMPTY | UINT32_C(1) << PUMP_ALARM_DOSE;
    return (alarms->active & stopping) != 0;
}

// A new programme also acknowledges the alarms that stopped the old one: the nurse has seen them.
static void take_order(struct pump_ep *ep, const struct pump_order *order)
{
    ep->order = *order;
    ep->bolus_nl = order->run == PUMP_RUN_GO ? ep->bolus_nl + order->bolus_nl : 0;
    if (ep->bolus_nl > PUMP_BOLUS_MAX_NL)
        ep->bolus_nl = PUMP_BOLUS_MAX_NL;
    ep->air_nl = 0;
    pump_alarm_set(&ep->alarms, PUMP_ALARM_OCCLUSION, false, ep->tick);
    pump_alarm_set(&ep->alarms, PUMP_ALARM_AIR, false, ep->tick);
    pump_alarm_set(&ep->alarms, PUMP_ALARM_DOSE, false, ep->tick);
}

static void judge_order(struct pump_ep *ep, const struct pump_order *next)
{
    if (next->seq == ep->order.seq)
        return;
    if (pump_order_valid(next)) {
        take_order(ep, next);
        pump_alarm_set(&ep->alarms, PUMP_ALARM_ORDER, false, ep->tick);
        return;
    }
    // An order is half written when the tick falls into its publication: only one that is still
    // wrong in the next tick is an alarm.
    if (ep->rejected_of == next->seq)
        pump_alarm_set(&ep->alarms, PUMP_ALARM_ORDER, true, ep->tick);
    else
        ep->rejected++;
    ep->rejected_of = next->seq;
}

static uint32_t rate_of(const struct pump_ep *ep, enum pump_action action)
{
    if (ep->order.run != PUMP_RUN_GO || action == PUMP_ACTION_STOP || pump_alarm_stops(&ep->alarms))
        return 0;
    if (action == PUMP_ACTION_KVO && ep->order.rate_ulh > PUMP_KVO_RATE_ULH)
        return PUMP_KVO_RATE_ULH;
    return ep->order.rate_ulh;
}

static uint32_t bolus_steps(struct pump_ep *ep, enum pump_action action)
{
    if (ep->bolus_nl == 0 || action == PUMP_ACTION_KVO || action == PUMP_ACTION_STOP ||
        pump_alarm_stops(&ep->alarms))
        return 0;
    ep->bolus_rest += PUMP_BOLUS_RATE_ULH;
    uint32_t steps = ep->bolus_rest / REST_PER_STEP;
    ep->bolus_rest %= REST_PER_STEP;
    uint32_t last = (ep->bolus_nl + PUMP_STEP_NL - 1) / PUMP_STEP_NL;
    if (steps >= last) {
        steps = last;
        ep->bolus_nl = 0;
        return steps;
    }
    ep->bolus_nl -= steps * PUMP_STEP_NL;
    return steps;
}

uint32_t pump_ep_tick(struct pump_ep *ep, const struct pump_order *next, enum pump_action action)
{
    ep->tick++;
    judge_order(ep, next);
    ep->rate_rest += rate_of(ep, action);
    uint32_t steps = ep->rate_rest / REST_PER_STEP;
    ep->rate_rest %= REST_PER_STEP;
    steps += bolus_steps(ep, action);
    ep->steps += steps;
    ep->air_nl = ep->sensors.air ? ep->air_nl + steps * PUMP_STEP_NL : 0;
    return steps;
}

void pump_ep_sense(struct pump_ep *ep, const struct pump_sensors *sensors)
{
    ep->sensors = *sensors;
    if (sensors->kpa >= PUMP_OCCLUSION_KPA)
        pump_alarm_set(&ep->alarms, PUMP_ALARM_OCCLUSION, true, ep->tick);
    if (ep->air_nl >= AIR_LIMIT_NL)
        pump_alarm_set(&ep->alarms, PUMP_ALARM_AIR, true, ep->tick);
    pump_alarm_set(&ep->alarms, PUMP_ALARM_EMPTY, sensors->empty, ep->tick);
}
