// SPDX-License-Identifier: Apache-2.0
/*
 * The network line without protection: what comes is a command.
 */
#include "pump/seam/link.h"

enum { CHUNK = 64 };

void pump_link_init(struct pump_app *app)
{
    app->link = (struct pump_link){.left = 0};
}

// Without a budget the loop takes all that the line holds before it looks at anything else: the
// usual way, and the reason why a flood makes such a device deaf at the bedside.
void pump_link_poll(struct pump_app *app, uint32_t budget)
{
    struct pump_link *link = &app->link;
    if (link->tick != app->core->ep.tick) {
        link->tick = app->core->ep.tick;
        link->left = budget;
    }
    uint8_t bytes[CHUNK];
    size_t n;
    do {
        size_t most = link->left < sizeof bytes ? link->left : sizeof bytes;
        n = app->port->read(app->port->context, PUMP_LINE_NET, bytes, most);
        if (budget != UINT32_MAX)
            link->left -= (uint32_t)n;
        pump_app_bytes(app, PUMP_LINE_NET, bytes, n);
    } while (n > 0);
}

void pump_link_send(struct pump_app *app, const uint8_t *bytes, size_t n)
{
    app->port->write(app->port->context, PUMP_LINE_NET, bytes, n);
}

// There is nothing to prove by: whoever is on the wire is taken for the hospital's server, because
// its orders are part of what the pump is for.
bool pump_link_proven(const struct pump_app *app)
{
    (void)app;
    return true;
}
