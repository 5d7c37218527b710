// SPDX-License-Identifier: Apache-2.0
/*
 * mps2-an385: the bench's machine.
 */
#ifndef PUMP_TARGET_MACHINE_H
#define PUMP_TARGET_MACHINE_H

#define MACHINE_FLASH PUMP_FLASH_GOOD

// Entries of the table of interrupts.
#define MACHINE_INTERRUPTS 32
#define MACHINE_VECTORS                                                                            \
    [IRQ_UART0_RX] = line_handler_0, [IRQ_UART1_RX] = line_handler_1,                              \
    [IRQ_UART2_RX] = line_handler_2, [IRQ_TIMER1] = wire_handler,                                  \
    [IRQ_INSTRUMENT] = instrument_handler

#endif
