// SPDX-License-Identifier: Apache-2.0
/* The host's reading of a store: an image of its flash area, the key and the counter -> records.
 *
 * Written from the format in README.md alone; shares no code with the device library. AES-CCM
 * and ChaCha20-Poly1305 come from Mbed TLS.
 */
#ifndef RPRT_STORE_READER_H
#define RPRT_STORE_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define STORE_READER_MOST 64u

struct store_image {
    const uint8_t *bytes; // both banks
    uint32_t bank_size;
    const uint8_t *key;
    uint32_t counter;
    size_t key_size; // 16: AES-CCM, 32: ChaCha20-Poly1305
};

struct store_record {
    uint16_t id;
    uint16_t size;
    uint8_t text[256];
};

struct store_content {
    uint32_t n;
    struct store_record record[STORE_READER_MOST];
};

// Fills in the records of the present state. False: no state that the counter allows.
bool store_read(const struct store_image *image, struct store_content *ret_content);

#endif
