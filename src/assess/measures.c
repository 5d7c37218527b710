// SPDX-License-Identifier: Apache-2.0
/*
 * Assessment -> measures: what each retained control is there for.
 */
#include "assess/measures.h"

#include "assess/internal.h"

struct builder {
    struct rp_arena *arena;
    const struct rp_assessment *as;
    const struct rp_graph *graph;
    bool *retained;
    struct rp_measure *measure;
    uint32_t nmeasures;
    struct rp_numbered_path *path;
    uint32_t npaths, paths_cap;
};

// The graph controls of a measure: decided by a control of the model, or to add and of a kind.
static void gather(struct builder *b, struct rp_measure *m)
{
    const struct rp_attack *attack = b->as->attack;
    uint32_t *at = RP_NEWN(b->arena, uint32_t, b->graph->ncontrols);
    m->superfluous = true;
    for (uint32_t i = 0; i < b->graph->ncontrols; i++) {
        bool decided = rp_graph_is_decided(b->graph->control[i].state);
        bool own = m->control ? decided && attack->control_decision[i] == m->control
                              : !decided && b->retained[i] && attack->control_kind[i] == m->kind;
        if (!own)
            continue;
        at[m->nat++] = i;
        m->superfluous = m->superfluous && b->as->superfluous[i];
    }
    m->at = at;
    m->superfluous = m->superfluous && m->nat;
}

static void list_decided(struct builder *b)
{
    const struct rp_model *model = b->as->model;
    for (uint32_t i = 1; i < model->ncontrols; i++) {
        if (!rp_assess_is_decided(&model->control[i]))
            continue;
        struct rp_measure m = {.state = model->control[i].state == RP_EXISTING ? RP_MEASURE_EXISTING
                                                                               : RP_MEASURE_PLANNED,
                               .control = i};
        gather(b, &m);
        if (!m.nat)
            continue;
        m.kind = b->as->attack->control_kind[m.at[0]];
        b->measure[b->nmeasures++] = m;
    }
}

static void list_additions(struct builder *b)
{
    uint32_t first = b->nmeasures;
    for (uint32_t i = 0; i < b->graph->ncontrols; i++) {
        bool decided = rp_graph_is_decided(b->graph->control[i].state);
        if (decided || !b->retained[i])
            continue;
        struct rp_measure m = {.state = RP_MEASURE_TO_ADD, .kind = b->as->attack->control_kind[i]};
        uint32_t k = first;
        while (k < b->nmeasures && b->measure[k].kind != m.kind)
            k++;
        if (k < b->nmeasures)
            continue;
        gather(b, &m);
        b->measure[b->nmeasures++] = m;
    }
}

static bool same(const struct rp_path *x, const struct rp_path *y)
{
    if (x->nsteps != y->nsteps)
        return false;
    return x->nsteps == 0 || memcmp(x->step, y->step, x->nsteps * sizeof(*x->step)) == 0;
}

// Position of the path, old or new, among the harm's.
static uint32_t number(struct builder *b, uint32_t risk, const struct rp_path *path)
{
    uint32_t last = 0;
    for (uint32_t i = 0; i < b->npaths; i++) {
        if (b->path[i].risk != risk)
            continue;
        if (same(&b->path[i].path, path))
            return i;
        last = b->path[i].number;
    }
    b->path = rp_arena_grow(b->arena, b->path, b->npaths, &b->paths_cap, sizeof(*b->path));
    b->path[b->npaths] = (struct rp_numbered_path){.risk = risk, .number = last + 1, .path = *path};
    return b->npaths++;
}

// The first step of the path that one of the measure's controls lowers.
static uint32_t cut_step(const struct builder *b, const struct rp_measure *m,
                         const struct rp_path *path)
{
    const struct rp_graph *g = b->graph;
    for (uint32_t i = 0; i < path->nsteps; i++)
        for (uint32_t k = g->blockers.first[path->step[i]];
             k < g->blockers.first[path->step[i] + 1]; k++)
            for (uint32_t n = 0; n < m->nat; n++)
                if (g->blockers.item[k] == m->at[n] && g->effect[k] < g->level[path->step[i]])
                    return i;
    return RP_GRAPH_NONE;
}

