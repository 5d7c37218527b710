// SPDX-License-Identifier: Apache-2.0
/*
 * State of the log.
 */
#ifndef PUMP_SEAM_LOG_STATE_H
#define PUMP_SEAM_LOG_STATE_H

#include "rprt/config.h"

#if RPRT_WITH_LOG
#include "pump/seam/log_chain_state.h"
#else
struct pump_log {
    uint32_t next;    // index of the next record
    uint32_t posture; // last one written
};
#endif

#endif
