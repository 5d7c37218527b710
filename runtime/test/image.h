// SPDX-License-Identifier: Apache-2.0
/* Signed images for the tests, and a rig with two slots for them.
 *
 * Signature checks are remembered by what was checked, so that a campaign asks the provider once for
 * each different question: the tests that link this wrap rprt_crypto_verify and rprt_crypto_key_set.
 *
 * In a build with rotation boot itself puts the roots into their slots; without, the rig does.
 */
#ifndef RPRT_TEST_IMAGE_H
#define RPRT_TEST_IMAGE_H

#include "bench.h"
#include "rprt/boot.h"

#define SLOT_SECTOR 256u
#define SLOT_SIZE 1024u
#define ROOTS_AT (FLASH_BASE + 0x400u) // two sectors
#define BODY_SIZE 500u                 // not a multiple of the flash unit

struct image {
    uint8_t bytes[SLOT_SIZE]; // header and body
    uint32_t size;
};

struct boot_rig {
    struct bench bench;
    struct rprt_boot_config config;
    struct rprt_boot boot;
};

// Makes an image for a slot, signed by the test's root (0 to 2) and, unless 0xff, by a second one.
void image_make(struct image *image, uint32_t slot, uint32_t version, uint32_t root,
                uint32_t root_2);

// The same, by a generation of roots (0 to 3).
void image_make_by(struct image *image, uint32_t slot, uint32_t version, uint32_t generation,
                   uint32_t root, uint32_t root_2);

// The record of the roots of a generation (1 to 3), signed by root and, unless 0xff, by root_2 of the
// generation before.
void roots_make(uint8_t record[RPRT_ROOTS_SIZE], uint32_t generation, uint32_t root,
                uint32_t root_2);

// Signs a record anew by one root of any generation; which: 0 or 1.
void roots_sign(uint8_t record[RPRT_ROOTS_SIZE], uint32_t generation, uint32_t root,
                uint32_t which);

// Signs anew after a change of the header; which: 0 or 1, the first or the second signature.
void image_sign(struct image *image, uint32_t root, uint32_t which);

// Puts an image into a slot as a programmer in the factory (or an attacker) would.
void image_place(struct boot_rig *rig, uint32_t slot, const struct image *image);

void boot_rig_init(struct boot_rig *rig);
void boot_rig_link(struct boot_rig *rig); // after a copy
void boot_rig_power_on(struct boot_rig *rig);

// The boot loader: begin, steps, last look. The answer of the first that is not RPRT_OK.
enum rprt_status boot_rig_start(struct boot_rig *rig, struct rprt_boot_decision *decision);

// The application takes an update and finishes it; RPRT_OK: staged.
enum rprt_status boot_rig_update(struct boot_rig *rig, const struct image *image);

// Writes the stored state by hand: what the library would have written, or nothing for EMPTY.
void boot_rig_state(struct boot_rig *rig, enum rprt_boot_state state, uint32_t confirmed);

#endif
