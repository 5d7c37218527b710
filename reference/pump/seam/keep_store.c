// SPDX-License-Identifier: Apache-2.0
/*
 * Data at rest, by the library's `store`: sealed, bound to its place in time by a counter.
 */
#include "pump/seam/keep.h"

enum {
    STEP = 8,
    STEPS = 256, // more than both banks need
};

static enum rprt_status go_on(struct pump_keep *keep, enum rprt_status status)
{
    for (int i = 0; i < STEPS && status == RPRT_AGAIN; i++)
        status = rprt_store_step(&keep->store, STEP);
    return status;
}

// A device whose store counter never moved has just left the factory.
static bool is_new(struct pump_app *app)
{
    uint32_t counter;
    const struct rprt_port *port = &app->secrets.port;
    return port->counter_read(port->context, RPRT_COUNTER_STORE, &counter) == RPRT_OK &&
           counter == 0;
}

static enum rprt_status open_it(struct pump_app *app)
{
    struct pump_keep *keep = &app->keep;
    if (is_new(app))
        return rprt_store_format(&keep->store, &keep->config);
    enum rprt_status status = rprt_store_open(&keep->store, &keep->config);
    return go_on(keep, status == RPRT_OK ? RPRT_AGAIN : status);
}

void pump_keep_init(struct pump_app *app)
{
    struct pump_keep *keep = &app->keep;
    keep->config = (struct rprt_store_config){
        .port = &app->secrets.port,
        .crypto = &app->secrets.crypto,
        .area = {PUMP_SECTOR_KEEP * PUMP_SECTOR_SIZE, PUMP_SECTOR_SIZE, 2},
        .counter = RPRT_COUNTER_STORE,
        .key = RPRT_KEY_STORE,
        .work = keep->work,
    };
    keep->status = open_it(app);
    if (keep->status == RPRT_OK)
        return;
    // The pump runs on the limits that the maker shipped, and says so.
    pump_app_note(app, PUMP_NOTE_STORE);
    app->exchange->calls |= UINT32_C(1) << PUMP_ALARM_SECURITY;
}

size_t pump_keep_get(struct pump_app *app, uint32_t id, uint8_t *ret_bytes, size_t n)
{
    size_t size = 0;
    if (app->keep.status != RPRT_OK ||
        rprt_store_get(&app->keep.store, (uint16_t)id, ret_bytes, n, &size) != RPRT_OK)
        return 0;
    return size;
}

bool pump_keep_put(struct pump_app *app, uint32_t id, const uint8_t *bytes, size_t n)
{
    struct pump_keep *keep = &app->keep;
    if (keep->status != RPRT_OK)
        return false;
    enum rprt_status status = rprt_store_put(&keep->store, (uint16_t)id, bytes, n);
    if (status == RPRT_AGAIN && go_on(keep, status) == RPRT_OK)
        status = rprt_store_put(&keep->store, (uint16_t)id, bytes, n);
    if (status == RPRT_OK)
        return true;
    keep->status = open_it(app);
    return false;
}
