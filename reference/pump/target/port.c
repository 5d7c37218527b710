// SPDX-License-Identifier: Apache-2.0
/*
 * The machine as the communications side sees it.  Runs without privilege where memory is protected.
 */
#include "pump/target/board.h"

#include "pump/target/line.h"

#include <string.h>

static size_t read_line(void *context, enum pump_line which, uint8_t *ret_bytes, size_t n)
{
    (void)context;
    struct board_ring *ring = &board_shared.ring[which];
    size_t i = 0;
    for (; i < n && ring->from != ring->to; i++)
        ret_bytes[i] = ring->bytes[ring->from++ % BOARD_RING];
    return i;
}

static void note_panel_answer(void)
{
    uint32_t since = board_shared.panel_since;
    board_shared.panel_since = 0;
    if (since == 0)
        return;
    uint32_t waited = (board_core.ep.tick + 1 - since) * PUMP_EP_PERIOD_MS;
    if (waited > board_shared.panel_worst)
        board_shared.panel_worst = waited;
}

static void write_line(void *context, enum pump_line which, const uint8_t *bytes, size_t n)
{
    (void)context;
    if (which == PUMP_LINE_PANEL)
        note_panel_answer();
    for (size_t i = 0; i < n; i++)
        board_line_send((uint32_t)which, bytes[i]);
}

static uint32_t now_ms(void *context)
{
    (void)context;
    return board_ms();
}

static uint32_t clock_s(void *context)
{
    (void)context;
    if (board_shared.clock_s == 0)
        return 0;
    return board_shared.clock_s + (board_ms() - board_shared.clock_at) / 1000;
}

static void set_clock(void *context, uint32_t seconds)
{
    (void)context;
    board_shared.clock_s = seconds;
    board_shared.clock_at = board_ms();
}

static bool flash_read(void *context, uint32_t off, uint8_t *ret_bytes, size_t n)
{
    (void)context;
    return pump_flash_read(&board_shared.flash, off, ret_bytes, n);
}

static bool flash_program(void *context, uint32_t off, const uint8_t *bytes, size_t n)
{
    (void)context;
    return pump_flash_program(&board_shared.flash, off, bytes, n);
}

static bool flash_erase(void *context, uint32_t off)
{
    (void)context;
    return pump_flash_erase(&board_shared.flash, off);
}

static bool counter_read(void *context, uint32_t which, uint32_t *ret_value)
{
    (void)context;
    if (which >= PUMP_COUNTERS || (board_shared.faults & PUMP_FAULT_COUNTER_DEAD) != 0)
        return false;
    *ret_value = board_counters[which];
    return true;
}

static bool counter_advance(void *context, uint32_t which, uint32_t value)
{
    (void)context;
    if (which >= PUMP_COUNTERS || (board_shared.faults & PUMP_FAULT_COUNTER_DEAD) != 0 ||
        value < board_counters[which])
        return false;
    board_counters[which] = value;
    return true;
}

// The simulated machine has no noise source: these bytes only look random, which is enough to
// measure with and for nothing else.  A product's port takes its chip's seeded generator.
static bool random_bytes(void *context, uint8_t *ret_bytes, size_t n)
{
    (void)context;
    uint32_t faults = board_shared.faults;
    if ((faults & PUMP_FAULT_RANDOM_DEAD) != 0)
        return false;
    for (size_t i = 0; i < n; i++) {
        board_shared.random += 0x9E3779B97F4A7C15 + board_core.ep.tick;
        uint64_t z = board_shared.random;
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
        z = (z ^ z >> 27) * 0x94D049BB133111EB;
        ret_bytes[i] = (faults & PUMP_FAULT_RANDOM_STUCK) != 0 ? 0xA7 : (uint8_t)(z >> 56);
    }
    return true;
}

static bool button(void *context)
{
    (void)context;
    return board_shared.button != 0;
}

static bool mapped(uint32_t address)
{
    return address % 4 == 0 && (address < 0x80000 || (address - 0x20000000) < 0x20000);
}

static bool peek(void *context, uint32_t address, uint32_t *ret_value)
{
    (void)context;
    if (!mapped(address))
        return false;
    *ret_value = *(const volatile uint32_t *)(uintptr_t)address;
    return true;
}

static bool poke(void *context, uint32_t address, uint32_t value)
{
    (void)context;
    if (!mapped(address))
        return false;
    *(volatile uint32_t *)(uintptr_t)address = value;
    return true;
}

static void reset(void *context)
{
    (void)context;
    board_shared.exchange.reset = PUMP_RESET_WISH;
}

const struct pump_port *board_port(void)
{
    static const struct pump_port port = {
        .read = read_line,
        .write = write_line,
        .now_ms = now_ms,
        .clock_s = clock_s,
        .set_clock = set_clock,
        .flash_read = flash_read,
        .flash_program = flash_program,
        .flash_erase = flash_erase,
        .counter_read = counter_read,
        .counter_advance = counter_advance,
        .random = random_bytes,
        .button = button,
        .peek = peek,
        .poke = poke,
        .reset = reset,
    };
    return &port;
}
