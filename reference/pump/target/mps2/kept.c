// SPDX-License-Identifier: Apache-2.0
/*
 * Flash and counters of the simulated world, in a memory that outlives a reset.
 */
#include "pump/target/board.h"

#include "pump/seam/update.h"

#include <string.h>

__attribute__((section(".world_flash"))) uint8_t board_flash[PUMP_SECTOR_COUNT * PUMP_SECTOR_SIZE];
__attribute__((section(".world_flash"))) uint32_t board_counters[PUMP_COUNTERS];

void board_machine_start(bool cold)
{
    if (!cold)
        return;
    memset(board_counters, 0, sizeof board_counters);
    memset(board_flash, 0xFF, sizeof board_flash);
    pump_update_factory(board_flash);
}
