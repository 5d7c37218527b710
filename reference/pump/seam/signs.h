// SPDX-License-Identifier: Apache-2.0
/*
 * Signs of an attack -> a level, for the guard.
 *
 * signs_none.c: no sign is seen.  signs_detect.c: the library's `detect`.
 */
#ifndef PUMP_SEAM_SIGNS_H
#define PUMP_SEAM_SIGNS_H

#include "pump/ep.h"

#include "rprt/config.h"
#include "rprt/port.h"

#include <stdint.h>

#if RPRT_WITH_DETECT
#include "rprt/detect.h"
struct pump_signs {
    struct rprt_detect detect;
    uint32_t seen[8]; // counts of the notes that are already taken, by enum pump_note
};
#else
struct pump_signs {
    uint32_t unused; // C has no empty struct
};
#endif

struct pump_notes;

void pump_signs_init(struct pump_signs *signs, const struct rprt_port *port);

// The memory protection stopped the communications side.
void pump_signs_memory(struct pump_signs *signs);

// One period; gives the level, 0 to 3, and the kind that has it.
uint32_t pump_signs_tick(struct pump_signs *signs, const volatile struct pump_notes *notes,
                         uint32_t *ret_kind);

#endif
