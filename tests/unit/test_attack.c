// SPDX-License-Identifier: Apache-2.0
/*
 * The attack graph of a device against MAL's own reading of the same language and things.
 */
#include "rp_test.h"

#include "attack/attack.h"
#include "attack/exposure.h"
#include "diag/render.h"

static const struct rp_attack *load(struct rp_arena *a, const char *path)
{
    struct rp_diags d;
    rp_diags_init(&d, a);
    const struct rp_model *m = rp_model_read(a, rp_str_of(path), 20000, &d);
    CHECK(m);
    struct rp_str own[8];
    struct rp_loc at[8];
    uint32_t n = 0;
    for (; m && n < m->catalogues.n && n < 8; n++) {
        own[n] = m->catalogues.word[n].text;
        at[n] = m->catalogues.word[n].at;
    }
    const struct rp_catalogue *c = m ? rp_catalogue_load(a, m->folder, own, at, n, &d) : NULL;
    const struct rp_attack *attack = c ? rp_attack_new(a, m, c, &d) : NULL;
    CHECK_AT(attack, path);
    return attack;
}

static bool is_entry(const struct rp_attack *attack, uint32_t node)
{
    const struct rp_graph *g = attack->graph;
    for (uint32_t i = 0; i < g->nentries; i++)
        if (attack->fact_of_node[node] == g->entry[i])
            return true;
    return false;
}

// Without controls, what our graph can derive is what MAL says is reached from the same entries.
// (Steps that a control opens do not exist then; MAL does not know of them, so those and what only
// they lead to are reached in MAL alone.)
static void test_reach(struct rp_arena *a, const struct rp_attack *attack, const char *name)
{
    const struct rp_mal_graph *mal = attack->mal_graph;
    const struct rp_graph *g = attack->graph;
    uint32_t *entry = RP_NEWN(a, uint32_t, mal->nnodes), n = 0;
    for (uint32_t node = 1; node < mal->nnodes; node++)
        if (attack->fact_of_node[node] != RP_GRAPH_NONE && is_entry(attack, node))
            entry[n++] = node;
    bool *reached = RP_NEWN(a, bool, mal->nnodes);
    rp_mal_graph_reach(mal, entry, n, reached);
    // A defence that is on by default stands in MAL from the start: choose it.
    bool *chosen = RP_NEWN(a, bool, g->ncontrols + 1);
    for (uint32_t i = 0; i < g->ncontrols; i++)
        chosen[i] = attack->control_decision[i] == 0 && g->control[i].state == RP_GRAPH_EXISTING;
    struct rp_exposure e;
    rp_exposure_compute(a, g, &(struct rp_situation){chosen, RP_GRAPH_NONE}, &e);
    bool opened = false;
    for (uint32_t r = 0; r < g->nsteps; r++)
        opened = opened || g->adds.first[r + 1] > g->adds.first[r];
    uint32_t facts = 0;
    for (uint32_t node = 1; node < mal->nnodes; node++) {
        uint32_t fact = attack->fact_of_node[node];
        if (fact == RP_GRAPH_NONE)
            continue;
        facts++;
        CHECK_AT(!e.level[fact] || reached[node], name);
        CHECK_AT(opened || !reached[node] || e.level[fact], name);
    }
    CHECK_AT(facts == g->nfacts && n > 0, name);
    CHECK_AT(attack->nattack_steps == facts + attack->nunreachable + attack->naimless, name);
}

// One control at a time: MAL with that defence on reaches what our graph derives with it.
static void test_controls(struct rp_arena *a, const struct rp_attack *attack, const char *name)
{
    const struct rp_graph *g = attack->graph;
    bool *chosen = RP_NEWN(a, bool, g->ncontrols + 1);
    struct rp_exposure without, with;
    rp_exposure_compute(a, g, &(struct rp_situation){NULL, RP_GRAPH_NONE}, &without);
    for (uint32_t i = 0; i < g->ncontrols; i++) {
        chosen[i] = true;
        rp_exposure_compute(a, g, &(struct rp_situation){chosen, RP_GRAPH_NONE}, &with);
        chosen[i] = false;
        bool opens = false;
        for (uint32_t k = 0; k < g->adds.first[g->nsteps]; k++)
            opens = opens || g->adds.item[k] == i;
        for (uint32_t f = 0; f < g->nfacts; f++)
            CHECK_AT(opens || with.level[f] <= without.level[f], name);
    }
}

static void test_origins(const struct rp_attack *attack, const char *name)
{
    const struct rp_graph *g = attack->graph;
    for (uint32_t r = 0; r < g->nsteps; r++) {
        CHECK_AT(g->origin.step_text[r].in[RP_EN].n && g->origin.step_text[r].in[RP_FR].n, name);
        CHECK_AT(g->origin.step_rule[r].src, name);
    }
    for (uint32_t f = 0; f < g->nfacts; f++)
        CHECK_AT(g->fact[f].n && g->origin.fact_model[f].src && g->origin.fact_thing[f].n, name);
    for (uint32_t c = 0; c < g->ncontrols; c++) {
        struct rp_str kind = attack->catalogue->control[attack->control_kind[c]].id;
        CHECK_AT(g->origin.control_at[c].src && rp_str_starts(g->control[c].name, kind), name);
        CHECK_AT(rp_str_eq(g->kind[g->control[c].kind].name, kind), name);
    }
    for (uint32_t i = 0; i < g->ngoals; i++)
        CHECK_AT(rp_str_eq(g->goal[i].name, attack->model->harm[attack->goal_harm[i]].item.id),
                 name);
    CHECK_AT(g->ngoals == attack->model->nharms - 1, name);
}

int main(void)
{
    static const char *const model[] = {
        "tests/golden/graph/formats/rempart.yaml",
        "tests/golden/attack/rules/rempart.yaml",
        "examples/ventilator/rempart.yaml",
    };
    for (size_t i = 0; i < sizeof(model) / sizeof(model[0]); i++) {
        struct rp_arena a;
        rp_arena_init(&a);
        const struct rp_attack *attack = load(&a, model[i]);
        if (attack) {
            test_reach(&a, attack, model[i]);
            test_controls(&a, attack, model[i]);
            test_origins(attack, model[i]);
        }
        rp_arena_done(&a);
    }
    TEST_DONE();
}
