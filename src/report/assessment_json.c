// SPDX-License-Identifier: Apache-2.0
/*
 * The complete assessment for programs: rempart-assessment(5), schemaVersion 1.
 */
#include "assess/measures.h"
#include "assess/xray.h"
#include "base/json.h"
#include "report/report.h"
#include "report/text.h"

struct writer {
    struct rp_json j;
    struct rp_arena arena; // for what is computed on the way
    const struct rp_assessment *as;
    const struct rp_model *m;
    const struct rp_graph *g;
    enum rp_lang lang;
    struct rp_measures measures;
};

static const char *const state_name[] = {"without", "designed", "verified"};

static void place(struct writer *w, const char *key, struct rp_loc at)
{
    struct rp_str name = rp_loc_name(&w->arena, at);
    if (name.n)
        rp_json_str(&w->j, key, name);
}

static void strings(struct writer *w, const char *key, const struct rp_words *words)
{
    rp_json_open_flat(&w->j, key, '[');
    for (uint32_t i = 0; i < words->n; i++)
        rp_json_str(&w->j, NULL, words->word[i].text);
    rp_json_close(&w->j, ']');
}

static void controls(struct writer *w, const char *key, const bool *chosen)
{
    rp_json_open(&w->j, key, '[');
    for (uint32_t i = 0; chosen && i < w->g->ncontrols; i++)
        if (chosen[i])
            rp_json_str(&w->j, NULL, w->g->control[i].name);
    rp_json_close(&w->j, ']');
}

static void path_steps(struct writer *w, const struct rp_path *path)
{
    const struct rp_graph_origin *origin = &w->g->origin;
    rp_json_open(&w->j, "steps", '[');
    for (uint32_t i = 0; i < path->nsteps; i++) {
        uint32_t step = path->step[i], fact = w->g->head[step];
        rp_json_open(&w->j, NULL, '{');
        rp_json_int(&w->j, "step", step);
        if (w->g->fact)
            rp_json_str(&w->j, "fact", w->g->fact[fact]);
        if (origin->step_text)
            rp_json_str(&w->j, "text", origin->step_text[step].in[w->lang]);
        if (origin->fact_thing)
            rp_json_str(&w->j, "thing", origin->fact_thing[fact]);
        if (origin->step_id && origin->step_id[step].n)
            rp_json_str(&w->j, "technique", origin->step_id[step]);
        rp_json_int(&w->j, "level", w->g->level[step]);
        uint32_t cut = rp_assess_cut(w->g, w->measures.retained, step);
        if (cut != RP_GRAPH_NONE)
            rp_json_str(&w->j, "cutBy", w->g->control[cut].name);
        if (origin->fact_model)
            place(w, "model", origin->fact_model[fact]);
        if (origin->step_rule)
            place(w, "catalogue", origin->step_rule[step]);
        rp_json_close(&w->j, '}');
    }
    rp_json_close(&w->j, ']');
}

static void one_path(struct writer *w, const char *key, const struct rp_path *path)
{
    rp_json_open(&w->j, key, '{');
    rp_json_int(&w->j, "level", path->level);
    if (path->entry != RP_GRAPH_NONE && w->g->fact)
        rp_json_str(&w->j, "entry", w->g->fact[path->entry]);
    rp_json_int(&w->j, "hardest", path->hardest);
    path_steps(w, path);
    rp_json_close(&w->j, '}');
}

static void risk_sources(struct writer *w, const struct rp_risk *risk)
{
    rp_json_open(&w->j, "bySource", '[');
    for (uint32_t i = 1; i < w->m->nsources; i++) {
        rp_json_open_flat(&w->j, NULL, '{');
        rp_json_str(&w->j, "source", w->m->source[i].item.id);
        rp_json_int(&w->j, "level", risk->by_source[i]);
        rp_json_close(&w->j, '}');
    }
    rp_json_close(&w->j, ']');
}

