// SPDX-License-Identifier: Apache-2.0
/*
 * State of access control: the library's.
 */
#ifndef PUMP_SEAM_ACCESS_AUTH_STATE_H
#define PUMP_SEAM_ACCESS_AUTH_STATE_H

#include "rprt/auth.h"

struct pump_access {
    struct rprt_auth_config config;
    struct rprt_auth auth;
    struct rprt_auth_user users[RPRT_AUTH_USERS];
    enum rprt_status status;
    uint32_t tick; // of the essential function, up to which time was counted
    uint32_t line; // on which the session was opened (enum pump_line)
};

#endif
