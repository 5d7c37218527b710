// SPDX-License-Identifier: Apache-2.0
/*
 * Bytes of a line <-> frames.
 */
#include "pump/frame.h"

#include <string.h>

enum { SYNC0 = 0xA5, SYNC1 = 0x5A };

uint32_t pump_get32(const uint8_t at[4])
{
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

void pump_put32(uint8_t at[4], uint32_t value)
{
    for (uint32_t i = 0; i < 4; i++)
        at[i] = (uint8_t)(value >> (8 * i));
}

uint16_t pump_get16(const uint8_t at[2])
{
    return (uint16_t)(at[0] | at[1] << 8);
}

void pump_put16(uint8_t at[2], uint16_t value)
{
    at[0] = (uint8_t)value;
    at[1] = (uint8_t)(value >> 8);
}

uint16_t pump_crc16(const uint8_t *bytes, size_t n)
{
    uint32_t crc = 0xFFFF;
    for (size_t i = 0; i < n; i++) {
        crc ^= (uint32_t)bytes[i] << 8;
        for (int bit = 0; bit < 8; bit++)
            crc = crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1;
        crc &= 0xFFFF;
    }
    return (uint16_t)crc;
}

// A byte that cannot continue the frame may start the next one.
static enum pump_parse drop(struct pump_parser *parser, uint8_t byte)
{
    parser->bad++;
    parser->n = 0;
    if (byte == SYNC0)
        parser->bytes[parser->n++] = byte;
    return PUMP_PARSE_BAD;
}

static enum pump_parse finish(struct pump_parser *parser, uint16_t n, struct pump_frame *ret_frame)
{
    uint16_t total = parser->n;
    parser->n = 0;
    uint16_t sent = pump_get16(parser->bytes + total - 2);
    if (pump_crc16(parser->bytes + 2, (size_t)total - 4) != sent) {
        parser->bad++;
        return PUMP_PARSE_BAD;
    }
    ret_frame->type = parser->bytes[4];
    ret_frame->tag = parser->bytes[5];
    ret_frame->n = n;
    memcpy(ret_frame->payload, parser->bytes + PUMP_FRAME_HEAD, n);
    return PUMP_PARSE_FRAME;
}

bool pump_parse_resume(struct pump_parser *parser, uint32_t tick)
{
    bool late = parser->n > 0 && tick - parser->tick > PUMP_FRAME_PAUSE;
    parser->tick = tick;
    if (late) {
        parser->bad++;
        parser->n = 0;
    }
    return late;
}

enum pump_parse pump_parse_byte(struct pump_parser *parser, uint8_t byte,
                                struct pump_frame *ret_frame)
{
    if (parser->n == 0 && byte != SYNC0)
        return PUMP_PARSE_MORE; // noise between frames is not an error
    if (parser->n == 1 && byte != SYNC1)
        return drop(parser, byte);
    parser->bytes[parser->n++] = byte;
    if (parser->n < PUMP_FRAME_HEAD)
        return PUMP_PARSE_MORE;
    uint16_t n = pump_get16(parser->bytes + 2);
    if (n > PUMP_FRAME_PAYLOAD_MAX)
        return drop(parser, byte);
    if (parser->n < PUMP_FRAME_HEAD + n + 2)
        return PUMP_PARSE_MORE;
    return finish(parser, n, ret_frame);
}

size_t pump_frame_write(const struct pump_frame *frame, uint8_t ret_bytes[PUMP_FRAME_SIZE_MAX])
{
    if (frame->n > PUMP_FRAME_PAYLOAD_MAX)
        return 0;
    ret_bytes[0] = SYNC0;
    ret_bytes[1] = SYNC1;
    pump_put16(ret_bytes + 2, frame->n);
    ret_bytes[4] = frame->type;
    ret_bytes[5] = frame->tag;
    memcpy(ret_bytes + PUMP_FRAME_HEAD, frame->payload, frame->n);
    size_t body = (size_t)PUMP_FRAME_HEAD + frame->n;
    pump_put16(ret_bytes + body, pump_crc16(ret_bytes + 2, body - 2));
    return body + 2;
}
