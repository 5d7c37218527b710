// SPDX-License-Identifier: Apache-2.0
/*
 * The verdict and its conditions on graphs small enough to be judged by eye.
 *
 * visitor --plug--> inside --run--> harm D1 (severity 5, acceptable up to V1)
 * M1 (control 0) stops "run"; control 1 stops "plug" and is decided by M2 where a row says so.
 * With two ways there is also visitor --climb--> harm D1, and control 1 stops "climb" alone.
 */
#include "assess/measures.h"
#include "assess/xray.h"
#include "attack/graph.h"
#include "rp_test.h"

#define TODAY 20000 // days since 1970: 2024-10-04

struct fixture {
    struct rp_model model;
    struct rp_harm harm[2];
    struct rp_control control[3];
    struct rp_assumption assumption[2];
    struct rp_source_of_risk source[2];
    struct rp_component component[1];
    struct rp_acceptance acceptance;
    struct rp_word test_word;
    struct rp_attack attack;
    uint32_t kind[2], decision[2], goal_harm[1];
    struct rp_ref place[2];
    struct rp_test test[2];
    enum rp_proof proof[3];
    struct rp_evidence evidence;
    struct rp_assessment as;
};

struct row {
    const char *name;
    enum rp_graph_state m1, m2; // FREE: not decided
    enum rp_proof proof1;
    bool foreign; // T1 was had on another image
    bool no_test, side_open, assumption, two_ways;
    const char *accepted_until; // NULL: not accepted
    enum rp_verdict verdict;
    const char *conditions; // first letters of their types, in order
};

static struct rp_graph *make_graph(struct rp_arena *a, const struct row *row, bool m1_needs_m2)
{
    struct rp_graph_builder b;
    rp_graph_builder_init(&b, a);
    rp_graph_add_facts(&b, 3);
    uint32_t k0 = rp_graph_add_kind(&b, &(struct rp_graph_kind){RP_STR("k0"), {1, 0, 1}});
    uint32_t k1 = rp_graph_add_kind(&b, &(struct rp_graph_kind){RP_STR("k1"), {1, 0, 1}});
    uint32_t c0 = rp_graph_add_control(
        &b, &(struct rp_graph_control){RP_STR("k0@x"), k0, {1, 0, 0}, row->m1});
    uint32_t c1 = rp_graph_add_control(
        &b, &(struct rp_graph_control){RP_STR("k1@y"), k1, {1, 0, 0}, row->m2});
    rp_graph_add_entry(&b, 0, 1);
    rp_graph_add_step(&b, 4, 1);
    rp_graph_step_needs(&b, 0);
    if (!row->two_ways)
        rp_graph_step_stopped_by(&b, c1, 0);
    rp_graph_add_step(&b, 3, 2);
    rp_graph_step_needs(&b, 1);
    rp_graph_step_stopped_by(&b, c0, 0);
    if (row->two_ways) {
        rp_graph_add_step(&b, 3, 2);
        rp_graph_step_needs(&b, 0);
        rp_graph_step_stopped_by(&b, c1, 0);
    }
    rp_graph_add_goal(&b, &(struct rp_graph_goal){RP_STR("D1"), 2, 1, 5});
    if (m1_needs_m2) {
        rp_graph_add_constraint(&b, RP_NEEDS_ONE, c0);
        rp_graph_constraint_any(&b, c1);
    }
    return rp_graph_builder_done(&b);
}

static enum rp_control_state state_of(enum rp_graph_state state)
{
    return state == RP_GRAPH_EXISTING  ? RP_EXISTING
           : state == RP_GRAPH_PLANNED ? RP_PLANNED
                                       : RP_CANDIDATE;
}

