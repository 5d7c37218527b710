// SPDX-License-Identifier: Apache-2.0
/*
 * Minimal reasons for an impossible question.
 */
#include "select/conflict.h"

#include "select/stage.h"

// The question with every control explicit, so that parts of it can be taken away.
struct question {
    struct rp_graph graph; // the same, with states of its own
    struct rp_graph_control *control;
    struct rp_select_options options;
    bool *forced, *forbidden;
};

static void question_init(struct question *q, struct rp_arena *a, const struct rp_graph *g,
                          const struct rp_select_options *o)
{
    *q = (struct question){.graph = *g, .options = *o};
    q->control = RP_NEWN(a, struct rp_graph_control, (size_t)g->ncontrols + 1);
    q->forced = RP_NEWN(a, bool, (size_t)g->ncontrols + 1);
    q->forbidden = RP_NEWN(a, bool, (size_t)g->ncontrols + 1);
    for (uint32_t c = 0; c < g->ncontrols; c++) {
        enum rp_graph_state state = g->control[c].state;
        bool kept = o->keep == RP_KEEP_DECIDED    ? rp_graph_is_decided(g->control[c].state)
                    : o->keep == RP_KEEP_EXISTING ? state == RP_GRAPH_EXISTING
                                                  : false;
        bool forbidden = (o->forbidden && o->forbidden[c]) ||
                         (o->only_decided && !rp_graph_is_decided(g->control[c].state));
        q->control[c] = g->control[c];
        q->control[c].state = RP_GRAPH_FREE;
        q->forbidden[c] = forbidden || state == RP_GRAPH_REFUSED;
        q->forced[c] = (o->forced && o->forced[c]) || (kept && !forbidden);
    }
    q->graph.control = q->control;
    q->options.keep = RP_KEEP_NONE;
    q->options.only_decided = false;
    q->options.forced = q->forced;
    q->options.forbidden = q->forbidden;
    q->options.certificate = false;
}

static void list_conflict(struct rp_arena *a, const bool *in, uint32_t n, struct rp_selection *s)
{
    s->conflict = RP_NEWN(a, uint32_t, (size_t)n + 1);
    s->nconflict = 0;
    for (uint32_t c = 0; c < n; c++)
        if (in[c])
            s->conflict[s->nconflict++] = c;
}

enum rp_status rp_conflict_refusals(struct rp_arena *a, const struct rp_graph *g,
                                    const struct rp_select_options *options, struct rp_selection *s)
{
    struct rp_arena scratch;
    struct question q;
    struct rp_run r;
    rp_arena_init(&scratch);
    question_init(&q, &scratch, g, options);
    q.options.forbidden = NULL;
    enum rp_status status = rp_run_init(&r, &q.graph, &q.options);
    if (status == RP_OK) {
        for (uint32_t c = 0; c < g->ncontrols; c++)
            r.problem.tie_cost[c] = q.forbidden[c];
        rp_run_no_risk(&r);
        rp_run_stage(&r, RP_OBJECTIVE_TIE);
        for (uint32_t c = 0; c < g->ncontrols; c++)
            q.forbidden[c] &= r.solved && r.search.best[c];
        list_conflict(a, q.forbidden, g->ncontrols, s);
        if (r.search.failed)
            status = RP_ERR_TOOL;
        rp_run_done(&r);
    }
    rp_arena_done(&scratch);
    return status;
}

// Is there any set that meets the side constraints, goals aside?
static enum rp_status satisfiable(const struct question *q, bool *ret_yes)
{
    struct rp_run r;
    enum rp_status status = rp_run_init(&r, &q->graph, &q->options);
    if (status != RP_OK)
        return status;
    rp_run_stage(&r, RP_OBJECTIVE_NONE);
    *ret_yes = !r.none;
    if (r.search.failed)
        status = RP_ERR_TOOL;
    rp_run_done(&r);
    return status;
}

// Takes the control's duty or refusal away if the rest still contradicts itself.
static enum rp_status try_without(struct question *q, bool *duty)
{
    bool yes;
    if (!*duty)
        return RP_OK;
    *duty = false;
    enum rp_status status = satisfiable(q, &yes);
    if (status == RP_OK && yes)
        *duty = true;
    return status;
}

enum rp_status rp_conflict_duties(struct rp_arena *a, const struct rp_graph *g,
                                  const struct rp_select_options *options, struct rp_selection *s)
{
    struct rp_arena scratch;
    struct question q;
    enum rp_status status = RP_OK;
    rp_arena_init(&scratch);
    question_init(&q, &scratch, g, options);
    q.graph.ngoals = 0;
    for (uint32_t c = 0; c < g->ncontrols && status == RP_OK; c++) {
        status = try_without(&q, &q.forbidden[c]);
        if (status == RP_OK)
            status = try_without(&q, &q.forced[c]);
    }
    for (uint32_t c = 0; c < g->ncontrols; c++)
        q.forced[c] |= q.forbidden[c];
    list_conflict(a, q.forced, g->ncontrols, s);
    rp_arena_done(&scratch);
    return status;
}
