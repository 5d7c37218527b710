// SPDX-License-Identifier: Apache-2.0
/*
 * A compromised communications side, on order: the stand-in for an exploit.
 *
 * Bench builds link hook.c, which does what the bench says once; a product links hook_none.c.
 */
#ifndef PUMP_TARGET_HOOK_H
#define PUMP_TARGET_HOOK_H

#include "pump/core.h"

// Looks for an order (enum pump_hook) and carries it out; may not return.
void pump_hook(volatile uint32_t *order, const struct pump_core *core,
               struct pump_exchange *exchange);

#endif
