// SPDX-License-Identifier: Apache-2.0
/* Memory map for a memory protection unit: who may do what where.
 *
 * The plan says who may do what, the board says where. The list RPRT_MPU_REGIONS comes from
 * rprt_config.h (made from the plan) or else from below; for each of its names the board's linker script
 * gives two symbols, rprt_at_NAME (address of the region) and rprt_bits_NAME (its value: the region has
 * 2^value bytes and begins at a multiple of that). The board expands the list to its unit's registers,
 * in this order:
 *
 *     X(NAME, KIND, MAIN, COMMS)
 *
 * KIND is CODE (may be executed), MEMORY or DEVICE; MAIN and COMMS are what privileged code and the
 * communication may do: NONE, READ or WRITE (which includes reading). A later line holds where two
 * overlap. What no line names is for privileged code alone. At most RPRT_MPU_REGIONS_MOST lines.
 *
 * A violation by the communication must lead to rprt_mode_fault(guard, RPRT_CAUSE_COMMS_FAULT) and
 * nothing else; so must every other fault that code without privilege can cause.
 */
#ifndef RPRT_PROTECT_H
#define RPRT_PROTECT_H

#include "rprt/config.h"

// Regions of ARMv7-M units: eight.
#define RPRT_MPU_REGIONS_MOST 8

// For the board to say before this header: log, store, boot and auth run in a context of their own behind
// a supervisor call (0), or in the communication context (1), which then has their memory and flash too.
#ifndef RPRT_LIBRARY_IN_COMMS
#define RPRT_LIBRARY_IN_COMMS 0
#endif

#if RPRT_LIBRARY_IN_COMMS
#define RPRT_MPU_SHOWN READ
#define RPRT_MPU_KEPT WRITE
#else
#define RPRT_MPU_SHOWN NONE
#define RPRT_MPU_KEPT NONE
#endif

// CODE: image. RAM: all of it, as the communication may use it. CORE: the essential function's data,
// mailbox and guard. STACK: of the interrupts. GUARD: below the communication's stack. LINES, LINES_2: the
// peripherals that the communication drives. KEPT: flash of log, store, state and slots, and counters.
#ifndef RPRT_MPU_REGIONS
#define RPRT_MPU_REGIONS(X)                                                                        \
    X(CODE, CODE, READ, READ)                                                                      \
    X(RAM, MEMORY, WRITE, WRITE)                                                                   \
    X(CORE, MEMORY, WRITE, RPRT_MPU_SHOWN)                                                         \
    X(STACK, MEMORY, WRITE, NONE)                                                                  \
    X(GUARD, MEMORY, NONE, NONE)                                                                   \
    X(LINES, DEVICE, WRITE, WRITE)                                                                 \
    X(LINES_2, DEVICE, WRITE, WRITE)                                                               \
    X(KEPT, MEMORY, WRITE, RPRT_MPU_KEPT)
#endif

#endif
