// SPDX-License-Identifier: Apache-2.0
/*
 * No access control: whoever reaches a line may do what the line can do.
 */
#include "pump/seam/access.h"

void pump_access_init(struct pump_app *app)
{
    app->access.unused = 0;
}

void pump_access_poll(struct pump_app *app)
{
    (void)app;
}

enum pump_verdict pump_access_command(struct pump_app *app, enum pump_line line,
                                      enum pump_command command)
{
    (void)app;
    (void)line;
    (void)command;
    return PUMP_ALLOW;
}

enum pump_result pump_access_login(struct pump_app *app, enum pump_line line, uint8_t user,
                                   const uint8_t *pin, size_t pin_size)
{
    (void)app;
    (void)line;
    (void)user;
    (void)pin;
    (void)pin_size;
    return PUMP_DONE;
}

void pump_access_logout(struct pump_app *app, enum pump_line line)
{
    (void)app;
    (void)line;
}

bool pump_access_in_emergency(const struct pump_app *app)
{
    (void)app;
    return false;
}

// Nothing is locked, so there is nothing to open.
enum pump_result pump_access_emergency(struct pump_app *app, enum pump_line line, uint8_t reason,
                                       uint8_t minutes)
{
    (void)app;
    (void)line;
    (void)reason;
    (void)minutes;
    return PUMP_DONE;
}
