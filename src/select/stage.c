// SPDX-License-Identifier: Apache-2.0
/*
 * Stages: solve, write the proof, bound the objective by its value, go on.
 */
#include "select/stage.h"

#include <assert.h>

// Work after which a search without a time limit gives up: about a quarter of an hour.
static const uint64_t WORK_MAX = UINT64_C(200) * 1000 * 1000 * 1000;

enum rp_objective rp_objective_of_stage(enum rp_stage stage)
{
    switch (stage) {
    case RP_STAGE_KINDS:
        return RP_OBJECTIVE_KINDS;
    case RP_STAGE_PLACES:
        return RP_OBJECTIVE_PLACES;
    case RP_STAGE_MALFUNCTION:
        return RP_OBJECTIVE_MALFUNCTION;
    case RP_STAGE_EFFORT:
        return RP_OBJECTIVE_EFFORT;
    case RP_STAGE_PLAIN:
        return RP_OBJECTIVE_PLAIN;
    case RP_STAGE_RISK:
    case RP_STAGE_TIE:
    case RP_STAGES:
        break;
    }
    assert(0 && "not a stage of the policy");
    return RP_OBJECTIVE_NONE;
}

static bool kept(const struct rp_graph_control *c, enum rp_keep keep)
{
    switch (keep) {
    case RP_KEEP_NONE:
        break;
    case RP_KEEP_EXISTING:
        return c->state == RP_GRAPH_EXISTING;
    case RP_KEEP_DECIDED:
        return rp_graph_is_decided(c->state);
    }
    return false;
}

static void apply_limits(struct rp_problem *p, const struct rp_select_options *o,
                         const struct rp_run_extra *extra)
{
    for (int i = RP_OBJECTIVE_RISK_5; i <= RP_OBJECTIVE_RISK_1 && extra->risk; i++)
        rp_problem_limit(p, (enum rp_objective)i, extra->risk[i]);
    if (extra->severity > 0)
        rp_problem_limit(p, RP_OBJECTIVE_SEVERITY, extra->severity - 1);
    if (o->max_controls)
        rp_problem_limit(p, RP_OBJECTIVE_PLACES, o->max_controls);
    for (int i = RP_STAGE_KINDS; i <= RP_STAGE_PLAIN && o->budget; i++)
        if (o->budget[i] < (uint64_t)RP_OBJECTIVE_MAX)
            rp_problem_limit(p, rp_objective_of_stage((enum rp_stage)i), (int64_t)o->budget[i]);
}

static void apply_question(struct rp_run *r, const struct rp_run_extra *extra)
{
    const struct rp_select_options *o = r->options;
    struct rp_problem *p = &r->problem;
    for (uint32_t i = 0; i < p->ncontrols; i++) {
        const struct rp_graph_control *c = &r->graph->control[i];
        bool forbidden = o->forbidden && o->forbidden[i];
        bool forced = o->forced && o->forced[i];
        if (o->only_decided && !kept(c, RP_KEEP_DECIDED))
            forbidden = true;
        if (forbidden)
            rp_problem_fix(p, i, false);
        if (forced || (kept(c, o->keep) && !forbidden))
            rp_problem_fix(p, i, true);
    }
    apply_limits(p, o, extra);
    for (uint32_t i = 0; i < o->nexcluded; i++)
        rp_problem_exclude(p, o->excluded[i]);
}

enum rp_status rp_run_init(struct rp_run *r, const struct rp_graph *g,
                           const struct rp_select_options *options)
{
    return rp_run_init_with(r, g, options, &(struct rp_run_extra){.risk = NULL});
}

enum rp_status rp_run_init_with(struct rp_run *r, const struct rp_graph *g,
                                const struct rp_select_options *options,
                                const struct rp_run_extra *extra)
{
    *r = (struct rp_run){.graph = g, .options = options};
    rp_arena_init(&r->arena);
    enum rp_status status = rp_problem_init(&r->problem, &r->arena, g);
    if (status != RP_OK) {
        rp_arena_done(&r->arena);
        return status;
    }
    apply_question(r, extra);
    rp_certificate_init(&r->certificate, &r->arena);
    struct rp_limits limits = options->limits;
    if (limits.work == 0 && limits.deadline <= 0)
        limits.work = WORK_MAX;
    rp_search_init(&r->search, &r->problem, &limits);
    r->with_certificate = options->certificate;
    return RP_OK;
}

void rp_run_done(struct rp_run *r)
{
    rp_search_done(&r->search);
    rp_certificate_done(&r->certificate);
    rp_arena_done(&r->arena);
}

static void finish_stage(struct rp_run *r, const struct rp_stage_result *result)
{
    r->value[result->objective] = result->value;
    r->bound[result->objective] = result->bound;
    if (r->with_certificate)
        rp_certificate_stage(&r->certificate, &r->search, result);
    if (result->value != result->bound)
        return;
    rp_problem_stage_row(&r->problem, result->objective, result->value);
    if (r->with_certificate)
        rp_certificate_stage_row(&r->certificate, &r->problem);
}

void rp_run_no_risk(struct rp_run *r)
{
    for (int o = RP_OBJECTIVE_RISK_5; o <= RP_OBJECTIVE_RISK_1; o++)
        finish_stage(r, &(struct rp_stage_result){(enum rp_objective)o, 0, 0, true});
}

bool rp_run_stage(struct rp_run *r, enum rp_objective objective)
{
    struct rp_search *s = &r->search;
    s->proof = r->with_certificate ? &r->proof : NULL;
    s->best_value =
        r->solved ? rp_problem_value(&r->problem, objective, s->best, s->best_open) : RP_NO_VALUE;
    enum rp_search_result result = rp_search_run(s, objective);
    r->solved = s->best_value != RP_NO_VALUE;
    bool complete = result == RP_SEARCH_PROVEN;
    if (!r->solved) {
        r->none = complete;
        r->stopped = !complete;
        r->last = objective;
        r->bound[objective] = s->root_bound;
        if (complete && r->with_certificate)
            rp_certificate_stage(&r->certificate, s,
                                 &(struct rp_stage_result){RP_OBJECTIVE_NONE, 0, 1, true});
        return false;
    }
    int64_t bound = complete || s->root_bound >= s->best_value ? s->best_value : s->root_bound;
    finish_stage(r, &(struct rp_stage_result){objective, s->best_value, bound, complete});
    r->stopped = bound < s->best_value || s->failed;
    r->last = objective;
    return !r->stopped;
}
