// SPDX-License-Identifier: Apache-2.0
/*
 * Device model x catalogue -> attack graph.
 */
#include "attack/attack.h"

#include "attack/build.h"

static const enum rp_graph_state graph_state[RP_CONTROL_STATES] = {
    [RP_EXISTING] = RP_GRAPH_EXISTING,
    [RP_PLANNED] = RP_GRAPH_PLANNED,
    [RP_CANDIDATE] = RP_GRAPH_FREE,
    [RP_REFUSED] = RP_GRAPH_REFUSED,
};

// Expected malfunctions in millionths: lines / 1,000 x residual defects per 1,000 lines; the density
// is in thousandths already.  See rempart-catalogue(5).
static uint64_t malfunction(uint64_t lines, uint64_t density_milli)
{
    uint64_t millionths = lines * density_milli;
    return millionths < RP_GRAPH_MAX_COST ? millionths : RP_GRAPH_MAX_COST;
}

static void add_kinds(struct rp_build *b, uint32_t *kind_of)
{
    const struct rp_catalogue *c = b->binding->catalogue;
    uint32_t density = b->binding->model->policy.density_milli;
    bool *used = RP_NEWN(&b->scratch, bool, c->ncontrols + 1);
    for (uint32_t i = 0; i < b->ncontrols; i++)
        used[b->info[b->mal_graph->node[b->control_node[i]].step].control] = true;
    for (uint32_t i = 1; i < c->ncontrols; i++) {
        const struct rp_control_kind *k = &c->control[i];
        if (!used[i])
            continue;
        uint64_t both = malfunction(k->own_lines, density) +
                        malfunction(k->library_lines, k->library_density_milli);
        struct rp_graph_kind kind = {.name = k->id};
        kind.cost.malfunction = both < RP_GRAPH_MAX_COST ? both : RP_GRAPH_MAX_COST;
        kind.cost.effort = k->test_cases;
        kind_of[i] = rp_graph_add_kind(&b->graph, &kind);
    }
}

static enum rp_graph_state state_of(const struct rp_build *b, uint32_t node)
{
    uint32_t decision = b->decision[node];
    if (decision)
        return graph_state[b->binding->model->control[decision].state];
    return b->mal_graph->node[node].on ? RP_GRAPH_EXISTING : RP_GRAPH_FREE;
}

static void add_controls(struct rp_build *b, struct rp_attack *attack)
{
    const struct rp_binding *bind = b->binding;
    uint32_t *kind_of = RP_NEWN(&b->scratch, uint32_t, bind->catalogue->ncontrols + 1);
    uint32_t *kind = RP_NEWN(b->arena, uint32_t, b->ncontrols);
    uint32_t *decision = RP_NEWN(b->arena, uint32_t, b->ncontrols);
    struct rp_ref *place = RP_NEWN(b->arena, struct rp_ref, b->ncontrols);
    struct rp_loc *at = RP_NEWN(b->arena, struct rp_loc, b->ncontrols);
    add_kinds(b, kind_of);
    for (uint32_t i = 0; i < b->ncontrols; i++) {
        uint32_t node = b->control_node[i], thing = b->mal_graph->node[node].thing;
        kind[i] = b->info[b->mal_graph->node[node].step].control;
        const struct rp_control_kind *k = &bind->catalogue->control[kind[i]];
        struct rp_graph_control c = {
            .name = rp_str_printf(b->arena, "%.*s@%.*s", RP_FMT(k->id),
                                  RP_FMT(bind->in.thing[thing].name)),
            .kind = kind_of[kind[i]],
            .state = state_of(b, node),
            .cost = {.plain = 1,
                     .malfunction = malfunction(k->place_lines, bind->model->policy.density_milli),
                     .effort = k->place_test_cases}};
        rp_graph_add_control(&b->graph, &c);
        decision[i] = b->decision[node];
        place[i] = bind->place[thing];
        at[i] = decision[i] ? bind->model->control[decision[i]].item.at : k->at;
    }
    attack->control_kind = kind;
    attack->control_decision = decision;
    attack->control_place = place;
    b->graph.graph->origin.control_at = at;
}

// "thing:step" without printf: there are hundreds of thousands.
static struct rp_str fact_name(struct rp_build *b, uint32_t node)
{
    struct rp_str thing = b->binding->in.thing[b->mal_graph->node[node].thing].name;
    struct rp_str step = rp_build_step(b, node)->name;
    char *p = RP_NEWN(b->arena, char, thing.n + step.n + 2);
    memcpy(p, thing.p, thing.n);
    p[thing.n] = ':';
    memcpy(p + thing.n + 1, step.p, step.n);
    return (struct rp_str){p, thing.n + step.n + 1};
}

