// SPDX-License-Identifier: Apache-2.0
/*
 * What stands between the verdict and a better one: conditions, each with who and which test.
 */
#include "assess/internal.h"

// What the smallest addition puts beside the decided controls.
static bool is_added(const struct rp_assess_run *run, uint32_t control)
{
    const struct rp_selection *addition = &run->as->addition;
    return addition->outcome != RP_SELECT_CONFLICT && addition->chosen[control] &&
           !run->decided[control];
}

// Sets by risk whether it is acceptable with what is chosen, which is settled here.
static void find_acceptable(const struct rp_assess_run *run, bool *chosen, bool *acceptable)
{
    const struct rp_assessment *as = run->as;
    struct rp_arena scratch;
    struct rp_exposure exposure;
    struct rp_situation situation = {.chosen = chosen, .only_source = RP_GRAPH_NONE};
    rp_arena_init(&scratch);
    rp_assess_settle(run->graph, chosen, NULL);
    rp_exposure_compute(&scratch, &run->built, &situation, &exposure);
    for (uint32_t i = 0; i < as->nrisks; i++)
        acceptable[i] =
            rp_assess_acceptable(&as->model->policy, as->model->harm[as->risk[i].harm].severity,
                                 rp_exposure_goal(&exposure, run->graph, i));
    rp_arena_done(&scratch);
}

// Whether every harm that would be acceptable with all that is decided and added is so with what is
// added, the proven controls and those of the given controls of the model.
// without: RP_GRAPH_NONE, or the position in list to leave out.
// bad: by risk, set when it is not; may be NULL.
static bool suffices(struct rp_assess_run *run, const uint32_t *list, uint32_t n, uint32_t without,
                     bool *bad)
{
    const struct rp_graph *g = run->graph;
    const struct rp_assessment *as = run->as;
    struct rp_arena scratch;
    rp_arena_init(&scratch);
    bool *chosen = RP_NEWN(&scratch, bool, g->ncontrols);
    bool *acceptable = RP_NEWN(&scratch, bool, as->nrisks);
    bool *listed = RP_NEWN(&scratch, bool, as->model->ncontrols + 1);
    for (uint32_t i = 0; i < n; i++)
        listed[list[i]] = i != without;
    for (uint32_t i = 0; i < g->ncontrols; i++)
        chosen[i] = is_added(run, i) || run->proven[i] ||
                    (run->decided[i] && listed[as->attack->control_decision[i]]);
    find_acceptable(run, chosen, acceptable);
    bool enough = true;
    for (uint32_t i = 0; i < as->nrisks; i++) {
        bool good = !run->hoped[i] || acceptable[i];
        enough = enough && good;
        if (bad)
            bad[i] = !good;
    }
    rp_arena_done(&scratch);
    return enough;
}

// Which harms everything that is decided and added makes acceptable.
static void find_hoped(struct rp_assess_run *run)
{
    const struct rp_graph *g = run->graph;
    bool *chosen = RP_NEWN(run->arena, bool, g->ncontrols);
    run->hoped = RP_NEWN(run->arena, bool, run->as->nrisks);
    for (uint32_t i = 0; i < g->ncontrols; i++)
        chosen[i] = is_added(run, i) || run->decided[i];
    find_acceptable(run, chosen, run->hoped);
}

// Whether all places of a control of the model are superfluous.
static bool closes_nothing(const struct rp_assess_run *run, uint32_t control)
{
    for (uint32_t i = 0; i < run->graph->ncontrols; i++)
        if (run->as->attack->control_decision[i] == control && !run->as->superfluous[i])
            return false;
    return true;
}

// Decided controls without a proof that holds, those that should go first at the end.
static void list_candidates(struct rp_assess_run *run)
{
    const struct rp_model *m = run->as->model;
    const enum rp_proof *proof = run->as->evidence->proof;
    run->pending = RP_NEWN(run->arena, uint32_t, m->ncontrols + 1);
    for (int rank = 0; rank < 4; rank++) {
        for (uint32_t i = 1; i < m->ncontrols; i++) {
            const struct rp_control *control = &m->control[i];
            if (!rp_assess_is_decided(control) ||
                (control->state == RP_EXISTING && proof[i] == RP_PROOF_HOLDS))
                continue;
            int own = 2 * (control->state == RP_PLANNED) + closes_nothing(run, i);
            if (own == rank)
                run->pending[run->npending++] = i;
        }
    }
}

static void sort_by_model(uint32_t *list, uint32_t n)
{
    for (uint32_t i = 1; i < n; i++)
        for (uint32_t k = i; k > 0 && list[k - 1] > list[k]; k--) {
            uint32_t swap = list[k];
            list[k] = list[k - 1];
            list[k - 1] = swap;
        }
}