static void one_risk(struct writer *w, const struct rp_risk *risk)
{
    const struct rp_harm *harm = &w->m->harm[risk->harm];
    rp_json_open(&w->j, NULL, '{');
    rp_json_str(&w->j, "harm", harm->item.id);
    rp_json_str(&w->j, "name", harm->item.name.in[w->lang]);
    place(w, "at", harm->item.at);
    rp_json_str(&w->j, "case", harm->scenario == RP_TARGET ? RP_STR("target") : RP_STR("gateway"));
    rp_json_int(&w->j, "severity", harm->severity);
    rp_json_bool(&w->j, "manyPatients", harm->many_patients);
    if (harm->risk_id.n)
        rp_json_str(&w->j, "riskId", harm->risk_id);
    for (int state = 0; state < RP_STATES; state++) {
        rp_json_open(&w->j, state_name[state], '{');
        rp_json_int(&w->j, "level", risk->level[state]);
        rp_json_bool(&w->j, "acceptable", risk->acceptable[state]);
        if (risk->path[state].nsteps)
            one_path(w, "path", &risk->path[state]);
        rp_json_close(&w->j, '}');
    }
    risk_sources(w, risk);
    rp_json_bool(&w->j, "accepted", risk->accepted);
    rp_json_open_flat(&w->j, "proofMissing", '[');
    for (uint32_t i = 0; i < risk->nproof_missing; i++)
        rp_json_str(&w->j, NULL, w->m->control[risk->proof_missing[i]].item.id);
    rp_json_close(&w->j, ']');
    rp_json_close(&w->j, '}');
}

static const char *condition_name(enum rp_condition_type type)
{
    switch (type) {
    case RP_CONDITION_HARM:
        return "harm";
    case RP_CONDITION_CONFLICT:
        return "conflict";
    case RP_CONDITION_ADD_CONTROL:
        return "add-control";
    case RP_CONDITION_BUILD:
        return "build";
    case RP_CONDITION_TEST:
        return "test";
    case RP_CONDITION_NAME_TEST:
        return "name-test";
    case RP_CONDITION_SIDE_EFFECT:
        return "side-effect";
    case RP_CONDITION_ACCEPTED_RISK:
        return "accepted-risk";
    case RP_CONDITION_ASSUMPTION:
        break;
    }
    return "assumption";
}

static void one_condition(struct writer *w, const struct rp_condition *c)
{
    rp_json_open(&w->j, NULL, '{');
    rp_json_str(&w->j, "type", rp_str_of(condition_name(c->type)));
    if (c->control) {
        rp_json_str(&w->j, "control", w->m->control[c->control].item.id);
        if (w->m->control[c->control].owner.n)
            rp_json_str(&w->j, "who", w->m->control[c->control].owner);
        place(w, "at", w->m->control[c->control].item.at);
    }
    if (c->graph_control != RP_GRAPH_NONE)
        rp_json_str(&w->j, "graphControl", w->g->control[c->graph_control].name);
    if (c->test)
        rp_json_str(&w->j, "test", w->as->evidence->test[c->test].id);
    if (c->harm)
        rp_json_str(&w->j, "harm", w->m->harm[c->harm].item.id);
    if (c->assumption) {
        rp_json_str(&w->j, "assumption", w->m->assumption[c->assumption].item.id);
        rp_json_str(&w->j, "who", w->m->assumption[c->assumption].on);
    }
    if (c->acceptance != RP_GRAPH_NONE) {
        rp_json_str(&w->j, "who", w->m->policy.acceptance[c->acceptance].by);
        rp_json_str(&w->j, "until", w->m->policy.acceptance[c->acceptance].until);
    }
    rp_json_close(&w->j, '}');
}

static const char *outcome_name(enum rp_select_outcome outcome)
{
    switch (outcome) {
    case RP_SELECT_OPTIMAL:
        return "optimal";
    case RP_SELECT_BEST_FOUND:
        return "best-found";
    case RP_SELECT_IMPOSSIBLE:
        return "impossible";
    case RP_SELECT_CONFLICT:
        break;
    }
    return "conflict";
}

