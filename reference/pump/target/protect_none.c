// SPDX-License-Identifier: Apache-2.0
/*
 * No memory protection: every byte is everybody's.
 */
#include "pump/target/board.h"

void memory_handler(void);

void board_protect(void)
{
}

void memory_handler(void)
{
    board_reset();
}
