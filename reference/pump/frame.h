// SPDX-License-Identifier: Apache-2.0
/*
 * Bytes of a line <-> frames.
 *
 * The format is the same on the three lines of the pump:
 *
 *     A5 5A | length u16 | type u8 | tag u8 | payload (length bytes) | CRC-16 u16
 *
 * Numbers are little-endian.  The CRC finds noise and nothing else: whoever can write on the line
 * can compute it, which is what the attacks do.
 */
#ifndef PUMP_FRAME_H
#define PUMP_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    PUMP_FRAME_PAYLOAD_MAX = 240,
    PUMP_FRAME_HEAD = 6,
    PUMP_FRAME_SIZE_MAX = PUMP_FRAME_HEAD + PUMP_FRAME_PAYLOAD_MAX + 2,
    PUMP_FRAME_REPLY = 0x80, // set in the type of an answer
};

struct pump_frame {
    uint8_t type;
    uint8_t tag; // chosen by the sender, repeated in the answer
    uint16_t n;  // bytes of payload
    uint8_t payload[PUMP_FRAME_PAYLOAD_MAX];
};

// Where a line stands inside a frame.  A zeroed parser is ready.
struct pump_parser {
    uint16_t n; // bytes held
    uint8_t bytes[PUMP_FRAME_SIZE_MAX];
    uint32_t bad;  // frames dropped for their length, CRC or a pause since the start, wraps
    uint32_t tick; // when the last bytes came
};

enum {
    PUMP_FRAME_PAUSE = 100
}; // ticks of silence (10 ms each) that end a frame that is not complete

enum pump_parse {
    PUMP_PARSE_MORE = 1, // the frame is not complete
    PUMP_PARSE_FRAME,    // *ret_frame is filled
    PUMP_PARSE_BAD,      // a frame was dropped
};

// Bytes come, at this tick (wraps).  True when the frame before them was dropped, because it had been left
// incomplete for longer than PUMP_FRAME_PAUSE: otherwise half a frame would swallow the next commands.
bool pump_parse_resume(struct pump_parser *parser, uint32_t tick);

// Takes one byte.  Constant work per byte except for the CRC of a complete frame (at most
// PUMP_FRAME_SIZE_MAX steps).
enum pump_parse pump_parse_byte(struct pump_parser *parser, uint8_t byte,
                                struct pump_frame *ret_frame);

// Writes the frame's bytes; gives their number, 0 when the payload is longer than allowed.
size_t pump_frame_write(const struct pump_frame *frame, uint8_t ret_bytes[PUMP_FRAME_SIZE_MAX]);

// CRC-16 with polynomial 0x1021 and start value 0xFFFF (ITU-T V.41, "CCITT-FALSE").
uint16_t pump_crc16(const uint8_t *bytes, size_t n);

uint32_t pump_get32(const uint8_t at[4]);
void pump_put32(uint8_t at[4], uint32_t value);
uint16_t pump_get16(const uint8_t at[2]);
void pump_put16(uint8_t at[2], uint16_t value);

#endif
