// SPDX-License-Identifier: Apache-2.0
/*
 * ATK-05: malformed frames at line rate on all three lines.
 *
 * Half are noise, half are well-formed frames with one field changed and the CRC mended, so that
 * what lies behind the CRC is reached too.  The nurse goes on working meanwhile.
 */
#include "attack.h"

#include <string.h>

enum {
    ROUNDS = 20000,
    BATCH = 50,    // frames between two looks at the pump
    BATCH_MS = 16, // of the pump's time for them: the network's line is busy all the time
    DRAIN_S = 60,
    PRESSES = 3,
    RATE_ULH = 1000, // lasts for hours of line time
    NOISE_MAX = 64,
};

// Types that are worth changing fields of: all that exist, and some that do not.
static uint8_t random_type(struct attack *attack)
{
    static const uint8_t types[] = {PUMP_CMD_STATUS,
                                    PUMP_CMD_PING,
                                    PUMP_CMD_PROGRAM,
                                    PUMP_CMD_BOLUS,
                                    PUMP_CMD_STOP,
                                    PUMP_CMD_LIB_PUT,
                                    PUMP_CMD_LIB_GET,
                                    PUMP_CMD_LOGIN,
                                    PUMP_CMD_LOGOUT,
                                    PUMP_CMD_EMERGENCY,
                                    PUMP_CMD_UPD_CHUNK,
                                    PUMP_CMD_UPD_END,
                                    PUMP_CMD_LOG_READ,
                                    0x00,
                                    0x7F,
                                    0xFF};
    return types[attack_random(attack) % sizeof types];
}

// At the bedside anybody may stop the pump: there a stop is no malformed frame.
static size_t make_frame(struct attack *attack, enum pump_line line,
                         uint8_t ret_bytes[PUMP_FRAME_SIZE_MAX])
{
    struct pump_frame frame = {.type = random_type(attack)};
    if (line == PUMP_LINE_PANEL && frame.type == PUMP_CMD_STOP)
        frame.type = PUMP_CMD_PROGRAM;
    // Mostly lengths that some command has, and small numbers more often than large ones.
    static const uint8_t lengths[] = {0, 0, 1, 4, 5, 8, 10, 16};
    uint64_t choice = attack_random(attack);
    frame.n = choice % 4 == 0 ? (uint16_t)(choice >> 8 & 0x1F) : lengths[choice >> 8 & 7];
    for (uint16_t i = 0; i < frame.n; i++)
        frame.payload[i] = (uint8_t)(attack_random(attack) % 3 == 0 ? attack_random(attack)
                                                                    : attack_random(attack) % 4);
    return pump_frame_write(&frame, ret_bytes);
}

static size_t make_noise(struct attack *attack, uint8_t ret_bytes[PUMP_FRAME_SIZE_MAX])
{
    size_t n = 1 + attack_random(attack) % NOISE_MAX;
    for (size_t i = 0; i < n; i++)
        ret_bytes[i] = (uint8_t)attack_random(attack);
    if (n > 4 && attack_random(attack) % 2 == 0)
        memcpy(ret_bytes, "\xA5\x5A", 2); // a frame's beginning, then nonsense
    return n;
}

// Time passes; what the pump answers is thrown away.
static void pass(struct attack *attack, struct attack_line *lines[PUMP_LINE_COUNT], uint32_t ms)
{
    struct attack_state state;
    uint8_t sink[512];
    attack_wait(attack, ms, &state);
    for (int i = 0; i < PUMP_LINE_COUNT; i++)
        while (attack_read_bytes(lines[i], sink, sizeof sink) > 0)
            ;
}

// What goes out on a line at once.
struct batch {
    size_t n, frames;
    uint8_t bytes[BATCH * PUMP_FRAME_SIZE_MAX];
};

// Gives the number of frames that the lines took.
static uint64_t send_batch(struct attack *attack, struct attack_line *lines[PUMP_LINE_COUNT],
                           struct batch batch[PUMP_LINE_COUNT])
{
    uint64_t sent = 0;
    for (int i = 0; i < PUMP_LINE_COUNT; i++) {
        if (batch[i].n > 0 && attack_send_bytes(lines[i], batch[i].bytes, batch[i].n))
            sent += batch[i].frames;
        batch[i].n = batch[i].frames = 0;
    }
    pass(attack, lines, BATCH_MS);
    return sent;
}

// Until all that was sent has reached the pump.
static void drain(struct attack *attack, struct attack_line *lines[PUMP_LINE_COUNT])
{
    for (uint32_t i = 0; i < DRAIN_S; i++) {
        pass(attack, lines, 1000);
        if (attack->options.pipes != NULL && attack->wire == 0 && i > 0)
            return; // a socket does not tell
    }
}

// The pump may be in the middle of what it takes for a frame: the nurse presses again.
static bool panel_answers(struct attack *attack)
{
    struct pump_frame status = {.type = PUMP_CMD_STATUS};
    for (int i = 0; i < PRESSES; i++)
        if (attack_nurse(attack, &status) == PUMP_DONE)
            return true;
    return false;
}

static void run(struct attack *attack)
{
    static struct batch batch[PUMP_LINE_COUNT];
    struct attack_line net;
    struct attack_line service;
    struct pump_frame logout = {.type = PUMP_CMD_LOGOUT};
    uint64_t rounds = attack->options.rounds != 0 ? attack->options.rounds : ROUNDS;
    attack_therapy(attack, 3, RATE_ULH);
    // Nobody is logged in at the panel while its line brings nonsense.
    attack_nurse(attack, &logout);
    attack_connect(attack, PUMP_LINE_NET, &net);
    attack_connect(attack, PUMP_LINE_SERVICE, &service);
    struct attack_line *lines[PUMP_LINE_COUNT] = {&net, &attack->honest_panel, &service};
    uint64_t sent = 0;
    uint64_t bytes_sent = 0;
    for (uint64_t i = 0; i < rounds; i++) {
        uint8_t bytes[PUMP_FRAME_SIZE_MAX];
        // The network is eight times as fast as the others.
        uint64_t choice = attack_random(attack) % 10;
        enum pump_line line = choice == 8   ? PUMP_LINE_PANEL
                              : choice == 9 ? PUMP_LINE_SERVICE
                                            : PUMP_LINE_NET;
        size_t n = i % 2 == 0 ? make_noise(attack, bytes) : make_frame(attack, line, bytes);
        memcpy(batch[line].bytes + batch[line].n, bytes, n);
        batch[line].n += n;
        batch[line].frames++;
        bytes_sent += n;
        if (i % BATCH == BATCH - 1 || i + 1 == rounds)
            sent += send_batch(attack, lines, batch);
    }
    attack_measure(attack, "frames_sent", sent);
    attack_measure(attack, "bytes_sent", bytes_sent);
    if (sent != rounds)
        attack_error("the lines did not take all frames");
    drain(attack, lines);
    attack->panel_abused = true;

    // Does the pump still answer at the bedside?
    bool answers = panel_answers(attack);
    attack_measure(attack, "panel_answers", answers);
    if (!answers)
        attack_succeeds(attack, "the panel is dead", 0);
}

const struct attack_info attack_info = {
    "ATK-05", "malformed frames on all lines",
    "B. Braun SpaceCom 2021, CVE-2021-33886; robustness test of IEC 62443-4-1 SVV-3", run};
