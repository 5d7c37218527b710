// SPDX-License-Identifier: Apache-2.0
/*
 * The bench's instrument on the simulated machine (pump/bench.h), in images that have one.
 *
 * It is reached over semihosting, through two files of the host (pipes), whose names the bench gives
 * on the simulator's command line.  While it waits for a command the simulated machine stands still:
 * no time passes between two commands, however busy the host is.
 */
#ifndef PUMP_TARGET_INSTRUMENT_H
#define PUMP_TARGET_INSTRUMENT_H

#include <stdbool.h>

// Connects it; cold: after power-on of the simulator, not after a reset of the device.
void board_instrument_start(bool cold);

// The power came back.
void board_instrument_powered(void);

// A period of the essential function begins: measures how late it is.  In its interrupt.
void board_instrument_period(void);

// Lets the instrument's own interrupt follow.
void board_instrument_pend(void);

#endif
