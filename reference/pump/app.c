// SPDX-License-Identifier: Apache-2.0
/*
 * The communications side of the pump: three lines and their commands.
 */
#include "pump/app.h"

#include "pump/seam/access.h"
#include "pump/seam/keep.h"
#include "pump/seam/link.h"
#include "pump/seam/log.h"
#include "pump/seam/secrets.h"
#include "pump/seam/update.h"

#include <string.h>

enum { READ_SIZE = 128, REFUSAL_PERIOD_MS = 10 * 1000 };

struct command {
    uint8_t type;     // enum pump_command
    uint8_t min, max; // bytes of payload
    uint8_t lines;    // bit per enum pump_line on which it exists
    enum pump_result (*run)(struct pump_call *call);
};

enum {
    NET = 1 << PUMP_LINE_NET,
    PANEL = 1 << PUMP_LINE_PANEL,
    SERVICE = 1 << PUMP_LINE_SERVICE,
    ALL = NET | PANEL | SERVICE,
    PAYLOAD_MAX = PUMP_FRAME_PAYLOAD_MAX,
};

static const struct command commands[] = {
    {PUMP_CMD_STATUS, 0, 0, ALL, pump_do_status},
    {PUMP_CMD_PING, 0, 0, NET, pump_do_ping},
    {PUMP_CMD_IDENTITY, 0, 0, ALL, pump_do_identity},
    {PUMP_CMD_PROGRAM, 5, 5, NET | PANEL, pump_do_program},
    {PUMP_CMD_BOLUS, 4, 4, NET | PANEL, pump_do_bolus},
    {PUMP_CMD_STOP, 0, 0, ALL, pump_do_stop},
    {PUMP_CMD_LIB_PUT, 10, 10, NET | SERVICE, pump_do_lib_put},
    {PUMP_CMD_LIB_GET, 1, 1, ALL, pump_do_lib_get},
    {PUMP_CMD_LOGIN, 5, 9, ALL, pump_do_login},
    {PUMP_CMD_LOGOUT, 0, 0, ALL, pump_do_logout},
    {PUMP_CMD_EMERGENCY, 2, 2, ALL, pump_do_emergency},
    {PUMP_CMD_UPD_BEGIN, 16, PAYLOAD_MAX, NET | SERVICE, pump_do_upd_begin},
    {PUMP_CMD_UPD_CHUNK, 5, PAYLOAD_MAX, NET | SERVICE, pump_do_upd_chunk},
    {PUMP_CMD_UPD_END, 0, 0, NET | SERVICE, pump_do_upd_end},
    {PUMP_CMD_LOG_READ, 4, 4, NET | SERVICE, pump_do_log_read},
    {PUMP_CMD_CLOCK, 4, 4, NET | SERVICE, pump_do_clock},
    {PUMP_CMD_PEEK, 4, 4, SERVICE, pump_do_peek},
    {PUMP_CMD_POKE, 8, 8, SERVICE, pump_do_poke},
    {PUMP_CMD_RESET, 0, 0, NET | SERVICE, pump_do_reset},
    {PUMP_CMD_GUARD_RESET, 0, 0, PANEL | SERVICE, pump_do_guard_reset},
};

void pump_app_note(struct pump_app *app, enum pump_note note)
{
    app->exchange->notes.count[note]++;
}

void pump_app_init(struct pump_app *app, const struct pump_port *port, const struct pump_core *core,
                   struct pump_exchange *exchange)
{
    memset(app, 0, sizeof *app);
    app->port = port;
    app->core = core;
    app->exchange = exchange;
    // After a restart of this side alone the programme goes on: it is read back from the core.
    app->order = core->ep.order;
    app->seq = app->order.seq > exchange->order.seq ? app->order.seq : exchange->order.seq;
    exchange->order = app->order;
    exchange->programme = app->order;
    exchange->calls = 0;
    pump_secrets_init(app);
    pump_update_init(app);
    pump_keep_init(app);
    pump_log_init(app);
    pump_access_init(app);
    pump_link_init(app);
    pump_library_init(app);
    pump_log_add(app, PUMP_EVENT_START, pump_update_version(app),
                 pump_watch_restart_count(&core->watch));
}

bool pump_app_refusal_due(struct pump_app *app)
{
    uint32_t now = app->port->now_ms(app->port->context);
    bool due = app->refusal_ms == 0 || now - app->refusal_ms >= REFUSAL_PERIOD_MS;
    if (due)
        app->refusal_ms = now | 1; // 0 means never
    app->refusals++;
    return due;
}

