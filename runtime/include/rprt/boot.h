// SPDX-License-Identifier: Apache-2.0
/* Which image is started, and how a new one gets there.
 *
 * Two slots, each able to run its image in place. An image begins with a header of 256 bytes that
 * holds everything known about it (device, version, place, digest of the body, hash of the plan),
 * all of it signed. One small state is kept in flash: which slot is confirmed, and whether the other
 * one is staged or on trial. A staged image gets one start; unless it is confirmed, the next start
 * goes back. The version floor (a counter) rises only after confirmation; no image below it starts.
 *
 * With RPRT_BOOT_ROTATION the root keys can be exchanged: a record with the next generation of keys,
 * signed by the present roots, waits in flash until an image that the next generation signed has been
 * confirmed. A second counter then names the generation in force; the former one signs nothing any
 * more, and no record but the one that follows is taken.
 */
#ifndef RPRT_BOOT_H
#define RPRT_BOOT_H

#include <stddef.h>
#include <stdint.h>

#include "rprt/crypto.h"

#define RPRT_IMAGE_HEADER_SIZE 256u
#define RPRT_IMAGE_SIGNED_SIZE 128u
#define RPRT_IMAGE_MAGIC 0x49525052u // "RPRI"
#define RPRT_IMAGE_FORMAT 1u
#define RPRT_BOOT_ROOTS 3u

// Fields of the header; numbers are little-endian. Bytes 0 to 127 are signed; 128 to 191 and 192 to
// 255 hold up to two signatures (r, s). Unused bytes are 0.
enum rprt_image_field {
    RPRT_IMAGE_AT_MAGIC = 0,      // 4
    RPRT_IMAGE_AT_FORMAT = 4,     // 2
    RPRT_IMAGE_AT_ROOT = 6,       // 1: which root key made the first signature
    RPRT_IMAGE_AT_ROOT_2 = 7,     // 1: ... the second; 0xff: none
    RPRT_IMAGE_AT_DEVICE = 8,     // 16: kind of device
    RPRT_IMAGE_AT_VERSION = 24,   // 4: security version, compared with the floor
    RPRT_IMAGE_AT_LOAD = 28,      // 4: address of the slot it runs in
    RPRT_IMAGE_AT_SIZE = 32,      // 4: bytes of the body, behind the header
    RPRT_IMAGE_AT_ENTRY = 36,     // 4: offset of the vector table in the body
    RPRT_IMAGE_AT_DIGEST = 40,    // 32: SHA-256 of the body
    RPRT_IMAGE_AT_PLAN = 72,      // 32: hash of the plan it was made from
    RPRT_IMAGE_AT_ROOTS = 104,    // 4: generation of the roots that signed; 0 without rotation
    RPRT_IMAGE_AT_RESERVED = 108, // 20: zero
    RPRT_IMAGE_AT_SIGNATURE = 128,
    RPRT_IMAGE_AT_SIGNATURE_2 = 192,
};

// The record that exchanges the roots. Bytes 0 to 223 are signed by as many of the present roots as an
// image needs. The maker never signs two records of one generation for one kind of device.
#define RPRT_ROOTS_SIZE 352u
#define RPRT_ROOTS_SIGNED_SIZE 224u
#define RPRT_ROOTS_MAGIC 0x4b525052u // "RPRK"
enum rprt_roots_field {
    RPRT_ROOTS_AT_MAGIC = 0,       // 4, then 2 zero
    RPRT_ROOTS_AT_ROOT = 6,        // 1, and the next: which root keys signed, as in an image
    RPRT_ROOTS_AT_DEVICE = 8,      // 16: kind of device
    RPRT_ROOTS_AT_GENERATION = 24, // 4: the one after the present
    RPRT_ROOTS_AT_KEYS = 28,       // 195: three keys as for rprt_crypto_key_set; only n_roots count
    RPRT_ROOTS_AT_SIGNATURE = 224, // 64, and 64 for the second, zero when one is needed
};

// Const, borrowed.
struct rprt_boot_config {
    const struct rprt_port *port;
    struct rprt_crypto *crypto;

