// SPDX-License-Identifier: Apache-2.0
/*
 * State of the kept data.
 */
#ifndef PUMP_SEAM_KEEP_STATE_H
#define PUMP_SEAM_KEEP_STATE_H

#include "rprt/config.h"

#if RPRT_WITH_STORE
#include "pump/seam/keep_store_state.h"
#else
struct pump_keep {
    uint32_t writes; // since the start
};
#endif

#endif
