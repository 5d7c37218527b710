// SPDX-License-Identifier: Apache-2.0
/*
 * The lines of the simulated machine: in from the bench's wire, out through the serial ports.
 */
#include "pump/target/mps2/wire.h"

#include "pump/target/board.h"
#include "pump/target/line.h"
#include "pump/target/registers.h"

enum {
    BYTE_TICKS = BOARD_CLOCK_HZ / 100000, // one byte of the fastest line
    SLOWER = 8,                           // the others take so much longer: 12 bytes a millisecond
    TIMER_ON = 1 << 0 | 1 << 3,           // with interrupt
};

struct way {
    uint32_t from, to;
    uint8_t bytes[WIRE_SIZE];
};

// Outlives a reset of the device.
__attribute__((section(".world"))) static struct {
    struct way way[BOARD_LINES];
    uint32_t turn;
    volatile uint32_t ready; // bit per line: a byte lies in data
    volatile uint8_t data[BOARD_LINES];
} wire;

static const uint32_t irq_of[] = {IRQ_UART0_RX, IRQ_UART1_RX, IRQ_UART2_RX};

void wire_handler(void);

void board_lines_start(uint8_t priority)
{
    for (uint32_t i = 0; i < BOARD_LINES; i++) {
        struct reg_uart *uart = reg_uart(i);
        uart->baud = 16; // the smallest: sending takes no time
        uart->control = UART_CONTROL_TX;
        REG_NVIC_PRIORITY[irq_of[i]] = priority;
        REG_NVIC_ENABLE[0] = UINT32_C(1) << irq_of[i];
    }
    REG_NVIC_PRIORITY[IRQ_TIMER1] = priority;
    REG_NVIC_ENABLE[0] = UINT32_C(1) << IRQ_TIMER1;
    wire.ready = 0;
    if (wire_pending() > 0)
        *REG_TIMER1 = (struct reg_timer){TIMER_ON, BYTE_TICKS, BYTE_TICKS, 1};
}

bool board_line_take(uint32_t line, uint8_t *ret_byte)
{
    uint32_t bit = UINT32_C(1) << line;
    if ((wire.ready & bit) == 0)
        return false;
    *ret_byte = wire.data[line];
    wire.ready &= ~bit;
    return true;
}

void board_line_send(uint32_t line, uint8_t byte)
{
    struct reg_uart *uart = reg_uart(line);
    while ((uart->state & UART_STATE_TX_FULL) != 0)
        ;
    uart->data = byte;
}

void wire_put(uint32_t line, uint8_t byte)
{
    struct way *way = &wire.way[line];
    way->bytes[way->to++ % WIRE_SIZE] = byte;
    if ((REG_TIMER1->control & 1) == 0)
        *REG_TIMER1 = (struct reg_timer){TIMER_ON, BYTE_TICKS, BYTE_TICKS, 1};
}

uint32_t wire_pending(void)
{
    uint32_t most = 0;
    for (uint32_t i = 0; i < BOARD_LINES; i++) {
        uint32_t n = wire.way[i].to - wire.way[i].from;
        most = n > most ? n : most;
    }
    return most;
}

// One byte's time has passed.
void wire_handler(void)
{
    REG_TIMER1->interrupt = 1;
    wire.turn++;
    for (uint32_t i = 0; i < BOARD_LINES; i++) {
        struct way *way = &wire.way[i];
        uint32_t bit = UINT32_C(1) << i;
        bool due = i == PUMP_LINE_NET || wire.turn % SLOWER == 0;
        if (way->from == way->to || !due || (wire.ready & bit) != 0)
            continue;
        wire.data[i] = way->bytes[way->from++ % WIRE_SIZE];
        wire.ready |= bit;
        REG_NVIC_PEND[0] = UINT32_C(1) << irq_of[i];
    }
    if (wire_pending() == 0)
        REG_TIMER1->control = 0;
}