static void fill_model(struct fixture *f, const struct row *row)
{
    f->test_word.text = RP_STR("T1");
    for (int i = 1; i <= 2; i++) {
        f->control[i].item.id = i == 1 ? RP_STR("M1") : RP_STR("M2");
        f->control[i].requirement = RP_STR("REQ");
        f->control[i].assessed_by = row->side_open ? RP_STR("") : RP_STR("N. Martin");
        f->control[i].assessed_on = RP_STR("2024-09-01");
        f->control[i].tests = (struct rp_words){&f->test_word, row->no_test ? 0 : 1};
    }
    f->control[1].state = state_of(row->m1);
    f->control[2].state = state_of(row->m2);
    f->harm[1] = (struct rp_harm){.item.id = RP_STR("D1"), .severity = 5};
    f->acceptance = (struct rp_acceptance){.harm = {.class = RP_CLASS_HARM, .i = 1},
                                           .by = RP_STR("A. Durand"),
                                           .until = rp_str_of(row->accepted_until)};
    f->model = (struct rp_model){
        .device = {.version = RP_STR("1")},
        .harm = f->harm,
        .control = f->control,
        .assumption = f->assumption,
        .source = f->source,
        .component = f->component,
        .nharms = 2,
        .ncontrols = 3,
        .nsources = 2,
        .ncomponents = 1,
        .nassumptions = row->assumption ? 2 : 1,
        .policy = {.acceptable = {0, 4, 4, 2, 1, 1},
                   .acceptance = &f->acceptance,
                   .nacceptances = row->accepted_until ? 1 : 0},
    };
}

static enum rp_status assess(struct rp_arena *a, struct fixture *f, const struct row *row,
                             bool m1_needs_m2)
{
    *f = (struct fixture){.kind = {1, 2}, .decision = {1, 2}, .goal_harm = {1}};
    fill_model(f, row);
    f->test[1] = (struct rp_test){
        .id = RP_STR("T1"),
        .result = row->proof1 == RP_PROOF_HOLDS || row->proof1 == RP_PROOF_STALE ? RP_TEST_PASSED
                  : row->proof1 == RP_PROOF_FAILED                               ? RP_TEST_FAILED
                                                   : RP_TEST_NO_RESULT,
        .foreign = row->foreign,
        .version = row->proof1 == RP_PROOF_STALE && !row->foreign ? RP_STR("0") : RP_STR("1")};
    f->proof[1] = f->proof[2] = row->proof1;
    f->evidence = (struct rp_evidence){.test = f->test, .ntests = 2, .proof = f->proof};
    f->attack = (struct rp_attack){.model = &f->model,
                                   .graph = make_graph(a, row, m1_needs_m2),
                                   .control_kind = f->kind,
                                   .control_place = f->place,
                                   .control_decision = f->decision,
                                   .goal_harm = f->goal_harm};
    struct rp_select_options options = {.stage = {RP_STAGE_KINDS, RP_STAGE_PLACES}, .nstages = 2};
    return rp_assess(a, &f->attack, &f->evidence, TODAY, &options, &f->as);
}

// Harm, Conflict, Add, Build, Test, Name a test, Side effect, accepted Risk, aSsumption.
static void letters(const struct rp_assessment *as, char *out)
{
    for (uint32_t i = 0; i < as->nconditions && i < 15; i++)
        *out++ = "HCABTNSRU"[as->condition[i].type];
    *out = '\0';
}

