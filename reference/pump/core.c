// SPDX-License-Identifier: Apache-2.0
/*
 * What must go on: essential function, dose check, alarms, and what guards them.
 */
#include "pump/core.h"

void pump_core_init(struct pump_core *core)
{
    *core = (struct pump_core){.jitter = {0, 0}};
    pump_ep_init(&core->ep);
    pump_dose_init(&core->dose);
    pump_watch_init(&core->watch);
}

static void check_dose(struct pump_core *core, const volatile struct pump_exchange *exchange,
                       enum pump_action action)
{
    struct pump_ep *ep = &core->ep;
    const struct pump_dose_input input = {
        .encoder = ep->sensors.encoder,
        .limit_ulh = action == PUMP_ACTION_KVO ? PUMP_KVO_RATE_ULH : PUMP_RATE_MAX_ULH,
        .halted = action == PUMP_ACTION_STOP || pump_alarm_stops(&ep->alarms),
        // An order that the watch or the essential function refused is no programme.
        .frozen = exchange->programme.seq != ep->order.seq,
    };
    if (pump_dose_tick(&core->dose, &exchange->programme, &input))
        pump_alarm_set(&ep->alarms, PUMP_ALARM_DOSE, true, ep->tick);
}

// The communications side may ask for these alarms; it can raise no others.
static void take_calls(struct pump_core *core, uint32_t calls)
{
    static const enum pump_alarm allowed[] = {PUMP_ALARM_SECURITY, PUMP_ALARM_BREAKGLASS};
    for (uint32_t i = 0; i < sizeof allowed / sizeof allowed[0]; i++)
        pump_alarm_set(&core->ep.alarms, allowed[i], (calls >> allowed[i] & 1) != 0, core->ep.tick);
}

void pump_core_tick(struct pump_core *core, const volatile struct pump_exchange *exchange,
                    struct pump_plant *plant)
{
    struct pump_ep *ep = &core->ep;
    enum pump_action action = pump_watch_action(&core->watch, ep->order.therapy);
    const struct pump_order wish = pump_order_copy(&exchange->order);
    const struct pump_order next = pump_watch_order(&core->watch, &wish);
    uint32_t steps = pump_ep_tick(ep, &next, action);
    struct pump_sensors sensors;
    pump_plant_tick(plant, steps, &sensors);
    pump_ep_sense(ep, &sensors);
    check_dose(core, exchange, action);
    take_calls(core, exchange->calls);
    const struct pump_watch_input input = {&exchange->notes, exchange->beat, exchange->returns,
                                           ep->order.therapy, ep->tick};
    pump_watch_tick(&core->watch, &input, &ep->alarms);
}
