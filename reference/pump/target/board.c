// SPDX-License-Identifier: Apache-2.0
/*
 * The pump on bare metal: interrupts, lines, and the world behind them.
 */
#include "pump/target/board.h"

#include "pump/seam/update.h"
#include "pump/target/registers.h"

#include <string.h>

enum {
    MAGIC = 0x504D5057, // the world is set up
    TICKS_PER_PERIOD = BOARD_CLOCK_HZ / PUMP_EP_HZ,
    TICKS_PER_MS = BOARD_CLOCK_HZ / 1000,
    INSTRUMENT = 3, // its UART
    // Lower number, higher priority; the machine has three bits of it.
    PRIORITY_EP = 0 << 5,
    PRIORITY_INSTRUMENT = 1 << 5,
    PRIORITY_LINES = 2 << 5,
    AIRCR_RESET = 0x05FA0004,
    EXCEPTION_MEMORY = 4,
    EXCEPTION_BUS = 5,
    EXCEPTION_USAGE = 6,
    EXCEPTION_SYSTICK = 15,
};

// Written by the essential function's interrupt alone; read by all.
__attribute__((section(".core"))) struct pump_core board_core;
__attribute__((section(".core"))) static struct {
    uint32_t last;    // time of the last period's beginning
    uint32_t periods; // since power-on
} timing;

// Written by the communications side alone.
struct pump_app board_app;

// Written by both sides, field by field (see board.h).
__attribute__((section(".shared"))) struct board_shared board_shared;

// Written by the bench and the essential function's interrupt; the flash's bytes by communication.
__attribute__((section(".world"))) struct board_world board_world;
__attribute__((section(".world_flash"))) struct board_kept board_kept;

void systick_handler(void);
void line_handler_0(void);
void line_handler_1(void);
void line_handler_2(void);
void instrument_handler(void);

static uint32_t timer_ticks(void)
{
    return UINT32_MAX - REG_TIMER0->value;
}

uint32_t board_ms(void)
{
    return board_core.ep.tick * PUMP_EP_PERIOD_MS;
}

void board_reset(void)
{
    REG_SCB_AIRCR = AIRCR_RESET;
    for (;;)
        __asm volatile("dsb");
}

// How late this period began, and how many were left out since the last one.
static void measure_punctuality(void)
{
    struct pump_jitter *jitter = &board_core.jitter;
    uint32_t late = TICKS_PER_PERIOD - 1 - REG_SYSTICK->value;
    uint32_t begun = timer_ticks() - late;
    uint32_t since = begun - timing.last;
    timing.last = begun;
    if (timing.periods++ == 0)
        return;
    if (late > jitter->worst)
        jitter->worst = late;
    jitter->missed += (since + TICKS_PER_PERIOD / 2) / TICKS_PER_PERIOD - 1;
}

void systick_handler(void)
{
    measure_punctuality();
    pump_core_tick(&board_core, &board_shared.exchange, &board_world.plant);
    if (pump_watch_restarts(&board_core.watch))
        board_restart_comms();
    if (board_shared.exchange.reset == PUMP_RESET_CUT ||
        (board_shared.exchange.reset == PUMP_RESET_WISH &&
         pump_watch_reset_granted(&board_core.watch, &board_core.ep.order)))
        board_reset();
    REG_NVIC_PEND[0] = UINT32_C(1) << IRQ_UART3_RX; // the instrument's clock
}

static void receive(uint32_t i)
{
    struct reg_uart *uart = reg_uart(i);
    struct board_ring *ring = &board_shared.ring[i];
    uart->interrupt = UART_INTERRUPT_RX;
    while ((uart->state & UART_STATE_RX_FULL) != 0) {
        uint8_t byte = (uint8_t)uart->data;
        if (ring->to - ring->from < BOARD_RING) // else the line is faster than the pump
            ring->bytes[ring->to++ % BOARD_RING] = byte;
    }
}

void line_handler_0(void)
{
    receive(PUMP_LINE_NET);
}

void line_handler_1(void)
{
    if (board_shared.panel_since == 0)
        board_shared.panel_since = board_core.ep.tick + 1;
    receive(PUMP_LINE_PANEL);
}

void line_handler_2(void)
{
    receive(PUMP_LINE_SERVICE);
}

