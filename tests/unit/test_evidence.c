// SPDX-License-Identifier: Apache-2.0
/*
 * Tests of src/evidence: what each form of JUnit XML says of a test, patterns of file names.
 */
#include "evidence/reader.h"
#include "model/reader.h"
#include "rp_test.h"

static const char model_text[] =
    "rempart: 1\n"
    "device: {id: p, name: p, version: '2', manufacturer: m, "
    "intended-purpose: x}\n"
    "controls:\n"
    "- {id: M1, control: c, state: existing, at: [z], tests: [T1, T2]}\n"
    "- {id: M2, control: d, state: existing, at: [z], tests: [T-3]}\n"
    "zones: [{id: z, kind: k}]\n"
    "policy: {acceptable: {1: V4, 2: V4, 3: V2, 4: V1, 5: none}}\n";

#define V2 "<properties><property name='rempart.device.version' value='2'/></properties>"
#define V1 "<properties><property name='rempart.device.version'>1\n</property></properties>"
#define SUITE(inside) "<testsuites><testsuite name='s'>" inside "</testsuite></testsuites>"

static const struct {
    const char *name, *xml;
    enum rp_test_result result; // of T1
    bool here;                  // on the version that is assessed
    const char *messages;
} row[] = {
    {"passed", SUITE(V2 "<testcase name='T1'/>"), RP_TEST_PASSED, true, ""},
    {"one suite", "<testsuite>" V2 "<testcase name='T1'/></testsuite>", RP_TEST_PASSED, true, ""},
    {"nested", SUITE("<testsuite>" V2 "<testsuite><testcase name='T1'/></testsuite></testsuite>"),
     RP_TEST_PASSED, true, ""},
    {"case level", SUITE("<testcase name='T1'>" V2 "</testcase>"), RP_TEST_PASSED, true, ""},
    {"case over suite", SUITE(V1 "<testcase name='T1'>" V2 "</testcase>"), RP_TEST_PASSED, true,
     ""},
    {"other version", SUITE(V1 "<testcase name='T1'/>"), RP_TEST_PASSED, false, "5006 "},
    {"no version", SUITE("<testcase name='T1'/>"), RP_TEST_PASSED, false, "5005 "},
    {"failure", SUITE(V2 "<testcase name='T1'><failure/></testcase>"), RP_TEST_FAILED, true, ""},
    {"error", SUITE(V2 "<testcase name='T1'><error/></testcase>"), RP_TEST_FAILED, true, ""},
    {"skipped", SUITE(V2 "<testcase name='T1'><skipped/></testcase>"), RP_TEST_SKIPPED, true, ""},
    {"not run", SUITE(V2 "<testcase name='T1' status='notrun'/>"), RP_TEST_SKIPPED, true, ""},
    {"flaky", SUITE(V2 "<testcase name='T1'><flakyFailure/></testcase>"), RP_TEST_FAILED, true, ""},
    {"output is no result",
     SUITE(V2 "<testcase name='T1'><system-out>failure</system-out>"
              "</testcase>"),
     RP_TEST_PASSED, true, ""},
    {"worst counts", SUITE(V2 "<testcase name='T1'><failure/></testcase><testcase name='T1'/>"),
     RP_TEST_FAILED, true, ""},
    {"worst counts, later",
     SUITE(V2 "<testcase name='T1'/><testcase name='T1'><error/></testcase>"), RP_TEST_FAILED, true,
     ""},
    {"this version over others",
     "<testsuites><testsuite>" V1 "<testcase name='T1'><failure/></testcase></testsuite>"
     "<testsuite>" V2 "<testcase name='T1'/></testsuite></testsuites>",
     RP_TEST_PASSED, true, "5006 "},
    {"others do not replace it",
     "<testsuites><testsuite>" V2 "<testcase name='T1'/></testsuite>"
     "<testsuite>" V1 "<testcase name='T1'><failure/></testcase></testsuite></testsuites>",
     RP_TEST_PASSED, true, "5006 "},
    {"word", SUITE(V2 "<testcase name='login [T1] refused'/>"), RP_TEST_PASSED, true, ""},
    {"colon", SUITE(V2 "<testcase name='T1: refused'/>"), RP_TEST_PASSED, true, ""},
    {"identifier", SUITE(V2 "<testcase name='test_T1_refused'/>"), RP_TEST_PASSED, true, ""},
    {"two ids", SUITE(V2 "<testcase name='T2 T1'/>"), RP_TEST_PASSED, true, ""},
    {"not a part of a word", SUITE(V2 "<testcase name='T11'/>"), RP_TEST_NO_RESULT, false, "5004 "},
    {"unknown", SUITE(V2 "<testcase name='T9'/><testcase name='T8'/><testcase/>"),
     RP_TEST_NO_RESULT, false, "5004 "},
    {"cut in a case", "<testsuites><testsuite>" V2 "<testcase name='T1'><fail", RP_TEST_NO_RESULT,
     false, "1041 "},
    {"cut behind a case", "<testsuites><testsuite>" V2 "<testcase name='T1'/><testc",
     RP_TEST_PASSED, true, "1041 "},
    {"not junit", "<html><testcase name='T1'/></html>", RP_TEST_NO_RESULT, false, "5003 "},
    {"not xml", "PASS T1\n", RP_TEST_NO_RESULT, false, "1040 "},
    {"escape codes", SUITE(V2 "<testcase name='T1'><system-out>\x1B[0m</system-out></testcase>"),
     RP_TEST_PASSED, true, "1045 "},
    {"two images",
     SUITE(V2 "<testcase name='T1'><properties><property name='rempart.image.sha256' value='aa'/>"
              "</properties></testcase><testcase name='T2'><properties><property "
              "name='rempart.image.sha256' value='bb'/></properties></testcase>"),
     RP_TEST_PASSED, true, "5009 "},
};

