// SPDX-License-Identifier: Apache-2.0
/*
 * State of the network line: the library's TLS connection.
 */
#ifndef PUMP_SEAM_LINK_CHAN_STATE_H
#define PUMP_SEAM_LINK_CHAN_STATE_H

#include "rprt/chan.h"

struct pump_link {
    struct rprt_chan_config config;
    struct rprt_chan chan;
    enum rprt_status status; // of rprt_chan_init
    uint32_t tick;           // period of the essential function
    uint32_t left;           // bytes that may still be read in it
    uint32_t failures;       // of the connection, already noted
};

#endif
