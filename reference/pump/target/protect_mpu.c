// SPDX-License-Identifier: Apache-2.0
/*
 * Memory protection: communication runs without privilege and can write only what is its own.
 *
 * Where regions overlap, the one with the higher number holds (ARMv7-M, B3.5).  A communications side
 * that breaks the rules is started again; the essential function does not notice.
 */
#include "pump/target/board.h"

#include "pump/target/registers.h"

enum {
    XN = 1 << 28,    // no instructions from here
    RW_RW = 3 << 24, // privileged | unprivileged
    RW_RO = 2 << 24,
    RW_NO = 1 << 24,
    RO_RO = 6 << 24,
    NO_NO = 0,
    NORMAL = 1 << 17 | 1 << 18, // shareable, cacheable
    DEVICE = 1 << 16 | 1 << 18, // shareable, bufferable
    ENABLE = 1,
    CONTROL_ON_WITH_DEFAULT = 5, // privileged code sees the default map beside the regions
    HANDLERS_MEMORY = 1 << 16,
};

// The field of a region of 2^bits bytes.
static uint32_t size_of(uint32_t bits)
{
    return (bits - 1) << 1;
}

struct region {
    uint32_t base, bits, rights;
};

static const struct region regions[] = {
    {0x00000000, 19, RO_RO | NORMAL},      // code and constants
    {0x20000000, 17, RW_RW | NORMAL | XN}, // RAM
    {0x20000000, 12, RW_RO | NORMAL | XN}, // what the essential function owns
    {0x20001000, 12, RW_NO | NORMAL | XN}, // the stack of the interrupts
    {0x20002000, 8, NO_NO | XN},           // guard below the stack of communication
    {0x40004000, 13, RW_RW | DEVICE | XN}, // lines 0 and 1
    {0x40006000, 12, RW_RW | DEVICE | XN}, // line 2
    {0x21000000, 18, RW_RW | NORMAL | XN}, // flash and counters of the simulated world
};

void memory_handler(void);

void board_protect(void)
{
    for (uint32_t i = 0; i < sizeof regions / sizeof regions[0]; i++) {
        REG_MPU->number = i;
        REG_MPU->base = regions[i].base;
        REG_MPU->size = regions[i].rights | size_of(regions[i].bits) | ENABLE;
    }
    REG_SCB_HANDLERS |= HANDLERS_MEMORY;
    REG_MPU->control = CONTROL_ON_WITH_DEFAULT;
    __asm volatile("dsb\n"
                   "isb\n"
                   "mrs r0, control\n"
                   "orr r0, r0, #1\n" // thread mode loses its privilege
                   "msr control, r0\n"
                   "isb\n" ::
                       : "r0", "memory");
}

// Only communication runs under the regions' unprivileged rights, so only it can come here, or an
// interrupt that found no room on its stack.
void memory_handler(void)
{
    REG_SCB_CFSR = REG_SCB_CFSR; // written ones are cleared
    pump_watch_broken(&board_core.watch);
    board_restart_comms();
}
