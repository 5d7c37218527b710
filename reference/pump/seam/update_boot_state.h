// SPDX-License-Identifier: Apache-2.0
/*
 * State of the firmware update: the library's.
 */
#ifndef PUMP_SEAM_UPDATE_BOOT_STATE_H
#define PUMP_SEAM_UPDATE_BOOT_STATE_H

#include "rprt/boot.h"

struct pump_update {
    struct rprt_boot_config config;
    struct rprt_boot boot;
    struct rprt_boot_decision decision;
    enum rprt_status status; // RPRT_OK: an image runs
    bool confirmed;          // this start's trial is over
    uint32_t next_try;       // tick at which a failed confirmation is tried again
    uint32_t header;         // bytes of the header received
    uint8_t bytes[RPRT_IMAGE_HEADER_SIZE];
    uint32_t phase; // of the update under way
};

#endif
