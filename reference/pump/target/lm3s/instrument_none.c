// SPDX-License-Identifier: Apache-2.0
/*
 * No instrument: an image of the size that a product has.
 */
#include "pump/target/instrument.h"

void board_instrument_start(bool cold)
{
    (void)cold;
}

void board_instrument_powered(void)
{
}

void board_instrument_period(void)
{
}

void board_instrument_pend(void)
{
}
