// SPDX-License-Identifier: Apache-2.0
/*
 * Small random selection problems, and their answer by trying every set.
 *
 * The trial is written from the meaning alone: plain fixpoints over the untrimmed graph, level by
 * level; it shares nothing with src/select but the graph.
 */
#ifndef REMPART_TESTS_SELECT_RANDOM_H
#define REMPART_TESTS_SELECT_RANDOM_H

#include "select/select.h"

struct random_source {
    uint64_t state;
};

uint32_t random_below(struct random_source *r, uint32_t n); // n >= 1

// A graph with at most max_controls controls (up to 20), all kinds of constraint, introduced steps,
// cycles and several thresholds.
const struct rp_graph *random_graph(struct rp_arena *a, struct random_source *r,
                                    uint32_t max_controls);

// A random question about it.  The arrays are in the arena.
void random_options(struct rp_arena *a, struct random_source *r, const struct rp_graph *g,
                    struct rp_select_options *ret_options);

struct brute_answer {
    bool any;         // some set meets duties, refusals and side constraints
    uint32_t set;     // bit per control: the best one, ties settled
    uint64_t risk[5]; // goals given up, severity 5 first
    uint64_t value[RP_STAGES];
    uint32_t nbest; // sets that are equal in all stages
};

void brute_force(const struct rp_graph *g, const struct rp_select_options *o,
                 struct brute_answer *ret_answer);

// Goals derivable above their acceptable level under a set: bit per goal.
uint32_t brute_open(const struct rp_graph *g, uint32_t set);

// Does the set meet the question's duties, refusals and side constraints?
bool brute_allowed(const struct rp_graph *g, const struct rp_select_options *o, uint32_t set);

uint64_t brute_value(const struct rp_graph *g, enum rp_stage stage, uint32_t set);

#endif
