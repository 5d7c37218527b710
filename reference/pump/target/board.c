// SPDX-License-Identifier: Apache-2.0
/*
 * The pump on bare metal: interrupts, lines, and the world behind them.
 */
#include "pump/target/board.h"

#include "pump/target/instrument.h"
#include "pump/target/line.h"
#include "pump/target/registers.h"

#include <machine.h>
#include <string.h>

enum {
    MAGIC = 0x504D5057, // the world is set up
    // Lower number, higher priority; the machine has three bits of it.
    PRIORITY_EP = 0 << 5,
    PRIORITY_LINES = 2 << 5,
    AIRCR_RESET = 0x05FA0004,
    EXCEPTION_MEMORY = 4,
    EXCEPTION_BUS = 5,
    EXCEPTION_USAGE = 6,
    EXCEPTION_SYSTICK = 15,
};

// Written by the essential function's interrupt alone; read by all.
__attribute__((section(".core"))) struct pump_core board_core;

// Written by the communications side alone.
struct pump_app board_app;

// Written by both sides, field by field (see board.h).
__attribute__((section(".shared"))) struct board_shared board_shared;

// Written by the bench and the essential function's interrupt.
__attribute__((section(".world"))) struct board_world board_world;

void systick_handler(void);
void line_handler_0(void);
void line_handler_1(void);
void line_handler_2(void);

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

void systick_handler(void)
{
    board_instrument_period();
    pump_core_tick(&board_core, &board_shared.exchange, &board_world.plant);
    if (pump_watch_restarts(&board_core.watch))
        board_restart_comms();
    if (board_shared.exchange.reset == PUMP_RESET_CUT ||
        (board_shared.exchange.reset == PUMP_RESET_WISH &&
         pump_watch_reset_granted(&board_core.watch, &board_core.ep.order)))
        board_reset();
    board_instrument_pend();
}

static void receive(uint32_t i)
{
    struct board_ring *ring = &board_shared.ring[i];
    uint8_t byte;
    while (board_line_take(i, &byte))
        if (ring->to - ring->from < BOARD_RING) // else the line is faster than the pump
            ring->bytes[ring->to++ % BOARD_RING] = byte;
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
    bool cold = world->magic != MAGIC;
    if (cold) {
        pump_plant_init(&world->plant);
        world->magic = MAGIC;
    }
    board_machine_start(cold);
    board_shared.flash = (struct pump_flash){.bytes = board_flash,
                                             .size = sizeof board_flash,
                                             .sector = PUMP_SECTOR_SIZE,
                                             .fault = MACHINE_FLASH,
                                             .power_fails = power_fails};
    board_instrument_start(cold);
}

static void init_interrupts(void)
{
    board_lines_start(PRIORITY_LINES);
    REG_SCB_PRIORITY[EXCEPTION_MEMORY] = PRIORITY_EP;
    REG_SCB_PRIORITY[EXCEPTION_BUS] = PRIORITY_EP;
    REG_SCB_PRIORITY[EXCEPTION_USAGE] = PRIORITY_EP;
    REG_SCB_PRIORITY[EXCEPTION_SYSTICK] = PRIORITY_EP;
    REG_SYSTICK->reload = BOARD_TICKS_PER_PERIOD - 1;
    REG_SYSTICK->value = 0;
    REG_SYSTICK->control = 7; // processor clock, interrupt, on
}

void board_start(void)
{
    memset(&board_core, 0, sizeof board_core);
    memset(&board_shared, 0, sizeof board_shared);
    init_world();
    pump_core_init(&board_core);
    init_interrupts();
    board_instrument_powered();
}
