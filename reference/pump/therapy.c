// SPDX-License-Identifier: Apache-2.0
/*
 * Commands that change therapy: programme, bolus, stop, drug library.
 */
#include "pump/app.h"
#include "pump/seam/access.h"
#include "pump/seam/keep.h"
#include "pump/seam/log.h"
#include "pump/seam/update.h"

#include <string.h>

enum {
    RECORD_LIBRARY = 1, // id of the drug library among the kept records
    DRUG_SIZE = 9,      // bytes of a drug in that record: therapy u8, rate u32, bolus u32
};

// What the maker ships, in case that no library can be trusted: the narrow limits of first use.
static const struct pump_drug shipped[PUMP_DRUGS] = {
    [1] = {PUMP_THERAPY_VASOPRESSOR, 20 * 1000, 0},
    [2] = {PUMP_THERAPY_ANALGESIC, 5 * 1000, 2 * 1000 * 1000},
    [3] = {PUMP_THERAPY_HYDRATION, 250 * 1000, 5 * 1000 * 1000},
};

static void library_write(const struct pump_app *app, uint8_t ret_bytes[PUMP_DRUGS * DRUG_SIZE])
{
    for (uint32_t i = 0; i < PUMP_DRUGS; i++) {
        uint8_t *at = ret_bytes + (size_t)i * DRUG_SIZE;
        at[0] = app->drugs[i].therapy;
        pump_put32(at + 1, app->drugs[i].rate_max_ulh);
        pump_put32(at + 5, app->drugs[i].bolus_max_nl);
    }
}

void pump_library_init(struct pump_app *app)
{
    uint8_t bytes[PUMP_DRUGS * DRUG_SIZE];
    memcpy(app->drugs, shipped, sizeof shipped);
    if (pump_keep_get(app, RECORD_LIBRARY, bytes, sizeof bytes) != sizeof bytes)
        return;
    for (uint32_t i = 0; i < PUMP_DRUGS; i++) {
        const uint8_t *at = bytes + (size_t)i * DRUG_SIZE;
        app->drugs[i] = (struct pump_drug){at[0], pump_get32(at + 1), pump_get32(at + 5)};
    }
}

static uint32_t origin_of(const struct pump_call *call)
{
    if (call->line == PUMP_LINE_NET)
        return PUMP_ORIGIN_NET;
    return pump_access_in_emergency(call->app) ? PUMP_ORIGIN_EMERGENCY : PUMP_ORIGIN_BEDSIDE;
}

static enum pump_result changed(struct pump_app *app)
{
    app->accepted++;
    return PUMP_DONE;
}

enum pump_result pump_do_program(struct pump_call *call)
{
    struct pump_app *app = call->app;
    uint8_t drug = call->in->payload[0];
    uint32_t rate = pump_get32(call->in->payload + 1);
    if (drug >= PUMP_DRUGS || app->drugs[drug].therapy == PUMP_THERAPY_NONE ||
        rate > app->drugs[drug].rate_max_ulh || rate > PUMP_RATE_MAX_ULH)
        return PUMP_WRONG;
    if (pump_update_version(app) == 0)
        return PUMP_FAILED;
    app->drug = drug;
    pump_app_publish(app, (struct pump_order){.run = PUMP_RUN_GO,
                                              .rate_ulh = rate,
                                              .therapy = app->drugs[drug].therapy,
                                              .origin = origin_of(call)});
    pump_log_add(app, PUMP_EVENT_PROGRAM, rate, (uint32_t)drug << 8 | (uint32_t)call->line);
    return changed(app);
}

enum pump_result pump_do_bolus(struct pump_call *call)
{
    struct pump_app *app = call->app;
    uint32_t volume = pump_get32(call->in->payload);
    if (app->order.run != PUMP_RUN_GO || volume == 0 ||
        volume > app->drugs[app->drug].bolus_max_nl || volume > PUMP_BOLUS_MAX_NL)
        return PUMP_WRONG;
    struct pump_order order = app->order;
    order.bolus_nl = volume;
    order.origin = origin_of(call);
    pump_app_publish(app, order);
    pump_log_add(app, PUMP_EVENT_BOLUS, volume, (uint32_t)call->line);
    return changed(app);
}

enum pump_result pump_do_stop(struct pump_call *call)
{
    struct pump_app *app = call->app;
    pump_app_publish(app, (struct pump_order){.run = PUMP_RUN_STOP, .origin = origin_of(call)});
    pump_log_add(app, PUMP_EVENT_STOP, 0, (uint32_t)call->line);
    return changed(app);
}

enum pump_result pump_do_lib_put(struct pump_call *call)
{
    struct pump_app *app = call->app;
    const uint8_t *in = call->in->payload;
    if (in[0] == 0 || in[0] >= PUMP_DRUGS || in[1] > PUMP_THERAPY_HYDRATION)
        return PUMP_WRONG;
    struct pump_drug before = app->drugs[in[0]];
    app->drugs[in[0]] = (struct pump_drug){in[1], pump_get32(in + 2), pump_get32(in + 6)};
    uint8_t bytes[PUMP_DRUGS * DRUG_SIZE];
    library_write(app, bytes);
    if (!pump_keep_put(app, RECORD_LIBRARY, bytes, sizeof bytes)) {
        app->drugs[in[0]] = before;
        return PUMP_FAILED;
    }
    pump_log_add(app, PUMP_EVENT_LIBRARY, in[0], (uint32_t)call->line);
    return changed(app);
}

enum pump_result pump_do_lib_get(struct pump_call *call)
{
    uint8_t drug = call->in->payload[0];
    if (drug >= PUMP_DRUGS)
        return PUMP_WRONG;
    const struct pump_drug *at = &call->app->drugs[drug];
    call->out->payload[1] = at->therapy;
    pump_put32(call->out->payload + 2, at->rate_max_ulh);
    pump_put32(call->out->payload + 6, at->bolus_max_nl);
    call->out->n = 10;
    return PUMP_DONE;
}
