// SPDX-License-Identifier: Apache-2.0
/*
 * State of the network line.
 */
#ifndef PUMP_SEAM_LINK_STATE_H
#define PUMP_SEAM_LINK_STATE_H

#include "rprt/config.h"

#if RPRT_WITH_CHAN
#include "pump/seam/link_chan_state.h"
#else
struct pump_link {
    uint32_t tick; // period of the essential function
    uint32_t left; // bytes that may still be read in it
};
#endif

#endif
