// SPDX-License-Identifier: Apache-2.0
/*
 * MAL graph -> attack graph, in three parts: which nodes count, which controls there are and what
 * they demand of each other, and the graph itself.  Private to this room.
 */
#ifndef REMPART_ATTACK_BUILD_H
#define REMPART_ATTACK_BUILD_H

#include "attack/bind.h"

// What is looked up once for each step of the language.
struct rp_step_info {
    uint8_t level; // 0: never
    bool entry, goal, hidden;
    uint32_t control; // of a defence: its kind in the catalogue
    struct rp_text text;
    struct rp_str id;
};

enum rp_node_use {
    RP_NODE_UNREACHABLE, // by anybody, whatever controls there are
    RP_NODE_AIMLESS,     // reachable, but leads to no harm
    RP_NODE_KEPT,        // a fact of the graph
};

// Defences that a rule between controls speaks of, seen from one place.
struct rp_build_targets {
    uint32_t *node;
    uint32_t n, cap;
};

struct rp_build_anywhere { // of a rule that speaks of the whole device
    const struct rp_control_rule *rule;
    struct rp_build_targets targets;
};

struct rp_build {
    struct rp_arena *arena;  // of the result
    struct rp_arena scratch; // of what is beside the nodes, except fact
    const struct rp_binding *binding;
    const struct rp_mal_graph *mal_graph;
    const struct rp_step_info *info; // by MAL step
    uint8_t *type;                   // by node: enum rp_mal_step_type, beside each other for speed
    uint32_t *defense;               // by kind of control, by asset: see rp_build_defense
    uint8_t *use;                    // by node: enum rp_node_use of attack steps
    uint32_t *opener;       // by node: the defence node that opens it, 0 none, OPENER_MISSING
    uint32_t *control;      // by node of a defence: its number in the graph + 1, 0 none
    uint32_t *control_node; // by number in the graph: its node
    uint32_t ncontrols;
    uint32_t *decision; // by node of a defence: control of the model that decides it, or 0
    bool *forbidden;    // by node of a defence: what it needs cannot be had here
    struct rp_build_anywhere *anywhere;
    uint32_t nanywhere, anywhere_cap;
    bool too_many; // a limit was exceeded, which was reported
    struct rp_graph_builder graph;
    uint32_t *fact; // by node, RP_GRAPH_NONE none
};

enum { RP_OPENER_MISSING = -1 }; // opened by a control that this thing cannot have: never

// Sets info.
void rp_build_steps(struct rp_build *b);

// Sets info, type, defense, opener and use.
void rp_build_nodes(struct rp_build *b);

// Where a source of risk that is not kept out by an assumption starts.
bool rp_build_is_entry(const struct rp_build *b, uint32_t node);

// Whether no step can derive a node, whatever is reached: it takes for ever, a condition stops it, or
// what opens it cannot be here.
bool rp_build_never(const struct rp_build *b, uint32_t node);

// Sets decision, control, control_node and forbidden.
void rp_build_controls(struct rp_build *b);

// Adds the side constraints between the graph's controls.
void rp_build_constraints(struct rp_build *b);

// The defences of which one must be there for a rule of the control at a node, or none may be.
// part: 0, and 1 for the second end of a flow when the rule speaks of both ends.  In the arena; not
// to be changed.
void rp_build_targets_of(struct rp_build *b, uint32_t node, const struct rp_control_rule *rule,
                         unsigned part, struct rp_build_targets *ret_targets);

// How many parts a rule has at that node.
unsigned rp_build_parts(const struct rp_build *b, uint32_t node,
                        const struct rp_control_rule *rule);

static inline const struct rp_mal_step *rp_build_step(const struct rp_build *b, uint32_t node)
{
    return &b->binding->catalogue->mal->step[b->mal_graph->node[node].step];
}

static inline bool rp_build_is_attack(const struct rp_build *b, uint32_t node)
{
    return b->type[node] <= RP_MAL_AND;
}

// The node of a kind of control at a thing, 0 when it does not fit there.
static inline uint32_t rp_build_defense(const struct rp_build *b, uint32_t thing, uint32_t kind)
{
    const struct rp_mal_instance *in = b->mal_graph->instance;
    uint32_t place = b->defense[kind * in->mal->nassets + in->thing[thing].asset];
    return thing && place ? b->mal_graph->first_of_thing[thing] + place - 1 : 0;
}

#endif