static void instrument_write(void *context, const char *text, size_t n)
{
    struct reg_uart *uart = context;
    for (size_t i = 0; i < n; i++) {
        while ((uart->state & UART_STATE_TX_FULL) != 0)
            ;
        uart->data = (uint32_t)(uint8_t)text[i];
    }
}

// Entered for each character and once a period.
void instrument_handler(void)
{
    struct reg_uart *uart = reg_uart(INSTRUMENT);
    struct pump_bench *bench = &board_world.bench;
    uart->interrupt = UART_INTERRUPT_RX;
    if ((uart->state & UART_STATE_RX_FULL) != 0)
        pump_bench_char(bench, (char)uart->data);
    bench->panel_worst = board_shared.panel_worst;
    if (board_shared.faults != bench->faults)
        board_shared.allocations = 0;
    board_shared.faults = bench->faults;
    board_shared.button = bench->button;
    if (bench->hook != PUMP_HOOK_NONE)
        board_shared.hook = bench->hook;
    bench->hook = PUMP_HOOK_NONE;
    pump_bench_time(bench, board_ms() + bench->power_ms);
    if (bench->power_off) {
        bench->power_ms = bench->now_ms;
        board_reset();
    }
}

// The power fails while communication writes to the flash.
static void power_fails(void *context)
{
    (void)context;
    board_shared.exchange.reset = PUMP_RESET_CUT;
    for (;;)
        ;
}

static void init_world(void)
{
    struct board_world *world = &board_world;
    if (world->magic != MAGIC) {
        memset(world, 0, sizeof *world);
        memset(&board_kept, 0, sizeof board_kept);
        memset(board_kept.flash, 0xFF, sizeof board_kept.flash);
        pump_update_factory(board_kept.flash);
        pump_plant_init(&world->plant);
        world->magic = MAGIC;
    }
    board_shared.flash = (struct pump_flash){.bytes = board_kept.flash,
                                             .size = sizeof board_kept.flash,
                                             .sector = PUMP_SECTOR_SIZE,
                                             .power_fails = power_fails};
    world->bench.core = &board_core;
    world->bench.plant = &world->plant;
    world->bench.flash = &board_shared.flash;
    world->bench.app = &board_app;
    world->bench.write = instrument_write;
    world->bench.context = reg_uart(INSTRUMENT);
}

static void init_interrupts(void)
{
    static const uint32_t lines[] = {IRQ_UART0_RX, IRQ_UART1_RX, IRQ_UART2_RX};
    for (uint32_t i = 0; i <= INSTRUMENT; i++) {
        struct reg_uart *uart = reg_uart(i);
        uart->baud = 16; // the smallest; the simulated line takes its time from its peer
        uart->control = UART_CONTROL_TX | UART_CONTROL_RX | UART_CONTROL_RX_INTERRUPT;
    }
    for (uint32_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        REG_NVIC_PRIORITY[lines[i]] = PRIORITY_LINES;
        REG_NVIC_ENABLE[0] = UINT32_C(1) << lines[i];
    }
    REG_NVIC_PRIORITY[IRQ_UART3_RX] = PRIORITY_INSTRUMENT;
    REG_NVIC_ENABLE[0] = UINT32_C(1) << IRQ_UART3_RX;
    REG_SCB_PRIORITY[EXCEPTION_MEMORY] = PRIORITY_EP;
    REG_SCB_PRIORITY[EXCEPTION_BUS] = PRIORITY_EP;
    REG_SCB_PRIORITY[EXCEPTION_USAGE] = PRIORITY_EP;
    REG_SCB_PRIORITY[EXCEPTION_SYSTICK] = PRIORITY_EP;
    *REG_TIMER0 = (struct reg_timer){.control = 1, .value = UINT32_MAX, .reload = UINT32_MAX};
    REG_SYSTICK->reload = TICKS_PER_PERIOD - 1;
    REG_SYSTICK->value = 0;
    REG_SYSTICK->control = 7; // processor clock, interrupt, on
}

void board_start(void)
{
    memset(&board_core, 0, sizeof board_core);
    memset(&timing, 0, sizeof timing);
    memset(&board_shared, 0, sizeof board_shared);
    init_world();
    pump_core_init(&board_core);
    init_interrupts();
    pump_bench_powered(&board_world.bench);
}
