// SPDX-License-Identifier: Apache-2.0
/*
 * Which nodes of the MAL graph become facts.
 *
 * Existence is decided by the model, so "E" and "!E" nodes are folded away here: an "&" step with a
 * condition that blocks is never reached.  A node that nobody could reach even without any control,
 * and one from which no harm can be reached, would change no answer and are left out.
 */
#include "attack/build.h"

static struct rp_step_info info_of(const struct rp_build *b, uint32_t step)
{
    const struct rp_catalogue *c = b->binding->catalogue;
    const struct rp_mal_step *s = &c->mal->step[step];
    struct rp_step_info info = {.entry = rp_mal_step_has_tag(s, RP_STR("entrypoint")),
                                .goal = rp_mal_step_has_tag(s, RP_STR("goal")),
                                .hidden = rp_mal_step_has_tag(s, RP_STR("hidden")),
                                .text = rp_catalogue_step_text(c, step),
                                .id = rp_catalogue_step_id(c, step)};
    if (s->type <= RP_MAL_AND)
        info.level = (uint8_t)rp_mal_step_level(s);
    if (s->type == RP_MAL_DEFENSE)
        info.control = rp_catalogue_control(c, s->name);
    return info;
}

void rp_build_steps(struct rp_build *b)
{
    const struct rp_mal *m = b->binding->catalogue->mal;
    struct rp_step_info *info = RP_NEWN(&b->scratch, struct rp_step_info, m->nsteps);
    for (uint32_t i = 1; i < m->nsteps; i++)
        info[i] = info_of(b, i);
    b->info = info;
}

static void note_types(struct rp_build *b)
{
    const struct rp_mal_graph *g = b->mal_graph;
    b->type = RP_NEWN(&b->scratch, uint8_t, g->nnodes);
    b->type[0] = RP_MAL_NOT_EXIST; // none: no attack step
    for (uint32_t node = 1; node < g->nnodes; node++)
        b->type[node] = (uint8_t)rp_build_step(b, node)->type;
}

// Where each asset has each kind of control among its steps.
static void note_defenses(struct rp_build *b)
{
    const struct rp_mal *m = b->binding->catalogue->mal;
    b->defense =
        RP_NEWN(&b->scratch, uint32_t, (size_t)b->binding->catalogue->ncontrols * m->nassets);
    for (uint32_t asset = 1; asset < m->nassets; asset++)
        for (uint32_t i = 0; i < m->asset[asset].nsteps; i++) {
            uint32_t step = m->asset[asset].step[i];
            if (m->step[step].type == RP_MAL_DEFENSE)
                b->defense[b->info[step].control * m->nassets + asset] = i + 1;
        }
}

// A step that exists only with a control, at all things of one asset.
static void open_at_things(struct rp_build *b, uint32_t kind, uint32_t asset, uint32_t step)
{
    const struct rp_mal_graph *g = b->mal_graph;
    const struct rp_mal_asset *type = &b->binding->catalogue->mal->asset[asset];
    uint32_t place = 0;
    while (type->step[place] != step)
        place++;
    for (uint32_t thing = 1; thing < g->instance->nthings; thing++) {
        if (g->instance->thing[thing].asset != asset)
            continue;
        uint32_t defense = rp_build_defense(b, thing, kind);
        b->opener[g->first_of_thing[thing] + place] =
            defense ? defense : (uint32_t)RP_OPENER_MISSING;
    }
}

static void find_openers(struct rp_build *b)
{
    const struct rp_catalogue *c = b->binding->catalogue;
    b->opener = RP_NEWN(&b->scratch, uint32_t, b->mal_graph->nnodes);
    for (uint32_t kind = 1; kind < c->ncontrols; kind++)
        for (uint32_t i = 0; i < c->control[kind].nopens; i++)
            for (uint32_t asset = 1; asset < c->mal->nassets; asset++) {
                uint32_t step = rp_mal_step_find(c->mal, asset, c->control[kind].opens[i]);
                if (step)
                    open_at_things(b, kind, asset, step);
            }
}

