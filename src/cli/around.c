// SPDX-License-Identifier: Apache-2.0
/*
 * Questions around the smallest set: other sets as good, the next best, the front of cost against
 * residual risk, and what one control fewer or more would buy.
 */
#include "cli/question.h"

enum { MOST_POINTS = 200, MOST_SETS = 1000 };

static enum rp_status alternatives(struct rp_question *q)
{
    struct rp_cli *cli = q->cli;
    uint32_t wanted = 0;
    if (!cli->option[RP_OPTION_ALTERNATIVES])
        return RP_OK;
    if (!rp_cli_number(cli, RP_OPTION_ALTERNATIVES, MOST_SETS, &wanted))
        return RP_ERR_INPUT;
    if (q->selection.outcome != RP_SELECT_OPTIMAL)
        return RP_OK;
    q->wants_alternatives = true;
    q->alternative = RP_NEWN(cli->arena, struct rp_selection, (size_t)wanted + 2);
    // One more is looked for than is shown, to know whether there is one.
    enum rp_status status =
        rp_select_alternatives(cli->arena, q->graph, &q->options, &q->selection, wanted + 1,
                               q->alternative, &q->nalternatives, &q->all_alternatives);
    q->more_alternatives = q->nalternatives > wanted;
    if (q->more_alternatives)
        q->nalternatives = wanted;
    return status;
}

static enum rp_status next_sets(struct rp_question *q)
{
    struct rp_cli *cli = q->cli;
    uint32_t wanted = 0;
    if (!cli->option[RP_OPTION_NEXT])
        return RP_OK;
    if (!rp_cli_number(cli, RP_OPTION_NEXT, MOST_SETS, &wanted))
        return RP_ERR_INPUT;
    struct rp_selection *set = RP_NEWN(cli->arena, struct rp_selection, (size_t)wanted + 2);
    set[0] = q->selection;
    q->wants_next = true;
    q->next = set + 1;
    q->next_proof = RP_NEWN(cli->arena, enum rp_proof_answer, (size_t)wanted + 1);
    for (uint32_t n = 0; n < wanted && !q->all_next; n++) {
        struct rp_selection *found = &q->next[n];
        enum rp_status status =
            rp_select_next_best(cli->arena, q->graph, &q->options, set, n + 1, found);
        if (status != RP_OK)
            return status;
        enum rp_proof_answer proof = rp_cli_check_proof(cli, q->graph, found->certificate);
        if (found->outcome == RP_SELECT_BEST_FOUND)
            return RP_OK;
        q->all_next = found->outcome != RP_SELECT_OPTIMAL;
        if (q->all_next)
            q->none = proof;
        else
            q->next_proof[q->nnext++] = proof;
    }
    return RP_OK;
}

static enum rp_status front(struct rp_question *q)
{
    struct rp_cli *cli = q->cli;
    if (!cli->option[RP_OPTION_FRONT])
        return RP_OK;
    q->wants_front = true;
    enum rp_status status =
        rp_select_front(cli->arena, q->graph, &q->options, MOST_POINTS, &q->front);
    if (status != RP_OK)
        return status;
    q->front_proof = RP_NEWN(cli->arena, enum rp_proof_answer, (size_t)q->front.n + 1);
    for (uint32_t i = 0; i < q->front.n; i++)
        q->front_proof[i] = rp_cli_check_proof(cli, q->graph, q->front.point[i].set.certificate);
    return RP_OK;
}

bool rp_question_is_limited(const struct rp_question *q)
{
    return q->options.max_controls ||
           (q->options.budget && q->options.budget[RP_STAGE_PLACES] != UINT64_MAX);
}

uint32_t rp_question_limit(const struct rp_question *q)
{
    return q->options.max_controls ? q->options.max_controls
                                   : (uint32_t)q->options.budget[RP_STAGE_PLACES];
}

// The same question with at most n controls; none is a number too.
static enum rp_status neighbour(struct rp_question *q, uint32_t n, struct rp_neighbour *ret)
{
    struct rp_cli *cli = q->cli;
    struct rp_select_options o = q->options;
    uint64_t *budget = RP_NEWN(cli->arena, uint64_t, RP_STAGES);
    for (int i = 0; i < RP_STAGES; i++)
        budget[i] = o.budget ? o.budget[i] : UINT64_MAX;
    budget[RP_STAGE_PLACES] = n;
    o.budget = budget;
    o.max_controls = 0;
    o.no_reasons = true;
    enum rp_status status = rp_select(cli->arena, q->graph, &o, &ret->set);
    if (status != RP_OK)
        return status;
    ret->asked = ret->set.outcome != RP_SELECT_BEST_FOUND;
    ret->n = n;
    ret->proof = rp_cli_check_proof(cli, q->graph, ret->set.certificate);
    return RP_OK;
}

