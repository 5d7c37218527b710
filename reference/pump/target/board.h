// SPDX-License-Identifier: Apache-2.0
/*
 * The pump on bare metal: interrupts, memory regions, lines, and the world behind them.
 *
 * Priorities, highest first: memory faults and the essential function's timer; the bench's
 * instrument (which a product does not have); reception on the lines; and below all interrupts the
 * communications loop, on a stack of its own.
 *
 * Bare metal has no caller that could own the state of an interrupt, so the objects below are
 * global; board.c defines them and says who may write each.
 */
#ifndef PUMP_TARGET_BOARD_H
#define PUMP_TARGET_BOARD_H

#include "pump/bench.h"
#include "pump/target/hook.h"

enum {
    BOARD_CLOCK_HZ = 25000000,
    BOARD_TICKS_PER_PERIOD = BOARD_CLOCK_HZ / PUMP_EP_HZ,
    BOARD_LINES = PUMP_LINE_COUNT,
    BOARD_RING = 1024, // bytes received and not yet read, per line; a power of two
};

// Written by the reception interrupt (to, bytes) and by the communications loop (from).
struct board_ring {
    volatile uint32_t from, to;
    uint8_t bytes[BOARD_RING];
};

// What both sides of the protection share.  The communications side can write all of it.
struct board_shared {
    struct pump_exchange exchange;
    struct board_ring ring[BOARD_LINES];
    volatile uint32_t hook;        // enum pump_hook, from the bench
    volatile uint32_t panel_since; // time of the panel's oldest unanswered byte, 0: none
    volatile uint32_t panel_worst; // longest it had to wait, ms
    volatile uint32_t faults;      // of the bench
    uint32_t allocations;          // of the provider since the faults changed
    volatile uint32_t button;
    uint32_t clock_s, clock_at; // the device's wall clock when it was set, and when that was
    uint64_t random;
    struct pump_flash flash; // how the flash is doing; its bytes are in board_kept
};

// The world: survives a reset, is blank after a cold start.
struct board_world {
    uint32_t magic;
    struct pump_plant plant;
};

extern struct pump_core board_core; // essential function only
extern struct pump_app board_app;   // communications only
extern struct board_shared board_shared;
// What a product keeps without power; survives a reset.  For communications.
extern uint8_t board_flash[PUMP_SECTOR_COUNT * PUMP_SECTOR_SIZE];
extern uint32_t board_counters[PUMP_COUNTERS];
extern struct board_world board_world; // essential function's interrupt and the instrument only

// Milliseconds since power-on, from the free-running timer.
uint32_t board_ms(void);

// The port for the communications side.
const struct pump_port *board_port(void);

// Sets the lines, the timers and their priorities.
void board_start(void);

// Clock and kept memory; cold: after power-on, not after a reset.
void board_machine_start(bool cold);

// Switches the memory protection on, where the build has it.
void board_protect(void);

// The communications side, from its beginning; never returns.
void board_comms(void);

// Makes communication begin again when the interrupt returns.  For handlers only.
void board_restart_comms(void);

void board_reset(void);

#endif
