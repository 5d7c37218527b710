// SPDX-License-Identifier: Apache-2.0
/*
 * Clock, lines and memory of lm3s6965evb (data sheet of the LM3S6965, and Arm's of the PL011).
 *
 * The sectors come with the image, as the factory's programmer writes them.  The simulator's machine
 * has no flash controller: nothing can be written to them there, and the pump finds its flash full, as in
 * attack 16.  The counters begin anew with each reset.  The pins are not set up.
 */
#include "pump/target/board.h"
#include "pump/target/line.h"
#include "pump/target/registers.h"

enum {
    LINE_FULL = 1 << 5,  // in flags
    LINE_EMPTY = 1 << 4, // in flags
    LINE_8_BITS = 3 << 5,
    LINE_ON = 1 | 1 << 8 | 1 << 9,
    LINE_RX = 1 << 4, // interrupt
    // 115,200 baud at 25 MHz: 25e6 / (16 * 115200) = 13 + 36/64.
    BAUD_WHOLE = 13,
    BAUD_64TH = 36,
    // Run-mode clock: 8 MHz crystal, PLL at 200 MHz, divided by 8.
    CLOCK_BYPASS = 1 << 11,
    CLOCK_DIVIDE = 1 << 22,
    CLOCK_25_MHZ = 7 << 23 | CLOCK_DIVIDE | 0xE << 6,
    PLL_LOCKED = 1 << 6,
};

struct lm3s_uart {
    volatile uint32_t data, status, unused[4], flags, unused2, power, whole, part, format, control,
        level, mask, raw, masked, clear;
};

#define CLOCK_RAW (*(volatile uint32_t *)0x400FE050)
#define CLOCK (*(volatile uint32_t *)0x400FE060)
#define CLOCK_GATES_1 (*(volatile uint32_t *)0x400FE104)

static const uint32_t irq_of[] = {5, 6, 33};

uint32_t board_counters[PUMP_COUNTERS];

static struct lm3s_uart *uart_of(uint32_t line)
{
    return (struct lm3s_uart *)(uintptr_t)(0x4000C000 + line * 0x1000);
}

void board_machine_start(bool cold)
{
    (void)cold;
    CLOCK = CLOCK_25_MHZ | CLOCK_BYPASS;
    while ((CLOCK_RAW & PLL_LOCKED) == 0)
        ;
    CLOCK = CLOCK_25_MHZ;
    CLOCK_GATES_1 |= 7; // the three lines
}

void board_lines_start(uint8_t priority)
{
    for (uint32_t i = 0; i < BOARD_LINES; i++) {
        struct lm3s_uart *uart = uart_of(i);
        uart->whole = BAUD_WHOLE;
        uart->part = BAUD_64TH;
        uart->format = LINE_8_BITS;
        uart->mask = LINE_RX;
        uart->control = LINE_ON;
        REG_NVIC_PRIORITY[irq_of[i]] = priority;
        REG_NVIC_ENABLE[irq_of[i] / 32] = UINT32_C(1) << irq_of[i] % 32;
    }
}

bool board_line_take(uint32_t line, uint8_t *ret_byte)
{
    struct lm3s_uart *uart = uart_of(line);
    uart->clear = LINE_RX;
    if ((uart->flags & LINE_EMPTY) != 0)
        return false;
    *ret_byte = (uint8_t)uart->data;
    return true;
}

void board_line_send(uint32_t line, uint8_t byte)
{
    struct lm3s_uart *uart = uart_of(line);
    while ((uart->flags & LINE_FULL) != 0)
        ;
    uart->data = byte;
}
