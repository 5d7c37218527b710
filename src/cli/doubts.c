// SPDX-License-Identifier: Apache-2.0
/*
 * How far the smallest set holds when a cost or a level is not what it was taken for.
 */
#include "base/names.h"
#include "cli/question.h"
#include "cli/states.h"

#include <stdlib.h>

static uint64_t cost_in(const struct rp_cost *cost, enum rp_stage stage)
{
    return stage == RP_STAGE_MALFUNCTION ? cost->malfunction
           : stage == RP_STAGE_EFFORT    ? cost->effort
                                         : cost->plain;
}

// Kinds and places are counted, not estimated: nobody is unsure of them.
static bool is_estimated(enum rp_stage stage)
{
    return stage == RP_STAGE_MALFUNCTION || stage == RP_STAGE_EFFORT || stage == RP_STAGE_PLAIN;
}

static struct rp_doubt *add(struct rp_question *q, struct rp_str name)
{
    q->doubt =
        rp_arena_grow(q->cli->arena, q->doubt, q->ndoubts, &q->doubts_cap, sizeof(*q->doubt));
    struct rp_doubt *d = &q->doubt[q->ndoubts++];
    *d = (struct rp_doubt){.name = name};
    return d;
}

// The rooms of one cost in every stage that weighs it, the stages before kept at their least.
static enum rp_status add_costs(struct rp_question *q, struct rp_doubt *d, const uint32_t *control,
                                uint32_t n)
{
    struct rp_arena *a = q->cli->arena;
    struct rp_select_options o = q->options;
    uint64_t *budget = RP_NEWN(a, uint64_t, RP_STAGES);
    for (int i = 0; i < RP_STAGES; i++)
        budget[i] = o.budget ? o.budget[i] : UINT64_MAX;
    o.budget = budget;
    for (uint32_t i = 0; i < n; i++)
        d->chosen = d->chosen || q->selection.chosen[control[i]];
    const struct rp_cost *cost =
        d->of_kind ? &q->graph->kind[d->kind].cost : &q->graph->control[d->control].cost;
    for (uint32_t i = 0; i < q->options.nstages; i++) {
        enum rp_stage stage = q->options.stage[i];
        if (is_estimated(stage)) {
            struct rp_cost_doubt *c = &d->cost[d->ncosts++];
            *c = (struct rp_cost_doubt){.stage = stage, .now = cost_in(cost, stage)};
            o.stage[0] = stage;
            o.nstages = 1;
            c->room = (struct rp_sensitivity){.known = true, .forever = true};
            enum rp_status status = RP_OK;
            // What is not chosen and costs nothing has nowhere to fall.
            if (d->chosen || c->now)
                status = rp_select_cost_room(a, q->graph, &o, &q->selection,
                                             (struct rp_some){control, n}, &c->room);
            if (status != RP_OK)
                return status;
        }
        budget[stage] = q->selection.value[stage];
    }
    return RP_OK;
}

// The kind named, as far as the graph has places for it.
static enum rp_status add_kind(struct rp_question *q, struct rp_str name, uint32_t kind)
{
    const struct rp_graph *g = q->graph;
    uint32_t n = 0, *of = RP_NEWN(q->cli->arena, uint32_t, (size_t)g->ncontrols + 1);
    for (uint32_t c = 0; c < g->ncontrols; c++)
        if (g->control[c].kind == kind)
            of[n++] = c;
    if (n == 0)
        return RP_OK;
    struct rp_doubt *d = add(q, name);
    d->of_kind = true;
    d->kind = kind;
    d->control = of[0];
    return add_costs(q, d, of, n);
}

static enum rp_status add_control(struct rp_question *q, struct rp_str name, uint32_t control)
{
    struct rp_doubt *d = add(q, name);
    d->control = control;
    return add_costs(q, d, &control, 1);
}

