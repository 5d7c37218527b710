// SPDX-License-Identifier: Apache-2.0
/*
 * Signs of an attack -> a level, by the library's leaky buckets.
 */
#include "pump/watch.h"

enum { SIGNS_A_TICK = 16 }; // of one kind; the rest is taken in the next ticks

// A tick is 10 ms, so a leak of 1 is 100 a second.  Marks are in the same unit as what a sign adds.
// Frames break now and then on a real line; a refused login or command is a person's slip twice, not
// twenty times a minute.
static const struct rprt_detect_rule rules[RPRT_KINDS] = {
    [RPRT_KIND_BAD_FRAME] = {.add = 100, .leak = 10, .mark = {2000, 8000, 30000}},
    [RPRT_KIND_HANDSHAKE] = {.add = 1000, .leak = 2, .mark = {3000, 8000, 20000}},
    [RPRT_KIND_LOGIN] = {.add = 1500, .leak = 1, .mark = {3000, 9000, 30000}},
    [RPRT_KIND_COMMAND] = {.add = 1000, .leak = 2, .mark = {2500, 8000, 30000}},
    [RPRT_KIND_UPDATE] = {.add = 5000, .leak = 1, .mark = {4000, 9000, 30000}},
    // One write into foreign memory is proof enough: an island at once, for five minutes.
    [RPRT_KIND_MEMORY] = {.add = 60000, .leak = 1, .mark = {10000, 20000, 30000}},
    [RPRT_KIND_STORAGE] = {.add = 10000, .leak = 1, .mark = {9000, 25000, 60000}},
};

static enum rprt_kind kind_of(enum pump_note note)
{
    static const enum rprt_kind kinds[PUMP_NOTE_COUNT] = {
        [PUMP_NOTE_FRAME] = RPRT_KIND_BAD_FRAME, [PUMP_NOTE_COMMAND] = RPRT_KIND_COMMAND,
        [PUMP_NOTE_LOGIN] = RPRT_KIND_LOGIN,     [PUMP_NOTE_LINK] = RPRT_KIND_HANDSHAKE,
        [PUMP_NOTE_UPDATE] = RPRT_KIND_UPDATE,   [PUMP_NOTE_STORE] = RPRT_KIND_STORAGE,
    };
    return kinds[note];
}

void pump_signs_init(struct pump_signs *signs, const struct rprt_port *port)
{
    *signs = (struct pump_signs){.seen = {0}};
    // Fails only for rules that contradict themselves; a test of the rules keeps them sound, and
    // the library then watches nothing, which is no worse than a build without it.
    (void)!(rprt_detect_init(&signs->detect, port, rules) == RPRT_OK);
}

uint32_t pump_signs_tick(struct pump_signs *signs, const volatile struct pump_notes *notes,
                         uint32_t *ret_kind)
{
    for (uint32_t note = 0; note < PUMP_NOTE_COUNT; note++) {
        uint32_t new = notes->count[note] - signs->seen[note];
        if (new > SIGNS_A_TICK)
            new = SIGNS_A_TICK;
        for (uint32_t i = 0; i < new; i++)
            rprt_detect_note(&signs->detect, kind_of((enum pump_note)note));
        signs->seen[note] += new;
    }
    rprt_detect_tick(&signs->detect);
    enum rprt_kind kind;
    uint32_t level = rprt_detect_level(&signs->detect, &kind);
    *ret_kind = (uint32_t)kind;
    return level;
}

void pump_signs_memory(struct pump_signs *signs)
{
    rprt_detect_note(&signs->detect, RPRT_KIND_MEMORY);
}
