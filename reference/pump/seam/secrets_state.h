// SPDX-License-Identifier: Apache-2.0
/*
 * State of the cryptography and of the library's port.
 */
#ifndef PUMP_SEAM_SECRETS_STATE_H
#define PUMP_SEAM_SECRETS_STATE_H

#include "rprt/config.h"

#if RPRT_WITH_CRYPTO
#include "rprt/crypto.h"

#include <stdbool.h>

enum { PUMP_PENDING = 8 };

// An event that the library reported and that the log has not written yet.
struct pump_pending {
    uint16_t event;
    uint8_t data[RPRT_EVENT_SIZE];
};

struct pump_secrets {
    struct rprt_port port; // its context is the app
    struct rprt_crypto crypto;
    enum rprt_status ready; // of the provider and the keys
    bool random_bad;        // the source gave the same bytes twice
    uint8_t last_random[8];
    struct pump_pending pending[PUMP_PENDING];
    uint32_t n_pending;
    uint32_t lost; // events that found no place
};
#else
struct pump_secrets {
    uint32_t unused; // C has no empty struct
};
#endif

#endif
