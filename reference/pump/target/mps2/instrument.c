// SPDX-License-Identifier: Apache-2.0
/*
 * The bench's instrument on the simulated machine, over semihosting.
 */
#include "pump/target/instrument.h"

#include "pump/target/board.h"
#include "pump/target/mps2/semihost.h"
#include "pump/target/mps2/wire.h"
#include "pump/target/registers.h"

#include <string.h>

enum {
    // Below the essential function, above the lines; the machine has three bits of it.
    PRIORITY_INSTRUMENT = 1 << 5,
    NAMES_SIZE = 256,
    PIECE_SIZE = 1024, // read from the pipe at once
};

// Outlives a reset of the device.
__attribute__((section(".world"))) static struct {
    struct pump_bench bench;
    int32_t in, out; // files of the simulator
    char names[NAMES_SIZE];
    uint32_t line, n; // bytes still to come for a line, after "put LINE N"
} instrument;

__attribute__((section(".core"))) static struct {
    uint32_t last;    // time of the last period's beginning
    uint32_t periods; // since power-on
} timing;

void instrument_handler(void);

static int32_t open_file(const char *name, enum semihost mode)
{
    const uintptr_t argument[] = {(uintptr_t)name, (uintptr_t)mode, strlen(name)};
    return semihost(SEMIHOST_OPEN, (uintptr_t)argument);
}

// The command line is: program, file of the commands, file of the answers.
static void open_files(void)
{
    uintptr_t argument[] = {(uintptr_t)instrument.names, sizeof instrument.names};
    semihost(SEMIHOST_COMMAND_LINE, (uintptr_t)argument);
    char *in = strchr(instrument.names, ' ');
    char *out = in != NULL ? strchr(in + 1, ' ') : NULL;
    if (out == NULL)
        semihost(SEMIHOST_EXIT, 0); // nobody at the instrument
    *out = '\0';
    instrument.in = open_file(in + 1, SEMIHOST_OPEN_READ);
    instrument.out = open_file(out + 1, SEMIHOST_OPEN_WRITE);
}

static void send_text(void *context, const char *text, size_t n)
{
    (void)context;
    const uintptr_t argument[] = {(uintptr_t)instrument.out, (uintptr_t)text, n};
    semihost(SEMIHOST_WRITE, (uintptr_t)argument);
}

static uint32_t number(const char **at)
{
    uint32_t value = 0;
    for (; **at >= '0' && **at <= '9'; (*at)++)
        value = value * 10 + (uint32_t)(**at - '0');
    return value;
}

// "put LINE N" and N bytes put these on a line; everything else is a command.
static void take_char(char c)
{
    struct pump_bench *bench = &instrument.bench;
    if (instrument.n > 0) {
        instrument.n--;
        wire_put(instrument.line, (uint8_t)c);
        return;
    }
    if (c != '\n' || bench->n < 4 || memcmp(bench->line, "put ", 4) != 0) {
        pump_bench_char(bench, c);
        return;
    }
    bench->line[bench->n] = '\0';
    bench->n = 0;
    const char *at = bench->line + 4;
    instrument.line = number(&at) % BOARD_LINES;
    at++;
    instrument.n = number(&at);
}

// Waits for a command; the machine stands still.  When the bench is gone, so is the machine.
static void take_commands(void)
{
    char text[PIECE_SIZE];
    const uintptr_t argument[] = {(uintptr_t)instrument.in, (uintptr_t)text, sizeof text};
    size_t missing = (size_t)semihost(SEMIHOST_READ, (uintptr_t)argument);
    if (missing >= sizeof text)
        semihost(SEMIHOST_EXIT, SEMIHOST_EXIT_NORMAL);
    for (size_t i = 0; i < sizeof text - missing; i++)
        take_char(text[i]);
    instrument.bench.wire = wire_pending();
}

// What the bench did to the pump.
static void act(void)
{
    struct pump_bench *bench = &instrument.bench;
    if (board_shared.faults != bench->faults)
        board_shared.allocations = 0;
    board_shared.faults = bench->faults;
    board_shared.button = bench->button;
    if (bench->hook != PUMP_HOOK_NONE)
        board_shared.hook = bench->hook;
    bench->hook = PUMP_HOOK_NONE;
}

void instrument_handler(void)
{
    struct pump_bench *bench = &instrument.bench;
    bench->panel_worst = board_shared.panel_worst;
    bench->wire = wire_pending();
    pump_bench_time(bench, board_ms() + bench->power_ms);
    while (!bench->waiting && !bench->power_off) {
        take_commands();
        act();
    }
    if (bench->power_off) {
        bench->power_ms = bench->now_ms;
        board_reset();
    }
}

static uint32_t timer_ticks(void)
{
    return UINT32_MAX - REG_TIMER0->value;
}

void board_instrument_period(void)
{
    struct pump_jitter *jitter = &board_core.jitter;
    uint32_t late = BOARD_TICKS_PER_PERIOD - 1 - REG_SYSTICK->value;
    uint32_t begun = timer_ticks() - late;
    uint32_t since = begun - timing.last;
    timing.last = begun;
    if (timing.periods++ == 0)
        return;
    if (late > jitter->worst)
        jitter->worst = late;
    jitter->missed += (since + BOARD_TICKS_PER_PERIOD / 2) / BOARD_TICKS_PER_PERIOD - 1;
}

void board_instrument_pend(void)
{
    REG_NVIC_PEND[0] = UINT32_C(1) << IRQ_INSTRUMENT;
}

void board_instrument_start(bool cold)
{
    memset(&timing, 0, sizeof timing);
    if (cold) {
        memset(&instrument, 0, sizeof instrument);
        open_files();
    }
    struct pump_bench *bench = &instrument.bench;
    bench->core = &board_core;
    bench->plant = &board_world.plant;
    bench->flash = &board_shared.flash;
    bench->app = &board_app;
    bench->write = send_text;
    act();
    *REG_TIMER0 = (struct reg_timer){.control = 1, .value = UINT32_MAX, .reload = UINT32_MAX};
    REG_NVIC_PRIORITY[IRQ_INSTRUMENT] = PRIORITY_INSTRUMENT;
    REG_NVIC_ENABLE[0] = UINT32_C(1) << IRQ_INSTRUMENT;
}

void board_instrument_powered(void)
{
    pump_bench_powered(&instrument.bench);
}