static void number_facts(struct rp_build *b, struct rp_attack *attack)
{
    const struct rp_mal_graph *g = b->mal_graph;
    uint32_t n = 0;
    b->fact = RP_NEWN(b->arena, uint32_t, g->nnodes);
    for (uint32_t node = 0; node < g->nnodes; node++) {
        bool attacks = rp_build_is_attack(b, node);
        b->fact[node] = attacks && b->use[node] == RP_NODE_KEPT ? n++ : RP_GRAPH_NONE;
        attack->nattack_steps += attacks;
        attack->nunreachable += attacks && b->use[node] == RP_NODE_UNREACHABLE;
        attack->naimless += attacks && b->use[node] == RP_NODE_AIMLESS;
    }
    rp_graph_add_facts(&b->graph, n);
}

// A step that derives a node, without its body.
static void begin_step(struct rp_build *b, uint32_t node)
{
    const struct rp_step_info *info = &b->info[b->mal_graph->node[node].step];
    rp_graph_add_step(&b->graph, info->level, b->fact[node]);
    if (b->opener[node])
        rp_graph_step_added_by(&b->graph, b->control[b->opener[node]] - 1);
}

static void add_and(struct rp_build *b, uint32_t node)
{
    const struct rp_mal_graph *g = b->mal_graph;
    uint32_t first = g->parent_first[node], end = g->parent_first[node + 1];
    for (uint32_t i = first; i < end;
         i++) // each kept parent is needed: one that is not was no entry
        if (rp_build_is_attack(b, g->parent[i]) && b->fact[g->parent[i]] == RP_GRAPH_NONE)
            return;
    begin_step(b, node);
    for (uint32_t i = first; i < end; i++) {
        uint32_t parent = g->parent[i];
        if (rp_build_is_attack(b, parent))
            rp_graph_step_needs(&b->graph, b->fact[parent]);
        else if (b->control[parent])
            rp_graph_step_stopped_by(&b->graph, b->control[parent] - 1, 0);
    }
}

static void add_or(struct rp_build *b, uint32_t node)
{
    const struct rp_mal_graph *g = b->mal_graph;
    for (uint32_t i = g->parent_first[node]; i < g->parent_first[node + 1]; i++) {
        if (b->fact[g->parent[i]] == RP_GRAPH_NONE)
            continue;
        begin_step(b, node);
        rp_graph_step_needs(&b->graph, b->fact[g->parent[i]]);
    }
}

static void add_entries(struct rp_build *b, uint32_t node)
{
    struct rp_ref place = b->binding->place[b->mal_graph->node[node].thing];
    if (!rp_build_is_entry(b, node))
        return;
    rp_graph_add_entry(&b->graph, b->fact[node],
                       place.class == RP_CLASS_SOURCE ? place.i : RP_GRAPH_NONE);
}

static void add_steps(struct rp_build *b)
{
    const struct rp_mal_graph *g = b->mal_graph;
    for (uint32_t node = 1; node < g->nnodes; node++) {
        if (b->fact[node] == RP_GRAPH_NONE)
            continue;
        add_entries(b, node);
        if (rp_build_never(b, node))
            continue;
        if (b->type[node] == RP_MAL_AND)
            add_and(b, node);
        else
            add_or(b, node);
    }
}

// Names of the facts, and what of the model each is about.
static void tell_facts(struct rp_build *b)
{
    struct rp_graph *g = b->graph.graph;
    g->origin.fact_model = RP_NEWN(b->arena, struct rp_loc, g->nfacts);
    g->origin.fact_thing = RP_NEWN(b->arena, struct rp_str, g->nfacts);
    g->origin.fact_thing_name = RP_NEWN(b->arena, struct rp_text, g->nfacts);
    for (uint32_t node = 1; node < b->mal_graph->nnodes; node++) {
        uint32_t fact = b->fact[node];
        if (fact == RP_GRAPH_NONE)
            continue;
        struct rp_ref place = b->binding->place[b->mal_graph->node[node].thing];
        const struct rp_item *item = rp_model_item(b->binding->model, place.class, place.i);
        rp_graph_name_fact(&b->graph, fact, fact_name(b, node));
        g->origin.fact_model[fact] = place.at;
        g->origin.fact_thing[fact] = item->id;
        g->origin.fact_thing_name[fact] = item->name;
    }
}

