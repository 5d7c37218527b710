// SPDX-License-Identifier: Apache-2.0
/*
 * The bench's instrument: the scale under the patient, the hands at the bedside, the power switch.
 */
#include "pump/bench.h"

#include <string.h>

enum { REPORT_SIZE = 1024 };

// One line being written; what does not fit is cut off (the size is checked by a test).
struct report {
    char text[REPORT_SIZE];
    size_t n;
};

static void put_char(struct report *report, char c)
{
    if (report->n < sizeof report->text)
        report->text[report->n++] = c;
}

static void put(struct report *report, const char *name, uint64_t value)
{
    char digits[20];
    size_t n = 0;
    do {
        digits[n++] = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0);
    if (report->n > 0)
        put_char(report, ' ');
    for (const char *at = name; *at != '\0'; at++)
        put_char(report, *at);
    put_char(report, '=');
    while (n > 0)
        put_char(report, digits[--n]);
}

static void put_alarms(struct report *report, const struct pump_alarms *alarms)
{
    static const char *const names[PUMP_ALARM_COUNT] = {
        [PUMP_ALARM_OCCLUSION] = "first_occlusion", [PUMP_ALARM_AIR] = "first_air",
        [PUMP_ALARM_EMPTY] = "first_empty",         [PUMP_ALARM_DOSE] = "first_dose",
        [PUMP_ALARM_ORDER] = "first_order",         [PUMP_ALARM_LINK] = "first_link",
        [PUMP_ALARM_SECURITY] = "first_security",   [PUMP_ALARM_BREAKGLASS] = "first_breakglass",
        [PUMP_ALARM_COMMS] = "first_comms",
    };
    put(report, "alarms", alarms->active);
    for (uint32_t i = 0; i < PUMP_ALARM_COUNT; i++)
        put(report, names[i], alarms->first[i]);
}

// The device counts from its start; the bench counts over all of them.
static void follow_accepted(struct pump_bench *bench)
{
    if (bench->app->accepted < bench->accepted_seen)
        bench->accepted += bench->accepted_seen;
    bench->accepted_seen = bench->app->accepted;
}

static void answer(struct pump_bench *bench)
{
    follow_accepted(bench);
    const struct pump_core *core = bench->core;
    const struct pump_ep *ep = &core->ep;
    struct report report = {.n = 0};
    put(&report, "ms", bench->now_ms);
    put(&report, "tick", ep->tick);
    put(&report, "delivered", bench->plant->delivered_nl);
    put(&report, "air", bench->plant->air_nl);
    put(&report, "commanded", (uint64_t)ep->steps * PUMP_STEP_NL);
    put(&report, "run", ep->order.run == PUMP_RUN_GO);
    put(&report, "rate", ep->order.rate_ulh);
    put(&report, "bolus", ep->bolus_nl);
    put(&report, "seq", ep->order.seq);
    put(&report, "action", (uint64_t)pump_watch_action(&core->watch, ep->order.therapy));
    put(&report, "posture", (uint64_t)pump_watch_posture(&core->watch));
    put_alarms(&report, &ep->alarms);
    put(&report, "jitter", core->jitter.worst);
    put(&report, "missed", core->jitter.missed);
    put(&report, "restarts", pump_watch_restart_count(&core->watch));
    put(&report, "accepted", bench->accepted + bench->app->accepted);
    put(&report, "refused", bench->app->refused);
    put(&report, "panel", bench->panel_worst);
    put(&report, "wire", bench->wire);
    put(&report, "flash", bench->flash->operations);
    put(&report, "resets", bench->resets);
    put(&report, "rate_at", (uintptr_t)&ep->order.rate_ulh & UINT32_MAX);
    put_char(&report, '\n');
    bench->write(bench->context, report.text, report.n);
}

static uint32_t number(const char *text)
{
    uint32_t value = 0;
    for (; *text >= '0' && *text <= '9'; text++)
        value = value * 10 + (uint32_t)(*text - '0');
    return value;
}

static void set_fault(struct pump_bench *bench, uint32_t faults)
{
    bench->faults = faults;
    bench->flash->fault = faults & PUMP_FAULT_FLASH_DEAD   ? PUMP_FLASH_DEAD
                          : faults & PUMP_FAULT_FLASH_FULL ? PUMP_FLASH_FULL
                                                           : PUMP_FLASH_GOOD;
}

// True when the text is that word, alone or before a space.
static bool is(const char *text, const char *word)
{
    size_t n = strlen(word);
    return strncmp(text, word, n) == 0 && (text[n] == ' ' || text[n] == '\0');
}

static bool set_world(struct pump_bench *bench, const char *text, uint32_t value)
{
    if (is(text, "button"))
        bench->button = value != 0;
    else if (is(text, "occlude"))
        bench->plant->occluded = value != 0;
    else if (is(text, "stall"))
        bench->plant->stalled = value != 0;
    else if (is(text, "bubble"))
        bench->plant->bubble_nl = value;
    else if (is(text, "fault"))
        set_fault(bench, value);
    else if (is(text, "hook"))
        bench->hook = value;
    else if (is(text, "cut"))
        bench->flash->cut_after = value;
    else
        return is(text, "state");
    return true;
}

static void run(struct pump_bench *bench)
{
    const char *space = strchr(bench->line, ' ');
    uint32_t value = space != NULL ? number(space + 1) : 0;
    if (is(bench->line, "wait")) {
        bench->due_ms = bench->now_ms + value;
        bench->waiting = true;
    } else if (is(bench->line, "reset")) {
        bench->power_off = true; // answered when the power is back
    } else if (set_world(bench, bench->line, value)) {
        answer(bench);
    } else {
        bench->write(bench->context, "error\n", 6);
    }
}

void pump_bench_char(struct pump_bench *bench, char c)
{
    if (c == '\n') {
        bench->line[bench->n] = '\0';
        bench->n = 0;
        run(bench);
    } else if (c != '\r' && bench->n + 1 < sizeof bench->line) {
        bench->line[bench->n++] = c;
    }
}

void pump_bench_time(struct pump_bench *bench, uint32_t now_ms)
{
    bench->now_ms = now_ms;
    follow_accepted(bench);
    if (!bench->waiting || (int32_t)(now_ms - bench->due_ms) < 0)
        return;
    bench->waiting = false;
    answer(bench);
}

void pump_bench_powered(struct pump_bench *bench)
{
    bench->resets++;
    set_fault(bench, bench->faults); // what is broken stays broken
    if (!bench->power_off)
        return; // the power failed by itself: a wait under way goes on
    bench->power_off = false;
    answer(bench);
}
