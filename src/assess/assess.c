// SPDX-License-Identifier: Apache-2.0
/*
 * Model, graph, selection and evidence -> risks and the verdict.
 */
#include "assess/internal.h"

#include <assert.h>

bool rp_assess_acceptable(const struct rp_policy *policy, unsigned severity, unsigned level)
{
    assert(severity >= 1 && severity <= 5 && level <= 4);
    return level <= policy->acceptable[severity];
}

static bool is_met(const struct rp_graph *g, const struct rp_graph_constraint *c,
                   const bool *chosen)
{
    for (uint32_t i = 0; i < c->n; i++)
        if (chosen[g->constraint_item[c->any_first + i]])
            return true;
    return false;
}

void rp_assess_settle(const struct rp_graph *g, bool *chosen, uint32_t *unmet)
{
    bool changed = true;
    while (changed) {
        changed = false;
        for (uint32_t i = 0; i < g->nconstraints; i++) {
            const struct rp_graph_constraint *c = &g->constraint[i];
            if (c->type != RP_NEEDS_ONE || !chosen[c->control] || is_met(g, c, chosen))
                continue;
            chosen[c->control] = false;
            if (unmet)
                unmet[c->control] = i;
            changed = true;
        }
    }
}

uint32_t rp_assess_cut(const struct rp_graph *g, const bool *chosen, uint32_t step)
{
    uint32_t best = RP_GRAPH_NONE;
    unsigned lowest = g->level[step];
    for (uint32_t i = g->blockers.first[step]; i < g->blockers.first[step + 1]; i++) {
        uint32_t control = g->blockers.item[i];
        if (!chosen[control] || g->effect[i] >= lowest)
            continue;
        best = control;
        lowest = g->effect[i];
    }
    return best;
}

uint32_t rp_assess_test(const struct rp_evidence *e, struct rp_str id)
{
    for (uint32_t i = 1; i < e->ntests; i++)
        if (rp_str_eq(e->test[i].id, id))
            return i;
    return 0;
}

bool rp_assess_test_holds(const struct rp_model *m, const struct rp_test *test)
{
    // As in src/evidence: a result that names no version is not one of this version.
    return test->result == RP_TEST_PASSED && !test->foreign &&
           rp_str_eq(test->version, m->device.version);
}

// A copy of the graph in which steps no longer wait for controls that exist: those are in the device
// and open what they open, whatever their tests say.
static void build_graph_as_built(struct rp_assess_run *run)
{
    const struct rp_graph *g = run->graph;
    run->built = *g;
    uint32_t n = g->nsteps ? g->adds.first[g->nsteps] : 0;
    if (!n)
        return;
    run->built.adds.first = RP_NEWN(run->arena, uint32_t, (size_t)g->nsteps + 1);
    run->built.adds.item = RP_NEWN(run->arena, uint32_t, n);
    uint32_t kept = 0;
    for (uint32_t step = 0; step < g->nsteps; step++) {
        run->built.adds.first[step] = kept;
        for (uint32_t i = g->adds.first[step]; i < g->adds.first[step + 1]; i++)
            if (g->control[g->adds.item[i]].state != RP_GRAPH_EXISTING)
                run->built.adds.item[kept++] = g->adds.item[i];
    }
    run->built.adds.first[g->nsteps] = kept;
}

// Whether a control is there in a state, before it is asked what it needs.
static bool is_there(const struct rp_attack *attack, const struct rp_evidence *evidence,
                     enum rp_state state, uint32_t i)
{
    enum rp_graph_state built = attack->graph->control[i].state;
    uint32_t control = attack->control_decision[i];
    switch (state) {
    case RP_DESIGNED:
        return rp_graph_is_decided(built);
    case RP_VERIFIED:
        return built == RP_GRAPH_EXISTING && control && evidence->proof[control] == RP_PROOF_HOLDS;
    case RP_WITHOUT:
    case RP_STATES:
        break;
    }
    return false;
}

void rp_assess_chosen(const struct rp_attack *attack, const struct rp_evidence *evidence,
                      enum rp_state state, bool *chosen)
{
    for (uint32_t i = 0; i < attack->graph->ncontrols; i++)
        chosen[i] = is_there(attack, evidence, state, i);
    rp_assess_settle(attack->graph, chosen, NULL);
}

