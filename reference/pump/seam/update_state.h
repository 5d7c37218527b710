// SPDX-License-Identifier: Apache-2.0
/*
 * State of the firmware update.
 */
#ifndef PUMP_SEAM_UPDATE_STATE_H
#define PUMP_SEAM_UPDATE_STATE_H

#include "rprt/config.h"

#if RPRT_WITH_BOOT
#include "pump/seam/update_boot_state.h"
#else
struct pump_update {
    uint32_t version;  // of the image that runs
    uint32_t slot;     // it lies in
    uint32_t incoming; // version, size and CRC of the update under way; size 0: none
    uint32_t size;
    uint32_t crc;
    uint32_t received; // bytes, in order
};
#endif

#endif
