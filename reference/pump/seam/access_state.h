// SPDX-License-Identifier: Apache-2.0
/*
 * State of access control.
 */
#ifndef PUMP_SEAM_ACCESS_STATE_H
#define PUMP_SEAM_ACCESS_STATE_H

#include "rprt/config.h"

#if RPRT_WITH_AUTH
#include "pump/seam/access_auth_state.h"
#else
struct pump_access {
    uint32_t unused; // C has no empty struct
};
#endif

#endif
