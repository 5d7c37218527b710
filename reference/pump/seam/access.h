// SPDX-License-Identifier: Apache-2.0
/*
 * Who may do what, and how a person proves to be someone.
 *
 * access_none.c: everybody may do everything, as on the pumps that were attacked.
 * access_auth.c: the library's `auth`, with roles, back-off and emergency access.
 */
#ifndef PUMP_SEAM_ACCESS_H
#define PUMP_SEAM_ACCESS_H

#include "pump/app.h"

// Distant from each other and from 0: a skipped instruction does not turn one into the other.
enum pump_verdict {
    PUMP_ALLOW = 0x6A95,
    PUMP_DENY = 0x156A,
};

void pump_access_init(struct pump_app *app);

// One turn of the loop: sessions and emergency access end by time.
void pump_access_poll(struct pump_app *app);

enum pump_verdict pump_access_command(struct pump_app *app, enum pump_line line,
                                      enum pump_command command);

enum pump_result pump_access_login(struct pump_app *app, enum pump_line line, uint8_t user,
                                   const uint8_t *pin, size_t pin_size);
void pump_access_logout(struct pump_app *app, enum pump_line line);

// True while emergency access is open.
bool pump_access_in_emergency(const struct pump_app *app);

// Emergency access at the bedside for so many minutes.
enum pump_result pump_access_emergency(struct pump_app *app, enum pump_line line, uint8_t reason,
                                       uint8_t minutes);

#endif
