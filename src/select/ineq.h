// SPDX-License-Identifier: Apache-2.0
/*
 * Linear inequalities in exact integers: what the search knows, and what its proof is made of.
 *
 * Every row reads sum of coef * var >= rhs, over variables that are 0 or 1 (rempart-certificate(5)).
 * Rows are only ever added; each keeps where it came from.
 */
#ifndef REMPART_SELECT_INEQ_H
#define REMPART_SELECT_INEQ_H

#include "base/arena.h"

#include <stdbool.h>

enum rp_ineq_type {
    RP_INEQ_SIDE,  // of the graph or the question
    RP_INEQ_STAGE, // an earlier objective is at its optimum
    RP_INEQ_CORE,  // a derivation of a goal
    RP_INEQ_CUT,   // derived from other rows
};

struct rp_ineq {
    uint32_t first, n; // terms
    int64_t rhs;
    enum rp_ineq_type type;
    uint32_t origin; // number of the core or the cut
};

// Terms of a row that is being made.
struct rp_terms {
    uint32_t n;
    uint32_t *var;
    int64_t *coef;
};

struct rp_ineqs {
    struct rp_arena *arena;
    struct rp_ineq *row;
    uint32_t n, cap;
    uint32_t *var;
    int64_t *coef;
    uint32_t nterms, cap_var, cap_coef;
    uint32_t *slot, nslots; // hash of cores and cuts -> row + 1, 0 when free
};

void rp_ineqs_init(struct rp_ineqs *q, struct rp_arena *a);

// Adds a row and gives its number.  Terms with coefficient 0 are dropped.
uint32_t rp_ineq_add(struct rp_ineqs *q, const struct rp_terms *terms, int64_t rhs,
                     enum rp_ineq_type type, uint32_t origin);

// Is there a core or cut with exactly these terms (ascending by variable, none 0) and side?
bool rp_ineq_known(const struct rp_ineqs *q, const struct rp_terms *terms, int64_t rhs);

#endif
