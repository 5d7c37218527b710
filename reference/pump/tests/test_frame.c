// SPDX-License-Identifier: Apache-2.0
/*
 * Frames of the lines: written, read back, damaged.
 */
#include "pump/frame.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdbool.h>
#include <string.h>

static enum pump_parse feed(struct pump_parser *parser, const uint8_t *bytes, size_t n,
                            struct pump_frame *ret_frame)
{
    enum pump_parse last = PUMP_PARSE_MORE;
    for (size_t i = 0; i < n; i++)
        last = pump_parse_byte(parser, bytes[i], ret_frame);
    return last;
}

static void crc_matches_the_published_check(void **state)
{
    (void)state;
    // The check value of CRC-16/CCITT-FALSE over "123456789".
    assert_int_equal(pump_crc16((const uint8_t *)"123456789", 9), 0x29B1);
}

static void every_length_comes_back(void **state)
{
    (void)state;
    struct pump_parser parser = {0};
    for (uint16_t n = 0; n <= PUMP_FRAME_PAYLOAD_MAX; n++) {
        struct pump_frame in = {.type = 3, .tag = (uint8_t)n, .n = n};
        struct pump_frame out;
        uint8_t bytes[PUMP_FRAME_SIZE_MAX];
        memset(in.payload, 0xA5, n); // the sync byte inside is data
        size_t size = pump_frame_write(&in, bytes);
        assert_int_equal(size, (size_t)PUMP_FRAME_HEAD + n + 2);
        assert_int_equal(feed(&parser, bytes, size, &out), PUMP_PARSE_FRAME);
        assert_int_equal(out.tag, in.tag);
        assert_int_equal(out.n, n);
        assert_memory_equal(out.payload, in.payload, n);
    }
}

static void too_long_is_not_written(void **state)
{
    (void)state;
    struct pump_frame frame = {.n = PUMP_FRAME_PAYLOAD_MAX + 1};
    uint8_t bytes[PUMP_FRAME_SIZE_MAX];
    assert_int_equal(pump_frame_write(&frame, bytes), 0);
}

static void each_flipped_bit_is_seen(void **state)
{
    (void)state;
    struct pump_frame in = {.type = 0x10, .tag = 9, .n = 5, .payload = {1, 2, 3, 4, 5}};
    uint8_t bytes[PUMP_FRAME_SIZE_MAX];
    size_t size = pump_frame_write(&in, bytes);
    for (size_t bit = 0; bit < 8 * size; bit++) {
        struct pump_parser parser = {0};
        struct pump_frame out;
        bytes[bit / 8] ^= (uint8_t)(1U << bit % 8);
        assert_int_not_equal(feed(&parser, bytes, size, &out), PUMP_PARSE_FRAME);
        bytes[bit / 8] ^= (uint8_t)(1U << bit % 8);
    }
}

// The same noise in every run.
static uint32_t next(uint32_t *seed)
{
    *seed = *seed * 1664525 + 1013904223;
    return *seed >> 8;
}

// After any noise, at most one longest frame is lost before a good one is understood again.
static void noise_ends(void **state)
{
    (void)state;
    uint32_t seed = 1;
    for (int round = 0; round < 2000; round++) {
        struct pump_parser parser = {0};
        struct pump_frame out;
        for (uint32_t i = next(&seed) % 600; i > 0; i--)
            pump_parse_byte(&parser, (uint8_t)next(&seed), &out);
        struct pump_frame in = {.type = 1, .tag = 7};
        uint8_t bytes[PUMP_FRAME_SIZE_MAX];
        size_t size = pump_frame_write(&in, bytes);
        bool understood = false;
        for (int i = 0; i < PUMP_FRAME_SIZE_MAX && !understood; i++)
            for (size_t at = 0; at < size; at++)
                understood |=
                    pump_parse_byte(&parser, bytes[at], &out) == PUMP_PARSE_FRAME && out.tag == 7;
        assert_true(understood);
    }
}

// Half a frame, then a pause: the next frame is understood at once; without a pause it is swallowed.
static void pause_ends_half_a_frame(void **state)
{
    (void)state;
    static const uint8_t half[] = {0xA5, 0x5A, 200, 0, 1, 7};
    struct pump_frame in = {.type = 1, .tag = 7};
    uint8_t bytes[PUMP_FRAME_SIZE_MAX];
    size_t size = pump_frame_write(&in, bytes);
    for (uint32_t pause = PUMP_FRAME_PAUSE; pause <= PUMP_FRAME_PAUSE + 1; pause++) {
        struct pump_parser parser = {0};
        struct pump_frame out;
        uint32_t tick = UINT32_MAX - 3; // wraps
        assert_false(pump_parse_resume(&parser, tick));
        feed(&parser, half, sizeof half, &out);
        bool late = pause > PUMP_FRAME_PAUSE;
        assert_int_equal(pump_parse_resume(&parser, tick + pause), late);
        assert_int_equal(feed(&parser, bytes, size, &out) == PUMP_PARSE_FRAME, late);
        assert_int_equal(parser.bad, late);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(crc_matches_the_published_check),
        cmocka_unit_test(every_length_comes_back),
        cmocka_unit_test(too_long_is_not_written),
        cmocka_unit_test(each_flipped_bit_is_seen),
        cmocka_unit_test(noise_ends),
        cmocka_unit_test(pause_ends_half_a_frame),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
