// SPDX-License-Identifier: Apache-2.0
/* All records of one bank -> the other bank, one per step.
 *
 * The move is one change with one number: it counts once its last entry is there. Until then the old
 * bank holds everything, and an interrupted move is begun anew under the same number.
 */
#include "rprt/store.h"

#if RPRT_WITH_STORE

#include <string.h>

#include "store_inside.h"

enum phase {
    ERASING = 0,
    BEGINNING = 1,
    MOVING = 2,
    ENDING = 3,
};

enum rprt_status rprt_store_move_begin(struct rprt_store *store, uint32_t number)
{
    enum rprt_status status = rprt_store_counter_raise(store->config, 2 * number - 1);
    if (status != RPRT_OK) {
        store->state = RPRT_STORE_CLOSED;
        return status;
    }
    store->state = RPRT_STORE_MOVING;
    store->phase = ERASING;
    store->i = 0;
    store->moved = 0;
    store->other = (struct rprt_store_bank){.number = number};
    return RPRT_AGAIN;
}

static enum rprt_status erase_next(struct rprt_store *store)
{
    if (store->i < store->config->area.n_sectors / 2)
        return rprt_store_erase_sector(store->config, store->bank ^ 1u, store->i++);
    store->phase = BEGINNING;
    return RPRT_OK;
}

static enum rprt_status begin(struct rprt_store *store)
{
    store->phase = MOVING;
    store->i = 0;
    return rprt_store_begin_bank(store, store->bank ^ 1u, &store->other, store->now.generation + 1,
                                 store->other.number);
}

static enum rprt_status move_record(struct rprt_store *store)
{
    while (store->i < RPRT_STORE_RECORDS && store->place[store->i].id == 0)
        store->i++;
    if (store->i == RPRT_STORE_RECORDS) {
        store->phase = ENDING;
        return RPRT_OK;
    }
    struct rprt_store_place *place = &store->place[store->i++];
    enum rprt_status status = rprt_store_load(store, store->bank, place->off, place->size);
    if (status == RPRT_ERR_MISMATCH)
        return RPRT_ERR_CORRUPT;
    if (status != RPRT_OK)
        return status;
    if (rprt_get32(store->config->work) != place->number ||
        rprt_get16(store->config->work + 4) != place->id)
        return RPRT_ERR_CORRUPT;
    const struct rprt_store_entry entry = {.kind = RPRT_STORE_MOVED,
                                           .number = store->other.number,
                                           .i = store->moved++,
                                           .id = place->id,
                                           .size = place->size};
    uint32_t off = store->other.end;
    status = rprt_store_write(store, store->bank ^ 1u, &store->other, &entry);
    // From here on the table describes the new bank; after a failure the store is closed anyway.
    place->off = off;
    place->number = entry.number;
    return status;
}

static enum rprt_status end(struct rprt_store *store)
{
    const struct rprt_store_entry entry = {
        .kind = RPRT_STORE_END, .number = store->other.number, .i = store->moved};
    enum rprt_status status = rprt_store_write(store, store->bank ^ 1u, &store->other, &entry);
    if (status == RPRT_OK)
        status = rprt_store_counter_raise(store->config, 2 * entry.number);
    if (status != RPRT_OK)
        return status;
    store->bank ^= 1u;
    store->now = store->other;
    store->now.whole = RPRT_YES;
    store->state = RPRT_STORE_OPEN;
    return RPRT_OK;
}

enum rprt_status rprt_store_move_one(struct rprt_store *store)
{
    enum rprt_status status;
    if (store->phase == ERASING)
        status = erase_next(store);
    else if (store->phase == BEGINNING)
        status = begin(store);
    else if (store->phase == MOVING)
        status = move_record(store);
    else
        return end(store);
    return status == RPRT_OK ? RPRT_AGAIN : status;
}

#endif