// A kind of control, or a control of the model or of the graph.
static enum rp_status add_controls(struct rp_question *q, struct rp_str word)
{
    const struct rp_graph *g = q->graph;
    enum rp_status status = RP_OK;
    for (uint32_t k = 0; k < g->nkinds; k++)
        if (rp_str_eq(g->kind[k].name, word))
            return add_kind(q, word, k);
    bool *named = RP_NEWN(q->cli->arena, bool, (size_t)g->ncontrols + 1);
    rp_cli_find_controls(q->attack, g, word, named);
    for (uint32_t c = 0; c < g->ncontrols && status == RP_OK; c++)
        if (named[c])
            status = add_control(q, g->control[c].name, c);
    return status;
}

// A technique: all its steps have one level in the catalogue.  Or the steps to one fact.
static enum rp_status add_steps(struct rp_question *q, struct rp_str word)
{
    const struct rp_graph *g = q->graph;
    uint32_t n = 0, *step = RP_NEWN(q->cli->arena, uint32_t, (size_t)g->nsteps + 1);
    for (uint32_t i = 0; i < g->nsteps; i++)
        if (rp_cli_step_is(g, i, word))
            step[n++] = i;
    if (n == 0)
        return RP_OK;
    struct rp_doubt *d = add(q, word);
    d->nsteps = n;
    d->from = 4;
    for (uint32_t i = 0; i < n; i++) {
        uint8_t level = g->level[step[i]];
        d->from = level < d->from ? level : d->from;
        d->to = level > d->to ? level : d->to;
    }
    return rp_select_level_room(q->cli->arena, g, &q->options, &q->selection,
                                (struct rp_some){step, n}, &d->level);
}

static void report_unknown(struct rp_question *q, struct rp_str word)
{
    const struct rp_graph *g = q->graph;
    size_t n = 0;
    struct rp_str *known =
        RP_NEWN(q->cli->arena, struct rp_str, (size_t)g->nkinds + g->ncontrols + g->nsteps + 1);
    for (uint32_t i = 0; i < g->nkinds; i++)
        known[n++] = g->kind[i].name;
    for (uint32_t i = 0; i < g->ncontrols; i++)
        known[n++] = g->control[i].name;
    for (uint32_t i = 0; i < g->nsteps && g->origin.step_id; i++)
        if (g->origin.step_id[i].n)
            known[n++] = g->origin.step_id[i];
    struct rp_diag *d =
        rp_report(&q->cli->diags, RP_MSG_NUMBER_UNKNOWN, (struct rp_loc){0}, "%.*s", RP_FMT(word));
    size_t near = rp_str_nearest(word, known, n);
    if (near < n)
        rp_report_meant(d, known[near], (struct rp_loc){0});
}

uint64_t rp_cost_doubt_room(const struct rp_doubt *d, const struct rp_cost_doubt *c)
{
    const uint64_t most = UINT64_MAX / 200;
    if (!c->room.known)
        return RP_ROOM_UNKNOWN;
    if (rp_cost_doubt_is_none(d, c))
        return RP_ROOM_ENDLESS;
    return (c->room.room < most ? c->room.room : most) * 100 / (c->now ? c->now : 1);
}

uint64_t rp_level_doubt_room(const struct rp_doubt *d)
{
    uint64_t room = RP_ROOM_ENDLESS;
    if (d->level.lowest > 0)
        room = (uint64_t)(d->to - d->level.lowest) * 100 / d->to;
    if (d->level.highest < 4) {
        uint64_t up = (uint64_t)(d->level.highest - d->from) * 100 / d->from;
        room = up < room ? up : room;
    }
    return room;
}

// The names that --unsure takes for levels: the techniques of a model, or the facts of a graph from
// elsewhere that steps derive.  Each once, in the order of the steps.
static void names_of_steps(const struct rp_question *q, struct rp_names *names)
{
    const struct rp_graph *g = q->graph;
    rp_names_init(names, q->cli->arena);
    for (uint32_t i = 0; i < g->nsteps; i++) {
        if (g->origin.step_id)
            rp_names_intern(names, g->origin.step_id[i]);
        else if (g->fact)
            rp_names_intern(names, g->fact[g->head[i]]);
    }
}

