// SPDX-License-Identifier: Apache-2.0
/*
 * What a certificate claims, and whether that is true: found by trying every set.
 *
 * A third reader of rempart-certificate(5), of the lines that state the claim and no others; the proof
 * is not looked at.  Shares nothing with verify/ nor with src/select.
 */
#ifndef REMPART_TESTS_VERIFY_CLAIM_H
#define REMPART_TESTS_VERIFY_CLAIM_H

#include "../select/random.h"

enum { MOST_LINES = 64, MOST_CONTROLS = 20 };

struct claim_amount {
    struct rp_str objective;
    uint64_t value, bound; // bound: of stages only
};

struct claim {
    bool forced[MOST_CONTROLS], forbidden[MOST_CONTROLS];
    struct claim_amount limit[MOST_LINES];
    uint32_t nlimits;
    bool excluded[MOST_LINES][MOST_CONTROLS];
    uint32_t nexcluded;
    struct rp_str result;
    uint32_t set, open; // bit per control, per goal
    struct claim_amount stage[MOST_LINES];
    uint32_t nstages;
};

// A graph and what each of its sets leaves open.
struct claim_graph {
    const struct rp_graph *g; // at most MOST_CONTROLS controls, 32 facts, 32 goals
    uint32_t *open;           // by set
};

struct claim_graph claim_graph_new(struct rp_arena *a, const struct rp_graph *g);

// The text must outlive the claim.  False when it holds more lines of one sort than fit.
bool claim_read(struct rp_str certificate, struct claim *ret_claim);

// The objective of a set and the goals given up.
uint64_t claim_value(const struct rp_graph *g, struct rp_str objective, uint32_t set,
                     uint32_t open);

// Does the set meet the question of the claim (its stages aside), with the goals that it leaves open
// given up?
bool claim_allows(const struct claim *c, const struct claim_graph *g, uint32_t set, uint32_t open);

bool claim_is_true(const struct claim *c, const struct claim_graph *g);

#endif
