// SPDX-License-Identifier: Apache-2.0
/*
 * What is reachable, how hard, and by which steps: least fixpoints over an attack graph.
 */
#ifndef REMPART_ATTACK_EXPOSURE_H
#define REMPART_ATTACK_EXPOSURE_H

#include "attack/graph.h"

// Which situation is looked at.
struct rp_situation {
    const bool *chosen;   // by control: is it there?  NULL: none is
    uint32_t only_source; // entries of this source of risk alone; RP_GRAPH_NONE: of all
};

struct rp_exposure {
    uint8_t *level;   // by fact: 0 not reachable, else 1..4 how feasible
    uint32_t *parent; // by fact: the step that first derived it at its level; RP_GRAPH_NONE for
                      // entries and facts not reachable
};

// Time linear in the size of the graph.  The parents form derivations without cycles; among equally
// feasible ones a short one is kept (breadth first within a level), ties by the order of the graph.
// situation and its fields are borrowed for the call.
void rp_exposure_compute(struct rp_arena *a, const struct rp_graph *g,
                         const struct rp_situation *situation, struct rp_exposure *ret_exposure);

// Level of one goal's fact: shorthand.
static inline unsigned rp_exposure_goal(const struct rp_exposure *e, const struct rp_graph *g,
                                        uint32_t goal)
{
    return e->level[g->goal[goal].fact];
}

// The derivation of a fact that is reachable: its steps, each once, causes before effects.
struct rp_path {
    const uint32_t *step;
    uint32_t nsteps;
    uint32_t entry; // the entry fact it starts from (the first met); RP_GRAPH_NONE if none
    uint8_t level;
    uint32_t hardest; // index into step of the first step with the lowest level
};

void rp_exposure_path(struct rp_arena *a, const struct rp_graph *g, const struct rp_exposure *e,
                      uint32_t fact, struct rp_path *ret_path);

// Whether a step of a path is shown to people: it is a technique of the catalogue or a control can
// stop it; the others only join these.  A graph from elsewhere names no techniques: all its steps are
// shown.
bool rp_path_shows(const struct rp_graph *g, uint32_t step);

// How many of the first n steps of a path are shown: the number under which a shown step n - 1 appears.
uint32_t rp_path_shown(const struct rp_graph *g, const struct rp_path *path, uint32_t n);

#endif
