// SPDX-License-Identifier: Apache-2.0
/*
 * Device model x catalogue -> attack graph.
 *
 * Every thing of the model becomes a thing of the catalogue's MAL language, every relation between
 * them a link (the fixed list in bind.c, documented in catalogue/core.mal); the MAL graph then
 * becomes facts and steps.  Steps tagged @entrypoint are where sources of risk start, steps tagged
 * @goal are what harms are made of.
 */
#ifndef REMPART_ATTACK_ATTACK_H
#define REMPART_ATTACK_ATTACK_H

#include "attack/graph.h"
#include "catalogue/catalogue.h"
#include "mal/instance.h"
#include "model/model.h"

struct rp_attack {
    const struct rp_model *model;
    const struct rp_catalogue *catalogue;
    const struct rp_mal_graph *mal_graph;
    const struct rp_graph *graph;
    const uint32_t *fact_of_node; // MAL node -> fact, RP_GRAPH_NONE for conditions and defences
    const uint32_t *control_kind; // graph control -> kind of control in the catalogue
    const struct rp_ref *control_place; // graph control -> thing of the model
    const uint32_t *control_decision; // graph control -> control of the model that decides it, or 0
    const uint32_t *goal_harm;        // graph goal -> harm of the model
    // Attack steps of the things that are there, and how many of them were left out of the graph
    // because nobody can reach them whatever controls there are, or because they lead to no harm.
    uint32_t nattack_steps, nunreachable, naimless;
};

// Checks what only both together can tell (kinds, properties, means, places of controls, harms
// without a path), reports all mistakes, and builds the graph.  NULL when any was an error or a limit
// was exceeded.
const struct rp_attack *rp_attack_new(struct rp_arena *a, const struct rp_model *m,
                                      const struct rp_catalogue *c, struct rp_diags *d);

// Whether no path leads to a goal, whatever controls there are and from all sources of risk: nearly
// always a gap of the model (rp_attack_new warns of it), never a proof.
bool rp_attack_no_path(const struct rp_attack *attack, uint32_t goal);

#endif
