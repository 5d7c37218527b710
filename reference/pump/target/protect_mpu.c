// SPDX-License-Identifier: Apache-2.0
/*
 * Memory protection: communication runs without privilege and can write only what is its own.
 *
 * The rights are those of the plan (RPRT_MPU_REGIONS), the places those of the linker script.  Where
 * regions overlap, the one with the higher number holds (ARMv7-M, B3.5).  A communications side that
 * breaks the rules is started again; the essential function does not notice.
 */
#include "pump/target/board.h"

#include "pump/target/registers.h"

// The pump has one context below its interrupts: lines and library in one.
#define RPRT_LIBRARY_IN_COMMS 1
#include "rprt/protect.h"

// What privileged code and what communication may do.
enum {
    WRITE_WRITE = 3 << 24,
    WRITE_READ = 2 << 24,
    WRITE_NONE = 1 << 24,
    READ_READ = 6 << 24,
    READ_NONE = 5 << 24,
    NONE_NONE = 0,
};

enum {
    XN = 1 << 28,             // no instructions from here
    CODE = 1 << 17 | 1 << 18, // shareable, cacheable
    MEMORY = CODE | XN,
    DEVICE = 1 << 16 | 1 << 18 | XN, // shareable, bufferable
    ENABLE = 1,
    CONTROL_ON_WITH_DEFAULT = 5, // privileged code sees the default map beside the regions
    HANDLERS_ALL = 7 << 16,      // usage, bus, memory
    ONLY_THREAD_BELOW = 1 << 11,
};

struct region {
    uint32_t base, bits, rights;
};

#define RIGHTS(main, comms) main##_##comms
#define DECLARE(name, kind, main, comms)                                                           \
    extern const char rprt_at_##name[];                                                            \
    extern const char rprt_bits_##name[];
#define REGION(name, kind, main, comms)                                                            \
    {(uint32_t)rprt_at_##name, (uint32_t)rprt_bits_##name, RIGHTS(main, comms) | kind},

RPRT_MPU_REGIONS(DECLARE)

static const struct region regions[] = {RPRT_MPU_REGIONS(REGION)};

// Does not compile when there are more than the unit has.
typedef char regions_fit[sizeof regions / sizeof regions[0] <= RPRT_MPU_REGIONS_MOST ? 1 : -1];

// The field of a region of 2^bits bytes.
static uint32_t size_of(uint32_t bits)
{
    return (bits - 1) << 1;
}

void memory_handler(void);

void board_protect(void)
{
    for (uint32_t i = 0; i < sizeof regions / sizeof regions[0]; i++) {
        REG_MPU->number = i;
        REG_MPU->base = regions[i].base;
        REG_MPU->size = regions[i].rights | size_of(regions[i].bits) | ENABLE;
    }
    REG_SCB_HANDLERS |= HANDLERS_ALL;
    REG_MPU->control = CONTROL_ON_WITH_DEFAULT;
    __asm volatile("dsb\n"
                   "isb\n"
                   "mrs r0, control\n"
                   "orr r0, r0, #1\n" // thread mode loses its privilege
                   "msr control, r0\n"
                   "isb\n" ::
                       : "r0", "memory");
}

// Only communication runs without privilege, so only it can come here by breaking a rule of the map, by
// touching what is the processor's own, or by an instruction that does not exist; or an interrupt that
// found no room on its stack.  A fault in an interrupt itself is none that a restart could mend.
void memory_handler(void)
{
    if ((REG_SCB_ICSR & ONLY_THREAD_BELOW) == 0)
        board_reset();
    REG_SCB_CFSR = REG_SCB_CFSR; // written ones are cleared
    pump_watch_broken(&board_core.watch);
    if (pump_watch_restarts(&board_core.watch))
        board_restart_comms();
}
