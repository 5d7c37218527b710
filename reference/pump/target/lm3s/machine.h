// SPDX-License-Identifier: Apache-2.0
/*
 * lm3s6965evb: 256 kB of flash, 64 kB of RAM, no instrument; the size of a product.
 */
#ifndef PUMP_TARGET_MACHINE_H
#define PUMP_TARGET_MACHINE_H

// The simulator's machine cannot program its flash.
#define MACHINE_FLASH PUMP_FLASH_FULL

#define MACHINE_INTERRUPTS 34
#define MACHINE_VECTORS [5] = line_handler_0, [6] = line_handler_1, [33] = line_handler_2

#endif
