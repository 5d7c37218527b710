// SPDX-License-Identifier: Apache-2.0
/*
 * Start of the measuring image, and its way to talk: memory, then what the command line asks for
 * ("costs", or "traces N").
 */
#include "pump/target/mps2/semihost.h"
#include "pump/target/probe/probe.h"

#include <string.h>

extern uint32_t data_begin, data_end, data_load, bss_begin, bss_end, comms_stack_top;

void reset_handler(void);
static void crash_handler(void);

__attribute__((section(".vectors"), used)) static void *const vectors[16] = {
    &comms_stack_top,
    (void *)(uintptr_t)reset_handler,
    (void *)(uintptr_t)crash_handler,
    (void *)(uintptr_t)crash_handler,
    (void *)(uintptr_t)crash_handler,
    (void *)(uintptr_t)crash_handler,
    (void *)(uintptr_t)crash_handler};

void probe_say(const char *text)
{
    semihost(SEMIHOST_WRITE0, (uintptr_t)text);
}

void probe_say_number(const char *name, uint32_t a, uint32_t b)
{
    const uint32_t values[] = {a, b};
    probe_say(name);
    for (uint32_t k = 0; k < 2; k++) {
        char text[12];
        char *at = text + sizeof text;
        uint32_t value = values[k];
        *--at = '\0';
        do {
            *--at = (char)('0' + value % 10);
            value /= 10;
        } while (value > 0);
        *--at = ' ';
        probe_say(at);
    }
    probe_say("\n");
}

static void crash_handler(void)
{
    probe_say("crash\n");
    semihost(SEMIHOST_EXIT, 0);
}

static void run(void)
{
    char line[64] = "";
    uintptr_t argument[] = {(uintptr_t)line, sizeof line};
    semihost(SEMIHOST_COMMAND_LINE, (uintptr_t)argument);
    if (!probe_start()) {
        probe_say("the library refuses\n");
        return;
    }
    if (strncmp(line, "traces ", 7) != 0) {
        probe_costs();
        return;
    }
    uint32_t secrets = 0;
    for (const char *at = line + 7; *at >= '0' && *at <= '9'; at++)
        secrets = secrets * 10 + (uint32_t)(*at - '0');
    probe_traces(secrets);
}

void reset_handler(void)
{
    const uint32_t *from = &data_load;
    for (uint32_t *to = &data_begin; to < &data_end; to++)
        *to = *from++;
    for (uint32_t *to = &bss_begin; to < &bss_end; to++)
        *to = 0;
    run();
    semihost(SEMIHOST_EXIT, SEMIHOST_EXIT_NORMAL);
}
