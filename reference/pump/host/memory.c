// SPDX-License-Identifier: Apache-2.0
/*
 * Refusing the provider's allocations, for attack 16.
 *
 * The host's Mbed TLS is a shared library that calls calloc(); the program's own definition comes
 * before the C library's.  An allocator has no caller to keep its state, hence the static object.
 */
#include "pump/host/memory.h"

#include "pump/bench.h"

#include <stdlib.h>

static struct {
    uint32_t faults;
    uint32_t n; // allocations since they changed
} memory;

void *__libc_calloc(size_t n, size_t size); // NOLINT(bugprone-reserved-identifier): glibc's own

void host_memory_faults(uint32_t faults)
{
    if (memory.faults == faults)
        return;
    memory.faults = faults;
    memory.n = 0;
}

// NOLINTNEXTLINE(readability-inconsistent-declaration-parameter-name): glibc's are reserved names
void *calloc(size_t n, size_t size)
{
    uint32_t number = memory.faults >> PUMP_FAULT_NUMBER;
    memory.n++;
    if ((memory.faults & PUMP_FAULT_MEMORY) != 0 && (number == 0 || number == memory.n))
        return NULL;
    return __libc_calloc(n, size);
}