// How much a control added to the set lowers the harms: levels, each times the severity.  0 when a
// harm rises.
static uint32_t gain_of(const struct rp_question *q, uint32_t control, bool *chosen,
                        const uint8_t *before, uint8_t *now)
{
    struct rp_arena scratch;
    struct rp_exposure e;
    const struct rp_graph *g = q->graph;
    uint32_t gain = 0;
    bool rises = false;
    rp_arena_init(&scratch);
    chosen[control] = true;
    rp_exposure_compute(&scratch, g, &(struct rp_situation){chosen, RP_GRAPH_NONE}, &e);
    chosen[control] = false;
    for (uint32_t i = 0; i < g->ngoals; i++) {
        now[i] = (uint8_t)rp_exposure_goal(&e, g, i);
        rises = rises || now[i] > before[i];
        if (now[i] < before[i])
            gain += (uint32_t)(before[i] - now[i]) * g->goal[i].severity;
    }
    rp_arena_done(&scratch);
    return rises ? 0 : gain;
}

// Whether the question allows the set as it is.
static enum rp_status is_allowed(struct rp_question *q, const bool *chosen, uint32_t n,
                                 bool *ret_allowed)
{
    struct rp_arena scratch;
    struct rp_selection s;
    struct rp_select_options o = q->options;
    uint64_t budget[RP_STAGES];
    for (int i = 0; i < RP_STAGES; i++)
        budget[i] = UINT64_MAX;
    budget[RP_STAGE_PLACES] = n;
    o.budget = budget;
    o.forced = chosen;
    o.max_controls = 0;
    o.nstages = 0;
    o.certificate = false;
    o.no_reasons = o.no_tie = true;
    rp_arena_init(&scratch);
    enum rp_status status = rp_select(&scratch, q->graph, &o, &s);
    *ret_allowed = status == RP_OK && s.outcome != RP_SELECT_CONFLICT && s.holds;
    rp_arena_done(&scratch);
    return status;
}

// Looks for the one control that lowers the harms most, the first of equals.
static enum rp_status best_gain(struct rp_question *q)
{
    const struct rp_graph *g = q->graph;
    struct rp_arena *a = q->cli->arena;
    bool *chosen = RP_NEWN(a, bool, (size_t)g->ncontrols + 1);
    uint8_t *before = RP_NEWN(a, uint8_t, (size_t)g->ngoals + 1), *best = NULL;
    uint32_t most = 0;
    struct rp_exposure e;
    memcpy(chosen, q->selection.chosen, g->ncontrols * sizeof(*chosen));
    rp_exposure_compute(a, g, &(struct rp_situation){chosen, RP_GRAPH_NONE}, &e);
    for (uint32_t i = 0; i < g->ngoals; i++)
        before[i] = (uint8_t)rp_exposure_goal(&e, g, i);
    q->gain = (struct rp_gain){.asked = true, .control = RP_GRAPH_NONE, .before = before};
    for (uint32_t c = 0; c < g->ncontrols; c++) {
        bool allowed = false;
        uint8_t *now = RP_NEWN(a, uint8_t, (size_t)g->ngoals + 1);
        if (chosen[c] || g->control[c].state == RP_GRAPH_REFUSED)
            continue;
        uint32_t gain = gain_of(q, c, chosen, before, now);
        if (gain <= most)
            continue;
        chosen[c] = true;
        enum rp_status status = is_allowed(q, chosen, q->selection.nchosen + 1, &allowed);
        chosen[c] = false;
        if (status != RP_OK)
            return status;
        if (!allowed)
            continue;
        most = gain;
        q->gain.control = c;
        best = now;
    }
    q->gain.now = best;
    q->gain.asked = !rp_question_is_over(q); // else some were not looked at
    return RP_OK;
}

// One control fewer and one more: of a model always, since it is small; of a graph from elsewhere
// beside its front.
static enum rp_status neighbours(struct rp_question *q)
{
    const struct rp_selection *s = &q->selection;
    enum rp_status status = RP_OK;
    if ((!q->attack && !q->wants_front) || !s->holds || s->outcome == RP_SELECT_BEST_FOUND ||
        s->outcome == RP_SELECT_CONFLICT)
        return RP_OK;
    if (s->nchosen)
        status = neighbour(q, s->nchosen - 1, &q->fewer);
    if (status != RP_OK)
        return status;
    if (s->outcome == RP_SELECT_IMPOSSIBLE && rp_question_is_limited(q))
        return neighbour(q, s->nchosen + 1, &q->more);
    return best_gain(q);
}

enum rp_status rp_question_around(struct rp_question *q)
{
    enum rp_status (*const part[])(struct rp_question *) = {alternatives, next_sets, front,
                                                            neighbours};
    enum rp_status status = RP_OK;
    for (size_t i = 0; i < sizeof(part) / sizeof(part[0]) && status == RP_OK; i++)
        status = part[i](q);
    return status;
}

bool rp_question_path_is_final(const struct rp_question *q)
{
    const struct rp_graph *g = q->graph;
    const struct rp_path *path = &q->selection.open;
    for (uint32_t i = 0; i < path->nsteps; i++)
        for (uint32_t k = g->blockers.first[path->step[i]];
             k < g->blockers.first[path->step[i] + 1]; k++)
            if (g->control[g->blockers.item[k]].state != RP_GRAPH_REFUSED &&
                g->effect[k] <= g->goal[q->selection.open_goal].acceptable)
                return false;
    return true;
}
