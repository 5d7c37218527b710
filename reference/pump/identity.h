// SPDX-License-Identifier: Apache-2.0
/*
 * Which plan this image was built from, as it tells everybody who asks.
 */
#ifndef PUMP_IDENTITY_H
#define PUMP_IDENTITY_H

#include <stdint.h>

enum pump_control {
    PUMP_CONTROL_MODE = 1 << 0,
    PUMP_CONTROL_DETECT = 1 << 1,
    PUMP_CONTROL_CRYPTO = 1 << 2,
    PUMP_CONTROL_LOG = 1 << 3,
    PUMP_CONTROL_STORE = 1 << 4,
    PUMP_CONTROL_BOOT = 1 << 5,
    PUMP_CONTROL_AUTH = 1 << 6,
    PUMP_CONTROL_CHAN = 1 << 7,
};

enum { PUMP_PLAN_HASH_SIZE = 32 };

// SHA-256 of the plan, PUMP_PLAN_HASH_SIZE bytes; zeros when the image was built without one.
const uint8_t *pump_identity_plan(void);

// Bits of enum pump_control.
uint32_t pump_identity_controls(void);

#endif
