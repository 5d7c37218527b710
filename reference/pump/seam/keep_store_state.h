// SPDX-License-Identifier: Apache-2.0
/*
 * State of the kept data: the library's.
 */
#ifndef PUMP_SEAM_KEEP_STORE_STATE_H
#define PUMP_SEAM_KEEP_STORE_STATE_H

#include "rprt/store.h"

struct pump_keep {
    struct rprt_store_config config;
    struct rprt_store store;
    enum rprt_status status; // RPRT_OK: open
    uint8_t work[RPRT_STORE_WORK_SIZE];
};

#endif
