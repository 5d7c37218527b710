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

#include <stddef.h>
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
    PUMP_FACTORY_HEADER_SIZE = 256,
    PUMP_FACTORY_BODY_SIZE = 4096 + 64, // of every image of the bench; crosses a sector
};

extern const uint8_t pump_factory_psk[PUMP_FACTORY_PSK_SIZE];
extern const uint8_t pump_factory_pin_key[PUMP_FACTORY_KEY_SIZE];
extern const uint8_t pump_factory_store_key[PUMP_FACTORY_KEY_SIZE];
extern const uint8_t pump_factory_log_key[PUMP_FACTORY_KEY_SIZE];
extern const uint8_t pump_factory_log_secret[PUMP_FACTORY_KEY_SIZE];
extern const uint8_t pump_factory_root[PUMP_FACTORY_ROOT_SIZE];

// The signed header of the image with which the pump leaves the factory (version 1, slot A), made by
// attacks/make_factory.c.
extern const uint8_t pump_factory_header[PUMP_FACTORY_HEADER_SIZE];

// Byte i of the body of the bench's image of that version.
uint8_t pump_factory_body(size_t i, uint32_t version);

#endif