static void selection(struct writer *w, const char *key, const struct rp_selection *s)
{
    rp_json_open(&w->j, key, '{');
    rp_json_str(&w->j, "outcome", rp_str_of(outcome_name(s->outcome)));
    if (s->outcome != RP_SELECT_CONFLICT) {
        controls(w, "controls", s->chosen);
        rp_json_int(&w->j, "kinds", (int64_t)s->value[RP_STAGE_KINDS]);
        rp_json_int(&w->j, "kindsBound", (int64_t)s->bound[RP_STAGE_KINDS]);
    }
    rp_json_close(&w->j, '}');
}

static const char *measure_state(enum rp_measure_state state)
{
    switch (state) {
    case RP_MEASURE_EXISTING:
        return "existing";
    case RP_MEASURE_PLANNED:
        return "planned";
    case RP_MEASURE_TO_ADD:
        break;
    }
    return "to-add";
}

static const char *proof_name(enum rp_proof proof)
{
    switch (proof) {
    case RP_PROOF_NONE:
        return "none";
    case RP_PROOF_MISSING:
        return "missing";
    case RP_PROOF_FAILED:
        return "failed";
    case RP_PROOF_STALE:
        return "stale";
    case RP_PROOF_ABSENT:
        return "absent";
    case RP_PROOF_HOLDS:
        break;
    }
    return "holds";
}

static void returns(struct writer *w, const struct rp_measure *m)
{
    rp_json_open(&w->j, "withoutIt", '[');
    for (uint32_t k = 0; k < m->nback; k++) {
        const struct rp_return *back = &m->back[k];
        rp_json_open_flat(&w->j, NULL, '{');
        rp_json_str(&w->j, "harm", w->m->harm[w->as->risk[back->risk].harm].item.id);
        rp_json_int(&w->j, "level", back->level);
        rp_json_int(&w->j, "path", w->measures.path[back->path].number);
        if (back->step != RP_GRAPH_NONE)
            rp_json_int(&w->j, "step", back->step + 1);
        rp_json_close(&w->j, '}');
    }
    rp_json_close(&w->j, ']');
}

static void one_measure(struct writer *w, const struct rp_measure *m)
{
    const struct rp_control_kind *kind = &w->as->attack->catalogue->control[m->kind];
    rp_json_open(&w->j, NULL, '{');
    rp_json_str(&w->j, "control", m->control ? w->m->control[m->control].item.id : kind->id);
    rp_json_str(&w->j, "kind", kind->id);
    rp_json_str(&w->j, "name", kind->name.in[w->lang]);
    rp_json_str(&w->j, "state", rp_str_of(measure_state(m->state)));
    rp_json_open_flat(&w->j, "at", '[');
    for (uint32_t i = 0; i < m->nat; i++)
        rp_json_str(&w->j, NULL, w->g->control[m->at[i]].name);
    rp_json_close(&w->j, ']');
    if (m->control) {
        rp_json_str(&w->j, "requirement", w->m->control[m->control].requirement);
        strings(w, "tests", &w->m->control[m->control].tests);
        rp_json_str(&w->j, "proof", rp_str_of(proof_name(w->as->evidence->proof[m->control])));
    }
    rp_json_bool(&w->j, "superfluous", m->superfluous);
    returns(w, m);
    rp_json_close(&w->j, '}');
}

