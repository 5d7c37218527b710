// SPDX-License-Identifier: Apache-2.0
/*
 * Which plan this image was built from, as it tells everybody who asks.
 */
#include "pump/identity.h"

#include "rprt/config.h"

const uint8_t *pump_identity_plan(void)
{
    static const uint8_t hash[PUMP_PLAN_HASH_SIZE] = RPRT_PLAN_HASH;
    return hash;
}

uint32_t pump_identity_controls(void)
{
    return (RPRT_WITH_MODE ? PUMP_CONTROL_MODE : 0) | (RPRT_WITH_DETECT ? PUMP_CONTROL_DETECT : 0) |
           (RPRT_WITH_CRYPTO ? PUMP_CONTROL_CRYPTO : 0) | (RPRT_WITH_LOG ? PUMP_CONTROL_LOG : 0) |
           (RPRT_WITH_STORE ? PUMP_CONTROL_STORE : 0) | (RPRT_WITH_BOOT ? PUMP_CONTROL_BOOT : 0) |
           (RPRT_WITH_AUTH ? PUMP_CONTROL_AUTH : 0) | (RPRT_WITH_CHAN ? PUMP_CONTROL_CHAN : 0);
}