// Asks for every kind, every control and every name of steps.
static enum rp_status add_every(struct rp_question *q)
{
    const struct rp_graph *g = q->graph;
    struct rp_names names;
    names_of_steps(q, &names);
    uint32_t all = g->nkinds + g->ncontrols + names.n - 1, done = 0;
    enum rp_status status = RP_OK;
    for (uint32_t i = 0; i < g->nkinds && status == RP_OK; i++) {
        status = add_kind(q, g->kind[i].name, i);
        rp_cli_progress(q->cli, ++done, all);
    }
    for (uint32_t i = 0; i < g->ncontrols && status == RP_OK; i++) {
        status = add_control(q, g->control[i].name, i);
        rp_cli_progress(q->cli, ++done, all);
    }
    for (uint32_t i = 1; i < names.n && status == RP_OK; i++) {
        status = add_steps(q, rp_names_str(&names, i));
        rp_cli_progress(q->cli, ++done, all);
    }
    if (done < all)
        rp_cli_progress(q->cli, all, all);
    return status;
}

struct ranked {
    uint64_t room;
    uint32_t i; // before sorting
};

static int by_room(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    if (x->room != y->room)
        return x->room < y->room ? -1 : 1;
    return x->i < y->i ? -1 : 1;
}

// One number each, the narrowest first; those that are equal stay in their order.
static void rank(struct rp_question *q)
{
    struct rp_arena *a = q->cli->arena;
    size_t most = (size_t)q->ndoubts * RP_STAGES;
    struct rp_doubt *one = RP_NEWN(a, struct rp_doubt, most + 1);
    struct ranked *order = RP_NEWN(a, struct ranked, most + 1);
    uint32_t n = 0;
    for (uint32_t i = 0; i < q->ndoubts; i++) {
        const struct rp_doubt *d = &q->doubt[i];
        for (uint32_t k = 0; k < (d->nsteps ? 1 : d->ncosts); k++) {
            one[n] = *d;
            one[n].ncosts = d->nsteps ? 0 : 1;
            one[n].cost[0] = d->cost[k];
            order[n] = (struct ranked){
                d->nsteps ? rp_level_doubt_room(d) : rp_cost_doubt_room(d, &d->cost[k]), n};
            n++;
        }
    }
    qsort(order, n, sizeof(*order), by_room);
    q->doubt = RP_NEWN(a, struct rp_doubt, (size_t)n + 1);
    q->ndoubts = q->doubts_cap = n;
    for (uint32_t i = 0; i < n; i++)
        q->doubt[i] = one[order[i].i];
}

// What one name asks; RP_ERR_INPUT (reported) when nothing has it.
static enum rp_status add_named(struct rp_question *q, struct rp_str word)
{
    uint32_t before = q->ndoubts;
    enum rp_status status = add_controls(q, word);
    if (status == RP_OK && q->ndoubts == before)
        status = add_steps(q, word);
    if (status != RP_OK || q->ndoubts > before)
        return status;
    report_unknown(q, word);
    return RP_ERR_INPUT;
}

enum rp_status rp_question_doubts(struct rp_question *q)
{
    struct rp_cli *cli = q->cli;
    bool unknown = false;
    // Without a smallest set there is nothing that could hold or not.
    if (q->selection.outcome != RP_SELECT_OPTIMAL && q->selection.outcome != RP_SELECT_IMPOSSIBLE)
        return RP_OK;
    for (uint32_t i = 0; i < cli->ngiven; i++) {
        struct rp_str word = rp_str_of(cli->given[i].value);
        if (cli->given[i].option != RP_OPTION_UNSURE)
            continue;
        q->asks_doubts = true;
        if (rp_str_eq(word, RP_STR("all"))) {
            q->asks_every_doubt = true;
            continue;
        }
        enum rp_status status = add_named(q, word);
        if (status != RP_OK && status != RP_ERR_INPUT)
            return status;
        unknown = unknown || status == RP_ERR_INPUT;
    }
    if (unknown || !q->asks_every_doubt)
        return unknown ? RP_ERR_INPUT : RP_OK;
    // What was asked by name is among all.
    q->ndoubts = 0;
    enum rp_status status = add_every(q);
    if (status == RP_OK)
        rank(q);
    return status;
}
