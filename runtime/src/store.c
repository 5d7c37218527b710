// SPDX-License-Identifier: Apache-2.0
/* Records -> sealed, chained entries in a bank of flash.
 *
 * Order of change number n: counter to 2n-1 ("n is being made"), entry, counter to 2n ("n is made").
 * As in the log, this leaves nobody with two histories to choose from: once a later change is made,
 * an interrupted one is either part of its chain or can never be again.
 */
#include "rprt/store.h"

#if RPRT_WITH_STORE

#include <string.h>

#include "store_inside.h"

uint32_t rprt_store_bank_size(const struct rprt_store_config *config)
{
    return config->area.n_sectors / 2 * config->area.sector_size;
}

uint32_t rprt_store_bank_address(const struct rprt_store_config *config, uint32_t bank)
{
    return config->area.address + bank * rprt_store_bank_size(config);
}

uint32_t rprt_store_entry_size(uint32_t text_size)
{
    uint32_t size = RPRT_STORE_HEADER + text_size + RPRT_SEAL_TAG_SIZE;
    return (size + RPRT_FLASH_UNIT - 1) / RPRT_FLASH_UNIT * RPRT_FLASH_UNIT;
}

enum rprt_status rprt_store_config_check(const struct rprt_store_config *config)
{
    if (rprt_flash_complete(config->port) != RPRT_OK)
        return RPRT_ERR_PORT;
    const struct rprt_area *area = &config->area;
    if (area->n_sectors == 0 || area->n_sectors % 2 != 0 || area->sector_size > 65536 ||
        area->n_sectors > 128 || area->sector_size % RPRT_FLASH_UNIT != 0)
        return RPRT_ERR_ARG;
    uint32_t size = rprt_store_bank_size(config);
    return size >= 448 && size <= 65536 && config->work != NULL ? RPRT_OK : RPRT_ERR_ARG;
}

enum rprt_status rprt_store_read(const struct rprt_store_config *config, uint32_t bank,
                                 uint32_t off, uint8_t *out, size_t size)
{
    return rprt_flash_read(config->port, rprt_store_bank_address(config, bank) + off, out, size);
}

enum rprt_status rprt_store_counter_read(const struct rprt_store_config *config,
                                         uint32_t *ret_value)
{
    return rprt_counter_read(config->port, config->counter, ret_value);
}

enum rprt_status rprt_store_counter_raise(const struct rprt_store_config *config, uint32_t value)
{
    return rprt_counter_raise(config->port, config->counter, value);
}

enum rprt_status rprt_store_erase_sector(const struct rprt_store_config *config, uint32_t bank,
                                         uint32_t i)
{
    return rprt_flash_erase(config->port,
                            rprt_store_bank_address(config, bank) + i * config->area.sector_size);
}

// Number and index keep nonces apart as long as the counter works, the random rest when it does not.
static enum rprt_status make_nonce(const struct rprt_store_config *config, uint32_t number,
                                   uint32_t i, uint8_t nonce[RPRT_NONCE_SIZE])
{
    uint8_t random[8];
    enum rprt_status status = rprt_crypto_random(config->crypto, random, sizeof random);
    rprt_put32(nonce, number);
    rprt_put16(nonce + 4, (uint16_t)i);
    memcpy(nonce + 6, random, 6);
    return status;
}

