// SPDX-License-Identifier: Apache-2.0
/*
 * Questions around the smallest set: what can go, and which other sets are as good.
 */
#include "select/stage.h"

static bool decided(const struct rp_graph_control *c)
{
    return c->state == RP_GRAPH_EXISTING || c->state == RP_GRAPH_PLANNED;
}

// The goals with what is decided as the measure: none may become unacceptable, and none that is
// already may become worse.
static struct rp_graph_goal *lasting_goals(struct rp_arena *a, const struct rp_graph *g,
                                           const bool *chosen)
{
    struct rp_graph_goal *goal = RP_NEWN(a, struct rp_graph_goal, (size_t)g->ngoals + 1);
    struct rp_situation situation = {chosen, RP_GRAPH_NONE};
    struct rp_exposure e;
    rp_exposure_compute(a, g, &situation, &e);
    for (uint32_t i = 0; i < g->ngoals; i++) {
        unsigned level = rp_exposure_goal(&e, g, i);
        goal[i] = g->goal[i];
        if (level > goal[i].acceptable)
            goal[i].acceptable = (uint8_t)level;
    }
    return goal;
}

enum rp_status rp_select_superfluous(struct rp_arena *a, const struct rp_graph *g,
                                     bool *superfluous)
{
    struct rp_arena scratch;
    struct rp_graph lasting = *g;
    struct rp_selection s;
    struct rp_select_options options = {.stage = {RP_STAGE_PLACES},
                                        .nstages = 1,
                                        .keep = RP_KEEP_NONE,
                                        .only_decided = true,
                                        .no_reasons = true};
    rp_arena_init(&scratch);
    bool *chosen = RP_NEWN(&scratch, bool, (size_t)g->ncontrols + 1);
    for (uint32_t c = 0; c < g->ncontrols; c++)
        chosen[c] = decided(&g->control[c]);
    lasting.goal = lasting_goals(&scratch, g, chosen);
    enum rp_status status = rp_select(a, &lasting, &options, &s);
    if (status == RP_OK && s.outcome == RP_SELECT_OPTIMAL)
        for (uint32_t c = 0; c < g->ncontrols; c++)
            superfluous[c] = chosen[c] && !s.chosen[c];
    rp_arena_done(&scratch);
    return status;
}

// The question of the alternatives: the values of the first, and none of the sets so far.
static enum rp_status next_run(struct rp_run *r, const struct rp_graph *g,
                               const struct rp_select_options *options,
                               const struct rp_selection *first, const struct rp_selection *more,
                               uint32_t nmore)
{
    enum rp_status status = rp_run_init(r, g, options, 0);
    if (status != RP_OK)
        return status;
    for (int o = RP_OBJECTIVE_RISK_5; o <= RP_OBJECTIVE_RISK_1; o++)
        rp_problem_limit(
            &r->problem, (enum rp_objective)o,
            rp_problem_value(&r->problem, (enum rp_objective)o, first->chosen, first->given_up));
    for (uint32_t i = 0; i < options->nstages; i++)
        rp_problem_limit(&r->problem, rp_objective_of_stage(options->stage[i]),
                         (int64_t)first->value[options->stage[i]]);
    rp_problem_exclude(&r->problem, first->chosen);
    for (uint32_t i = 0; i < nmore; i++)
        rp_problem_exclude(&r->problem, more[i].chosen);
    return RP_OK;
}

// The set as found, without what it does not need.
static void keep_set(struct rp_arena *a, struct rp_run *r, const struct rp_selection *first,
                     struct rp_selection *ret_set)
{
    const struct rp_graph *g = r->graph;
    struct rp_search *s = &r->search;
    for (uint32_t c = 0; c < g->ncontrols; c++)
        s->candidate[c] = s->best[c];
    rp_prune(s);
    struct rp_selection set = {.outcome = RP_SELECT_OPTIMAL, .holds = true};
    set.open_goal = RP_GRAPH_NONE;
    set.chosen = RP_NEWN(a, bool, (size_t)g->ncontrols + 1);
    set.given_up = RP_NEWN(a, bool, (size_t)g->ngoals + 1);
    for (uint32_t c = 0; c < g->ncontrols; c++) {
        set.chosen[c] = s->candidate[c];
        set.nchosen += set.chosen[c];
    }
    rp_problem_open_goals(&r->problem, set.chosen, set.given_up);
    for (int i = 0; i < RP_STAGES; i++) {
        set.value[i] = first->value[i];
        set.bound[i] = first->bound[i];
    }
    set.ncores = s->cores.n;
    set.nnodes = s->nnodes;
    if (r->with_certificate)
        set.certificate = rp_certificate_text(&r->certificate, a, &r->problem, "optimum",
                                              set.chosen, set.given_up);
    *ret_set = set;
}

enum rp_status rp_select_alternatives(struct rp_arena *a, const struct rp_graph *g,
                                      const struct rp_select_options *options,
                                      const struct rp_selection *first, uint32_t max,
                                      struct rp_selection *ret_more, uint32_t *ret_n)
{
    uint32_t n = 0;
    enum rp_status status = RP_OK;
    while (n < max && status == RP_OK) {
        struct rp_run r;
        status = next_run(&r, g, options, first, ret_more, n);
        if (status != RP_OK)
            break;
        rp_run_stage(&r, RP_OBJECTIVE_NONE);
        bool found = r.solved;
        if (found && !options->no_tie)
            rp_run_tie(&r); // so that the order of the answers does not depend on the LP library
        if (found)
            keep_set(a, &r, first, &ret_more[n++]);
        else if (r.search.failed)
            status = RP_ERR_TOOL;
        rp_run_done(&r);
        if (!found)
            break;
    }
    if (status == RP_OK)
        *ret_n = n;
    return status;
}
