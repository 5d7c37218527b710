// SPDX-License-Identifier: Apache-2.0
/* Flash after power-on -> the bank that holds the records, checked entry by entry.
 *
 * Both banks are looked through; the counter decides which one is the present state. When the last
 * change was interrupted, the records are moved to the other bank under its number, so that what
 * was half written can never come back as a state of its own.
 */
#include "rprt/store.h"

#if RPRT_WITH_STORE

#include <string.h>

#include "store_inside.h"

// Phases of opening. A bank is described in store->now while it is looked through.
enum phase {
    BEGIN_0 = 0,
    LOOK_0 = 1,
    BEGIN_1 = 2,
    LOOK_1 = 3,
    CHOOSE = 4,
    LOOK_AGAIN = 5,
};

// Reads the header of a bank and starts its description. RPRT_ERR_NOT_FOUND: none that is authentic.
static enum rprt_status begin(struct rprt_store *store, uint32_t bank)
{
    const struct rprt_store_config *config = store->config;
    uint8_t header[RPRT_STORE_HEADER];
    uint8_t tag[RPRT_SEAL_TAG_SIZE];
    store->bank = bank;
    store->now = (struct rprt_store_bank){.whole = RPRT_NO, .clean = RPRT_NO};
    memset(store->place, 0, sizeof store->place);
    enum rprt_status status = rprt_store_read(config, bank, 0, header, sizeof header);
    if (status != RPRT_OK)
        return status;
    memcpy(tag, header + 32, sizeof tag);
    const struct rprt_box box = {header + 16, header, 32, header + 32, 0};
    status = rprt_crypto_open(config->crypto, config->key, &box);
    if (status == RPRT_ERR_MISMATCH)
        return RPRT_ERR_NOT_FOUND;
    if (status != RPRT_OK)
        return status;
    if (rprt_get32(header) != RPRT_STORE_MAGIC || rprt_get32(header + 4) != RPRT_STORE_FORMAT)
        return RPRT_ERR_NOT_FOUND;
    store->now.generation = rprt_get32(header + 8);
    store->now.number = rprt_get32(header + 12);
    store->now.end = RPRT_STORE_HEADER;
    memcpy(store->now.tag, tag, sizeof tag);
    return RPRT_OK;
}

// Whether an entry may follow what is known of the bank: moved records and their end carry the
// number of the bank, each later one the next number.
static enum rprt_answer may_follow(const struct rprt_store_bank *bank, const uint8_t *entry)
{
    uint32_t kind = entry[8];
    uint32_t number = rprt_get32(entry);
    if (memcmp(entry + 32, bank->tag, RPRT_SEAL_TAG_SIZE) != 0)
        return RPRT_NO;
    if (bank->whole != RPRT_YES)
        return (kind == RPRT_STORE_MOVED || kind == RPRT_STORE_END) && number == bank->number
                   ? RPRT_YES
                   : RPRT_NO;
    return (kind == RPRT_STORE_PUT || kind == RPRT_STORE_ERASE) && number == bank->number + 1
               ? RPRT_YES
               : RPRT_NO;
}

// The end of what is authentic in a bank: is it erased behind it?
static enum rprt_status look_behind(struct rprt_store *store)
{
    const struct rprt_store_config *config = store->config;
    uint32_t off = store->now.end;
    enum rprt_status status =
        rprt_flash_blank(config->port, rprt_store_bank_address(config, store->bank) + off,
                         rprt_store_bank_size(config) - off);
    store->now.clean = status == RPRT_OK ? RPRT_YES : RPRT_NO;
    return status == RPRT_ERR_MISMATCH ? RPRT_OK : status;
}

// Looks at one entry. RPRT_AGAIN: it is good; RPRT_OK: the end of what is authentic.
static enum rprt_status look(struct rprt_store *store)
{
    const struct rprt_store_config *config = store->config;
    struct rprt_store_bank *bank = &store->now;
    uint32_t left = rprt_store_bank_size(config) - bank->end;
    uint8_t *work = config->work;
    if (left < rprt_store_entry_size(0))
        return look_behind(store);
    enum rprt_status status =
        rprt_store_read(config, store->bank, bank->end, work, RPRT_STORE_HEADER);
    if (status != RPRT_OK)
        return status;
    uint32_t size = rprt_get16(work + 6);
    if (size > RPRT_STORE_RECORD_MAX || rprt_store_entry_size(size) > left ||
        may_follow(bank, work) != RPRT_YES)
        return look_behind(store);
    status = rprt_store_load(store, store->bank, bank->end, size);
    if (status == RPRT_ERR_MISMATCH)
        return look_behind(store);
    if (status != RPRT_OK)
        return status;
    // The header was read again with the text: what is used must be what the tag covers.
    if (may_follow(bank, work) != RPRT_YES || rprt_get16(work + 6) != size)
        return look_behind(store);
    const struct rprt_store_place place = {.number = rprt_get32(work),
                                           .off = bank->end,
                                           .id = rprt_get16(work + 4),
                                           .size = (uint16_t)size};
    enum rprt_store_kind kind = (enum rprt_store_kind)work[8];
    rprt_wipe(work + RPRT_STORE_HEADER, size);
    status = rprt_store_note(store, kind, &place);
    if (status != RPRT_OK)
        return status;
    memcpy(bank->tag, work + RPRT_STORE_HEADER + size, RPRT_SEAL_TAG_SIZE);
    bank->end += rprt_store_entry_size(size);
    bank->number = place.number;
    if (kind == RPRT_STORE_END)
        bank->whole = RPRT_YES;
    return RPRT_AGAIN;
}

