// SPDX-License-Identifier: Apache-2.0
/*
 * State of the log: the library's.
 */
#ifndef PUMP_SEAM_LOG_CHAIN_STATE_H
#define PUMP_SEAM_LOG_CHAIN_STATE_H

#include "rprt/log.h"

struct pump_log {
    struct rprt_log_config config;
    struct rprt_log log;
    enum rprt_status status; // RPRT_OK: open
    uint32_t written;        // records since the start
    uint32_t posture;        // last one written
    uint32_t retry_ms;       // when a closed log was last tried to be opened
};

#endif
