// SPDX-License-Identifier: Apache-2.0
/*
 * Reading the maps of the catalogue's tables key by key; every mistake is reported where it stands.
 * Private to this room.
 */
#ifndef REMPART_CATALOGUE_TABLE_H
#define REMPART_CATALOGUE_TABLE_H

#include "base/lang.h"
#include "read/tree.h"

struct rp_entry_reader {
    struct rp_arena *arena;
    struct rp_diags *d;
};

// A message about a node, which it quotes.
void rp_entry_report(struct rp_entry_reader *t, enum rp_msg msg, const struct rp_node *node);

// Reports a word that is none of those known, with the one that was probably meant, or all.
// known ends with NULL.
void rp_entry_unknown(struct rp_entry_reader *t, enum rp_msg msg, struct rp_loc at,
                      struct rp_str word, const char *const *known);

// Whether a node is a map with known keys only; others are reported.
bool rp_entry_is_map(struct rp_entry_reader *t, const struct rp_node *node,
                     const char *const *known);

// The value of a key that must be there; NULL (reported) when it is not.
const struct rp_node *rp_entry_need(struct rp_entry_reader *t, const struct rp_node *map,
                                    const char *key);

// {en: ..., fr: ...}: both, and not empty.  must: the key has to be there.
void rp_entry_text(struct rp_entry_reader *t, const struct rp_node *node, struct rp_text *ret);
void rp_entry_must_text(struct rp_entry_reader *t, const struct rp_node *map, const char *key,
                        struct rp_text *ret);
void rp_entry_may_text(struct rp_entry_reader *t, const struct rp_node *map, const char *key,
                       struct rp_text *ret);

// 0..max; with milli up to three decimals are allowed and the result is in thousandths.  0
// (reported) when it is none, and when a key that may be missing is.
uint32_t rp_entry_number(struct rp_entry_reader *t, const struct rp_node *node, uint32_t max,
                         bool milli);
uint32_t rp_entry_may_number(struct rp_entry_reader *t, const struct rp_node *map, const char *key,
                             uint32_t max);
uint32_t rp_entry_must_number(struct rp_entry_reader *t, const struct rp_node *map, const char *key,
                              uint32_t max);

// Which of the words; the first (reported) when it is none.
unsigned rp_entry_word(struct rp_entry_reader *t, const struct rp_node *node,
                       const char *const *known);

// The texts of a list that may be missing, in the arena; those that are none are reported.
const struct rp_str *rp_entry_list(struct rp_entry_reader *t, const struct rp_node *map,
                                   const char *key, uint32_t *ret_n);

#endif
