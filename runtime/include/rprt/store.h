// SPDX-License-Identifier: Apache-2.0
/* Small records at rest, secret and authentic: two banks of flash, written as a chained log.
 *
 * Each record is sealed (AEAD) and bound to its id, its number and the record before it; a counter is
 * raised before and after each change. Hence no record can be altered, exchanged, removed or
 * brought back from an earlier image of the flash. A change whose call answered RPRT_OK survives any
 * loss of power; one that was interrupted is there whole or not at all.
 *
 * In every function: RPRT_ERR_STATE when the store is not open: open it, or run on the plan's defaults.
 * RPRT_ERR_FLASH, RPRT_ERR_COUNTER (used up after 2^31 changes), RPRT_ERR_PROVIDER, RPRT_ERR_KEY: the port, the
 * counter, the provider or the key failed; open the store again at a slow pace.
 */
#ifndef RPRT_STORE_H
#define RPRT_STORE_H

#include <stddef.h>
#include <stdint.h>

#include "rprt/crypto.h"

#define RPRT_STORE_RECORD_MAX 256u

// Bytes of working memory that a store borrows; may be shared with others between calls.
#define RPRT_STORE_WORK_SIZE 320u

// Const, borrowed.
struct rprt_store_config {
    const struct rprt_port *port;
    struct rprt_crypto *crypto;

    // An even number of sectors; each half is one bank of 448 to 65536 bytes. Kept records
    // take 64 bytes and their size each, and 112 bytes once; a bank twice as large moves rarely.
    struct rprt_area area;

    uint32_t counter; // of the port; advances by 2 for each change
    uint32_t key;     // slot of a key for RPRT_USE_SEAL, used for nothing else
    uint8_t *work;    // RPRT_STORE_WORK_SIZE bytes
};

// Where the newest version of a record is.
struct rprt_store_place {
    uint32_t number; // of the change that wrote it
    uint32_t off;    // in the bank
    uint16_t id;     // 0: unused
    uint16_t size;   // of the text
};

// What is known of a bank after it was looked through.
struct rprt_store_bank {
    uint32_t whole;                  // RPRT_YES: authentic from its header to its last record
    uint32_t clean;                  // RPRT_YES: erased behind it
    uint32_t generation;             // how often the records were moved before
    uint32_t number;                 // of the last change
    uint32_t end;                    // offset behind the last record
    uint8_t tag[RPRT_SEAL_TAG_SIZE]; // of the last record
};

// Caller-owned.
struct rprt_store {
    const struct rprt_store_config *config;
    uint32_t state;
    uint32_t bank; // that holds the records, 0 or 1
    struct rprt_store_bank now;
    struct rprt_store_place place[RPRT_STORE_RECORDS];

    // Progress of opening (the bank looked through before) or of moving (the bank being written).
    uint32_t phase;
    uint32_t i;
    uint32_t moved;
    struct rprt_store_bank other;
};

// Makes an empty store; destroys what is there. Borrows config for the life of the context.
// RPRT_ERR_PORT, RPRT_ERR_ARG: the configuration is wrong; after any error format again. Only in the factory or on the order of an
// authenticated person: the counter goes on, so that an earlier image stays useless.
RPRT_CHECKED enum rprt_status rprt_store_format(struct rprt_store *store,
                                                const struct rprt_store_config *config);

// Begins to open a store after power-on; borrows config for the life of the context. Go on with
// rprt_store_step. RPRT_ERR_PORT, RPRT_ERR_ARG: the configuration is wrong.
RPRT_CHECKED enum rprt_status rprt_store_open(struct rprt_store *store,
                                              const struct rprt_store_config *config);

// Goes on with opening, or with moving the records to the other bank: at most budget records (at
// least one). RPRT_OK: ready. RPRT_ERR_CORRUPT: no bank is authentic and whole; RPRT_ERR_ROLLBACK: an
// earlier image. The store is closed then: run on the defaults of the plan, raise the alarm, let
// service format it. Port and provider errors: try to open again later.
RPRT_CHECKED enum rprt_status rprt_store_step(struct rprt_store *store, uint32_t budget);

// Copies a record out; ret_size gets its length. RPRT_ERR_NOT_FOUND: none of this id. RPRT_ERR_LIMIT: longer
// than size; nothing is copied. RPRT_ERR_CORRUPT: changed since the store was opened; raise the alarm.
RPRT_CHECKED enum rprt_status rprt_store_get(struct rprt_store *store, uint16_t id, uint8_t *out,
                                             size_t size, size_t *ret_size);

// Writes a record from data (id not 0, size 0 to RPRT_STORE_RECORD_MAX). RPRT_AGAIN: the bank is full; call
// rprt_store_step until RPRT_OK, then put again. RPRT_ERR_FULL: no room even then; nothing changed,
// nor after RPRT_ERR_ARG and RPRT_ERR_RANDOM. Any other error: whether the change is there is open; the
// store is closed; open it again.
RPRT_CHECKED enum rprt_status rprt_store_put(struct rprt_store *store, uint16_t id,
                                             const uint8_t *data, size_t size);

// Takes the record id away; answers as rprt_store_put, and RPRT_ERR_NOT_FOUND when there is none. The sealed bytes stay in flash until the next move
// to the other bank.
RPRT_CHECKED enum rprt_status rprt_store_erase(struct rprt_store *store, uint16_t id);

#endif
