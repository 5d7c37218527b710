// SPDX-License-Identifier: Apache-2.0
/*
 * The question as asked -> runs of stages -> the answer.
 *
 * First it is assumed that every goal can be made acceptable: then the risks are 0 without proof.
 * Only when that is refuted are the goals that must be given up minimised, severity by severity.
 */
#include "select/select.h"

#include "select/conflict.h"
#include "select/reason.h"
#include "select/stage.h"

#include <time.h>

double rp_limits_from_now(double seconds)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec + seconds;
}

bool rp_limits_over(const struct rp_limits *limits)
{
    return (limits->interrupted && *limits->interrupted) ||
           (limits->deadline > 0 && rp_limits_from_now(0) > limits->deadline);
}

static bool some_goal_is_lost(const struct rp_problem *p)
{
    for (uint32_t k = 0; k < p->nlayers; k++)
        for (uint32_t i = 0; i < p->layer[k]->ngoals; i++)
            if (p->layer[k]->goal_fact[i] == RP_LAYER_FREE)
                return true;
    return false;
}

static void run_policy(struct rp_run *r)
{
    const struct rp_select_options *o = r->options;
    if (o->nstages == 0 && !rp_run_stage(r, RP_OBJECTIVE_NONE))
        return;
    for (uint32_t i = 0; i < o->nstages; i++)
        if (!rp_run_stage(r, rp_objective_of_stage(o->stage[i])))
            return;
    if (!o->no_tie)
        rp_run_tie(r);
}

// Goals may be given up: the least risk first.
static enum rp_status run_with_risk(struct rp_run *r, const struct rp_graph *g,
                                    const struct rp_select_options *options)
{
    enum rp_status status = rp_run_init(r, g, options);
    if (status != RP_OK)
        return status;
    for (int o = RP_OBJECTIVE_RISK_5; o <= RP_OBJECTIVE_RISK_1; o++)
        if (!rp_run_stage(r, (enum rp_objective)o))
            return RP_OK;
    run_policy(r);
    return RP_OK;
}

// ret_risky: goals may be given up in this run.
static enum rp_status run(struct rp_run *r, const struct rp_graph *g,
                          const struct rp_select_options *options, bool *ret_risky)
{
    enum rp_status status = rp_run_init(r, g, options);
    *ret_risky = false;
    if (status != RP_OK)
        return status;
    if (!some_goal_is_lost(&r->problem) && !r->problem.contradiction) {
        rp_run_no_risk(r);
        run_policy(r);
        if (!r->none)
            return RP_OK;
    }
    rp_run_done(r);
    *ret_risky = true;
    return run_with_risk(r, g, options);
}

static void copy_values(const struct rp_run *r, struct rp_selection *s)
{
    for (int o = RP_OBJECTIVE_RISK_5; o <= RP_OBJECTIVE_RISK_1; o++) {
        s->value[RP_STAGE_RISK] += (uint64_t)r->value[o];
        s->bound[RP_STAGE_RISK] += (uint64_t)r->bound[o];
    }
    for (uint32_t i = 0; i < r->options->nstages; i++) {
        enum rp_stage stage = r->options->stage[i];
        enum rp_objective o = rp_objective_of_stage(stage);
        int64_t value = r->solved ? rp_problem_value(&r->problem, o, s->chosen, s->given_up) : 0;
        s->value[stage] = (uint64_t)value;
        s->bound[stage] = (uint64_t)r->bound[o];
    }
}

static void copy_set(struct rp_arena *a, struct rp_run *r, struct rp_selection *s)
{
    const struct rp_graph *g = r->graph;
    s->chosen = RP_NEWN(a, bool, (size_t)g->ncontrols + 1);
    s->given_up = RP_NEWN(a, bool, (size_t)g->ngoals + 1);
    for (uint32_t c = 0; c < g->ncontrols; c++) {
        s->chosen[c] = r->solved ? r->search.best[c] : r->problem.forced[c];
        s->nchosen += s->chosen[c];
    }
    rp_problem_open_goals(&r->problem, s->chosen, s->given_up);
}

static enum rp_select_outcome outcome_of(const struct rp_run *r, const struct rp_selection *s)
{
    if (r->none)
        return RP_SELECT_CONFLICT;
    if (r->stopped || !r->solved)
        return RP_SELECT_BEST_FOUND;
    for (uint32_t i = 0; i < r->graph->ngoals; i++)
        if (s->given_up[i])
            return RP_SELECT_IMPOSSIBLE;
    return RP_SELECT_OPTIMAL;
}

static void copy_answer(struct rp_arena *a, struct rp_run *r, struct rp_selection *s)
{
    *s = (struct rp_selection){.open_goal = RP_GRAPH_NONE};
    copy_set(a, r, s);
    copy_values(r, s);
    s->outcome = outcome_of(r, s);
    s->holds = r->solved;
    s->ncores = r->search.cores.n;
    s->nnodes = r->search.nnodes;
    if (!r->with_certificate || (!r->solved && !r->none))
        return;
    const char *result = r->none ? "none" : r->stopped ? "bound" : "optimum";
    s->certificate = rp_certificate_text(&r->certificate, a, &r->problem, result,
                                         r->none ? NULL : s->chosen, s->given_up);
}

// Everything that the question allows, exclusions aside.
static const bool *allowed_controls(struct rp_arena *a, const struct rp_run *r)
{
    bool *allowed = RP_NEWN(a, bool, (size_t)r->graph->ncontrols + 1);
    for (uint32_t c = 0; c < r->graph->ncontrols; c++)
        allowed[c] = r->graph->control[c].state != RP_GRAPH_REFUSED && !r->problem.forbidden[c];
    return allowed;
}

static enum rp_status explain(struct rp_arena *a, const struct rp_run *r, struct rp_selection *s)
{
    if (r->options->no_reasons)
        return RP_OK;
    if (r->none)
        return rp_conflict_duties(a, r->graph, r->options, s);
    rp_reason_all(a, r->graph, s);
    if (s->outcome != RP_SELECT_IMPOSSIBLE)
        return RP_OK;
    struct rp_arena scratch;
    rp_arena_init(&scratch);
    rp_reason_open(a, r->graph, allowed_controls(&scratch, r), s);
    rp_arena_done(&scratch);
    return rp_conflict_refusals(a, r->graph, r->options, s);
}

enum rp_status rp_select(struct rp_arena *a, const struct rp_graph *g,
                         const struct rp_select_options *options,
                         struct rp_selection *ret_selection)
{
    struct rp_run r;
    bool risky;
    enum rp_status status = run(&r, g, options, &risky);
    if (status != RP_OK)
        return status;
    if (r.search.failed)
        status = RP_ERR_TOOL;
    if (status == RP_OK) {
        struct rp_selection s;
        copy_answer(a, &r, &s);
        status = explain(a, &r, &s);
        if (status == RP_OK)
            *ret_selection = s;
    }
    rp_run_done(&r);
    return status;
}