void pump_app_log_refusal(struct pump_app *app, uint32_t event, uint32_t a, enum pump_line line)
{
    if (!pump_app_refusal_due(app))
        return;
    uint32_t n = app->refusals < UINT16_MAX ? app->refusals : UINT16_MAX;
    app->refusals = 0;
    pump_log_add(app, (enum pump_event)event, a, (uint32_t)line | n << 16);
}

void pump_app_publish(struct pump_app *app, struct pump_order order)
{
    order.seq = ++app->seq;
    order.check = pump_order_check(&order);
    app->order = order;
    app->exchange->programme = order;
    app->exchange->order = order;
}

static const struct command *find(uint8_t type, enum pump_line line)
{
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++)
        if (commands[i].type == type && (commands[i].lines >> line & 1) != 0)
            return &commands[i];
    return NULL;
}

// An island takes no order from the network; it goes on telling how it is.
static enum pump_verdict posture_allows(const struct pump_app *app, enum pump_line line,
                                        uint8_t type)
{
    enum pump_posture posture = pump_watch_posture(&app->core->watch);
    if (line != PUMP_LINE_NET || type == PUMP_CMD_STATUS || type == PUMP_CMD_PING)
        return PUMP_ALLOW;
    return posture == PUMP_POSTURE_NORMAL || posture == PUMP_POSTURE_GUARDED ? PUMP_ALLOW
                                                                             : PUMP_DENY;
}

static enum pump_result carry_out(const struct command *command, struct pump_call *call)
{
    struct pump_app *app = call->app;
    if (posture_allows(app, call->line, command->type) == PUMP_ALLOW &&
        pump_access_command(app, call->line, (enum pump_command)command->type) == PUMP_ALLOW)
        return command->run(call);
    app->refused++;
    pump_app_note(app, PUMP_NOTE_COMMAND);
    pump_app_log_refusal(app, PUMP_EVENT_REFUSED, command->type, call->line);
    return PUMP_REFUSED;
}

static void take_frame(struct pump_app *app, enum pump_line line, const struct pump_frame *in)
{
    struct pump_frame out = {
        .type = (uint8_t)(in->type | PUMP_FRAME_REPLY), .tag = in->tag, .n = 1};
    struct pump_call call = {app, line, in, &out};
    const struct command *command = find(in->type, line);
    enum pump_result result = PUMP_WRONG;
    if (command == NULL || in->n < command->min || in->n > command->max)
        pump_app_note(app, PUMP_NOTE_FRAME);
    else
        result = carry_out(command, &call);
    out.payload[0] = (uint8_t)result;
    pump_app_send(app, line, &out);
}

void pump_app_bytes(struct pump_app *app, enum pump_line line, const uint8_t *bytes, size_t n)
{
    if (n > 0 && pump_parse_resume(&app->parser[line], app->core->ep.tick))
        pump_app_note(app, PUMP_NOTE_FRAME);
    for (size_t i = 0; i < n; i++) {
        struct pump_frame frame;
        switch (pump_parse_byte(&app->parser[line], bytes[i], &frame)) {
        case PUMP_PARSE_MORE:
            break;
        case PUMP_PARSE_BAD:
            pump_app_note(app, PUMP_NOTE_FRAME);
            break;
        case PUMP_PARSE_FRAME:
            take_frame(app, line, &frame);
            break;
        }
    }
}

void pump_app_send(struct pump_app *app, enum pump_line line, const struct pump_frame *frame)
{
    uint8_t bytes[PUMP_FRAME_SIZE_MAX];
    size_t n = pump_frame_write(frame, bytes);
    if (line == PUMP_LINE_NET)
        pump_link_send(app, bytes, n);
    else
        app->port->write(app->port->context, line, bytes, n);
}

static void poll_line(struct pump_app *app, enum pump_line line)
{
    uint8_t bytes[READ_SIZE];
    size_t n = app->port->read(app->port->context, line, bytes, sizeof bytes);
    pump_app_bytes(app, line, bytes, n);
}

void pump_app_poll(struct pump_app *app)
{
    app->exchange->beat++;
    poll_line(app, PUMP_LINE_PANEL);
    poll_line(app, PUMP_LINE_SERVICE);
    pump_access_poll(app);
    pump_update_poll(app);
    pump_log_poll(app);
    pump_link_poll(app, pump_watch_budget(&app->core->watch));
}
