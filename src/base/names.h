// SPDX-License-Identifier: Apache-2.0
/*
 * Interned names: the same text gets the same small number, in order of first appearance.
 *
 * Hash to find, array to walk: nothing ever depends on the hash's order.
 */
#ifndef REMPART_BASE_NAMES_H
#define REMPART_BASE_NAMES_H

#include "base/str.h"

struct rp_names {
    struct rp_arena *arena;
    struct rp_str *str; // by number; 0 is the empty name
    uint32_t n, cap;    // n counts number 0 too
    uint32_t *slot;     // open addressing, 0 when free
    uint32_t slots;     // a power of two
};

// Borrows the arena.
void rp_names_init(struct rp_names *names, struct rp_arena *arena);

// Number of the name, new or old; 0 for the empty text.  Borrows the text, which must live as long
// as the arena.
uint32_t rp_names_intern(struct rp_names *names, struct rp_str text);

// Number of the name, 0 when it was never interned.
uint32_t rp_names_find(const struct rp_names *names, struct rp_str text);

// Text of a number that was handed out.
struct rp_str rp_names_str(const struct rp_names *names, uint32_t name);

#endif