    // The two slots, of equal size, not overlapping.
    struct rprt_area slot[2];

    // The state: exactly 2 sectors of at least 64 bytes, a multiple of 32, used for nothing else.
    struct rprt_area state;

    uint8_t device[16];             // this kind of device; an image for another is refused
    uint32_t counter;               // the floor, of the port
    uint32_t root[RPRT_BOOT_ROOTS]; // key slots (RPRT_USE_VERIFY)
    uint32_t n_roots;               // 1 to RPRT_BOOT_ROOTS
    uint32_t needed;                // signatures by different roots: 1 or 2

#if RPRT_BOOT_ROTATION
    // Generation 0: n_roots public keys, part of the boot loader. Boot itself puts the keys of the
    // generation at hand into the key slots above.
    const uint8_t (*factory_root)[RPRT_PUBLIC_KEY_SIZE];
    struct rprt_area roots; // exactly 2 sectors of at least 256 bytes, used for nothing else
    uint32_t roots_counter; // the generation in force, of the port
    uint32_t roots_key;     // key slot (RPRT_USE_MAC), of this device, used for nothing else
#endif
};

// What is known about an image after its header was accepted.
struct rprt_image {
    uint32_t slot;
    uint32_t version;
    uint32_t size;
    uint32_t entry;
#if RPRT_BOOT_ROTATION
    uint32_t generation; // of the roots that signed
#endif
    uint8_t digest[RPRT_HASH_SIZE];
    uint8_t plan[RPRT_HASH_SIZE];
};

enum rprt_boot_state {
    RPRT_BOOT_EMPTY = 0x17,     // nothing confirmed yet (new device)
    RPRT_BOOT_CONFIRMED = 0x2b, // one slot confirmed, nothing waits in the other
    RPRT_BOOT_STAGED = 0x4d,    // a whole, verified image waits in the other slot
    RPRT_BOOT_TRIAL = 0x8e,     // the other slot's image is having its one start
};

// Caller-owned; for the boot loader, and again for the application that takes updates.
struct rprt_boot {
    const struct rprt_boot_config *config;
    uint32_t step;              // where the operation stands
    enum rprt_boot_state state; // as stored
    uint32_t confirmed;         // slot, 0 or 1
    uint32_t number;            // of the last state record
    uint32_t record;            // place of the last state record
    uint32_t floor;             // as read at the beginning
#if RPRT_BOOT_ROTATION
    uint32_t generation; // of the roots in force, as read at the beginning
#endif
    uint32_t candidate; // slot under examination
    uint32_t done;      // bytes hashed or received
    uint32_t tried;     // slots examined, as bits
    uint32_t flow;      // counts the checks that were passed
    struct rprt_image image;
    struct rprt_hash hash;
};

// The decision of the boot loader. Two copies of each: check them both, see rprt_boot_decided.
struct rprt_boot_decision {
    uint32_t slot;
    uint32_t slot_inverse;
    uint32_t entry; // address of the vector table
    uint32_t entry_inverse;
    uint32_t version;
    enum rprt_answer trial; // RPRT_YES: to be confirmed, or the next start goes back
};

// --- boot loader ---

// Reads state and floor; borrows config for the life of the context. RPRT_ERR_PORT, RPRT_ERR_ARG: the
// configuration is wrong. RPRT_ERR_FLASH, RPRT_ERR_COUNTER: as rprt_boot_step. After an error only this
// function is allowed.
RPRT_CHECKED enum rprt_status rprt_boot_begin(struct rprt_boot *boot,
                                              const struct rprt_boot_config *config);

// Examines the candidates: hashes at most budget bytes (at least 64) or checks one signature.
// RPRT_OK: ret_decision holds what to start. RPRT_ERR_NOT_FOUND: no slot holds an authentic image at
// or above the floor; stay in the boot loader and wait for service. Port errors: the same, the
// watchdog may start anew. RPRT_ERR_STATE: rprt_boot_begin failed or a former step answered an error.
RPRT_CHECKED enum rprt_status rprt_boot_step(struct rprt_boot *boot, uint32_t budget,
                                             struct rprt_boot_decision *ret_decision);

