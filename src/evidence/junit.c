// SPDX-License-Identifier: Apache-2.0
/*
 * JUnit XML, as test frameworks write it, -> results of the tests that the model names.
 *
 * There is no standard.  Understood are <testsuites>, <testsuite> at any depth, <testcase> with
 * <failure>, <error>, <skipped>, the attributes by which GoogleTest says that a test did not run,
 * the elements by which Surefire says that it passed only when repeated, and <properties> of suites
 * and cases, as an attribute or as text.
 */
#include "evidence/reader.h"

// What a suite says of all its cases.
struct suite {
    struct rp_str version, image, plan, when;
};

struct junit {
    struct rp_evidence_reader *r;
    uint32_t nsuites, nunknown; // nunknown: cases that name no known test
    struct rp_diag *unknown;    // the message about the first
    struct rp_str unknown_name;
    bool no_version, other_version; // reported for this file
    bool told[RP_MSG_COUNT];        // likewise: why results are of another image or plan
};

static bool is_named(const struct rp_node *node, const char *tag)
{
    return node->kind == RP_NODE_ELEMENT && rp_str_eq(node->key, rp_str_of(tag));
}

static struct rp_str attribute(const struct rp_node *node, const char *name)
{
    const struct rp_node *found = rp_node_get(node, name);
    return found ? found->text : RP_STR("");
}

static struct rp_str trim(struct rp_str s)
{
    while (s.n && (unsigned char)s.p[0] <= ' ')
        s = (struct rp_str){s.p + 1, s.n - 1};
    while (s.n && (unsigned char)s.p[s.n - 1] <= ' ')
        s.n--;
    return s;
}

// Adds what the <properties> of an element say.
static void take_properties(const struct rp_node *element, struct suite *says)
{
    for (const struct rp_node *list = element->first; list; list = list->next) {
        if (!is_named(list, "properties"))
            continue;
        for (const struct rp_node *i = list->first; i; i = i->next) {
            struct rp_str name = i->kind == RP_NODE_ELEMENT ? attribute(i, "name") : RP_STR("");
            struct rp_str value =
                name.n && rp_node_get(i, "value") ? attribute(i, "value") : i->text;
            if (rp_str_eq(name, RP_STR("rempart.device.version")))
                says->version = trim(value);
            else if (rp_str_eq(name, RP_STR("rempart.image.sha256")))
                says->image = trim(value);
            else if (rp_str_eq(name, RP_STR("rempart.plan.sha256")))
                says->plan = trim(value);
        }
    }
}

static enum rp_test_result result_of(const struct rp_node *testcase)
{
    static const char *const not_run[] = {"notrun", "disabled", "skipped", "suppressed"};
    enum rp_test_result result = RP_TEST_PASSED;
    struct rp_str status = attribute(testcase, "status"), how = attribute(testcase, "result");
    for (size_t i = 0; i < sizeof(not_run) / sizeof(not_run[0]); i++)
        if (rp_str_eq(status, rp_str_of(not_run[i])) || rp_str_eq(how, rp_str_of(not_run[i])))
            result = RP_TEST_SKIPPED;
    for (const struct rp_node *i = testcase->first; i; i = i->next) {
        if (is_named(i, "failure") || is_named(i, "error") || is_named(i, "flakyFailure") ||
            is_named(i, "flakyError"))
            return RP_TEST_FAILED;
        if (is_named(i, "skipped"))
            result = RP_TEST_SKIPPED;
    }
    return result;
}

// From best to worst.
static unsigned badness(enum rp_test_result result)
{
    static const unsigned char order[] = {
        [RP_TEST_NO_RESULT] = 0,
        [RP_TEST_PASSED] = 1,
        [RP_TEST_SKIPPED] = 2,
        [RP_TEST_FAILED] = 3,
    };
    return order[result];
}

// The images of one version must be one image.
static void check_image(struct rp_evidence_reader *r, const struct suite *says, struct rp_loc at)
{
    // Where the build told which images there are, results are held against that.
    if (!says->image.n || r->two_images || r->plan)
        return;
    if (!r->image.n) {
        r->image = says->image;
        r->image_at = at;
    } else if (!rp_str_eq(r->image, says->image)) {
        struct rp_diag *diag =
            rp_report(r->d, RP_MSG_EVIDENCE_TWO_IMAGES, at, "%.*s", RP_FMT(says->image));
        rp_report_note(r->d, diag, RP_MSG_NOTE_FIRST, r->image_at, "%.*s", RP_FMT(r->image));
        r->two_images = true;
    }
}

// Whether the result is of another image or plan; says once for each file why.
static bool is_foreign(struct junit *j, uint32_t i, const struct rp_node *testcase,
                       const struct suite *says)
{
    struct rp_evidence_reader *r = j->r;
    enum rp_msg why;
    if (!rp_evidence_is_foreign(r, says->image, says->plan, r->needs_image[i], &why))
        return false;
    struct rp_str subject = why == RP_MSG_EVIDENCE_OTHER_PLAN ? says->plan : says->image;
    if (!j->told[why])
        rp_report(r->d, why, testcase->at, "%.*s", RP_FMT(subject));
    j->told[why] = true;
    return true;
}

static uint64_t image_bit(const struct rp_evidence_reader *r, struct rp_str image)
{
    for (uint32_t i = 0; i < r->nimages; i++)
        if (rp_str_eq(image, r->images[i].sha256))
            return (uint64_t)1 << i;
    return 0;
}