static void tests(struct writer *w)
{
    static const char *const result[] = {[RP_TEST_NO_RESULT] = "no-result",
                                         [RP_TEST_PASSED] = "passed",
                                         [RP_TEST_FAILED] = "failed",
                                         [RP_TEST_SKIPPED] = "skipped"};
    rp_json_open(&w->j, "tests", '[');
    for (uint32_t i = 1; i < w->as->evidence->ntests; i++) {
        const struct rp_test *test = &w->as->evidence->test[i];
        rp_json_open_flat(&w->j, NULL, '{');
        rp_json_str(&w->j, "test", test->id);
        rp_json_str(&w->j, "result", rp_str_of(result[test->result]));
        rp_json_bool(&w->j, "holds", rp_assess_test_holds(w->m, test));
        if (w->as->evidence->nimages && !test->foreign && test->image_hash.n)
            rp_json_str(&w->j, "image", test->image_hash);
        place(w, "at", test->at);
        rp_json_close(&w->j, '}');
    }
    rp_json_close(&w->j, ']');
}

static void findings(struct writer *w)
{
    uint32_t n;
    const struct rp_finding *finding = rp_xray(&w->arena, w->as, &n);
    rp_json_open(&w->j, "findings", '[');
    for (uint32_t i = 0; i < n; i++) {
        enum rp_t text = (enum rp_t)((unsigned)RP_T_XRAY_01 + (unsigned)finding[i].rule);
        rp_json_open_flat(&w->j, NULL, '{');
        rp_json_str(&w->j, "rule", rp_t_key(text));
        rp_json_str(&w->j, "text", rp_t(w->lang, text));
        if (finding[i].about.class != RP_CLASS_NONE)
            rp_json_str(&w->j, "about",
                        rp_model_item(w->m, finding[i].about.class, finding[i].about.i)->id);
        rp_json_close(&w->j, '}');
    }
    rp_json_close(&w->j, ']');
}

static void head(struct writer *w)
{
    static const char *const verdict[] = {"acceptable", "acceptable-under-conditions",
                                          "not-acceptable"};
    struct rp_json *j = &w->j;
    rp_json_int(j, "schemaVersion", 1);
    rp_json_str(j, "device", w->m->device.item.id);
    rp_json_str(j, "deviceName", w->m->device.item.name.in[w->lang]);
    rp_json_str(j, "version", w->m->device.version);
    rp_json_str(j, "modelHash", rp_str_of(w->m->hash));
    rp_json_str(j, "catalogueHash", rp_str_of(w->as->attack->catalogue->hash));
    rp_json_str(j, "verdict", rp_str_of(verdict[w->as->verdict]));
    rp_json_open_flat(j, "worstTarget", '[');
    for (int state = 0; state < RP_STATES; state++)
        rp_json_int(j, NULL, w->as->worst_target[state]);
    rp_json_close(j, ']');
    rp_json_open_flat(j, "worstGateway", '[');
    for (int state = 0; state < RP_STATES; state++)
        rp_json_int(j, NULL, w->as->worst_gateway[state]);
    rp_json_close(j, ']');
}

void rp_report_json(const struct rp_assessment *as, enum rp_lang lang, struct rp_buf *out)
{
    struct writer w = {.as = as, .m = as->model, .g = as->attack->graph, .lang = lang};
    rp_arena_init(&w.arena);
    rp_json_init(&w.j, out, false);
    rp_assess_measures(&w.arena, as, &w.measures);
    rp_json_open(&w.j, NULL, '{');
    head(&w);
    rp_json_open(&w.j, "risks", '[');
    for (uint32_t i = 0; i < as->nrisks; i++)
        one_risk(&w, &as->risk[i]);
    rp_json_close(&w.j, ']');
    rp_json_open(&w.j, "conditions", '[');
    for (uint32_t i = 0; i < as->nconditions; i++)
        one_condition(&w, &as->condition[i]);
    rp_json_close(&w.j, ']');
    rp_json_open(&w.j, "measures", '[');
    for (uint32_t i = 0; i < w.measures.nmeasures; i++)
        one_measure(&w, &w.measures.measure[i]);
    rp_json_close(&w.j, ']');
    selection(&w, "smallest", &as->smallest);
    selection(&w, "addition", &as->addition);
    controls(&w, "superfluous", as->superfluous);
    tests(&w);
    findings(&w);
    rp_json_close(&w.j, '}');
    rp_arena_done(&w.arena);
}
