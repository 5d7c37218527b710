// SPDX-License-Identifier: Apache-2.0
/* What the three sources of boot share.
 *
 * A state record has 32 bytes: magic, number, state, confirmed slot, 6 zero; then the complement of
 * these 16 bytes. The newest whole record counts.
 *
 * The roots of generation n lie in sector n mod 2 of their area: the 224 signed bytes of their record,
 * then a tag (32) = HMAC(K, first 224 bytes), K this device's key for that purpose. The signatures are
 * not kept: who signed them was checked before the tag was made, and may have been revoked since.
 */
#ifndef RPRT_BOOT_INSIDE_H
#define RPRT_BOOT_INSIDE_H

#include "rprt/boot.h"

#define RPRT_BOOT_MAGIC 0x42545052u // "RPTB"
#define RPRT_BOOT_RECORD_SIZE 32u
#define RPRT_BOOT_KEPT_SIZE (RPRT_ROOTS_SIGNED_SIZE + RPRT_MAC_SIZE)
#define RPRT_BOOT_CHUNK 64u // bytes hashed at a time

// Where an operation stands.
enum rprt_boot_step {
    RPRT_STEP_IDLE = 0x21,      // begun, nothing under way
    RPRT_STEP_HEADER = 0x35,    // boot: next candidate
    RPRT_STEP_BODY = 0x4a,      // boot: hashing
    RPRT_STEP_SIGNATURE = 0x5e, // boot: checking signatures
    RPRT_STEP_DECIDE = 0x63,    // boot: storing the decision
    RPRT_STEP_DECIDED = 0x77,
    RPRT_STEP_ERASING = 0x88, // update: erasing the free slot
    RPRT_STEP_TAKING = 0x9c,  // update: taking the body
    RPRT_STEP_READING = 0xa9, // update: reading back
    RPRT_STEP_CLOSED = 0xd2,
};

// Marks the call rprt_boot_decided expects to have been passed: header, body, signature, decision.
#define RPRT_BOOT_CHECKS 4u

// Reports a refused update or record and gives up what was under way; answers why.
enum rprt_status rprt_boot_refuse(struct rprt_boot *boot, enum rprt_status why, uint32_t version);

uint32_t rprt_boot_slot_size(const struct rprt_boot_config *config);

// Reads a header and checks all but its signatures. RPRT_ERR_FORMAT, _DEVICE, _VERSION (below floor).
RPRT_CHECKED enum rprt_status rprt_boot_parse(const struct rprt_boot *boot, uint32_t slot,
                                              const uint8_t header[RPRT_IMAGE_HEADER_SIZE],
                                              struct rprt_image *ret_image);

RPRT_CHECKED enum rprt_status rprt_boot_header_read(const struct rprt_boot *boot, uint32_t slot,
                                                    uint8_t header[RPRT_IMAGE_HEADER_SIZE]);

// The signatures behind the signed part of an image or a record of roots, by as many different roots
// as the configuration wants.
RPRT_CHECKED enum rprt_status rprt_boot_signed(const struct rprt_boot *boot,
                                               const uint8_t *signed_part, uint32_t signed_size);

#if RPRT_BOOT_ROTATION
// Puts the keys of a generation into their slots. RPRT_ERR_KEY: there are none.
RPRT_CHECKED enum rprt_status rprt_boot_roots_load(const struct rprt_boot *boot,
                                                   uint32_t generation);
#endif

// Hashes at most budget bytes of the body of boot->image. RPRT_OK: all done, digest equal.
RPRT_CHECKED enum rprt_status rprt_boot_hash(struct rprt_boot *boot, uint32_t budget);

// Stores a new state.
RPRT_CHECKED enum rprt_status rprt_boot_state_write(struct rprt_boot *boot,
                                                    enum rprt_boot_state state, uint32_t confirmed);

// What follows from the confirmation of an image: the floor rises to its version, and the roots that
// signed it are in force. Done again at each start, so that an interruption is made good.
RPRT_CHECKED enum rprt_status rprt_boot_keep(struct rprt_boot *boot,
                                             const struct rprt_image *image);

#endif
