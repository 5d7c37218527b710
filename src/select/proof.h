// SPDX-License-Identifier: Apache-2.0
/*
 * The proof of one stage while it grows: claims, and the tree over them in the order of the search.
 *
 * Written as text by certificate.c, once the stage is finished.
 */
#ifndef REMPART_SELECT_PROOF_H
#define REMPART_SELECT_PROOF_H

#include "base/arena.h"

#include <stdbool.h>

// A non-negative combination of rows; rows are numbers of struct rp_ineqs.
struct rp_claim {
    int64_t objective; // multiplier of the objective row
    uint32_t n, cap;
    uint32_t *row;
    int64_t *multiplier;
};

enum rp_proof_type { RP_PROOF_CLAIM, RP_PROOF_FIX, RP_PROOF_BRANCH, RP_PROOF_END };

struct rp_proof_item {
    enum rp_proof_type type;
    uint32_t at; // variable; CLAIM: number of the claim
    bool value;
};

struct rp_proof_claim {
    int64_t objective;
    uint32_t first, n; // into row and multiplier
};

struct rp_proof {
    struct rp_arena *arena;
    struct rp_proof_item *item;
    uint32_t n, cap;
    struct rp_proof_claim *claim;
    uint32_t nclaims, cap_claims;
    uint32_t *row;
    int64_t *multiplier;
    uint32_t nterms, cap_row, cap_multiplier;
};

// Starts an empty proof; keeps the memory of an earlier one.
void rp_proof_begin(struct rp_proof *p, struct rp_arena *a);

void rp_proof_claim(struct rp_proof *p, const struct rp_claim *claim); // copies
void rp_proof_fix(struct rp_proof *p, uint32_t var, bool value);
void rp_proof_branch(struct rp_proof *p, uint32_t var, bool value);
void rp_proof_end(struct rp_proof *p);

#endif
