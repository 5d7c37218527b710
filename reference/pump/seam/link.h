// SPDX-License-Identifier: Apache-2.0
/*
 * The network line: bytes of the wire <-> bytes of the application.
 *
 * link_plain.c: they are the same.  link_chan.c: TLS by the library's `chan`.
 */
#ifndef PUMP_SEAM_LINK_H
#define PUMP_SEAM_LINK_H

#include "pump/app.h"

void pump_link_init(struct pump_app *app);

// Reads at most `budget` bytes in a period of the essential function (UINT32_MAX: all that came) and
// hands them on.
void pump_link_poll(struct pump_app *app, uint32_t budget);

void pump_link_send(struct pump_app *app, const uint8_t *bytes, size_t n);

// True when the peer may be taken for the hospital's server: proven by the connection, or, on a plain
// line, always.
bool pump_link_proven(const struct pump_app *app);

#endif
