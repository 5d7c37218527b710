// SPDX-License-Identifier: Apache-2.0
/*
 * The network line without protection: what comes is a command.
 */
#include "pump/seam/link.h"

enum { CHUNK = 64 };

void pump_link_init(struct pump_app *app)
{
    app->link.bytes = 0;
}

// Without a budget the loop takes all that the line holds before it looks at anything else: the
// usual way, and the reason why a flood makes such a device deaf at the bedside.
void pump_link_poll(struct pump_app *app, uint32_t budget)
{
    uint8_t bytes[CHUNK];
    size_t n;
    uint32_t taken = 0;
    do {
        n = app->port->read(app->port->context, PUMP_LINE_NET, bytes, sizeof bytes);
        app->link.bytes += (uint32_t)n;
        taken += (uint32_t)n;
        pump_app_bytes(app, PUMP_LINE_NET, bytes, n);
    } while (n > 0 && (budget == 0 || taken < budget));
}

void pump_link_send(struct pump_app *app, const uint8_t *bytes, size_t n)
{
    app->port->write(app->port->context, PUMP_LINE_NET, bytes, n);
}

bool pump_link_proven(const struct pump_app *app)
{
    (void)app;
    return false;
}
