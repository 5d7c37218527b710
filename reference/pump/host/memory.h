// SPDX-License-Identifier: Apache-2.0
/*
 * Refusing the provider's allocations, for attack 16.
 */
#ifndef PUMP_HOST_MEMORY_H
#define PUMP_HOST_MEMORY_H

#include <stdint.h>

// Follows the bench's faults; a change begins the count anew.
void host_memory_faults(uint32_t faults);

#endif
