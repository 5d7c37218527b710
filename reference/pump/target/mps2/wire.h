// SPDX-License-Identifier: Apache-2.0
/*
 * What peers put on the lines of the simulated machine, on its way to the pump.
 *
 * Bytes that come through the simulator's own serial ports arrive when the host finds time for them.
 * Here they come from the bench over the instrument's pipe and arrive at the line's own speed in the
 * machine's time, each with its interrupt: the same run is the same to the instruction on every host.
 */
#ifndef PUMP_TARGET_WIRE_H
#define PUMP_TARGET_WIRE_H

#include <stddef.h>
#include <stdint.h>

enum { WIRE_SIZE = 64 * 1024 }; // bytes under way on one line; a power of two

// Puts a byte on the wire.  The bench does not send more than there is room for.
void wire_put(uint32_t line, uint8_t byte);

// Bytes under way on the line that has most of them.
uint32_t wire_pending(void);

#endif
