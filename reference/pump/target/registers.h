// SPDX-License-Identifier: Apache-2.0
/*
 * Registers of mps2-an385 that the pump uses (Arm AN385 and the ARMv7-M architecture manual).
 */
#ifndef PUMP_TARGET_REGISTERS_H
#define PUMP_TARGET_REGISTERS_H

#include <stdint.h>

struct reg_uart {
    volatile uint32_t data, state, control, interrupt, baud;
};
enum {
    UART_STATE_TX_FULL = 1 << 0,
    UART_CONTROL_TX = 1 << 0,
};

struct reg_timer {
    volatile uint32_t control, value, reload, interrupt;
};

struct reg_systick {
    volatile uint32_t control, reload, value, calibration;
};

struct reg_mpu {
    volatile uint32_t type, control, number, base, size;
};

static inline struct reg_uart *reg_uart(uint32_t i)
{
    static const uint32_t at[] = {0x40004000, 0x40005000, 0x40006000, 0x40007000};
    return (struct reg_uart *)at[i];
}

#define REG_TIMER0 ((struct reg_timer *)0x40000000)
#define REG_TIMER1 ((struct reg_timer *)0x40001000)
#define REG_SYSTICK ((struct reg_systick *)0xE000E010)
#define REG_MPU ((struct reg_mpu *)0xE000ED90)
#define REG_NVIC_ENABLE ((volatile uint32_t *)0xE000E100)
#define REG_NVIC_PEND ((volatile uint32_t *)0xE000E200)
#define REG_NVIC_PRIORITY ((volatile uint8_t *)0xE000E400)
#define REG_SCB_ICSR (*(volatile uint32_t *)0xE000ED04)
#define REG_SCB_AIRCR (*(volatile uint32_t *)0xE000ED0C)
#define REG_SCB_PRIORITY ((volatile uint8_t *)0xE000ED14) // by exception number, from 4 at +4
#define REG_SCB_HANDLERS (*(volatile uint32_t *)0xE000ED24)
#define REG_SCB_CFSR (*(volatile uint32_t *)0xE000ED28)

enum {
    IRQ_UART0_RX = 0,
    IRQ_UART1_RX = 2,
    IRQ_UART2_RX = 4,
    IRQ_TIMER1 = 9,
    IRQ_INSTRUMENT = 18, // of a line that the pump does not use; set by software
};

#endif