static void test_junit(void)
{
    for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
        struct rp_arena a;
        struct rp_diags unseen, d;
        struct rp_buf messages;
        rp_arena_init(&a);
        rp_diags_init(&unseen, &a);
        rp_diags_init(&d, &a);
        rp_buf_init(&messages, 0);
        const struct rp_model *m = rp_model_of_source(
            &a, rp_source_new(&a, RP_STR("m"), rp_str_of(model_text)), 0, true, &unseen);
        struct rp_evidence_reader r;
        rp_evidence_reader_init(&r, &a, m, NULL, &d);
        rp_evidence_take_junit(&r, rp_source_new(&a, RP_STR("x"), rp_str_of(row[i].xml)));
        CHECK(r.ntests == 4 && unseen.errors == 0);
        CHECK_AT(r.test[1].result == row[i].result, row[i].name);
        CHECK_AT(r.on_this_version[1] == row[i].here, row[i].name);
        CHECK_AT((r.test[1].at.src != NULL) == (row[i].result != RP_TEST_NO_RESULT), row[i].name);
        for (const struct rp_diag *k = d.first; k; k = k->next)
            rp_buf_printf(&messages, "%u ", rp_msg_info(k->msg)->code);
        CHECK_AT(rp_str_eq(rp_buf_str(&messages), rp_str_of(row[i].messages)), row[i].name);
        CHECK_AT(d.errors == 0, row[i].name);
        rp_buf_done(&messages);
        rp_arena_done(&a);
    }
}

static void test_patterns(void)
{
    static const struct {
        const char *name, *pattern;
        bool fits;
    } pattern[] = {
        {"a.xml", "*.xml", true},
        {"a.xml", "a.xml", true},
        {"a.xml", "*", true},
        {"a.xml", "b*", false},
        {"a.xml", "*.xm", false},
        {"aXbXc", "a*b*c", true},
        {"aaab", "*ab", true},
        {"", "*", true},
        {"", "", true},
        {"a", "", false},
        {"", "a", false},
        {"abcabc", "*abc", true},
        {"abcabd", "*abc", false},
        {"a.xml", "**.x*ml", true},
    };
    for (size_t i = 0; i < sizeof(pattern) / sizeof(pattern[0]); i++)
        CHECK_AT(rp_evidence_fits(rp_str_of(pattern[i].name), rp_str_of(pattern[i].pattern)) ==
                     pattern[i].fits,
                 pattern[i].pattern);
}

// The files of a folder that is always there, in order.
static void test_expand(void)
{
    struct rp_arena a;
    uint32_t n;
    rp_arena_init(&a);
    struct rp_str *file = rp_evidence_expand(&a, RP_STR("src/evidence/*.h"), &n);
    CHECK(n == 2 && rp_str_eq(file[0], RP_STR("src/evidence/evidence.h")) &&
          rp_str_eq(file[1], RP_STR("src/evidence/reader.h")));
    rp_evidence_expand(&a, RP_STR("src/evidence/*.xml"), &n);
    CHECK(n == 0);
    rp_evidence_expand(&a, RP_STR("nowhere/*"), &n);
    CHECK(n == 0);
    file = rp_evidence_expand(&a, RP_STR("nowhere/a.xml"), &n);
    CHECK(n == 1 && rp_str_eq(file[0], RP_STR("nowhere/a.xml")));
    rp_arena_done(&a);
}

#define H1 "1111111111111111111111111111111111111111111111111111111111111111"
#define H2 "2222222222222222222222222222222222222222222222222222222222222222"
#define PLAN "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define OTHER "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define RECORD(version, plan, images)                                                              \
    "{\"version\": \"" version "\", \"plan\": \"" plan "\", \"images\": [" images "]}"
#define IMAGE(hash, modules)                                                                       \
    "{\"name\": \"i\", \"sha256\": \"" hash "\", \"modules\": [" modules "]}"