static const struct row rows[] = {
    {.name = "nothing decided", .verdict = RP_NOT_ACCEPTABLE, .conditions = "A"},
    {.name = "planned",
     .m1 = RP_GRAPH_PLANNED,
     .proof1 = RP_PROOF_MISSING,
     .verdict = RP_NOT_ACCEPTABLE,
     .conditions = "B"},
    {.name = "built, no result",
     .m1 = RP_GRAPH_EXISTING,
     .proof1 = RP_PROOF_MISSING,
     .verdict = RP_NOT_ACCEPTABLE,
     .conditions = "T"},
    {.name = "built, failed",
     .m1 = RP_GRAPH_EXISTING,
     .proof1 = RP_PROOF_FAILED,
     .verdict = RP_NOT_ACCEPTABLE,
     .conditions = "T"},
    {.name = "built, stale",
     .m1 = RP_GRAPH_EXISTING,
     .proof1 = RP_PROOF_STALE,
     .verdict = RP_NOT_ACCEPTABLE,
     .conditions = "T"},
    {.name = "built, of another image",
     .m1 = RP_GRAPH_EXISTING,
     .proof1 = RP_PROOF_STALE,
     .foreign = true,
     .verdict = RP_NOT_ACCEPTABLE,
     .conditions = "T"},
    {.name = "said to exist, not in the image",
     .m1 = RP_GRAPH_EXISTING,
     .proof1 = RP_PROOF_ABSENT,
     .verdict = RP_NOT_ACCEPTABLE,
     .conditions = "B"},
    {.name = "built, no test",
     .m1 = RP_GRAPH_EXISTING,
     .proof1 = RP_PROOF_NONE,
     .no_test = true,
     .verdict = RP_NOT_ACCEPTABLE,
     .conditions = "N"},
    {.name = "built and proven",
     .m1 = RP_GRAPH_EXISTING,
     .proof1 = RP_PROOF_HOLDS,
     .verdict = RP_ACCEPTABLE,
     .conditions = ""},
    {.name = "proven, side effects open",
     .m1 = RP_GRAPH_EXISTING,
     .proof1 = RP_PROOF_HOLDS,
     .side_open = true,
     .verdict = RP_ACCEPTABLE_UNDER_CONDITIONS,
     .conditions = "S"},
    {.name = "proven, an assumption",
     .m1 = RP_GRAPH_EXISTING,
     .proof1 = RP_PROOF_HOLDS,
     .assumption = true,
     .verdict = RP_ACCEPTABLE_UNDER_CONDITIONS,
     .conditions = "U"},
    {.name = "accepted",
     .accepted_until = "2024-12-31",
     .verdict = RP_ACCEPTABLE_UNDER_CONDITIONS,
     .conditions = "R"},
    {.name = "accepted until yesterday",
     .accepted_until = "2024-10-03",
     .verdict = RP_NOT_ACCEPTABLE,
     .conditions = "A"},
    {.name = "accepted until today",
     .accepted_until = "2024-10-04",
     .verdict = RP_ACCEPTABLE_UNDER_CONDITIONS,
     .conditions = "R"},
    {.name = "accepted without need",
     .m1 = RP_GRAPH_EXISTING,
     .proof1 = RP_PROOF_HOLDS,
     .accepted_until = "2024-12-31",
     .verdict = RP_ACCEPTABLE,
     .conditions = ""},
    // one of two is enough: of the planned one and the existing one, the existing one is asked for
    {.name = "existing before planned",
     .m1 = RP_GRAPH_PLANNED,
     .m2 = RP_GRAPH_EXISTING,
     .proof1 = RP_PROOF_MISSING,
     .verdict = RP_NOT_ACCEPTABLE,
     .conditions = "T"},
    // the addition closes one way; what is decided against the other is still to build, or to prove
    {.name = "addition beside a planned one",
     .two_ways = true,
     .m1 = RP_GRAPH_PLANNED,
     .verdict = RP_NOT_ACCEPTABLE,
     .conditions = "AB"},
    {.name = "addition beside an existing one",
     .two_ways = true,
     .m1 = RP_GRAPH_EXISTING,
     .proof1 = RP_PROOF_FAILED,
     .verdict = RP_NOT_ACCEPTABLE,
     .conditions = "AT"},
    {.name = "addition beside a proven one",
     .two_ways = true,
     .m1 = RP_GRAPH_EXISTING,
     .proof1 = RP_PROOF_HOLDS,
     .verdict = RP_NOT_ACCEPTABLE,
     .conditions = "A"},
    {.name = "refused",
     .m1 = RP_GRAPH_REFUSED,
     .m2 = RP_GRAPH_REFUSED,
     .verdict = RP_NOT_ACCEPTABLE,
     .conditions = "H"},
};

static void check_verdicts(void)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct rp_arena a;
        struct fixture f;
        char found[16];
        rp_arena_init(&a);
        CHECK_AT(assess(&a, &f, &rows[i], false) == RP_OK, rows[i].name);
        letters(&f.as, found);
        CHECK_AT(f.as.verdict == rows[i].verdict, rows[i].name);
        CHECK_AT(strcmp(found, rows[i].conditions) == 0, rows[i].name);
        CHECK_AT(f.as.risk[0].level[RP_WITHOUT] == 3, rows[i].name);
        CHECK_AT(f.as.risk[0].path[RP_WITHOUT].nsteps == (rows[i].two_ways ? 1 : 2), rows[i].name);
        rp_arena_done(&a);
    }
}

static void check_proof_missing(void)
{
    struct rp_arena a;
    struct fixture f;
    rp_arena_init(&a);
    const struct row row = {
        .m1 = RP_GRAPH_EXISTING, .m2 = RP_GRAPH_FREE, .proof1 = RP_PROOF_MISSING};
    CHECK(assess(&a, &f, &row, false) == RP_OK);
    CHECK(f.as.risk[0].nproof_missing == 1 && f.as.risk[0].proof_missing[0] == 1);
    CHECK(f.as.worst_target[RP_WITHOUT] == 3 && f.as.worst_target[RP_DESIGNED] == 0 &&
          f.as.worst_target[RP_VERIFIED] == 3 && f.as.worst_gateway[RP_WITHOUT] == 0);
    CHECK(f.as.risk[0].by_source[1] == 0);
    rp_arena_done(&a);
}

