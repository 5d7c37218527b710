// SPDX-License-Identifier: Apache-2.0
/* What the three sources of the store share. The format stands in runtime/README.md.
 *
 * Header of a bank (48 bytes): magic, format, generation, number; nonce 12, 4 zero; tag 16.
 * Entry: number, id 2 and size 2, kind 1, 3 zero, nonce 12, 8 zero, tag of the entry before it 16;
 * then the sealed text, its tag 16, and zeros up to a multiple of 16.
 */
#ifndef RPRT_STORE_INSIDE_H
#define RPRT_STORE_INSIDE_H

#include "rprt/store.h"

#define RPRT_STORE_MAGIC 0x53545052u // "RPTS"
#define RPRT_STORE_FORMAT 1u
#define RPRT_STORE_HEADER 48u // of a bank, and in front of the text of an entry
#define RPRT_STORE_LAST_NUMBER 0x7ffffffeu

enum rprt_store_state {
    RPRT_STORE_CLOSED = 0x36,
    RPRT_STORE_OPENING = 0x5c,
    RPRT_STORE_OPEN = 0xca,
    RPRT_STORE_MOVING = 0x95,
};

enum rprt_store_kind {
    RPRT_STORE_PUT = 1,
    RPRT_STORE_ERASE = 2,
    RPRT_STORE_MOVED = 3, // a record brought over from the other bank
    RPRT_STORE_END = 4,   // all records were brought over
};

// An entry to be written.
struct rprt_store_entry {
    enum rprt_store_kind kind;
    uint32_t number;
    uint32_t i; // which one of this number; keeps nonces apart
    uint16_t id;
    uint16_t size; // text stands in work behind the header
};

uint32_t rprt_store_bank_size(const struct rprt_store_config *config);
uint32_t rprt_store_bank_address(const struct rprt_store_config *config, uint32_t bank);
uint32_t rprt_store_entry_size(uint32_t text_size);
RPRT_CHECKED enum rprt_status rprt_store_config_check(const struct rprt_store_config *config);

// Port calls with the store's own answers.
RPRT_CHECKED enum rprt_status rprt_store_read(const struct rprt_store_config *config, uint32_t bank,
                                              uint32_t off, uint8_t *out, size_t size);
RPRT_CHECKED enum rprt_status rprt_store_counter_read(const struct rprt_store_config *config,
                                                      uint32_t *ret_value);
RPRT_CHECKED enum rprt_status rprt_store_counter_raise(const struct rprt_store_config *config,
                                                       uint32_t value);

// Seals and programs the entry behind the end of a bank; moves its end, tag and number on. bank_index
// says which half of the area it is.
RPRT_CHECKED enum rprt_status rprt_store_write(struct rprt_store *store, uint32_t bank_index,
                                               struct rprt_store_bank *bank,
                                               const struct rprt_store_entry *entry);

// Programs the header of an erased bank and starts its description.
RPRT_CHECKED enum rprt_status rprt_store_begin_bank(struct rprt_store *store, uint32_t bank_index,
                                                    struct rprt_store_bank *bank,
                                                    uint32_t generation, uint32_t number);

// Reads an entry into work and opens it: text behind the header. RPRT_ERR_MISMATCH: not authentic.
RPRT_CHECKED enum rprt_status rprt_store_load(struct rprt_store *store, uint32_t bank_index,
                                              uint32_t off, uint32_t text_size);

// The place of an id; NULL: none. id 0 finds an unused one.
struct rprt_store_place *rprt_store_find(struct rprt_store *store, uint16_t id);

// Takes note of an entry in the table of places; RPRT_ERR_FULL: the table is too small.
RPRT_CHECKED enum rprt_status rprt_store_note(struct rprt_store *store, enum rprt_store_kind kind,
                                              const struct rprt_store_place *place);

// One sector erased of a bank, by its index in the bank.
RPRT_CHECKED enum rprt_status rprt_store_erase_sector(const struct rprt_store_config *config,
                                                      uint32_t bank, uint32_t i);

// Begins to move all records to the other bank under a number; rprt_store_step goes on.
RPRT_CHECKED enum rprt_status rprt_store_move_begin(struct rprt_store *store, uint32_t number);
RPRT_CHECKED enum rprt_status rprt_store_move_one(struct rprt_store *store);
RPRT_CHECKED enum rprt_status rprt_store_open_one(struct rprt_store *store);

#endif
