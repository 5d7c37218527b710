// SPDX-License-Identifier: Apache-2.0
/*
 * Start of the image of the fault campaign: memory, then the cases.
 *
 * A fault of the processor ends in skip_crash, a case that takes too long in skip_late; the campaign
 * knows both.
 */
#include "pump/target/skip.h"

#include "pump/target/registers.h"

enum {
    WATCHDOG_TICKS = 2500000, // 100 ms
    SYSTICK_RUN = 7,
    // What a small chip has: flash that a store does not change, 128 kB of RAM, nothing else.  The
    // machine has more, and all of it can be written: a wild store of one fault would change the
    // next one.
    CODE_READ_ONLY = 6 << 24 | 1 << 18 | 18 << 1 | 1,
    RAM_READ_WRITE = 3 << 24 | 1 << 18 | 1 << 28 | 16 << 1 | 1,
    MPU_ON = 1,
};

extern uint32_t data_begin, data_end, data_load, bss_begin, bss_end, main_stack_top;

void reset_handler(void);
void skip_crash(void);
void skip_late(void);
extern const uint16_t skip_trap[];

__attribute__((section(".vectors"), used)) static void *const vectors[16] = {
    &main_stack_top,
    (void *)(uintptr_t)reset_handler,
    (void *)(uintptr_t)skip_crash,
    (void *)(uintptr_t)skip_crash,
    (void *)(uintptr_t)skip_crash,
    (void *)(uintptr_t)skip_crash,
    (void *)(uintptr_t)skip_crash,
    [8] = (void *)(uintptr_t)skip_trap, // keeps it in the image; never called
    [15] = (void *)(uintptr_t)skip_late};

static void protect(void)
{
    REG_MPU->number = 0;
    REG_MPU->base = 0;
    REG_MPU->size = CODE_READ_ONLY;
    REG_MPU->number = 1;
    REG_MPU->base = 0x20000000;
    REG_MPU->size = RAM_READ_WRITE;
    REG_MPU->control = MPU_ON;
    __asm volatile("dsb\nisb");
}

// Among instructions that trap: a return address with one wrong bit shall not land by luck in that
// part of the campaign's own code which says "granted".
__asm(".section .text.skip_call, \"ax\", %progbits\n"
      ".balign 256\n"
      ".thumb_func\n"
      ".global skip_call\n"
      "skip_call:\n"
      "b 1f\n"
      ".rept 63\n"
      "udf #0\n"
      ".endr\n"
      "1: push {r3, lr}\n"
      "blx r3\n"
      "pop {r3, pc}\n"
      ".rept 61\n"
      "udf #0\n"
      ".endr\n"
      ".text\n");

// In front of the campaign's own code (build-skip.sh).
__asm(".section .trap, \"ax\", %progbits\n"
      ".global skip_trap\n"
      "skip_trap:\n"
      ".rept 512\n"
      "udf #0\n"
      ".endr\n"
      ".text\n");

void skip_crash(void)
{
    for (;;)
        ;
}

void skip_late(void)
{
    for (;;)
        ;
}

void skip_watch(bool on)
{
    REG_SYSTICK->control = 0;
    REG_SYSTICK->reload = WATCHDOG_TICKS;
    REG_SYSTICK->value = 0;
    if (on)
        REG_SYSTICK->control = SYSTICK_RUN;
}

void reset_handler(void)
{
    const uint32_t *from = &data_load;
    for (uint32_t *to = &data_begin; to < &data_end; to++)
        *to = *from++;
    for (uint32_t *to = &bss_begin; to < &bss_end; to++)
        *to = 0;
    protect();
    skip_main();
}
