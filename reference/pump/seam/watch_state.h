// SPDX-License-Identifier: Apache-2.0
/*
 * State of the watch: the library's, or almost none.
 */
#ifndef PUMP_SEAM_WATCH_STATE_H
#define PUMP_SEAM_WATCH_STATE_H

#include "rprt/config.h"

#if RPRT_WITH_MODE
#include "pump/seam/watch_mode_state.h"
#else
struct pump_watch {
    uint32_t unused; // C has no empty struct
};
#endif

#endif
