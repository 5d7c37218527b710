// SPDX-License-Identifier: Apache-2.0
/*
 * Step expressions over an instance model.  Private to this room.
 *
 * An expression is a relation between things: what it leads to from a set is the union of what it
 * leads to from each member.  So it is always evaluated from one thing, and a variable's value can
 * be kept for each thing it was asked of.
 */
#ifndef REMPART_MAL_EVAL_H
#define REMPART_MAL_EVAL_H

#include "mal/instance.h"

struct rp_mal_marks { // a set of things: those whose mark is the epoch
    uint32_t *mark;
    uint32_t epoch;
};

struct rp_mal_eval {
    struct rp_arena *arena; // scratch
    const struct rp_mal_instance *in;
    // Links in rows, one for each thing and field that has any: sorted by thing, then by field.
    uint32_t *row_of_thing; // nthings + 1 entries
    uint32_t *row_field, *row_first, *to;
    uint32_t nrows;
    // Results, on a stack.
    uint32_t *stack;
    uint32_t n, cap;
    struct rp_mal_marks *marks; // [0] to drop doubles, [i] for closures that hold i - 1 others
    // Values of variables: a hash of variable and thing to a place in kept.
    struct rp_mal_kept *slot;
    uint32_t slots, nkept;
    uint32_t *kept;
    uint32_t kept_n, kept_cap;
    uint64_t work; // links followed
    bool exceeded; // the limit of work was reached: results are not complete
};

struct rp_mal_kept {
    uint32_t variable, thing; // 0: free
    uint32_t first, n;        // into kept
};

// Borrows both.
void rp_mal_eval_init(struct rp_mal_eval *v, struct rp_arena *scratch,
                      const struct rp_mal_instance *in);

// What an expression leads to from a thing, without doubles, in an order that depends on the input
// alone.  *ret_list is valid until the next call.
uint32_t rp_mal_eval(struct rp_mal_eval *v, const struct rp_mal_expr *e, uint32_t thing,
                     const uint32_t **ret_list);

#endif
