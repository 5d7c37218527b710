// SPDX-License-Identifier: Apache-2.0
/*
 * The log, by the library's `log`: chained, keyed per sector, its end known to a counter.
 */
#include "pump/seam/log.h"

#include "pump/seam/factory.h"

#include <string.h>

enum {
    FIRST = PUMP_SECTOR_LOG * PUMP_SECTOR_SIZE,
    SECTORS = PUMP_SECTOR_AUTH - PUMP_SECTOR_LOG,
    STEP = 64,       // records looked at in one step of opening
    STEPS = 64,      // more than the whole area needs
    RETRY_MS = 1000, // between two attempts to open a log that failed
};

// A device whose log counter never moved has just left the factory.
static bool is_new(struct pump_app *app)
{
    uint32_t counter;
    const struct rprt_port *port = &app->secrets.port;
    return port->counter_read(port->context, RPRT_COUNTER_LOG, &counter) == RPRT_OK && counter == 0;
}

static enum rprt_status open_it(struct pump_app *app)
{
    struct pump_log *log = &app->log;
    if (is_new(app))
        return rprt_log_format(&log->log, &log->config, pump_factory_log_secret);
    enum rprt_status status = rprt_log_open(&log->log, &log->config);
    if (status == RPRT_OK)
        status = RPRT_AGAIN;
    for (int i = 0; i < STEPS && status == RPRT_AGAIN; i++)
        status = rprt_log_step(&log->log, STEP);
    if (status != RPRT_ERR_CORRUPT && status != RPRT_ERR_ROLLBACK)
        return status;
    // Somebody was at it: say so at the bedside, and go on in a sector of its own.
    pump_app_note(app, PUMP_NOTE_STORE);
    app->exchange->calls |= UINT32_C(1) << PUMP_ALARM_SECURITY;
    return rprt_log_restart(&log->log);
}

void pump_log_init(struct pump_app *app)
{
    struct pump_log *log = &app->log;
    log->config = (struct rprt_log_config){
        .port = &app->secrets.port,
        .crypto = &app->secrets.crypto,
        .area = {FIRST, PUMP_SECTOR_SIZE, SECTORS},
        .secret = {PUMP_SECTOR_SECRET * PUMP_SECTOR_SIZE, PUMP_SECTOR_SIZE, 2},
        .counter = RPRT_COUNTER_LOG,
        .key = RPRT_KEY_LOG,
        .epoch_key = RPRT_KEY_LOG_EPOCH,
    };
    log->posture = PUMP_POSTURE_NORMAL;
    log->status = open_it(app);
    if (log->status != RPRT_OK)
        app->exchange->calls |= UINT32_C(1) << PUMP_ALARM_SECURITY;
}

static bool append(struct pump_app *app, const struct rprt_log_entry *entry)
{
    struct pump_log *log = &app->log;
    const struct pump_port *port = app->port;
    uint32_t now = port->now_ms(port->context);
    if (log->status != RPRT_OK && now - log->retry_ms >= RETRY_MS) {
        log->retry_ms = now;
        log->status = open_it(app);
    }
    if (log->status == RPRT_OK)
        log->status = rprt_log_append(&log->log, entry);
    if (log->status == RPRT_OK) {
        log->written++;
        return true;
    }
    app->exchange->calls |= UINT32_C(1) << PUMP_ALARM_SECURITY;
    return false;
}

bool pump_log_add(struct pump_app *app, enum pump_event event, uint32_t a, uint32_t b)
{
    const struct pump_port *port = app->port;
    struct rprt_log_entry entry = {
        .event = (uint16_t)((uint32_t)RPRT_EVENT_OWN + (uint32_t)event),
        .flags = RPRT_LOG_TIME_UNSURE,
        .time = port->now_ms(port->context),
    };
    pump_put32(entry.data, a);
    pump_put32(entry.data + 4, b);
    pump_put32(entry.data + 8, port->clock_s(port->context));
    return append(app, &entry);
}

// Refusals can be caused at will and without end by anybody on a line.
static bool is_refusal(uint16_t event)
{
    return event == RPRT_EVENT_LOGIN_REFUSED || event == RPRT_EVENT_COMMAND_REFUSED ||
           event == RPRT_EVENT_BREAK_GLASS_REFUSED || event == RPRT_EVENT_UPDATE_REFUSED;
}

static void write_pending(struct pump_app *app)
{
    struct pump_secrets *secrets = &app->secrets;
    const struct pump_port *port = app->port;
    for (uint32_t i = 0; i < secrets->n_pending; i++) {
        struct rprt_log_entry entry = {.event = secrets->pending[i].event,
                                       .flags = RPRT_LOG_TIME_UNSURE,
                                       .time = port->now_ms(port->context)};
        memcpy(entry.data, secrets->pending[i].data, sizeof entry.data);
        if (is_refusal(entry.event) && !pump_app_refusal_due(app))
            continue;
        append(app, &entry);
    }
    secrets->n_pending = 0;
}

void pump_log_poll(struct pump_app *app)
{
    write_pending(app);
    uint32_t posture = (uint32_t)pump_watch_posture(&app->core->watch);
    if (posture == app->log.posture)
        return;
    app->log.posture = posture;
    pump_log_add(app, PUMP_EVENT_POSTURE, posture, 0);
}

bool pump_log_read(struct pump_app *app, uint32_t i, uint8_t ret_record[PUMP_LOG_RECORD_SIZE])
{
    return i < rprt_log_places(&app->log.log) &&
           rprt_log_export(&app->log.log, i, ret_record) == RPRT_OK;
}
