// SPDX-License-Identifier: Apache-2.0
/*
 * The machine's three serial lines, byte by byte.
 */
#ifndef PUMP_TARGET_LINE_H
#define PUMP_TARGET_LINE_H

#include <stdbool.h>
#include <stdint.h>

// Sets the lines up and switches their interrupts on, with that priority.
void board_lines_start(uint8_t priority);

// The next byte that came on a line; for its interrupt.
bool board_line_take(uint32_t line, uint8_t *ret_byte);

// Sends a byte; waits for room.  Without privilege.
void board_line_send(uint32_t line, uint8_t byte);

#endif
