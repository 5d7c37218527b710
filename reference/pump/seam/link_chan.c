// SPDX-License-Identifier: Apache-2.0
/*
 * The network line by the library's `chan`: TLS with a shared key, the pump as server.
 *
 * The pump listens because the bench's attackers dial in; a product dials out where its environment
 * lets it.  With a shared key a listener's hello costs little (runtime/README.md).
 */
#include "pump/seam/link.h"

#include "pump/seam/factory.h"
#include "pump/seam/log.h"

#include <string.h>

enum {
    CHUNK = 64,
    SECOND = PUMP_EP_HZ,
    STEPS = 4,         // of the connection in one turn of the loop
    TICKS_A_TURN = 16, // counted at most in one turn
};

void pump_link_init(struct pump_app *app)
{
    struct pump_link *link = &app->link;
    memset(link, 0, sizeof *link);
    link->config = (struct rprt_chan_config){
        .port = &app->secrets.port,
        .end = RPRT_CHAN_SERVER,
        .psk = pump_factory_psk,
        .psk_size = PUMP_FACTORY_PSK_SIZE,
        .identity = (const uint8_t *)PUMP_FACTORY_PSK_NAME,
        .identity_size = sizeof PUMP_FACTORY_PSK_NAME - 1,
        .deadline = 2 * SECOND,
        .pause_first = SECOND / 5,
        .pause_max = SECOND,
        .bytes_per_tick = 1000,
    };
    link->tick = app->core->ep.tick;
    link->status = rprt_chan_init(&link->chan, &link->config);
    if (link->status != RPRT_OK)
        app->exchange->calls |= UINT32_C(1) << PUMP_ALARM_SECURITY;
}

static void pass_time(struct pump_app *app, uint32_t budget)
{
    struct pump_link *link = &app->link;
    if (link->tick != app->core->ep.tick)
        link->left = budget;
    for (int i = 0; i < TICKS_A_TURN && link->tick != app->core->ep.tick; i++) {
        link->tick++;
        rprt_chan_tick(&link->chan);
    }
    link->tick = app->core->ep.tick;
}

// A closed connection is opened again at once; during a pause the library refuses.
static void keep_open(struct pump_app *app)
{
    struct pump_link *link = &app->link;
    if (link->chan.state == RPRT_CHAN_CLOSED)
        (void)!(rprt_chan_open(&link->chan) == RPRT_OK);
    const struct rprt_chan_counts *counts = &link->chan.counts;
    uint32_t failures = counts->rejected + counts->failures + counts->tags;
    if (failures == link->failures)
        return;
    link->failures = failures;
    pump_app_note(app, PUMP_NOTE_LINK);
}

static void hand_on(struct pump_app *app)
{
    uint8_t bytes[CHUNK];
    size_t n = 0;
    while (rprt_chan_receive(&app->link.chan, bytes, sizeof bytes, &n) == RPRT_OK && n > 0)
        pump_app_bytes(app, PUMP_LINE_NET, bytes, n);
}

static void read_line(struct pump_app *app)
{
    struct pump_link *link = &app->link;
    uint8_t bytes[CHUNK];
    size_t most = link->left < sizeof bytes ? link->left : sizeof bytes;
    size_t room = RPRT_CHAN_RX_SIZE - link->chan.rx_n;
    if (most > room)
        most = room;
    size_t n = app->port->read(app->port->context, PUMP_LINE_NET, bytes, most);
    if (link->left != UINT32_MAX)
        link->left -= (uint32_t)n;
    (void)!rprt_chan_line(&link->chan, bytes, n);
}

void pump_link_poll(struct pump_app *app, uint32_t budget)
{
    struct pump_link *link = &app->link;
    if (link->status != RPRT_OK)
        return;
    pass_time(app, budget);
    keep_open(app);
    for (int i = 0; i < STEPS; i++) {
        read_line(app);
        enum rprt_status status = rprt_chan_step(&link->chan);
        if (status != RPRT_OK && status != RPRT_AGAIN)
            break;
        hand_on(app);
    }
    keep_open(app);
}

void pump_link_send(struct pump_app *app, const uint8_t *bytes, size_t n)
{
    if (!pump_link_proven(app))
        return;
    // What the connection does not take is lost, as on the plain line.
    (void)!(rprt_chan_send(&app->link.chan, bytes, n) == RPRT_OK);
}

bool pump_link_proven(const struct pump_app *app)
{
    return app->link.status == RPRT_OK && app->link.chan.state == RPRT_CHAN_OPEN;
}
