// SPDX-License-Identifier: Apache-2.0
/*
 * From the reset to the communications loop, and the table of interrupts.
 */
#include "pump/target/board.h"

#include "pump/target/provider.h"
#include "pump/target/registers.h"
#include <machine.h>

#include <string.h>

extern uint32_t data_begin, data_end, data_load, bss_begin, bss_end; // of the linker script
extern uint32_t main_stack_top, comms_stack_top;

// The frame that the processor takes off the stack when a handler returns to thread mode: r0 to r3,
// r12, lr, pc, xPSR; at the top of the stack of communication.
enum { FRAME = 8, FRAME_PC = 6, FRAME_XPSR = 7, XPSR_THUMB = 0x01000000 };
extern uint32_t comms_stack_frame[FRAME];

void reset_handler(void);
void systick_handler(void);
void memory_handler(void);
void line_handler_0(void);
void line_handler_1(void);
void line_handler_2(void);
void wire_handler(void);
void instrument_handler(void);
static void fatal_handler(void);

typedef void (*handler)(void);

enum { EXCEPTIONS = 16 };

// Entry 0 is the initial main stack pointer.
struct vectors {
    uint32_t *stack;
    handler exception[EXCEPTIONS - 1];
    handler interrupt[MACHINE_INTERRUPTS];
};

__attribute__((section(".vectors"), used)) static const struct vectors vectors = {
    .stack = &main_stack_top,
    .exception = {[0] = reset_handler,
                  [1] = fatal_handler,
                  [2] = fatal_handler,
                  [3] = memory_handler,
                  [4] = memory_handler, // bus
                  [5] = memory_handler, // usage
                  [10] = fatal_handler,
                  [13] = fatal_handler,
                  [14] = systick_handler},
    .interrupt = {MACHINE_VECTORS},
};

// A fault that nothing can contain: what every device does, start again.
static void fatal_handler(void)
{
    board_reset();
}

// The memory of communication, as after power-on.
static void init_memory(void)
{
    const uint32_t *from = &data_load;
    for (uint32_t *to = &data_begin; to < &data_end; to++)
        *to = *from++;
    for (uint32_t *to = &bss_begin; to < &bss_end; to++)
        *to = 0;
}

// Thread mode on the communications stack; the main stack is left to the interrupts.
static void use_comms_stack(void)
{
    __asm volatile("msr psp, %0\n"
                   "mov r0, #2\n"
                   "msr control, r0\n"
                   "isb\n" ::"r"(&comms_stack_top)
                   : "r0", "memory");
}

void board_comms(void)
{
    init_memory();
    board_provider_start();
    board_shared.exchange.calls = 0;
    pump_app_init(&board_app, board_port(), &board_core, &board_shared.exchange);
    // Never asleep: in the simulator a sleeping processor lets time jump past the timers' events,
    // and every figure of punctuality would be wrong.
    for (;;) {
        pump_app_poll(&board_app);
        pump_hook(&board_shared.hook, &board_core, &board_shared.exchange);
    }
}

void board_restart_comms(void)
{
    memset(comms_stack_frame, 0, sizeof comms_stack_frame);
    comms_stack_frame[FRAME_PC] = (uint32_t)board_comms & ~UINT32_C(1);
    comms_stack_frame[FRAME_XPSR] = XPSR_THUMB;
    __asm volatile("msr psp, %0" ::"r"(comms_stack_frame) : "memory");
}

void reset_handler(void)
{
    board_start();
    use_comms_stack();
    board_protect();
    board_comms();
}
