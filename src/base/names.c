// SPDX-License-Identifier: Apache-2.0
/*
 * Interned names.
 */
#include "base/names.h"

#include <assert.h>

#ifdef RP_TEST_SMALL
enum { FIRST_SLOTS = 2 };
#else
enum { FIRST_SLOTS = 64 };
#endif

void rp_names_init(struct rp_names *names, struct rp_arena *arena)
{
    *names = (struct rp_names){.arena = arena, .slots = FIRST_SLOTS};
    names->slot = RP_NEWN(arena, uint32_t, names->slots);
    names->str = rp_arena_grow(arena, NULL, 0, &names->cap, sizeof(struct rp_str));
    names->str[0] = RP_STR("");
    names->n = 1;
}

// The slot that holds the name, or the free one where it would go.
static uint32_t find_slot(const struct rp_names *names, struct rp_str text)
{
    uint32_t mask = names->slots - 1;
    uint32_t i = (uint32_t)(rp_str_hash(text, RP_HASH_START) >> 16) & mask;
    while (names->slot[i] && !rp_str_eq(names->str[names->slot[i]], text))
        i = (i + 1) & mask;
    return i;
}

static void enlarge(struct rp_names *names)
{
    names->slots *= 2;
    names->slot = RP_NEWN(names->arena, uint32_t, names->slots);
    for (uint32_t i = 1; i < names->n; i++)
        names->slot[find_slot(names, names->str[i])] = i;
}

uint32_t rp_names_find(const struct rp_names *names, struct rp_str text)
{
    return text.n ? names->slot[find_slot(names, text)] : 0;
}

uint32_t rp_names_intern(struct rp_names *names, struct rp_str text)
{
    if (text.n == 0)
        return 0;
    uint32_t at = find_slot(names, text);
    if (names->slot[at])
        return names->slot[at];
    names->str =
        rp_arena_grow(names->arena, names->str, names->n, &names->cap, sizeof(struct rp_str));
    names->str[names->n] = text;
    names->slot[at] = names->n++;
    uint32_t added = names->slot[at];
    if (names->n > names->slots / 2)
        enlarge(names);
    return added;
}

struct rp_str rp_names_str(const struct rp_names *names, uint32_t name)
{
    assert(name < names->n);
    return names->str[name];
}