#define GOOD RECORD("2", PLAN, IMAGE(H1, "\"log\", \"boot\"") ", " IMAGE(H2, "\"log\""))
#define OF(hash, plan)                                                                             \
    "<properties><property name='rempart.device.version' value='2'/>"                              \
    "<property name='rempart.image.sha256' value='" hash "'/>"                                     \
    "<property name='rempart.plan.sha256' value='" plan "'/></properties>"

// T1 is a test of M1, which the module `log` provides; T-3 of M2, which no module does.
static const struct {
    const char *name, *record, *xml;
    bool here, here_3; // T1 and T-3 speak for what is assessed
    const char *messages;
} image_row[] = {
    {"first image", GOOD, SUITE(OF(H1, PLAN) "<testcase name='T1 T-3'/>"), true, true, ""},
    {"second image", GOOD, SUITE(OF(H2, PLAN) "<testcase name='T1 T-3'/>"), true, true, ""},
    {"other image", GOOD, SUITE(OF(PLAN, PLAN) "<testcase name='T1 T-3'/>"), false, false, "5017 "},
    {"other plan", GOOD, SUITE(OF(H1, OTHER) "<testcase name='T1 T-3'/>"), false, false, "5016 "},
    {"no image", GOOD, SUITE(V2 "<testcase name='T1 T-3'/>"), false, true, "5018 "},
    {"no plan", GOOD, SUITE(OF(H1, "") "<testcase name='T1 T-3'/>"), false, true, "5018 "},
    {"no record", "", SUITE(OF(H1, PLAN) "<testcase name='T1 T-3'/>"), false, false, "5012 5017 "},
    {"record of another plan", RECORD("2", OTHER, IMAGE(H1, "\"log\"")),
     SUITE(OF(H1, PLAN) "<testcase name='T1'/>"), false, false, "5014 5017 "},
    {"record of another version", RECORD("1", PLAN, IMAGE(H1, "\"log\"")),
     SUITE(OF(H1, PLAN) "<testcase name='T1'/>"), false, false, "5013 5017 "},
    {"plan that is no digest", RECORD("2", "AAAA", IMAGE(H1, "\"log\"")), SUITE(""), false, false,
     "5012 "},
    {"image without a digest", RECORD("2", PLAN, IMAGE("1", "\"log\"")), SUITE(""), false, false,
     "5012 "},
    {"good one replaces a foreign one", GOOD,
     "<testsuites><testsuite>" OF(
         PLAN, PLAN) "<testcase name='T1'><failure/></testcase></testsuite>"
                     "<testsuite>" OF(H1, PLAN) "<testcase name='T1'/></testsuite></testsuites>",
     true, false, "5017 "},
};

static void test_images(void)
{
    static const struct rp_str module[] = {{NULL, 0}, {"log", 3}, {NULL, 0}};
    static const struct rp_evidence_plan plan = {{PLAN, 64}, module};
    for (size_t i = 0; i < sizeof(image_row) / sizeof(image_row[0]); i++) {
        struct rp_arena a;
        struct rp_diags unseen, d;
        struct rp_buf messages;
        struct rp_evidence_reader r;
        rp_arena_init(&a);
        rp_diags_init(&unseen, &a);
        rp_diags_init(&d, &a);
        rp_buf_init(&messages, 0);
        struct rp_str text = rp_str_printf(&a, "%simages: [i.json]\n", model_text);
        const struct rp_model *m =
            rp_model_of_source(&a, rp_source_new(&a, RP_STR("m"), text), 0, true, &unseen);
        rp_evidence_reader_init(&r, &a, m, &plan, &d);
        rp_evidence_take_images(&r, rp_source_new(&a, RP_STR("i"), rp_str_of(image_row[i].record)));
        rp_evidence_take_junit(&r, rp_source_new(&a, RP_STR("x"), rp_str_of(image_row[i].xml)));
        CHECK_AT(r.on_this_version[1] == image_row[i].here, image_row[i].name);
        CHECK_AT(r.on_this_version[3] == image_row[i].here_3, image_row[i].name);
        for (const struct rp_diag *k = d.first; k; k = k->next)
            rp_buf_printf(&messages, "%u ", rp_msg_info(k->msg)->code);
        CHECK_AT(rp_str_eq(rp_buf_str(&messages), rp_str_of(image_row[i].messages)),
                 image_row[i].name);
        CHECK_AT(d.errors == 0, image_row[i].name);
        if (r.nimages == 2) {
            CHECK(rp_evidence_has_module(&r, RP_STR("log"), (struct rp_loc){0}));
            CHECK(!rp_evidence_has_module(&r, RP_STR("boot"), (struct rp_loc){0}));
            CHECK(d.warnings > 0);
        }
        rp_buf_done(&messages);
        rp_arena_done(&a);
    }
}

int main(void)
{
    test_junit();
    test_images();
    test_patterns();
    test_expand();
    TEST_DONE();
}