// Which of the pending proofs each harm waits for.
static void fill_missing(struct rp_assess_run *run)
{
    const struct rp_assessment *as = run->as;
    uint32_t n = run->npending;
    bool *waits = RP_NEWN(run->arena, bool, (size_t)n * as->nrisks);
    for (uint32_t k = 0; k < n; k++)
        suffices(run, run->pending, n, k, waits + (size_t)k * as->nrisks);
    for (uint32_t i = 0; i < as->nrisks; i++) {
        struct rp_risk *risk = &run->risk[i];
        if (risk->acceptable[RP_VERIFIED] || !risk->acceptable[RP_DESIGNED])
            continue;
        uint32_t *missing = RP_NEWN(run->arena, uint32_t, n);
        for (uint32_t k = 0; k < n; k++)
            if (waits[(size_t)k * as->nrisks + i])
                missing[risk->nproof_missing++] = run->pending[k];
        if (!risk->nproof_missing)
            for (uint32_t k = 0; k < n; k++)
                missing[risk->nproof_missing++] = run->pending[k];
        risk->proof_missing = missing;
    }
}

void rp_assess_pending(struct rp_assess_run *run)
{
    find_hoped(run);
    list_candidates(run);
    // from the end, leave out what is not needed: what remains is irredundant
    for (uint32_t k = run->npending; k-- > 0;) {
        if (!suffices(run, run->pending, run->npending, k, NULL))
            continue;
        for (uint32_t i = k + 1; i < run->npending; i++)
            run->pending[i - 1] = run->pending[i];
        run->npending--;
    }
    sort_by_model(run->pending, run->npending);
    fill_missing(run);
}

struct list {
    struct rp_arena *arena;
    struct rp_condition *item;
    uint32_t n, cap;
};

static struct rp_condition *add(struct list *list, enum rp_condition_type type)
{
    list->item = rp_arena_grow(list->arena, list->item, list->n, &list->cap, sizeof(*list->item));
    struct rp_condition *c = &list->item[list->n++];
    *c = (struct rp_condition){
        .type = type, .graph_control = RP_GRAPH_NONE, .acceptance = RP_GRAPH_NONE};
    return c;
}

static void add_selection(struct rp_assess_run *run, struct list *list)
{
    const struct rp_selection *addition = &run->as->addition;
    for (uint32_t i = 0; addition->given_up && i < run->as->nrisks; i++)
        if (addition->given_up[i] && !run->risk[i].accepted)
            add(list, RP_CONDITION_HARM)->harm = run->risk[i].harm;
    if (addition->outcome == RP_SELECT_CONFLICT) {
        for (uint32_t i = 0; i < addition->nconflict; i++) {
            struct rp_condition *c = add(list, RP_CONDITION_CONFLICT);
            c->graph_control = addition->conflict[i];
            c->control = run->as->attack->control_decision[addition->conflict[i]];
        }
        if (!addition->nconflict)
            add(list, RP_CONDITION_CONFLICT);
        return;
    }
    for (uint32_t i = 0; i < run->graph->ncontrols; i++)
        if (addition->chosen[i] && !run->decided[i])
            add(list, RP_CONDITION_ADD_CONTROL)->graph_control = i;
}

static void add_tests(struct rp_assess_run *run, struct list *list, uint32_t control)
{
    const struct rp_model *m = run->as->model;
    const struct rp_evidence *e = run->as->evidence;
    const struct rp_words *tests = &m->control[control].tests;
    for (uint32_t i = 0; i < tests->n; i++) {
        uint32_t test = rp_assess_test(e, tests->word[i].text);
        if (test && rp_assess_test_holds(m, &e->test[test]))
            continue;
        struct rp_condition *c = add(list, RP_CONDITION_TEST);
        c->control = control;
        c->test = test;
    }
}

static void add_proofs(struct rp_assess_run *run, struct list *list)
{
    const struct rp_control *control = run->as->model->control;
    const enum rp_proof *proof = run->as->evidence->proof;
    for (int pass = 0; pass < 3; pass++) // planned; tests; tests to name
        for (uint32_t k = 0; k < run->npending; k++) {
            uint32_t i = run->pending[k];
            // What is not in the image is still to be built, whatever the model says.
            bool planned = control[i].state == RP_PLANNED || proof[i] == RP_PROOF_ABSENT;
            if (pass == 0 && planned)
                add(list, RP_CONDITION_BUILD)->control = i;
            else if (pass == 1 && !planned)
                add_tests(run, list, i);
            else if (pass == 2 && !planned && !control[i].tests.n)
                add(list, RP_CONDITION_NAME_TEST)->control = i;
        }
}

void rp_assess_conditions(struct rp_assess_run *run)
{
    const struct rp_model *m = run->as->model;
    struct list list = {.arena = run->arena};
    add_selection(run, &list);
    add_proofs(run, &list);
    for (uint32_t i = 1; i < m->ncontrols; i++)
        if (rp_assess_is_decided(&m->control[i]) &&
            (!m->control[i].assessed_by.n || !m->control[i].assessed_on.n))
            add(&list, RP_CONDITION_SIDE_EFFECT)->control = i;
    for (uint32_t i = 0; i < run->as->nrisks; i++) {
        const struct rp_risk *risk = &run->risk[i];
        if (!risk->accepted || (risk->acceptable[RP_DESIGNED] && risk->acceptable[RP_VERIFIED]))
            continue;
        struct rp_condition *c = add(&list, RP_CONDITION_ACCEPTED_RISK);
        c->harm = risk->harm;
        c->acceptance = risk->acceptance;
    }
    for (uint32_t i = 1; i < m->nassumptions; i++)
        add(&list, RP_CONDITION_ASSUMPTION)->assumption = i;
    run->as->condition = list.item;
    run->as->nconditions = list.n;
}