// A result of this version replaces those of others; among equals the worst counts.
static void take_result(struct junit *j, uint32_t i, const struct rp_node *testcase,
                        const struct suite *says)
{
    struct rp_evidence_reader *r = j->r;
    struct rp_test *test = &r->test[i];
    bool here = says->version.n && rp_str_eq(says->version, r->m->device.version);
    bool foreign = here && is_foreign(j, i, testcase, says);
    here = here && !foreign;
    if (here)
        check_image(r, says, testcase->at);
    enum rp_test_result result = result_of(testcase);
    bool better_known = r->on_this_version[i] && !here;
    bool first_here = here && !r->on_this_version[i];
    r->nresults++;
    if (here)
        test->on_images |= image_bit(r, says->image);
    if (better_known || (!first_here && badness(result) <= badness(test->result)))
        return;
    r->on_this_version[i] = here;
    test->result = result;
    test->at = testcase->at;
    test->version = says->version;
    test->image_hash = says->image;
    test->plan_hash = says->plan;
    test->foreign = foreign;
    test->when = says->when;
    test->name = attribute(testcase, "name");
    test->output = RP_STR("");
    for (const struct rp_node *k = testcase->first; k; k = k->next)
        if (is_named(k, "system-out"))
            test->output = k->text;
}

static bool is_border(char c)
{
    return (unsigned char)c <= ' ' || strchr("()[]{}<>\"',;", c);
}

// The test with that id, 0 when there is none.
static uint32_t find_test(const struct junit *j, struct rp_str word)
{
    struct rp_ref found = rp_model_find(j->r->m, word);
    return found.class == RP_CLASS_TEST ? found.i : 0;
}

// "T12", "T12:", "T12." or a part between underscores: identifiers of most languages allow no other
// border.  Takes the result for each test that the word names; gives how many.
static uint32_t take_word(struct junit *j, struct rp_str word, const struct rp_node *testcase,
                          const struct suite *says)
{
    while (word.n && strchr(":.", word.p[word.n - 1]))
        word.n--;
    uint32_t whole = find_test(j, word), n = 0;
    if (whole) {
        take_result(j, whole, testcase, says);
        return 1;
    }
    for (size_t i = 0; i < word.n;) {
        size_t end = i;
        while (end < word.n && word.p[end] != '_')
            end++;
        uint32_t part = find_test(j, (struct rp_str){word.p + i, end - i});
        if (part) {
            take_result(j, part, testcase, says);
            n++;
        }
        i = end + 1;
    }
    return n;
}

// Says once for each file that its results are of no version, or of another.
static void check_version(struct junit *j, const struct rp_node *testcase, const struct suite *says)
{
    struct rp_evidence_reader *r = j->r;
    if (!says->version.n && !j->no_version) {
        rp_report(r->d, RP_MSG_EVIDENCE_NO_VERSION, testcase->at, "%s", "");
        j->no_version = true;
    } else if (says->version.n && !j->other_version &&
               !rp_str_eq(says->version, r->m->device.version)) {
        rp_report(r->d, RP_MSG_EVIDENCE_OTHER_VERSION, testcase->at, "%.*s", RP_FMT(says->version));
        j->other_version = true;
    }
}

static void take_case(struct junit *j, const struct rp_node *testcase, struct suite says)
{
    struct rp_str name = attribute(testcase, "name");
    // What was cut off in the middle has no result.
    if (testcase->bad)
        return;
    take_properties(testcase, &says);
    uint32_t n = 0;
    for (size_t i = 0; i < name.n;) {
        size_t end = i;
        while (end < name.n && !is_border(name.p[end]))
            end++;
        if (end > i)
            n += take_word(j, (struct rp_str){name.p + i, end - i}, testcase, &says);
        i = end + 1;
    }
    if (n) {
        check_version(j, testcase, &says);
        return;
    }
    if (!j->nunknown++) {
        j->unknown_name = name;
        j->unknown =
            rp_report(j->r->d, RP_MSG_EVIDENCE_UNKNOWN_TEST, testcase->at, "%.*s", RP_FMT(name));
    }
}

// The reader bounds the depth.
static void take_suite(struct junit *j, const struct rp_node *suite, struct suite says)
{
    if (attribute(suite, "timestamp").n)
        says.when = attribute(suite, "timestamp");
    take_properties(suite, &says);
    for (const struct rp_node *i = suite->first; i; i = i->next) {
        if (is_named(i, "testsuite")) {
            j->nsuites++;
            take_suite(j, i, says);
        } else if (is_named(i, "testcase")) {
            take_case(j, i, says);
        }
    }
}

void rp_evidence_take_junit(struct rp_evidence_reader *r, const struct rp_source *src)
{
    const struct rp_node *root = rp_xml_read(r->arena, src, r->d);
    r->nfiles++;
    if (!root)
        return;
    bool suite = is_named(root, "testsuite");
    struct junit j = {.r = r, .nsuites = suite};
    struct suite nothing = {RP_STR(""), RP_STR(""), RP_STR(""), RP_STR("")};
    if (suite || is_named(root, "testsuites"))
        take_suite(&j, root, nothing);
    if (!suite && !is_named(root, "testsuites"))
        rp_report(r->d, RP_MSG_EVIDENCE_NOT_JUNIT, root->at, "%.*s", RP_FMT(root->key));
    if (j.nunknown > 1)
        j.unknown->subject =
            rp_str_printf(r->arena, "%.*s (+%u)", RP_FMT(j.unknown_name), j.nunknown - 1);
}