// Whether a condition node stops the "&" steps that need it.
static bool blocks(const struct rp_build *b, uint32_t node)
{
    if (b->type[node] < RP_MAL_EXIST)
        return false;
    return b->mal_graph->node[node].exists == (b->type[node] == RP_MAL_NOT_EXIST);
}

// How many attack steps must be reached before a node is: one for "|", all for "&".  UINT32_MAX:
// never, whatever is reached.
static uint32_t missing(const struct rp_build *b, uint32_t node)
{
    const struct rp_mal_graph *g = b->mal_graph;
    uint32_t n = 0;
    if (b->info[g->node[node].step].level == 0 || b->opener[node] == (uint32_t)RP_OPENER_MISSING)
        return UINT32_MAX;
    if (b->type[node] == RP_MAL_OR)
        return 1;
    for (uint32_t i = g->parent_first[node]; i < g->parent_first[node + 1]; i++) {
        if (blocks(b, g->parent[i]))
            return UINT32_MAX;
        n += rp_build_is_attack(b, g->parent[i]);
    }
    // Conditions alone lead nowhere: somebody must act.
    return n ? n : UINT32_MAX;
}

bool rp_build_never(const struct rp_build *b, uint32_t node)
{
    return missing(b, node) == UINT32_MAX;
}

bool rp_build_is_entry(const struct rp_build *b, uint32_t node)
{
    const struct rp_mal_node *n = &b->mal_graph->node[node];
    struct rp_ref place = b->binding->place[n->thing];
    return b->info[n->step].entry &&
           (place.class != RP_CLASS_SOURCE ||
            b->binding->model->source[place.i].excluded_by.class == RP_CLASS_NONE);
}

// left: by node, what is still missing; zeroed.
static void go_forward(struct rp_build *b, uint32_t *queue, uint32_t *left)
{
    const struct rp_mal_graph *g = b->mal_graph;
    uint32_t n = 0;
    for (uint32_t node = 1; node < g->nnodes; node++) {
        if (!rp_build_is_attack(b, node))
            continue;
        left[node] = missing(b, node);
        if (rp_build_is_entry(b, node)) {
            b->use[node] = RP_NODE_AIMLESS;
            queue[n++] = node;
        }
    }
    for (uint32_t q = 0; q < n; q++) {
        for (uint32_t i = g->child_first[queue[q]]; i < g->child_first[queue[q] + 1]; i++) {
            uint32_t child = g->child[i];
            if (!rp_build_is_attack(b, child) || left[child] == UINT32_MAX || left[child] == 0)
                continue;
            if (--left[child] || b->use[child] != RP_NODE_UNREACHABLE)
                continue;
            b->use[child] = RP_NODE_AIMLESS;
            queue[n++] = child;
        }
    }
}

static void go_backward(struct rp_build *b, uint32_t *queue)
{
    const struct rp_mal_graph *g = b->mal_graph;
    uint32_t n = 0;
    for (uint32_t node = 1; node < g->nnodes; node++)
        if (b->info[g->node[node].step].goal && rp_build_is_attack(b, node)) {
            // A harm that nobody can reach is a goal all the same.
            b->use[node] = RP_NODE_KEPT;
            queue[n++] = node;
        }
    for (uint32_t q = 0; q < n; q++) {
        for (uint32_t i = g->parent_first[queue[q]]; i < g->parent_first[queue[q] + 1]; i++) {
            uint32_t parent = g->parent[i];
            if (b->use[parent] != RP_NODE_AIMLESS)
                continue;
            b->use[parent] = RP_NODE_KEPT;
            queue[n++] = parent;
        }
    }
}

void rp_build_nodes(struct rp_build *b)
{
    rp_build_steps(b);
    note_types(b);
    note_defenses(b);
    find_openers(b);
    b->use = RP_NEWN(&b->scratch, uint8_t, b->mal_graph->nnodes);
    struct rp_arena scratch;
    rp_arena_init(&scratch);
    uint32_t *queue = RP_NEWN(&scratch, uint32_t, b->mal_graph->nnodes);
    go_forward(b, queue, RP_NEWN(&scratch, uint32_t, b->mal_graph->nnodes));
    go_backward(b, queue);
    rp_arena_done(&scratch);
}
