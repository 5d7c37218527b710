// SPDX-License-Identifier: Apache-2.0
/*
 * Start of the image of the instruction-skip campaign: memory, then the cases.
 *
 * A fault of the processor ends in skip_crash, which the campaign knows.
 */
#include "pump/target/skip.h"

extern uint32_t data_begin, data_end, data_load, bss_begin, bss_end, main_stack_top;

void reset_handler(void);
void skip_crash(void);

__attribute__((section(".vectors"), used)) static void *const vectors[16] = {
    &main_stack_top,
    (void *)(uintptr_t)reset_handler,
    (void *)(uintptr_t)skip_crash,
    (void *)(uintptr_t)skip_crash,
    (void *)(uintptr_t)skip_crash,
    (void *)(uintptr_t)skip_crash,
    (void *)(uintptr_t)skip_crash};

void skip_crash(void)
{
    for (;;)
        ;
}

void reset_handler(void)
{
    const uint32_t *from = &data_load;
    for (uint32_t *to = &data_begin; to < &data_end; to++)
        *to = *from++;
    for (uint32_t *to = &bss_begin; to < &bss_end; to++)
        *to = 0;
    skip_main();
}