// Whether a bank is a state that the counter allows; promised: the last change that was answered.
static enum rprt_answer allowed(const struct rprt_store_bank *bank, uint32_t counter)
{
    uint32_t promised = counter / 2;
    if (bank->whole != RPRT_YES)
        return RPRT_NO;
    if (bank->number == promised)
        return RPRT_YES;
    return counter % 2 != 0 && bank->number == promised + 1 ? RPRT_YES : RPRT_NO;
}

static enum rprt_answer is_newer(const struct rprt_store_bank *a, const struct rprt_store_bank *b)
{
    if (a->number != b->number)
        return a->number > b->number ? RPRT_YES : RPRT_NO;
    return a->generation > b->generation ? RPRT_YES : RPRT_NO;
}

// The bank in store->now, which is the present state: finishes what was interrupted.
static enum rprt_status settle(struct rprt_store *store, uint32_t counter)
{
    uint32_t promised = counter / 2;
    if (counter % 2 != 0 && store->now.number == promised)
        return rprt_store_move_begin(store, promised + 1);
    if (counter % 2 != 0) {
        enum rprt_status status = rprt_store_counter_raise(store->config, counter + 1);
        if (status != RPRT_OK)
            return status;
    }
    if (store->now.clean != RPRT_YES)
        return rprt_store_move_begin(store, store->now.number + 1);
    store->state = RPRT_STORE_OPEN;
    return RPRT_OK;
}

static enum rprt_status choose(struct rprt_store *store)
{
    uint32_t counter;
    enum rprt_status status = rprt_store_counter_read(store->config, &counter);
    if (status != RPRT_OK)
        return status;
    enum rprt_answer first = allowed(&store->other, counter); // bank 0
    enum rprt_answer second = allowed(&store->now, counter);  // bank 1
    if (first != RPRT_YES && second != RPRT_YES) {
        if (store->other.whole == RPRT_YES || store->now.whole == RPRT_YES)
            return RPRT_ERR_ROLLBACK;
        return RPRT_ERR_CORRUPT;
    }
    if (first != RPRT_YES ||
        (second == RPRT_YES && is_newer(&store->now, &store->other) == RPRT_YES))
        return settle(store, counter);
    status = begin(store, 0);
    store->phase = LOOK_AGAIN;
    if (status == RPRT_ERR_NOT_FOUND)
        return RPRT_ERR_CORRUPT; // it was there a moment ago
    return status == RPRT_OK ? RPRT_AGAIN : status;
}

// After the second look at bank 0; it must give what the first look gave.
static enum rprt_status look_again(struct rprt_store *store)
{
    enum rprt_status status = look(store);
    if (status != RPRT_OK)
        return status;
    if (store->now.number != store->other.number ||
        memcmp(store->now.tag, store->other.tag, sizeof store->now.tag) != 0)
        return RPRT_ERR_CORRUPT;
    uint32_t counter;
    status = rprt_store_counter_read(store->config, &counter);
    return status == RPRT_OK ? settle(store, counter) : status;
}

enum rprt_status rprt_store_open_one(struct rprt_store *store)
{
    enum rprt_status status;
    if (store->phase == BEGIN_0 || store->phase == BEGIN_1) {
        status = begin(store, store->phase == BEGIN_0 ? 0 : 1);
        if (status != RPRT_OK && status != RPRT_ERR_NOT_FOUND)
            return status;
        store->phase += status == RPRT_OK ? 1 : 2;
        if (status == RPRT_ERR_NOT_FOUND && store->phase == BEGIN_1)
            store->other = store->now;
        return RPRT_AGAIN;
    }
    if (store->phase == LOOK_0 || store->phase == LOOK_1) {
        status = look(store);
        if (status != RPRT_OK)
            return status;
        if (store->phase == LOOK_0)
            store->other = store->now;
        store->phase++;
        return RPRT_AGAIN;
    }
    return store->phase == CHOOSE ? choose(store) : look_again(store);
}

#endif