// The measure goes, all others stay: what comes back?
static void find_returns(struct builder *b, struct rp_measure *m, const uint8_t *with)
{
    const struct rp_graph *g = b->graph;
    bool *chosen = RP_NEWN(b->arena, bool, g->ncontrols);
    memcpy(chosen, b->retained, g->ncontrols * sizeof(*chosen));
    for (uint32_t i = 0; i < m->nat; i++)
        chosen[m->at[i]] = false;
    rp_assess_settle(g, chosen, NULL);
    struct rp_exposure exposure;
    rp_exposure_compute(b->arena, g,
                        &(struct rp_situation){.chosen = chosen, .only_source = RP_GRAPH_NONE},
                        &exposure);
    struct rp_return *back = RP_NEWN(b->arena, struct rp_return, g->ngoals);
    for (uint32_t i = 0; i < g->ngoals; i++) {
        unsigned level = rp_exposure_goal(&exposure, g, i);
        const struct rp_harm *harm = &b->as->model->harm[b->as->risk[i].harm];
        if (level <= with[i] || rp_assess_acceptable(&b->as->model->policy, harm->severity, level))
            continue;
        struct rp_path path;
        rp_exposure_path(b->arena, g, &exposure, g->goal[i].fact, &path);
        back[m->nback++] = (struct rp_return){
            .risk = i, .level = level, .path = number(b, i, &path), .step = cut_step(b, m, &path)};
    }
    m->back = back;
}

static uint8_t *levels_with_all(struct builder *b)
{
    struct rp_exposure exposure;
    rp_exposure_compute(b->arena, b->graph,
                        &(struct rp_situation){.chosen = b->retained, .only_source = RP_GRAPH_NONE},
                        &exposure);
    uint8_t *level = RP_NEWN(b->arena, uint8_t, b->graph->ngoals);
    for (uint32_t i = 0; i < b->graph->ngoals; i++)
        level[i] = (uint8_t)rp_exposure_goal(&exposure, b->graph, i);
    return level;
}

// The paths that leave a harm unacceptable, as designed and as verified: they have to be shown too.
static void number_left(struct builder *b)
{
    static const enum rp_state states[] = {RP_DESIGNED, RP_VERIFIED};
    for (uint32_t i = 0; i < b->as->nrisks; i++)
        for (size_t k = 0; k < sizeof(states) / sizeof(states[0]); k++)
            if (!b->as->risk[i].acceptable[states[k]])
                number(b, i, &b->as->risk[i].path[states[k]]);
}

// By risk, then number; the returns' path numbers follow.
static void sort_paths(struct builder *b)
{
    struct rp_numbered_path *sorted = RP_NEWN(b->arena, struct rp_numbered_path, b->npaths);
    uint32_t *place = RP_NEWN(b->arena, uint32_t, b->npaths);
    uint32_t n = 0;
    for (uint32_t risk = 0; risk < b->as->nrisks; risk++)
        for (uint32_t i = 0; i < b->npaths; i++)
            if (b->path[i].risk == risk) {
                place[i] = n;
                sorted[n++] = b->path[i];
            }
    for (uint32_t i = 0; i < b->nmeasures; i++) {
        struct rp_return *back = RP_NEWN(b->arena, struct rp_return, b->measure[i].nback);
        for (uint32_t k = 0; k < b->measure[i].nback; k++) {
            back[k] = b->measure[i].back[k];
            back[k].path = place[back[k].path];
        }
        b->measure[i].back = back;
    }
    b->path = sorted;
}

void rp_assess_measures(struct rp_arena *a, const struct rp_assessment *as,
                        struct rp_measures *ret_measures)
{
    struct builder b = {.arena = a, .as = as, .graph = as->attack->graph};
    uint32_t n = b.graph->ncontrols;
    b.retained = RP_NEWN(a, bool, n);
    for (uint32_t i = 0; i < n; i++)
        b.retained[i] = as->addition.outcome == RP_SELECT_CONFLICT ? as->chosen[RP_DESIGNED][i]
                                                                   : as->addition.chosen[i];
    b.measure = RP_NEWN(a, struct rp_measure, (size_t)as->model->ncontrols + n);
    list_decided(&b);
    list_additions(&b);
    for (uint32_t i = 0; i < as->nrisks; i++)
        if (as->risk[i].level[RP_WITHOUT])
            number(&b, i, &as->risk[i].path[RP_WITHOUT]);
    const uint8_t *with = levels_with_all(&b);
    for (uint32_t i = 0; i < b.nmeasures; i++)
        find_returns(&b, &b.measure[i], with);
    number_left(&b);
    sort_paths(&b);
    *ret_measures = (struct rp_measures){.measure = b.measure,
                                         .nmeasures = b.nmeasures,
                                         .path = b.path,
                                         .npaths = b.npaths,
                                         .retained = b.retained};
}
