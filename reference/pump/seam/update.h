// SPDX-License-Identifier: Apache-2.0
/*
 * Firmware: which image runs, and how a new one gets there.
 *
 * update_plain.c: a CRC decides.  update_boot.c: the library's `boot`.
 */
#ifndef PUMP_SEAM_UPDATE_H
#define PUMP_SEAM_UPDATE_H

#include "pump/app.h"

// What the factory's programmer puts into a blank flash of PUMP_SECTOR_COUNT sectors: the first image.
// Part of the world, not of the device.
void pump_update_factory(uint8_t *flash);

// Decides at power-on which slot runs.
void pump_update_init(struct pump_app *app);

// One turn of the loop: an image on trial is confirmed once the essential function has run well.
void pump_update_poll(struct pump_app *app);

// Version of the running image; 0 when no image may run (the pump then takes no programme).
uint32_t pump_update_version(const struct pump_app *app);

enum pump_result pump_update_begin(struct pump_app *app, const uint8_t *manifest, size_t n);
enum pump_result pump_update_chunk(struct pump_app *app, uint32_t off, const uint8_t *bytes,
                                   size_t n);
enum pump_result pump_update_end(struct pump_app *app);

#endif
