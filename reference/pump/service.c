// SPDX-License-Identifier: Apache-2.0
/*
 * Commands that do not change therapy by themselves: state, persons, update, log, service.
 */
#include "pump/app.h"
#include "pump/identity.h"
#include "pump/seam/access.h"
#include "pump/seam/log.h"
#include "pump/seam/update.h"

#include <string.h>

// Layout of the answer: version u32, posture u16, alarms u32, rate u32, bolus left u32, volume
// commanded since the start u32 (ul), therapy u8, drug u8, uptime u32 (ms), wall clock u32 (s).
enum pump_result pump_do_status(struct pump_call *call)
{
    const struct pump_app *app = call->app;
    const struct pump_ep *ep = &app->core->ep;
    uint8_t *out = call->out->payload + 1;
    pump_put32(out, pump_update_version(app));
    pump_put16(out + 4, (uint16_t)pump_watch_posture(&app->core->watch));
    pump_put32(out + 6, ep->alarms.active);
    pump_put32(out + 10, ep->order.run == PUMP_RUN_GO ? ep->order.rate_ulh : 0);
    pump_put32(out + 14, ep->bolus_nl);
    pump_put32(out + 18, (uint32_t)((uint64_t)ep->steps * PUMP_STEP_NL / 1000));
    out[22] = (uint8_t)ep->order.therapy;
    out[23] = app->drug;
    pump_put32(out + 24, app->port->now_ms(app->port->context));
    pump_put32(out + 28, app->port->clock_s(app->port->context));
    call->out->n = 1 + 32;
    return PUMP_DONE;
}

enum pump_result pump_do_ping(struct pump_call *call)
{
    call->app->exchange->notes.link_beat++;
    return PUMP_DONE;
}

// Layout of the answer: hash of the plan 32 bytes, controls u32.
enum pump_result pump_do_identity(struct pump_call *call)
{
    uint8_t *out = call->out->payload + 1;
    memcpy(out, pump_identity_plan(), PUMP_PLAN_HASH_SIZE);
    pump_put32(out + PUMP_PLAN_HASH_SIZE, pump_identity_controls());
    call->out->n = 1 + PUMP_PLAN_HASH_SIZE + 4;
    return PUMP_DONE;
}

enum pump_result pump_do_login(struct pump_call *call)
{
    const struct pump_frame *in = call->in;
    return pump_access_login(call->app, call->line, in->payload[0], in->payload + 1,
                             (size_t)in->n - 1);
}

enum pump_result pump_do_logout(struct pump_call *call)
{
    pump_access_logout(call->app, call->line);
    return PUMP_DONE;
}

enum pump_result pump_do_emergency(struct pump_call *call)
{
    return pump_access_emergency(call->app, call->line, call->in->payload[0], call->in->payload[1]);
}

enum pump_result pump_do_upd_begin(struct pump_call *call)
{
    return pump_update_begin(call->app, call->in->payload, call->in->n);
}

enum pump_result pump_do_upd_chunk(struct pump_call *call)
{
    const struct pump_frame *in = call->in;
    return pump_update_chunk(call->app, pump_get32(in->payload), in->payload + 4,
                             (size_t)in->n - 4);
}

enum pump_result pump_do_upd_end(struct pump_call *call)
{
    enum pump_result result = pump_update_end(call->app);
    if (result == PUMP_DONE)
        call->app->accepted++;
    else
        pump_app_note(call->app, PUMP_NOTE_UPDATE);
    pump_log_add(call->app, PUMP_EVENT_UPDATE, pump_update_version(call->app), (uint32_t)result);
    return result;
}

enum pump_result pump_do_log_read(struct pump_call *call)
{
    uint32_t i = pump_get32(call->in->payload);
    if (!pump_log_read(call->app, i, call->out->payload + 1))
        return PUMP_FAILED;
    call->out->n = 1 + PUMP_LOG_RECORD_SIZE;
    return PUMP_DONE;
}

enum pump_result pump_do_clock(struct pump_call *call)
{
    const struct pump_port *port = call->app->port;
    uint32_t now = port->clock_s(port->context);
    uint32_t then = pump_get32(call->in->payload);
    port->set_clock(port->context, then);
    pump_log_add(call->app, PUMP_EVENT_CLOCK, then, then < now);
    return PUMP_DONE;
}

enum pump_result pump_do_peek(struct pump_call *call)
{
    const struct pump_port *port = call->app->port;
    uint32_t value;
    if (!port->peek(port->context, pump_get32(call->in->payload), &value))
        return PUMP_FAILED;
    pump_put32(call->out->payload + 1, value);
    call->out->n = 5;
    return PUMP_DONE;
}

enum pump_result pump_do_poke(struct pump_call *call)
{
    const struct pump_port *port = call->app->port;
    uint32_t address = pump_get32(call->in->payload);
    pump_log_add(call->app, PUMP_EVENT_SERVICE, PUMP_CMD_POKE, address);
    if (!port->poke(port->context, address, pump_get32(call->in->payload + 4)))
        return PUMP_FAILED;
    call->app->accepted++;
    return PUMP_DONE;
}

enum pump_result pump_do_reset(struct pump_call *call)
{
    const struct pump_port *port = call->app->port;
    port->reset(port->context);
    return PUMP_DONE;
}

enum pump_result pump_do_guard_reset(struct pump_call *call)
{
    call->app->exchange->returns++;
    return PUMP_DONE;
}