enum rprt_status rprt_store_write(struct rprt_store *store, uint32_t bank_index,
                                  struct rprt_store_bank *bank,
                                  const struct rprt_store_entry *entry)
{
    const struct rprt_store_config *config = store->config;
    uint8_t *work = config->work;
    memset(work, 0, RPRT_STORE_HEADER);
    rprt_put32(work, entry->number);
    rprt_put16(work + 4, entry->id);
    rprt_put16(work + 6, entry->size);
    work[8] = (uint8_t)entry->kind;
    memcpy(work + 32, bank->tag, RPRT_SEAL_TAG_SIZE);
    enum rprt_status status = make_nonce(config, entry->number, entry->i, work + 12);
    const struct rprt_box box = {work + 12, work, RPRT_STORE_HEADER, work + RPRT_STORE_HEADER,
                                 entry->size};
    if (status == RPRT_OK)
        status = rprt_crypto_seal(config->crypto, config->key, &box);
    if (status != RPRT_OK)
        return status;
    uint32_t size = rprt_store_entry_size(entry->size);
    uint32_t used = RPRT_STORE_HEADER + entry->size + RPRT_SEAL_TAG_SIZE;
    memset(work + used, 0, size - used);
    status = rprt_store_counter_raise(config, 2 * entry->number - 1);
    if (status == RPRT_OK)
        status = rprt_flash_program(
            config->port, rprt_store_bank_address(config, bank_index) + bank->end, work, size);
    if (status != RPRT_OK)
        return status;
    memcpy(bank->tag, work + used - RPRT_SEAL_TAG_SIZE, RPRT_SEAL_TAG_SIZE);
    bank->number = entry->number;
    bank->end += size;
    return RPRT_OK;
}

enum rprt_status rprt_store_begin_bank(struct rprt_store *store, uint32_t bank_index,
                                       struct rprt_store_bank *bank, uint32_t generation,
                                       uint32_t number)
{
    const struct rprt_store_config *config = store->config;
    uint8_t header[RPRT_STORE_HEADER] = {0};
    rprt_put32(header, RPRT_STORE_MAGIC);
    rprt_put32(header + 4, RPRT_STORE_FORMAT);
    rprt_put32(header + 8, generation);
    rprt_put32(header + 12, number);
    enum rprt_status status = make_nonce(config, number, 0xffff, header + 16);
    const struct rprt_box box = {header + 16, header, 32, header + 32, 0};
    if (status == RPRT_OK)
        status = rprt_crypto_seal(config->crypto, config->key, &box);
    if (status == RPRT_OK)
        status = rprt_flash_program(config->port, rprt_store_bank_address(config, bank_index),
                                    header, sizeof header);
    if (status != RPRT_OK)
        return status;
    *bank = (struct rprt_store_bank){.whole = RPRT_NO,
                                     .clean = RPRT_YES,
                                     .generation = generation,
                                     .number = number,
                                     .end = RPRT_STORE_HEADER};
    memcpy(bank->tag, header + 32, RPRT_SEAL_TAG_SIZE);
    return RPRT_OK;
}

enum rprt_status rprt_store_load(struct rprt_store *store, uint32_t bank_index, uint32_t off,
                                 uint32_t text_size)
{
    const struct rprt_store_config *config = store->config;
    uint8_t *work = config->work;
    enum rprt_status status = rprt_store_read(config, bank_index, off, work,
                                              RPRT_STORE_HEADER + text_size + RPRT_SEAL_TAG_SIZE);
    if (status != RPRT_OK)
        return status;
    const struct rprt_box box = {work + 12, work, RPRT_STORE_HEADER, work + RPRT_STORE_HEADER,
                                 text_size};
    return rprt_crypto_open(config->crypto, config->key, &box);
}

struct rprt_store_place *rprt_store_find(struct rprt_store *store, uint16_t id)
{
    for (uint32_t i = 0; i < RPRT_STORE_RECORDS; i++) {
        if (store->place[i].id == id)
            return &store->place[i];
    }
    return NULL;
}

enum rprt_status rprt_store_note(struct rprt_store *store, enum rprt_store_kind kind,
                                 const struct rprt_store_place *place)
{
    struct rprt_store_place *old = rprt_store_find(store, place->id);
    switch (kind) {
    case RPRT_STORE_END:
        return RPRT_OK;
    case RPRT_STORE_ERASE:
        if (old != NULL)
            *old = (struct rprt_store_place){0};
        return RPRT_OK;
    case RPRT_STORE_PUT:
    case RPRT_STORE_MOVED:
        if (old == NULL)
            old = rprt_store_find(store, 0);
        if (old == NULL)
            return RPRT_ERR_FULL;
        *old = *place;
        return RPRT_OK;
    }
    return RPRT_ERR_CORRUPT;
}

