// SPDX-License-Identifier: Apache-2.0
/*
 * One Boolean copy of the attack graph, for one acceptable level: the threshold.
 *
 * At threshold t only steps above level t exist, and a control blocks a step when it lowers it to t
 * or less.  So levels become plain reachability, and one layer serves all goals of one threshold.
 * Trimmed: facts that no choice can prevent are dropped from all bodies, and what cannot take part
 * in a derivation of a goal is left out.
 */
#ifndef REMPART_SELECT_LAYER_H
#define REMPART_SELECT_LAYER_H

#include "attack/graph.h"

enum {
    RP_LAYERS_MAX = 4 // thresholds 0 to 3; at 4 everything is acceptable
};

// What goal_fact says of a goal without a fact in the layer.
#define RP_LAYER_NEVER (UINT32_MAX - 1) // no derivation at all: nothing to do
#define RP_LAYER_FREE (UINT32_MAX - 2)  // derivable whatever is chosen: can only be given up

struct rp_layer {
    uint8_t threshold;
    uint32_t nfacts, nsteps;
    uint32_t *head;                // by step
    struct rp_rows body;           // by step: facts that are not free
    struct rp_rows blockers, adds; // by step: controls
    struct rp_rows uses;           // by fact: steps that need it, once for each time
    struct rp_rows gives;          // by fact: steps that derive it
    struct rp_rows stops;          // by control: steps that it blocks
    uint32_t *step_of;             // by step: its number in the graph
    uint32_t *axiom, naxioms;      // steps that need no fact
    uint32_t ngoals;
    uint32_t *goal;      // numbers in the graph
    uint32_t *goal_fact; // beside goal: fact here, or one of the two above
};

// Builds the layer of one threshold (0..3) in the arena; scratch is used and may be freed after.
struct rp_layer *rp_layer_build(struct rp_arena *a, struct rp_arena *scratch,
                                const struct rp_graph *g, uint8_t threshold);

// Items of i in compressed rows.
static inline uint32_t rp_row_n(const struct rp_rows *rows, uint32_t i)
{
    return rows->first[i + 1] - rows->first[i];
}

// rows: i -> items below nitems.  Gives item -> the i that have it, ascending.  In the arena.
struct rp_rows rp_rows_invert(struct rp_arena *a, const struct rp_rows *rows, uint32_t n,
                              uint32_t nitems);

#endif
