// SPDX-License-Identifier: Apache-2.0
/*
 * Questions around the smallest set: what can go, and which other sets are as good.
 */
#include "select/stage.h"

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
                                     const struct rp_limits *limits, bool *superfluous,
                                     bool *ret_known)
{
    struct rp_arena scratch;
    struct rp_graph lasting = *g;
    struct rp_selection s;
    struct rp_select_options options = {.stage = {RP_STAGE_PLACES},
                                        .nstages = 1,
                                        .keep = RP_KEEP_NONE,
                                        .only_decided = true,
                                        .limits = *limits,
                                        .no_reasons = true};
    rp_arena_init(&scratch);
    bool *chosen = RP_NEWN(&scratch, bool, (size_t)g->ncontrols + 1);
    for (uint32_t c = 0; c < g->ncontrols; c++)
        chosen[c] = rp_graph_is_decided(g->control[c].state);
    lasting.goal = lasting_goals(&scratch, g, chosen);
    enum rp_status status = rp_select(a, &lasting, &options, &s);
    *ret_known = status == RP_OK && s.outcome != RP_SELECT_BEST_FOUND;
    if (status == RP_OK && s.outcome == RP_SELECT_OPTIMAL)
        for (uint32_t c = 0; c < g->ncontrols; c++)
            superfluous[c] = chosen[c] && !s.chosen[c];
    rp_arena_done(&scratch);
    return status;
}

// The options of the alternatives: the values of the first, and none of the sets so far.
static void next_options(struct rp_arena *a, const struct rp_select_options *options,
                         const struct rp_selection *first, const struct rp_selection *more,
                         uint32_t nmore, struct rp_select_options *ret_options)
{
    uint64_t *budget = RP_NEWN(a, uint64_t, RP_STAGES);
    const bool **excluded = RP_NEWN(a, const bool *, (size_t)options->nexcluded + nmore + 1);
    struct rp_select_options o = *options;
    for (int i = 0; i < RP_STAGES; i++)
        budget[i] = options->budget ? options->budget[i] : UINT64_MAX;
    for (uint32_t i = 0; i < options->nstages; i++)
        budget[options->stage[i]] = first->value[options->stage[i]];
    for (uint32_t i = 0; i < options->nexcluded; i++)
        excluded[i] = options->excluded[i];
    o.nexcluded = options->nexcluded;
    excluded[o.nexcluded++] = first->chosen;
    for (uint32_t i = 0; i < nmore; i++)
        excluded[o.nexcluded++] = more[i].chosen;
    o.budget = budget;
    o.excluded = excluded;
    *ret_options = o;
}

// The risk may not be higher than that of the first: limits of the question, before the sets.
static enum rp_status next_run(struct rp_run *r, const struct rp_graph *g,
                               const struct rp_select_options *options,
                               const struct rp_selection *first)
{
    int64_t risk[RP_OBJECTIVE_RISK_1 + 1] = {0};
    for (uint32_t i = 0; i < g->ngoals; i++)
        risk[5 - g->goal[i].severity] += first->given_up[i];
    return rp_run_init_with(r, g, options, &(struct rp_run_extra){.risk = risk});
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

// NOLINTNEXTLINE(readability-function-size): the question and the answer
enum rp_status rp_select_alternatives(struct rp_arena *a, const struct rp_graph *g,
                                      const struct rp_select_options *options,
                                      const struct rp_selection *first, uint32_t max,
                                      struct rp_selection *ret_more, uint32_t *ret_n, bool *ret_all)
{
    uint32_t n = 0;
    enum rp_status status = RP_OK;
    *ret_all = false;
    while (n < max && status == RP_OK) {
        struct rp_run r;
        struct rp_select_options next;
        next_options(a, options, first, ret_more, n, &next);
        status = next_run(&r, g, &next, first);
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
        *ret_all = r.none;
        rp_run_done(&r);
        if (!found)
            break;
    }
    if (status == RP_OK)
        *ret_n = n;
    return status;
}
