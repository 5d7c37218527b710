// SPDX-License-Identifier: Apache-2.0
/*
 * Data at rest: the drug library.
 *
 * keep_plain.c: bytes and a CRC in a sector.  keep_store.c: the library's `store`.
 */
#ifndef PUMP_SEAM_KEEP_H
#define PUMP_SEAM_KEEP_H

#include "pump/app.h"

enum { PUMP_KEEP_RECORD_MAX = 128 };

void pump_keep_init(struct pump_app *app);

// The record with that id; gives its size, 0 when there is none that can be trusted.
size_t pump_keep_get(struct pump_app *app, uint32_t id, uint8_t *ret_bytes, size_t n);

// False when the record is not certain to be kept; the old one is then still there.
bool pump_keep_put(struct pump_app *app, uint32_t id, const uint8_t *bytes, size_t n);

#endif
