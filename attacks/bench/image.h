// SPDX-License-Identifier: Apache-2.0
/*
 * Firmware images for the update attacks, signed by the maker, by a stranger or by nobody, and the way
 * into the pump.
 *
 * Two formats: the signed header of the library's `boot` (rprt/boot.h), and the unprotected manifest
 * of a pump without it (pump/seam/update_plain.c).
 */
#ifndef ATTACKS_IMAGE_H
#define ATTACKS_IMAGE_H

#include "attack.h"

#include "pump/seam/factory.h"

#include <stdint.h>

enum {
    IMAGE_KEY_SIZE = 32,
    IMAGE_HEADER_MAX = 256,
    IMAGE_BODY_SIZE = PUMP_FACTORY_BODY_SIZE,
};

extern const uint8_t image_key_root[IMAGE_KEY_SIZE];
extern const uint8_t image_key_stranger[IMAGE_KEY_SIZE];

enum image_signer { IMAGE_BY_MAKER, IMAGE_BY_STRANGER, IMAGE_BY_NOBODY };

struct image_spec {
    uint32_t version;
    uint32_t slot; // 0 or 1, for which it is made
    enum image_signer signer;
    const char *device; // NULL: this kind of pump
};

struct image {
    uint8_t header[IMAGE_HEADER_MAX];
    size_t header_size;
    uint8_t body[IMAGE_BODY_SIZE];
    size_t body_size; // what is sent; may be made shorter than announced
};

// Makes an image for the build that is under attack.  The body depends on the version alone.
void image_make(struct attack *attack, const struct image_spec *spec, struct image *ret_image);

// Sends it on a line where the technician is logged in; gives the result of the last command
// (enum pump_result), that of the first one that was not PUMP_DONE otherwise.
uint8_t image_send(struct attack *attack, struct attack_line *line, const struct image *image);

// The version that the pump says it runs.
uint32_t image_running(struct attack *attack, struct attack_line *line);

#endif
