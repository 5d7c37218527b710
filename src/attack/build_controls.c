// SPDX-License-Identifier: Apache-2.0
/*
 * Which defences become controls of the graph.
 *
 * Those that can stop a step that counts or open one, those that the model decides (so that the ones
 * that are not needed can be named), and those that one of these needs.
 */
#include "attack/build.h"

static void note_decision(struct rp_build *b, uint32_t thing, uint32_t control)
{
    uint32_t node = rp_build_defense(b, thing, b->binding->kind_of_control[control]);
    if (node && !b->decision[node])
        b->decision[node] = control;
}

// What the model decides about each defence; a decision at a place counts before one for everywhere.
static void find_decisions(struct rp_build *b)
{
    const struct rp_binding *bind = b->binding;
    const struct rp_model *m = bind->model;
    b->decision = RP_NEWN(&b->scratch, uint32_t, b->mal_graph->nnodes);
    for (uint32_t i = 1; i < m->ncontrols; i++)
        for (uint32_t k = 0; k < m->control[i].at.n; k++) {
            const struct rp_ref *ref = &m->control[i].at.ref[k];
            note_decision(b, bind->thing[ref->class][ref->i], i);
        }
    for (uint32_t i = 1; i < m->ncontrols; i++)
        for (uint32_t thing = 1; m->control[i].at.n == 0 && thing < bind->in.nthings; thing++)
            note_decision(b, thing, i);
}

static bool is_kept(const struct rp_build *b, uint32_t node)
{
    return rp_build_is_attack(b, node) && b->use[node] == RP_NODE_KEPT;
}

// Whether a defence can stop something that counts.
static bool acts(const struct rp_build *b, uint32_t node)
{
    const struct rp_mal_graph *g = b->mal_graph;
    for (uint32_t i = g->child_first[node]; i < g->child_first[node + 1]; i++)
        if (is_kept(b, g->child[i]) && b->type[g->child[i]] == RP_MAL_AND)
            return true;
    return false;
}

// Whether the model says that a defence exists or will: kept even when it acts on nothing, so that it
// can be named as not needed.
static bool is_decided(const struct rp_build *b, uint32_t node)
{
    enum rp_control_state state = b->binding->model->control[b->decision[node]].state;
    return b->decision[node] && (state == RP_EXISTING || state == RP_PLANNED);
}

struct wanted {
    uint32_t *node;
    uint32_t n;
    bool *is; // by node
};

static void want(struct wanted *w, uint32_t node)
{
    if (w->is[node])
        return;
    w->is[node] = true;
    w->node[w->n++] = node;
}

static void want_targets(struct rp_build *b, struct wanted *w, uint32_t node,
                         const struct rp_control_rule *rule)
{
    uint32_t known = b->nanywhere;
    if (rule->where == RP_WHERE_ANYWHERE) {
        struct rp_build_targets targets;
        rp_build_targets_of(b, node, rule, 0, &targets);
        for (uint32_t i = 0; b->nanywhere > known && i < targets.n; i++)
            want(w, targets.node[i]);
        return; // once is enough
    }
    for (unsigned part = 0; part < rp_build_parts(b, node, rule); part++) {
        struct rp_build_targets targets;
        rp_build_targets_of(b, node, rule, part, &targets);
        for (uint32_t i = 0; i < targets.n; i++)
            want(w, targets.node[i]);
    }
}

// What a wanted control needs is wanted too.
static void follow_rules(struct rp_build *b, struct wanted *w)
{
    for (uint32_t q = 0; q < w->n; q++) {
        uint32_t kind = b->info[b->mal_graph->node[w->node[q]].step].control;
        const struct rp_control_kind *k = &b->binding->catalogue->control[kind];
        for (uint32_t i = 0; i < k->nneeds; i++)
            want_targets(b, w, w->node[q], &k->needs[i]);
        for (uint32_t i = 0; i < k->nanswers; i++)
            want_targets(b, w, w->node[q], &k->answers[i]);
    }
}

void rp_build_controls(struct rp_build *b)
{
    const struct rp_mal_graph *g = b->mal_graph;
    struct rp_arena scratch;
    rp_arena_init(&scratch);
    struct wanted w = {.node = RP_NEWN(&scratch, uint32_t, g->nnodes),
                       .is = RP_NEWN(&scratch, bool, g->nnodes)};
    b->control = RP_NEWN(&b->scratch, uint32_t, g->nnodes);
    b->forbidden = RP_NEWN(&b->scratch, bool, g->nnodes);
    find_decisions(b);
    for (uint32_t node = 1; node < g->nnodes; node++) {
        if (is_kept(b, node) && b->opener[node])
            want(&w, b->opener[node]);
        if (b->type[node] == RP_MAL_DEFENSE && (is_decided(b, node) || acts(b, node)))
            want(&w, node);
    }
    follow_rules(b, &w);
    b->control_node = RP_NEWN(&b->scratch, uint32_t, w.n);
    for (uint32_t node = 1; node < g->nnodes; node++)
        if (w.is[node]) {
            b->control_node[b->ncontrols] = node;
            b->control[node] = ++b->ncontrols;
        }
    rp_arena_done(&scratch);
}
