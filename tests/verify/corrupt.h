// SPDX-License-Identifier: Apache-2.0
/*
 * Ways to spoil a text of lines and words, such as a certificate or a graph.
 */
#ifndef REMPART_TESTS_VERIFY_CORRUPT_H
#define REMPART_TESTS_VERIFY_CORRUPT_H

#include "../select/random.h"

struct words_line {
    struct rp_str *word;
    uint32_t n;
};

struct words {
    struct words_line *line; // room for twice as many
    uint32_t n;
};

// The text's words; lines may be added up to twice their number.  Borrows the text.
struct words words_of(struct rp_arena *a, struct rp_str text);

struct rp_str words_text(struct rp_arena *a, const struct words *w);

// Each changes the text at one random place, or does nothing where there is no such place.
typedef void corruption(struct rp_arena *a, struct random_source *r, struct words *w);

corruption drop_line, duplicate_line, swap_lines, move_line, raise_number, lower_number,
    replace_number, swap_numbers, halve_numbers, drop_word, cut_lines, drop_block, change_head,
    change_claim, change_bound, change_divisor, change_question, flip_branch, change_step;

// Puts up to two lines before each tree.
void before_trees(struct rp_arena *a, struct words *w, struct rp_str lines);

// Branches where a tree begins, with the whole tree on both sides: often as valid as before.
corruption split_tree;

#endif
