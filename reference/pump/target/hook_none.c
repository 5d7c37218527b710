// SPDX-License-Identifier: Apache-2.0
/*
 * No hook: the product.
 */
#include "pump/target/hook.h"

void pump_hook(volatile uint32_t *order, const struct pump_core *core,
               struct pump_exchange *exchange)
{
    (void)order;
    (void)core;
    (void)exchange;
}