// Words and places of each step: those of the MAL step that its head is an instance of.
static void tell_steps(struct rp_build *b)
{
    struct rp_graph *g = b->graph.graph;
    uint32_t *step_of = RP_NEWN(&b->scratch, uint32_t, g->nfacts);
    for (uint32_t node = 1; node < b->mal_graph->nnodes; node++)
        if (b->fact[node] != RP_GRAPH_NONE)
            step_of[b->fact[node]] = b->mal_graph->node[node].step;
    g->origin.step_text = RP_NEWN(b->arena, struct rp_text, g->nsteps);
    g->origin.step_id = RP_NEWN(b->arena, struct rp_str, g->nsteps);
    g->origin.step_hidden = RP_NEWN(b->arena, bool, g->nsteps);
    g->origin.step_rule = RP_NEWN(b->arena, struct rp_loc, g->nsteps);
    for (uint32_t r = 0; r < g->nsteps; r++) {
        uint32_t step = step_of[g->head[r]];
        g->origin.step_text[r] = b->info[step].text;
        g->origin.step_id[r] = b->info[step].id;
        g->origin.step_hidden[r] = b->info[step].hidden;
        g->origin.step_rule[r] = b->binding->catalogue->mal->step[step].at;
    }
}

static void add_goals(struct rp_build *b, struct rp_attack *attack)
{
    const struct rp_model *m = b->binding->model;
    const struct rp_mal_graph *g = b->mal_graph;
    uint32_t n = 0, *harm = RP_NEWN(b->arena, uint32_t, m->nharms);
    for (uint32_t node = 1; node < g->nnodes; node++) {
        struct rp_ref place = b->binding->place[g->node[node].thing];
        if (!b->info[g->node[node].step].goal || place.class != RP_CLASS_HARM ||
            b->fact[node] == RP_GRAPH_NONE)
            continue;
        const struct rp_harm *h = &m->harm[place.i];
        harm[n++] = place.i;
        rp_graph_add_goal(&b->graph,
                          &(struct rp_graph_goal){.name = h->item.id,
                                                  .fact = b->fact[node],
                                                  .acceptable = m->policy.acceptable[h->severity],
                                                  .severity = h->severity});
    }
    attack->goal_harm = harm;
}

// A control that can never have what it needs must not be chosen, unless somebody says that it is
// there or will be.
static void forbid(struct rp_build *b)
{
    for (uint32_t i = 0; i < b->ncontrols; i++)
        if (b->forbidden[b->control_node[i]] && b->graph.graph->control[i].state == RP_GRAPH_FREE)
            b->graph.graph->control[i].state = RP_GRAPH_REFUSED;
}

bool rp_attack_no_path(const struct rp_attack *attack, uint32_t goal)
{
    // What leads nowhere was left out: a step that derives the goal is the end of a path.
    const struct rp_graph *g = attack->graph;
    uint32_t fact = g->goal[goal].fact;
    return g->gives.first[fact] == g->gives.first[fact + 1];
}

// Where nobody acts there is no path at all, which the model's own rules tell once.
static void tell_no_path(const struct rp_attack *attack, struct rp_diags *d)
{
    const struct rp_model *m = attack->model;
    bool acts = false;
    for (uint32_t i = 1; i < m->nsources; i++)
        acts |= m->source[i].excluded_by.class == RP_CLASS_NONE;
    for (uint32_t i = 0; acts && i < attack->graph->ngoals; i++) {
        const struct rp_harm *harm = &m->harm[attack->goal_harm[i]];
        if (rp_attack_no_path(attack, i))
            rp_report(d,
                      harm->scenario == RP_GATEWAY ? RP_MSG_GATEWAY_NO_PATH : RP_MSG_HARM_NO_PATH,
                      harm->item.at, "%.*s", RP_FMT(harm->item.id));
    }
}

const struct rp_attack *rp_attack_new(struct rp_arena *a, const struct rp_model *m,
                                      const struct rp_catalogue *c, struct rp_diags *d)
{
    struct rp_binding *binding = RP_NEW(a, struct rp_binding);
    rp_bind(binding, a, m, c, d);
    rp_bind_controls(binding);
    rp_bind_library(binding);
    if (d->errors)
        return NULL;
    const struct rp_mal_graph *mal_graph = rp_mal_graph_new(a, &binding->in, d);
    if (!mal_graph)
        return NULL;
    struct rp_attack *attack = RP_NEW(a, struct rp_attack);
    struct rp_build b = {.arena = a, .binding = binding, .mal_graph = mal_graph};
    rp_arena_init(&b.scratch);
    rp_graph_builder_init(&b.graph, a);
    rp_build_nodes(&b);
    rp_build_controls(&b);
    add_controls(&b, attack);
    number_facts(&b, attack);
    add_steps(&b);
    add_goals(&b, attack);
    rp_build_constraints(&b);
    forbid(&b);
    if (b.too_many) {
        rp_arena_done(&b.scratch);
        return NULL;
    }
    // Large models need the room for what comes now.
    rp_arena_done(&b.scratch);
    rp_build_steps(&b);
    tell_facts(&b);
    tell_steps(&b);
    rp_arena_done(&b.scratch);
    attack->model = m;
    attack->catalogue = c;
    attack->mal_graph = mal_graph;
    attack->graph = rp_graph_builder_done(&b.graph);
    attack->fact_of_node = b.fact;
    tell_no_path(attack, d);
    return attack;
}