// M1 is built and proven, but the control that it needs is not there.
static void check_needs(void)
{
    struct rp_arena a;
    struct fixture f;
    char found[16];
    rp_arena_init(&a);
    struct row row = {.m1 = RP_GRAPH_EXISTING, .proof1 = RP_PROOF_HOLDS};
    CHECK(assess(&a, &f, &row, true) == RP_OK);
    CHECK(f.as.verdict == RP_NOT_ACCEPTABLE);
    CHECK(!f.as.chosen[RP_DESIGNED][0] && f.as.unmet[RP_DESIGNED][0] == 0);
    letters(&f.as, found);
    CHECK_AT(strcmp(found, "A") == 0, found);
    CHECK(f.as.condition[0].graph_control == 1);
    uint32_t n;
    const struct rp_finding *finding = rp_xray(&a, &f.as, &n);
    bool said = false;
    for (uint32_t i = 0; i < n; i++)
        said = said || finding[i].rule == RP_XRAY_CONTROL_WITHOUT_NEEDED;
    CHECK(said);
    row.m2 = RP_GRAPH_EXISTING;
    CHECK(assess(&a, &f, &row, true) == RP_OK);
    CHECK(f.as.verdict == RP_ACCEPTABLE);
    rp_arena_done(&a);
}

// A model in which nothing can be assessed is not acceptable.
// Alone it lowers nothing, as the other way stays open; with the addition it is needed.
static void check_superfluous(void)
{
    struct rp_arena a;
    struct fixture f;
    rp_arena_init(&a);
    const struct row row = {.two_ways = true, .m1 = RP_GRAPH_PLANNED};
    CHECK(assess(&a, &f, &row, false) == RP_OK);
    CHECK(f.as.addition.chosen[1] && !f.as.superfluous[0] && !f.as.superfluous[1]);
    rp_arena_done(&a);
}

static void check_no_harm(void)
{
    struct rp_arena a;
    struct fixture f;
    rp_arena_init(&a);
    const struct row row = {.name = "none"};
    CHECK(assess(&a, &f, &row, false) == RP_OK);
    struct rp_graph empty = *f.attack.graph;
    empty.ngoals = 0;
    f.attack.graph = &empty;
    struct rp_select_options options = {.stage = {RP_STAGE_KINDS}, .nstages = 1};
    CHECK(rp_assess(&a, &f.attack, &f.evidence, TODAY, &options, &f.as) == RP_OK);
    CHECK(f.as.verdict == RP_NOT_ACCEPTABLE);
    rp_arena_done(&a);
}

static void check_measures(void)
{
    struct rp_arena a;
    struct fixture f;
    struct rp_measures m;
    rp_arena_init(&a);
    struct row row = {.m1 = RP_GRAPH_EXISTING, .proof1 = RP_PROOF_HOLDS};
    CHECK(assess(&a, &f, &row, false) == RP_OK);
    rp_assess_measures(&a, &f.as, &m);
    CHECK(m.nmeasures == 1 && m.measure[0].control == 1 && m.measure[0].nback == 1);
    CHECK(m.measure[0].back[0].level == 3 && m.measure[0].back[0].step == 1);
    CHECK(m.npaths == 1 && m.path[0].number == 1); // the path that comes back is the first one
    CHECK(!m.measure[0].superfluous);
    row.m2 = RP_GRAPH_EXISTING; // each could go alone: nothing comes back
    CHECK(assess(&a, &f, &row, false) == RP_OK);
    rp_assess_measures(&a, &f.as, &m);
    CHECK(m.nmeasures == 2 && m.measure[0].nback == 0 && m.measure[1].nback == 0);
    CHECK(m.measure[0].superfluous != m.measure[1].superfluous);
    row = (struct row){.m1 = RP_GRAPH_FREE};
    CHECK(assess(&a, &f, &row, false) == RP_OK);
    rp_assess_measures(&a, &f.as, &m);
    CHECK(m.nmeasures == 1 && m.measure[0].state == RP_MEASURE_TO_ADD && m.measure[0].nback == 1);
    rp_arena_done(&a);
}

int main(void)
{
    check_verdicts();
    check_proof_missing();
    check_needs();
    check_superfluous();
    check_no_harm();
    check_measures();
    TEST_DONE();
}