static enum rprt_status closed(struct rprt_store *store, enum rprt_status why)
{
    store->state = RPRT_STORE_CLOSED;
    return why;
}

enum rprt_status rprt_store_format(struct rprt_store *store, const struct rprt_store_config *config)
{
    *store = (struct rprt_store){.config = config, .state = RPRT_STORE_CLOSED};
    enum rprt_status status = rprt_store_config_check(config);
    if (status != RPRT_OK)
        return status;
    uint32_t counter;
    status = rprt_store_counter_read(config, &counter);
    if (status != RPRT_OK)
        return status;
    if (counter / 2 >= RPRT_STORE_LAST_NUMBER)
        return RPRT_ERR_COUNTER;
    uint32_t number = (counter + 1) / 2 + 1; // an interrupted number is not used again
    status = rprt_store_counter_raise(config, 2 * number - 1);
    for (uint32_t i = 0; i < config->area.n_sectors / 2 && status == RPRT_OK; i++) {
        status = rprt_store_erase_sector(config, 0, i);
        if (status == RPRT_OK)
            status = rprt_store_erase_sector(config, 1, i);
    }
    if (status == RPRT_OK)
        status = rprt_store_begin_bank(store, 0, &store->now, 0, number);
    const struct rprt_store_entry end = {.kind = RPRT_STORE_END, .number = number};
    if (status == RPRT_OK)
        status = rprt_store_write(store, 0, &store->now, &end);
    if (status == RPRT_OK)
        status = rprt_store_counter_raise(config, 2 * number);
    if (status == RPRT_OK)
        store->state = RPRT_STORE_OPEN;
    return status;
}

enum rprt_status rprt_store_open(struct rprt_store *store, const struct rprt_store_config *config)
{
    *store = (struct rprt_store){.config = config, .state = RPRT_STORE_CLOSED};
    enum rprt_status status = rprt_store_config_check(config);
    if (status == RPRT_OK)
        store->state = RPRT_STORE_OPENING;
    return status;
}

enum rprt_status rprt_store_step(struct rprt_store *store, uint32_t budget)
{
    enum rprt_status status = RPRT_AGAIN;
    for (uint32_t i = 0; (i < budget || i == 0) && status == RPRT_AGAIN; i++) {
        if (store->state == RPRT_STORE_OPEN)
            return RPRT_OK;
        if (store->state == RPRT_STORE_OPENING)
            status = rprt_store_open_one(store);
        else if (store->state == RPRT_STORE_MOVING)
            status = rprt_store_move_one(store);
        else
            status = RPRT_ERR_STATE;
    }
    if (status != RPRT_OK && status != RPRT_AGAIN)
        return closed(store, status);
    return status;
}

enum rprt_status rprt_store_get(struct rprt_store *store, uint16_t id, uint8_t *out, size_t size,
                                size_t *ret_size)
{
    if (store->state != RPRT_STORE_OPEN)
        return RPRT_ERR_STATE;
    const struct rprt_store_place *place = id == 0 ? NULL : rprt_store_find(store, id);
    if (place == NULL)
        return RPRT_ERR_NOT_FOUND;
    if (place->size > size)
        return RPRT_ERR_LIMIT;
    enum rprt_status status = rprt_store_load(store, store->bank, place->off, place->size);
    uint8_t *work = store->config->work;
    if (status == RPRT_ERR_MISMATCH)
        return RPRT_ERR_CORRUPT;
    if (status != RPRT_OK)
        return status;
    // Authentic, but is it the one that was there when the store was opened?
    if (rprt_get32(work) != place->number || rprt_get16(work + 4) != id ||
        rprt_get16(work + 6) != place->size)
        return RPRT_ERR_CORRUPT;
    memcpy(out, work + RPRT_STORE_HEADER, place->size);
    rprt_wipe(work + RPRT_STORE_HEADER, place->size);
    *ret_size = place->size;
    return RPRT_OK;
}

