// SPDX-License-Identifier: Apache-2.0
/*
 * Cores: minimal sets of controls that a derivation of a goal leaves open, as clauses.
 *
 * Every core keeps its goal and its steps, so that it can be proved and shown.
 */
#ifndef REMPART_SELECT_CORE_H
#define REMPART_SELECT_CORE_H

#include "select/problem.h"

// A derivation in hand: its steps, the controls that block or introduce one of them, each once.
struct rp_derivation {
    uint32_t *step, nsteps; // numbers in the graph
    uint32_t *blocker, nblockers;
    uint32_t *adder, nadders;
    uint32_t *times; // by blocker: steps that it blocks, as traced
};

struct rp_core {
    uint32_t goal; // in the graph
    uint32_t first, nsteps;
    uint32_t row; // of the pool
};

struct rp_cut {
    int64_t divisor;
    uint32_t first, nrows; // into cut_row, cut_multiplier
    uint32_t nbounds;      // behind them: variables and multipliers of their upper bounds
};

struct rp_sum {       // of rows, while one is made
    int64_t *coef;    // by variable: 0 between two
    uint32_t *var, n; // those met
    bool *met;
    int64_t rhs;
};

struct rp_cores {
    struct rp_problem *p;
    struct rp_core *core;
    uint32_t n, cap;
    uint32_t *step;
    uint32_t nsteps, cap_steps;
    struct rp_cut *cut;
    uint32_t ncuts, cap_cuts;
    uint32_t *cut_row;
    int64_t *cut_multiplier;
    uint32_t ncut_rows, cap_cut_rows, cap_cut_multipliers;
    bool project; // add the row over kinds of every core too
    // scratch
    struct rp_derivation now, less;
    bool *mark_blocker, *mark_adder; // by control
    uint32_t *times_blocker, *times_adder;
    bool *blocking, *introducing; // by control
    uint32_t *seen, seen_now;     // by fact of the largest layer
    uint32_t *stack;
    struct rp_terms row;
    uint32_t *kind_count; // by kind
    struct rp_sum sum;
    uint32_t *source_row; // of the row over kinds: a core and its kind rows
    int64_t *source_multiplier;
};

void rp_cores_init(struct rp_cores *c, struct rp_problem *p);

// The derivation that the walk's last pass found for a fact, into c->now.
void rp_core_trace(struct rp_cores *c, const struct rp_walk *w, uint32_t fact);

// Shrinks the derivation in c->now until no control can be left out of its blockers; drop says
// which to try first (larger first, ties by number).
void rp_core_minimise(struct rp_cores *c, struct rp_walk *w, uint32_t goal_fact, const float *drop);

// c->now -> row of the pool, for a goal of the graph.  false when the row is known or says nothing.
bool rp_core_add(struct rp_cores *c, uint32_t goal);

// A row derived from others, checked here (rempart-certificate(5), line d).  Multipliers are 1 or
// more.  false when it is known or its numbers are too large.
struct rp_cut_source {
    int64_t divisor;
    uint32_t nrows;
    const uint32_t *row;
    const int64_t *multiplier;
    uint32_t nbounds;
    const uint32_t *bound;
    const int64_t *bound_multiplier;
};
bool rp_cut_add(struct rp_cores *c, const struct rp_cut_source *source);

#endif
