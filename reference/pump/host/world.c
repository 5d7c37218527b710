// SPDX-License-Identifier: Apache-2.0
/*
 * The pump as a process: device, plant, flash and instrument in simulated time.
 */
#include "pump/host/world.h"

#include "pump/host/memory.h"

#include <string.h>
#include <sys/random.h>

enum {
    // The sockets are looked at so often while the lines are quiet, and after a minute of it.
    FILL_PERIOD_MS = 50,
    FILL_LONG_MS = 5000,
    LONG_QUIET_MS = 60 * 1000,
    CREDIT_MS = 20, // a line may save up so much of its speed
};

// Bytes a millisecond: 1 Mbit/s for the network, 115,200 baud for the others.
static const uint32_t speed[PUMP_LINE_COUNT] = {
    [PUMP_LINE_NET] = 100, [PUMP_LINE_PANEL] = 12, [PUMP_LINE_SERVICE] = 12};

static size_t read_line(void *context, enum pump_line which, uint8_t *ret_bytes, size_t n)
{
    struct world *world = context;
    struct host_line *line = &world->lines[which];
    size_t there = line->to - line->from;
    if (n > there)
        n = there;
    if (n > world->credit[which])
        n = world->credit[which];
    memcpy(ret_bytes, line->in + line->from, n);
    line->from += n;
    world->credit[which] -= (uint32_t)n;
    return n;
}

static void write_line(void *context, enum pump_line which, const uint8_t *bytes, size_t n)
{
    const struct world *world = context;
    host_line_send(&world->lines[which], bytes, n);
}

static uint32_t now_ms(void *context)
{
    const struct world *world = context;
    return world->now_ms - world->power_ms;
}

static uint32_t clock_s(void *context)
{
    const struct world *world = context;
    if (world->clock_s == 0)
        return 0;
    return world->clock_s + (world->now_ms - world->clock_ms) / 1000;
}

static void set_clock(void *context, uint32_t seconds)
{
    struct world *world = context;
    world->clock_s = seconds;
    world->clock_ms = world->now_ms;
}

static bool flash_read(void *context, uint32_t off, uint8_t *ret_bytes, size_t n)
{
    const struct world *world = context;
    return pump_flash_read(&world->flash, off, ret_bytes, n);
}

static bool flash_program(void *context, uint32_t off, const uint8_t *bytes, size_t n)
{
    struct world *world = context;
    return pump_flash_program(&world->flash, off, bytes, n);
}

static bool flash_erase(void *context, uint32_t off)
{
    struct world *world = context;
    return pump_flash_erase(&world->flash, off);
}

static bool counter_read(void *context, uint32_t which, uint32_t *ret_value)
{
    const struct world *world = context;
    if (which >= PUMP_COUNTERS || (world->bench.faults & PUMP_FAULT_COUNTER_DEAD) != 0)
        return false;
    *ret_value = world->counters[which];
    return true;
}

static bool counter_advance(void *context, uint32_t which, uint32_t value)
{
    struct world *world = context;
    if (which >= PUMP_COUNTERS || (world->bench.faults & PUMP_FAULT_COUNTER_DEAD) != 0 ||
        value < world->counters[which])
        return false;
    world->counters[which] = value;
    return true;
}

static bool random_bytes(void *context, uint8_t *ret_bytes, size_t n)
{
    struct world *world = context;
    world->randoms++;
    if ((world->bench.faults & PUMP_FAULT_RANDOM_DEAD) != 0)
        return false;
    if ((world->bench.faults & PUMP_FAULT_RANDOM_STUCK) == 0)
        return getentropy(ret_bytes, n) == 0;
    memset(ret_bytes, 0xA7, n);
    return true;
}

static bool button(void *context)
{
    const struct world *world = context;
    return world->bench.button;
}

// A process has no address map worth attacking; the service port's memory access is for the target.
// NOLINTNEXTLINE(readability-non-const-parameter): the target's gives a value
static bool peek(void *context, uint32_t address, uint32_t *ret_value)
{
    (void)context;
    (void)address;
    (void)ret_value;
    return false;
}

static bool poke(void *context, uint32_t address, uint32_t value)
{
    (void)context;
    (void)address;
    (void)value;
    return false;
}

static void reset(void *context)
{
    struct world *world = context;
    world->reset = true;
}

void world_port(struct world *world)
{
    world->port = (struct pump_port){
        .context = world,
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
}

void world_start(struct world *world)
{
    world->power_ms = world->now_ms;
    world->reset = false;
    world->clock_s = 0;
    host_memory_faults(world->bench.faults);
    memset(&world->exchange, 0, sizeof world->exchange);
    pump_core_init(&world->core);
    pump_app_init(&world->app, &world->port, &world->core, &world->exchange);
}

static bool lines_quiet(const struct world *world)
{
    for (int i = 0; i < PUMP_LINE_COUNT; i++)
        if (world->lines[i].from != world->lines[i].to)
            return false;
    return true;
}

static void fill_lines(struct world *world)
{
    for (int i = 0; i < PUMP_LINE_COUNT; i++)
        host_line_fill(&world->lines[i]);
}

static void one_ms(struct world *world)
{
    world->now_ms++;
    host_memory_faults(world->bench.faults);
    for (int i = 0; i < PUMP_LINE_COUNT; i++)
        if (world->credit[i] < speed[i] * CREDIT_MS)
            world->credit[i] += speed[i];
    bool quiet = lines_quiet(world);
    if (!quiet)
        world->busy_ms = world->now_ms;
    bool long_quiet = world->now_ms - world->busy_ms > LONG_QUIET_MS;
    if (world->now_ms % (long_quiet ? FILL_LONG_MS : FILL_PERIOD_MS) == 0 || !quiet)
        fill_lines(world);
    bool tick = world->now_ms % PUMP_EP_PERIOD_MS == 0;
    if (tick)
        pump_core_tick(&world->core, &world->exchange, &world->plant);
    // The loop sleeps until an interrupt: a byte or the tick.
    if (tick || !quiet)
        pump_app_poll(&world->app);
    pump_bench_time(&world->bench, world->now_ms);
    if (world->reset && pump_watch_reset_granted(&world->core.watch, &world->core.ep.order))
        longjmp(world->power, 1);
}

void world_pass(struct world *world, uint32_t ms)
{
    fill_lines(world);
    for (uint32_t i = 0; i < ms; i++)
        one_ms(world);
}
