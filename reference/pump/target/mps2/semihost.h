// SPDX-License-Identifier: Apache-2.0
/*
 * Calls to the simulator (Arm semihosting, as QEMU does it for a Cortex-M).
 */
#ifndef PUMP_TARGET_SEMIHOST_H
#define PUMP_TARGET_SEMIHOST_H

#include <stdint.h>

enum semihost {
    SEMIHOST_OPEN = 0x01,
    SEMIHOST_WRITE = 0x05,
    SEMIHOST_WRITE0 = 0x04, // text to the simulator's console; the argument is the text
    SEMIHOST_READ = 0x06,
    SEMIHOST_COMMAND_LINE = 0x15,
    SEMIHOST_EXIT = 0x18, // the argument is the reason
    SEMIHOST_OPEN_READ = 1,
    SEMIHOST_OPEN_WRITE = 5,
    SEMIHOST_EXIT_NORMAL = 0x20026,
};

// Does as told; what the argument is depends on the call.  The machine stands still meanwhile.
static inline int32_t semihost(enum semihost call, uintptr_t argument)
{
    register uint32_t r0 __asm("r0") = (uint32_t)call;
    register uintptr_t r1 __asm("r1") = argument;
    __asm volatile("bkpt 0xAB" : "+r"(r0) : "r"(r1) : "memory");
    return (int32_t)r0;
}

#endif