// Whether a record of this size fits, if need be after moving; else RPRT_ERR_FULL.
static enum rprt_status room_for(const struct rprt_store *store, uint16_t id, uint32_t text_size)
{
    uint32_t kept = RPRT_STORE_HEADER + rprt_store_entry_size(0);
    uint32_t n = 0;
    for (uint32_t i = 0; i < RPRT_STORE_RECORDS; i++) {
        const struct rprt_store_place *place = &store->place[i];
        if (place->id == 0)
            continue;
        kept += rprt_store_entry_size(place->size);
        n += place->id == id ? 0 : 1;
    }
    // Room to take a record away is always kept: a full store must not stay full.
    kept += rprt_store_entry_size(text_size) + rprt_store_entry_size(0);
    return n < RPRT_STORE_RECORDS && kept <= rprt_store_bank_size(store->config) ? RPRT_OK
                                                                                 : RPRT_ERR_FULL;
}

static enum rprt_status change(struct rprt_store *store, const struct rprt_store_entry *entry)
{
    struct rprt_store_place place = {
        .number = entry->number, .off = store->now.end, .id = entry->id, .size = entry->size};
    enum rprt_status status = rprt_store_write(store, store->bank, &store->now, entry);
    if (status == RPRT_ERR_RANDOM) {
        rprt_wipe(store->config->work, RPRT_STORE_WORK_SIZE);
        return status; // nothing was touched yet
    }
    if (status == RPRT_OK)
        status = rprt_store_counter_raise(store->config, 2 * entry->number);
    if (status == RPRT_OK)
        status = rprt_store_note(store, entry->kind, &place);
    return status == RPRT_OK ? status : closed(store, status);
}

// A change that is allowed by what the store holds: moves the records first when the bank is full.
static enum rprt_status make(struct rprt_store *store, enum rprt_store_kind kind, uint16_t id,
                             const uint8_t *data, size_t size)
{
    const struct rprt_store_entry entry = {
        .kind = kind, .number = store->now.number + 1, .id = id, .size = (uint16_t)size};
    if (store->now.number >= RPRT_STORE_LAST_NUMBER)
        return RPRT_ERR_COUNTER;
    if (store->now.end + rprt_store_entry_size((uint32_t)size) >
        rprt_store_bank_size(store->config))
        return rprt_store_move_begin(store, entry.number);
    if (size != 0)
        memcpy(store->config->work + RPRT_STORE_HEADER, data, size);
    return change(store, &entry);
}

// Whether a change may be made now; RPRT_AGAIN: the records are being moved.
static enum rprt_status changeable(const struct rprt_store *store)
{
    if (store->state == RPRT_STORE_MOVING)
        return RPRT_AGAIN;
    return store->state == RPRT_STORE_OPEN ? RPRT_OK : RPRT_ERR_STATE;
}

enum rprt_status rprt_store_put(struct rprt_store *store, uint16_t id, const uint8_t *data,
                                size_t size)
{
    enum rprt_status status = changeable(store);
    if (status == RPRT_OK && (id == 0 || size > RPRT_STORE_RECORD_MAX))
        status = RPRT_ERR_ARG;
    if (status == RPRT_OK)
        status = room_for(store, id, (uint32_t)size);
    return status == RPRT_OK ? make(store, RPRT_STORE_PUT, id, data, size) : status;
}

enum rprt_status rprt_store_erase(struct rprt_store *store, uint16_t id)
{
    enum rprt_status status = changeable(store);
    if (status == RPRT_OK && (id == 0 || rprt_store_find(store, id) == NULL))
        status = RPRT_ERR_NOT_FOUND;
    return status == RPRT_OK ? make(store, RPRT_STORE_ERASE, id, NULL, 0) : status;
}

#endif
