// SPDX-License-Identifier: Apache-2.0
/*
 * What the factory puts into a pump of the bench: keys, persons, kind of device.
 *
 * For the bench only, and public like everything here.  A product makes its own keys for each device
 * and keeps them where its chip can protect them (runtime/README.md); a scanner that finds these
 * bytes in a product's image has found a mistake.
 */
#ifndef PUMP_SEAM_FACTORY_H
#define PUMP_SEAM_FACTORY_H

#include <stdint.h>

#define PUMP_FACTORY_PSK_NAME "pump-0001"
#define PUMP_FACTORY_DEVICE "rp-pump-refer-1" // with its final zero 16 bytes
#define PUMP_FACTORY_NURSE_PIN "246810"
#define PUMP_FACTORY_TECHNICIAN_PIN "97531864"
enum {
    PUMP_FACTORY_NURSE = 1, // persons
    PUMP_FACTORY_TECHNICIAN = 2,
    PUMP_FACTORY_PSK_SIZE = 32,
    PUMP_FACTORY_KEY_SIZE = 32,
    PUMP_FACTORY_ROOT_SIZE = 65, // 0x04, x, y
};

extern const uint8_t pump_factory_psk[PUMP_FACTORY_PSK_SIZE];
extern const uint8_t pump_factory_pin_key[PUMP_FACTORY_KEY_SIZE];
extern const uint8_t pump_factory_store_key[PUMP_FACTORY_KEY_SIZE];
extern const uint8_t pump_factory_log_key[PUMP_FACTORY_KEY_SIZE];
extern const uint8_t pump_factory_log_secret[PUMP_FACTORY_KEY_SIZE];
extern const uint8_t pump_factory_root[PUMP_FACTORY_ROOT_SIZE];

#endif