static void compute_state(struct rp_assess_run *run, enum rp_state state)
{
    const struct rp_graph *g = run->graph;
    bool *chosen = RP_NEWN(run->arena, bool, g->ncontrols);
    uint32_t *unmet = RP_NEWN(run->arena, uint32_t, g->ncontrols);
    for (uint32_t i = 0; i < g->ncontrols; i++) {
        unmet[i] = RP_GRAPH_NONE;
        chosen[i] = is_there(run->as->attack, run->as->evidence, state, i);
    }
    bool **before = state == RP_DESIGNED   ? &run->decided
                    : state == RP_VERIFIED ? &run->proven
                                           : NULL;
    if (before) {
        *before = RP_NEWN(run->arena, bool, g->ncontrols);
        memcpy(*before, chosen, g->ncontrols * sizeof(*chosen));
    }
    rp_assess_settle(g, chosen, unmet);
    run->as->chosen[state] = chosen;
    run->as->unmet[state] = unmet;
    rp_exposure_compute(run->arena, state == RP_WITHOUT ? g : &run->built,
                        &(struct rp_situation){.chosen = chosen, .only_source = RP_GRAPH_NONE},
                        &run->as->exposure[state]);
}

static void find_acceptance(const struct rp_model *m, int64_t today, struct rp_risk *risk)
{
    for (uint32_t i = 0; i < m->policy.nacceptances; i++) {
        const struct rp_acceptance *acceptance = &m->policy.acceptance[i];
        int64_t until;
        if (acceptance->harm.class != RP_CLASS_HARM || acceptance->harm.i != risk->harm ||
            !acceptance->by.n || !rp_date_parse(acceptance->until, &until) || until < today)
            continue;
        risk->accepted = true;
        risk->acceptance = i;
        return;
    }
}

static void fill_risks(struct rp_assess_run *run, int64_t today)
{
    struct rp_assessment *as = run->as;
    const struct rp_graph *g = run->graph;
    as->nrisks = g->ngoals;
    as->risk = run->risk = RP_NEWN(run->arena, struct rp_risk, g->ngoals);
    for (uint32_t i = 0; i < g->ngoals; i++) {
        struct rp_risk *risk = &run->risk[i];
        risk->goal = i;
        risk->harm = as->attack->goal_harm[i];
        find_acceptance(as->model, today, risk);
        for (int state = 0; state < RP_STATES; state++) {
            risk->level[state] = rp_exposure_goal(&as->exposure[state], g, i);
            risk->acceptable[state] = rp_assess_acceptable(
                &as->model->policy, as->model->harm[risk->harm].severity, risk->level[state]);
            if (risk->level[state])
                rp_exposure_path(run->arena, state == RP_WITHOUT ? g : &run->built,
                                 &as->exposure[state], g->goal[i].fact, &risk->path[state]);
        }
    }
}

static void fill_sources(struct rp_assess_run *run)
{
    const struct rp_graph *g = run->graph;
    uint32_t nsources = run->as->model->nsources;
    uint8_t *level = RP_NEWN(run->arena, uint8_t, (size_t)g->ngoals * nsources);
    for (uint32_t source = 1; source < nsources; source++) {
        struct rp_exposure exposure;
        struct rp_arena scratch;
        rp_arena_init(&scratch);
        rp_exposure_compute(
            &scratch, &run->built,
            &(struct rp_situation){.chosen = run->as->chosen[RP_DESIGNED], .only_source = source},
            &exposure);
        for (uint32_t i = 0; i < g->ngoals; i++)
            level[(size_t)i * nsources + source] = (uint8_t)rp_exposure_goal(&exposure, g, i);
        rp_arena_done(&scratch);
    }
    for (uint32_t i = 0; i < g->ngoals; i++)
        run->risk[i].by_source = level + (size_t)i * nsources;
}

