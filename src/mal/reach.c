// SPDX-License-Identifier: Apache-2.0
/*
 * What an attacker can reach in a graph of attack steps.
 *
 * Three fixpoints, each by counting: an edge is looked at once.  Viable and necessary are greatest
 * ones (true until shown otherwise), reachable is the least one; mixing them would make a cycle that
 * nobody enters reachable.
 */
#include "mal/instance.h"

#include <assert.h>

static enum rp_mal_step_type type_of(const struct rp_mal_graph *g, uint32_t node)
{
    return g->instance->mal->step[g->node[node].step].type;
}

static uint32_t nparents(const struct rp_mal_graph *g, uint32_t node)
{
    return g->parent_first[node + 1] - g->parent_first[node];
}

// Whether a condition holds its children back.
static bool blocks(const struct rp_mal_graph *g, uint32_t node)
{
    switch (type_of(g, node)) {
    case RP_MAL_DEFENSE:
        return g->node[node].on;
    case RP_MAL_EXIST:
        return !g->node[node].exists;
    case RP_MAL_NOT_EXIST:
        return g->node[node].exists;
    case RP_MAL_OR:
    case RP_MAL_AND:
        return false;
    }
    return false;
}

// Falsifies from the conditions on: a node of `all_type` falls with its first parent, a node of the
// other attack type with its last.
static void fall(const struct rp_mal_graph *g, bool *value, enum rp_mal_step_type all_type)
{
    struct rp_arena scratch;
    rp_arena_init(&scratch);
    uint32_t *queue = RP_NEWN(&scratch, uint32_t, g->nnodes);
    uint32_t *left = RP_NEWN(&scratch, uint32_t, g->nnodes); // parents that still stand
    uint32_t n = 0;
    for (uint32_t i = 1; i < g->nnodes; i++) {
        left[i] = nparents(g, i);
        if (!value[i])
            queue[n++] = i;
    }
    for (uint32_t at = 0; at < n; at++) {
        for (uint32_t e = g->child_first[queue[at]]; e < g->child_first[queue[at] + 1]; e++) {
            uint32_t child = g->child[e];
            enum rp_mal_step_type type = type_of(g, child);
            bool attack = type == RP_MAL_OR || type == RP_MAL_AND;
            if (!attack || !value[child])
                continue;
            left[child]--;
            if (type == all_type || left[child] == 0) {
                value[child] = false;
                queue[n++] = child;
            }
        }
    }
    rp_arena_done(&scratch);
}

void rp_mal_graph_status(const struct rp_mal_graph *g, bool *viable, bool *necessary)
{
    viable[0] = necessary[0] = false;
    for (uint32_t i = 1; i < g->nnodes; i++) {
        enum rp_mal_step_type type = type_of(g, i);
        bool attack = type == RP_MAL_OR || type == RP_MAL_AND;
        viable[i] = !blocks(g, i);
        necessary[i] = attack || blocks(g, i);
    }
    fall(g, viable, RP_MAL_AND);
    fall(g, necessary, RP_MAL_OR);
}

void rp_mal_graph_reach(const struct rp_mal_graph *g, const uint32_t *entry, uint32_t nentries,
                        bool *reached)
{
    struct rp_arena scratch;
    rp_arena_init(&scratch);
    bool *viable = RP_NEWN(&scratch, bool, g->nnodes);
    bool *necessary = RP_NEWN(&scratch, bool, g->nnodes);
    rp_mal_graph_status(g, viable, necessary);
    uint32_t *waits = RP_NEWN(&scratch, uint32_t, g->nnodes); // necessary parents not reached yet
    bool *stopped = RP_NEWN(&scratch, bool, g->nnodes);       // by parents that block
    for (uint32_t i = 1; i < g->nnodes; i++) {
        uint32_t blocking = 0;
        for (uint32_t e = g->parent_first[i]; e < g->parent_first[i + 1]; e++) {
            blocking += blocks(g, g->parent[e]);
            waits[i] += necessary[g->parent[e]];
        }
        bool any = type_of(g, i) == RP_MAL_OR;
        stopped[i] = any ? blocking == nparents(g, i) : blocking > 0;
    }
    uint32_t *queue = RP_NEWN(&scratch, uint32_t, g->nnodes);
    uint32_t n = 0;
    for (uint32_t i = 0; i < nentries; i++) {
        assert(entry[i] && entry[i] < g->nnodes);
        if (!reached[entry[i]])
            queue[n++] = entry[i];
        reached[entry[i]] = true;
    }
    for (uint32_t at = 0; at < n; at++) {
        uint32_t from = queue[at];
        for (uint32_t e = g->child_first[from]; e < g->child_first[from + 1]; e++) {
            uint32_t child = g->child[e];
            enum rp_mal_step_type type = type_of(g, child);
            waits[child] -= necessary[from];
            bool ready = type == RP_MAL_OR || (type == RP_MAL_AND && waits[child] == 0);
            if (!ready || stopped[child] || reached[child])
                continue;
            reached[child] = true;
            queue[n++] = child;
        }
    }
    rp_arena_done(&scratch);
}
