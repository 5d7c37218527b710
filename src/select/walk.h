// SPDX-License-Identifier: Apache-2.0
/*
 * The linear passes over a layer: what is reachable, which derivation is cheapest.
 *
 * One walk belongs to one layer and remembers the state of its last pass; only what that pass
 * touched is reset by the next.  A pass leaves for each derived fact the step that derived it
 * first: parents form derivations without cycles.
 */
#ifndef REMPART_SELECT_WALK_H
#define REMPART_SELECT_WALK_H

#include "select/layer.h"

enum { RP_WALK_BUCKETS = 4096 };

struct rp_walk {
    const struct rp_layer *layer;
    uint32_t *missing;           // by step: body facts not derived yet
    uint32_t *whole;             // by step: length of its body
    uint32_t *touched, ntouched; // steps whose missing changed
    bool *derived;               // by fact
    uint32_t *parent;            // by derived fact
    uint32_t *queue, nqueue;     // derived facts in order
    float *cost;                 // by derived fact: of its derivation (cheapest pass only)
    bool *allowed;               // by fact: in the sub-graph
    uint32_t *sub, nsub;         // facts of the sub-graph
    uint32_t *sub_axiom, nsub_axioms;
    uint32_t *bucket, *next; // queue of the cheapest pass: first step of each, next of each step
    float *waiting;          // by step: its cost while it waits in a bucket
    uint64_t work;           // facts and steps visited by all passes
};

// What is chosen, as the passes see it.
struct rp_choice {
    const bool *blocking;    // by control: the steps it blocks cannot be taken
    const bool *introducing; // by control: counts as chosen for the steps that it introduces
};

void rp_walk_init(struct rp_walk *w, struct rp_arena *a, const struct rp_layer *layer);

// Derives all facts that can be under the choice.
void rp_walk_reach(struct rp_walk *w, const struct rp_choice *s);

// The same within the sub-graph of rp_walk_sub, and only until the goal is derived: is it?
bool rp_walk_reach_sub(struct rp_walk *w, const struct rp_choice *s, uint32_t goal_fact);

// After rp_walk_reach with the same choice: the sub-graph of the derived facts from which the goal
// was reached.  Blocking more can only shrink what is derivable, so later passes may stay inside.
void rp_walk_sub(struct rp_walk *w, const struct rp_choice *s, uint32_t goal_fact);

// Weights of the cheapest pass.
struct rp_weights {
    const float *block;     // by control: weight of a step per control that blocks it
    const float *introduce; // by control: weight per control that introduces it; NULL: none
    float cutoff; // derivations that cost more are not looked for; steps from 1 up neither
    float scale;  // buckets per unit
};

// Cheapest derivation of every fact: Knuth's generalisation of Dijkstra's algorithm to AND/OR
// graphs (1977), with buckets.  A derivation costs its last step plus the costs of its body facts:
// a fact that is used twice counts twice.  s may be NULL: nothing is blocked, all steps exist.
void rp_walk_cheapest(struct rp_walk *w, const struct rp_choice *s,
                      const struct rp_weights *weights);

#endif