// Last look before the jump, at what rprt_boot_step decided: RPRT_OK only when every check was passed and
// both copies in decision agree. RPRT_ERR_FAULT: not so; reset, do not jump.
RPRT_CHECKED enum rprt_status rprt_boot_decided(const struct rprt_boot *boot,
                                                const struct rprt_boot_decision *decision);

// --- application ---

// Confirms the image on trial; self_test is the answer of the essential function's own test and
// must be RPRT_OK (else RPRT_ERR_DENIED). Then raises the floor to this image's version. RPRT_ERR_STATE:
// nothing is on trial. Any error: not confirmed (or the floor not yet raised; the next start does it).
RPRT_CHECKED enum rprt_status rprt_boot_confirm(struct rprt_boot *boot, enum rprt_status self_test);

// Begins an update with the image's header. Refused (RPRT_ERR_FORMAT, RPRT_ERR_DEVICE, RPRT_ERR_VERSION,
// RPRT_ERR_MISMATCH; tell the sender, nothing was changed) unless it is signed, for this device, made for
// the free slot, newer than the confirmed image and not below the floor. RPRT_ERR_STATE: an image is
// on trial. Call rprt_boot_begin first. Takes a signature check.
RPRT_CHECKED enum rprt_status rprt_update_offer(struct rprt_boot *boot,
                                                const uint8_t header[RPRT_IMAGE_HEADER_SIZE]);

// Erases the free slot, one sector per call, then (last call) writes the header, which must be the one
// that was offered. RPRT_OK: ready. RPRT_ERR_MISMATCH: another header. RPRT_ERR_STATE: nothing was
// offered. After this or a port error begin again with the offer.
RPRT_CHECKED enum rprt_status rprt_update_step(struct rprt_boot *boot,
                                               const uint8_t header[RPRT_IMAGE_HEADER_SIZE]);

// Writes the next size bytes of the body, from data: a multiple of RPRT_FLASH_UNIT except for the last
// ones, at most 256; anything else is RPRT_ERR_ARG and changes nothing. RPRT_ERR_LIMIT: more than the
// header announced. RPRT_ERR_STATE: not ready. After these two or a port error begin again with the offer.
RPRT_CHECKED enum rprt_status rprt_update_chunk(struct rprt_boot *boot, const uint8_t *data,
                                                size_t size);

// Reads the body back and compares its digest, at most budget bytes per call; then stages the image
// for the next start. RPRT_ERR_MISMATCH: not what was announced; nothing is staged. RPRT_ERR_STATE: bytes
// are missing. After any error but this begin again with the offer.
RPRT_CHECKED enum rprt_status rprt_update_finish(struct rprt_boot *boot, uint32_t budget);

#if RPRT_BOOT_ROTATION
// Takes the next generation of roots, which waits until an image signed by it is confirmed; the present
// roots hold until then. RPRT_ERR_STATE: one is waiting already (offering it again answers this too).
// RPRT_ERR_FORMAT: no such record, or for another kind of device. RPRT_ERR_VERSION: not the generation
// that follows (a former record again). RPRT_ERR_MISMATCH: not signed by the present roots.
// RPRT_ERR_PROVIDER: the provider failed, or one of the keys is none. RPRT_ERR_KEY: the key of the device
// is missing. Any other error: the port's. After
// an error the present roots hold; offer the record again. Call rprt_boot_begin first. Takes a signature
// check and erases a sector.
RPRT_CHECKED enum rprt_status rprt_boot_roots_offer(struct rprt_boot *boot,
                                                    const uint8_t record[RPRT_ROOTS_SIZE]);
#endif

// The state, and the confirmed slot (0 or 1), for display, into ret_state and ret_confirmed.
// RPRT_ERR_STATE: rprt_boot_begin was not called or failed; show "unknown".
RPRT_CHECKED enum rprt_status rprt_boot_state_now(const struct rprt_boot *boot,
                                                  enum rprt_boot_state *ret_state,
                                                  uint32_t *ret_confirmed);

#endif
