// SPDX-License-Identifier: Apache-2.0
/*
 * A borrowed slice of text.  Does not own, is not NUL-terminated; always meant as UTF-8.
 */
#ifndef REMPART_BASE_STR_H
#define REMPART_BASE_STR_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct rp_str {
    const char *p;
    size_t n;
};

#define RP_STR(lit) ((struct rp_str){(lit), sizeof(lit) - 1})

// For printf: printf("%.*s", RP_FMT(s))
#define RP_FMT(s) (int)(s).n, (s).p

// The slice of a NUL-terminated text; NULL gives the empty slice.
static inline struct rp_str rp_str_of(const char *text)
{
    return (struct rp_str){text, text ? strlen(text) : 0};
}

static inline bool rp_str_eq(struct rp_str a, struct rp_str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

// Order of the bytes, shorter first when one is the beginning of the other: <0, 0, >0.
int rp_str_cmp(struct rp_str a, struct rp_str b);

bool rp_str_starts(struct rp_str s, struct rp_str beginning);
bool rp_str_ends(struct rp_str s, struct rp_str end);

// A copy in the arena, NUL-terminated (the NUL is not counted).
struct rp_str rp_str_copy(struct rp_arena *a, struct rp_str s);

// printf into the arena; NUL-terminated (the NUL is not counted).
__attribute__((format(printf, 2, 3))) struct rp_str rp_str_printf(struct rp_arena *a,
                                                                  const char *format, ...);

// Offset of the first byte that is not part of well-formed UTF-8 (RFC 3629), or s.n.
size_t rp_str_utf8_error(struct rp_str s);

// The code point that starts at s.p[at] and its length in bytes; malformed bytes count as one each
// and give U+FFFD.  at < s.n.
uint32_t rp_str_decode(struct rp_str s, size_t at, size_t *ret_size);

// How unlike two words are: insertions, deletions, substitutions and swaps of neighbours (optimal
// string alignment), counted in bytes.  Words over 64 bytes give UINT32_MAX.
uint32_t rp_str_distance(struct rp_str a, struct rp_str b);

// Index of the candidate that somebody who wrote the word most probably meant, or n when none is
// near enough (one slip in three letters).  The first of equals wins.
size_t rp_str_nearest(struct rp_str word, const struct rp_str *candidates, size_t n);

// 64-bit FNV-1a of the bytes, continuing from seed (start with RP_HASH_START).
#define RP_HASH_START UINT64_C(0xcbf29ce484222325)
uint64_t rp_str_hash(struct rp_str s, uint64_t seed);

#endif
