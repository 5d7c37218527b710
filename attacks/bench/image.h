// SPDX-License-Identifier: Apache-2.0
/*
 * Firmware images for the update attacks, signed by the maker, by a stranger or by nobody.
 */
#ifndef ATTACKS_IMAGE_H
#define ATTACKS_IMAGE_H

#include <stdint.h>

enum { IMAGE_KEY_SIZE = 32 };

extern const uint8_t image_key_root[IMAGE_KEY_SIZE];
extern const uint8_t image_key_stranger[IMAGE_KEY_SIZE];

#endif