// Decided controls that can go once the smallest addition is there: what it relies on is needed.
static enum rp_status find_superfluous(struct rp_assess_run *run)
{
    const struct rp_graph *g = run->graph;
    const struct rp_selection *addition = &run->as->addition;
    struct rp_graph added = *g;
    struct rp_graph_control *control =
        RP_NEWN(run->arena, struct rp_graph_control, (size_t)g->ncontrols + 1);
    bool *superfluous = RP_NEWN(run->arena, bool, g->ncontrols);
    for (uint32_t i = 0; i < g->ncontrols; i++) {
        control[i] = g->control[i];
        if (addition->outcome != RP_SELECT_CONFLICT && addition->chosen[i] && !run->decided[i])
            control[i].state = RP_GRAPH_PLANNED;
    }
    added.control = control;
    bool known; // else none is called so
    enum rp_status status =
        rp_select_superfluous(run->arena, &added, &run->as->options.limits, superfluous, &known);
    for (uint32_t i = 0; i < g->ncontrols; i++)
        superfluous[i] = superfluous[i] && run->decided[i];
    run->as->superfluous = superfluous;
    return status;
}

static enum rp_status select_sets(struct rp_assess_run *run)
{
    struct rp_assessment *as = run->as;
    const struct rp_graph *g = run->graph;
    struct rp_select_options options = as->options;
    options.keep = RP_KEEP_NONE;
    enum rp_status status = rp_select(run->arena, g, &options, &as->smallest);
    if (status != RP_OK)
        return status;
    // an accepted risk needs no addition
    struct rp_graph with_accepted = *g;
    with_accepted.goal = RP_NEWN(run->arena, struct rp_graph_goal, g->ngoals);
    for (uint32_t i = 0; i < g->ngoals; i++) {
        with_accepted.goal[i] = g->goal[i];
        if (run->risk[i].accepted)
            with_accepted.goal[i].acceptable = 4;
    }
    options.keep = RP_KEEP_DECIDED;
    options.certificate = false;
    status = rp_select(run->arena, &with_accepted, &options, &as->addition);
    return status == RP_OK ? find_superfluous(run) : status;
}

static void fill_worst(struct rp_assess_run *run)
{
    struct rp_assessment *as = run->as;
    for (uint32_t i = 0; i < as->nrisks; i++) {
        const struct rp_risk *risk = &as->risk[i];
        unsigned *worst = as->model->harm[risk->harm].scenario == RP_GATEWAY ? as->worst_gateway
                                                                             : as->worst_target;
        for (int state = 0; state < RP_STATES; state++)
            if (!risk->acceptable[state] && risk->level[state] > worst[state])
                worst[state] = risk->level[state];
    }
}

static enum rp_verdict find_verdict(const struct rp_assessment *as)
{
    if (!as->nrisks || as->addition.outcome == RP_SELECT_CONFLICT)
        return RP_NOT_ACCEPTABLE;
    for (uint32_t i = 0; i < as->nrisks; i++)
        if (!as->risk[i].acceptable[RP_VERIFIED] && !as->risk[i].accepted)
            return RP_NOT_ACCEPTABLE;
    return as->nconditions ? RP_ACCEPTABLE_UNDER_CONDITIONS : RP_ACCEPTABLE;
}

enum rp_status rp_assess(struct rp_arena *a, const struct rp_attack *attack,
                         const struct rp_evidence *evidence, int64_t today,
                         const struct rp_select_options *select_options,
                         struct rp_assessment *ret_assessment)
{
    struct rp_assessment as = {
        .model = attack->model, .attack = attack, .evidence = evidence, .options = *select_options};
    struct rp_assess_run run = {.arena = a, .as = &as, .graph = attack->graph};
    build_graph_as_built(&run);
    compute_state(&run, RP_WITHOUT);
    compute_state(&run, RP_DESIGNED);
    compute_state(&run, RP_VERIFIED);
    fill_risks(&run, today);
    fill_sources(&run);
    fill_worst(&run);
    enum rp_status status = select_sets(&run);
    if (status != RP_OK)
        return status;
    rp_assess_pending(&run);
    rp_assess_conditions(&run);
    as.verdict = find_verdict(&as);
    *ret_assessment = as;
    return RP_OK;
}
