// SPDX-License-Identifier: Apache-2.0
/*
 * Results of tests -> what each control's proof is worth on this version.
 */
#include "base/file.h"
#include "evidence/reader.h"

void rp_evidence_reader_init(struct rp_evidence_reader *r, struct rp_arena *a,
                             const struct rp_model *m, const struct rp_evidence_plan *plan,
                             struct rp_diags *d)
{
    *r = (struct rp_evidence_reader){
        .arena = a, .d = d, .m = m, .ntests = 1, .plan = m->images.n ? plan : NULL};
    uint32_t named = 0;
    for (uint32_t i = 1; i < m->ncontrols; i++)
        named += m->control[i].tests.n;
    r->test = RP_NEWN(a, struct rp_test, (size_t)named + 1);
    r->on_this_version = RP_NEWN(a, bool, (size_t)named + 1);
    r->needs_image = RP_NEWN(a, bool, (size_t)named + 1);
    for (uint32_t i = 1; i < m->ncontrols; i++) {
        for (uint32_t k = 0; k < m->control[i].tests.n; k++) {
            const struct rp_word *word = &m->control[i].tests.word[k];
            struct rp_ref ref = rp_model_find(m, word->text);
            if (ref.class == RP_CLASS_TEST && r->plan && r->plan->module[i].n)
                r->needs_image[ref.i] = true;
            // The model numbers tests in the order in which its controls name them.
            if (ref.class != RP_CLASS_TEST || r->test[ref.i].id.n)
                continue;
            r->test[ref.i] = (struct rp_test){.id = word->text, .asked_at = word->at};
            r->ntests = ref.i + 1 > r->ntests ? ref.i + 1 : r->ntests;
        }
    }
}

// A file of the evidence that is missing is a finding: what the reader of files would call an error
// is said in this room's words.
static void take_file(struct rp_evidence_reader *r, struct rp_str path, struct rp_loc asked_at,
                      void (*take)(struct rp_evidence_reader *, const struct rp_source *))
{
    struct rp_diags unseen;
    rp_diags_init_beside(&unseen, r->d);
    const struct rp_source *src =
        rp_read_source(r->arena, path, RP_READ_MAX_BYTES, asked_at, &unseen);
    if (src)
        take(r, src);
    else
        rp_report(r->d, RP_MSG_EVIDENCE_UNREADABLE, asked_at, "%.*s", RP_FMT(path));
}

static void take_path(struct rp_evidence_reader *r, const struct rp_word *word,
                      void (*take)(struct rp_evidence_reader *, const struct rp_source *))
{
    uint32_t n;
    struct rp_str path = rp_file_join(r->arena, r->m->folder, word->text);
    struct rp_str *file = rp_evidence_expand(r->arena, path, &n);
    if (n == 0)
        rp_report(r->d, RP_MSG_EVIDENCE_NO_FILE, word->at, "%.*s", RP_FMT(path));
    for (uint32_t i = 0; i < n; i++) {
        if (r->nfiles == RP_EVIDENCE_MAX_FILES) {
            rp_report(r->d, RP_MSG_EVIDENCE_TOO_MANY, word->at, "%.*s", RP_FMT(path));
            return;
        }
        take_file(r, file[i], word->at, take);
    }
}

// What the tests of a control are worth together.
static enum rp_proof proof_of(const struct rp_evidence_reader *r, uint32_t control)
{
    const struct rp_control *c = &r->m->control[control];
    bool absent = r->plan && c->state == RP_EXISTING && r->plan->module[control].n &&
                  !rp_evidence_has_module(r, r->plan->module[control], c->item.kind.at);
    if (!c->tests.n)
        return RP_PROOF_NONE;
    if (absent)
        return RP_PROOF_ABSENT;
    bool missing = false, stale = false;
    for (uint32_t k = 0; k < c->tests.n; k++) {
        struct rp_ref ref = rp_model_find(r->m, c->tests.word[k].text);
        uint32_t i = ref.class == RP_CLASS_TEST ? ref.i : 0;
        enum rp_test_result result = r->test[i].result;
        if (result == RP_TEST_FAILED)
            return RP_PROOF_FAILED;
        missing = missing || result != RP_TEST_PASSED;
        stale = stale || !r->on_this_version[i];
    }
    if (missing)
        return RP_PROOF_MISSING;
    return stale ? RP_PROOF_STALE : RP_PROOF_HOLDS;
}

static void report_tests(const struct rp_evidence_reader *r)
{
    for (uint32_t i = 1; i < r->ntests; i++) {
        const struct rp_test *test = &r->test[i];
        if (test->result == RP_TEST_FAILED)
            rp_report(r->d, RP_MSG_EVIDENCE_FAILED, test->at, "%.*s", RP_FMT(test->id));
        else if (test->result == RP_TEST_SKIPPED)
            rp_report(r->d, RP_MSG_EVIDENCE_SKIPPED, test->at, "%.*s", RP_FMT(test->id));
        else if (test->result == RP_TEST_NO_RESULT && test->id.n)
            rp_report(r->d, RP_MSG_EVIDENCE_NO_RESULT, test->asked_at, "%.*s", RP_FMT(test->id));
    }
}

const struct rp_evidence *rp_evidence_read(struct rp_arena *a, const struct rp_model *m,
                                           const struct rp_evidence_plan *plan, struct rp_diags *d)
{
    struct rp_evidence_reader r;
    rp_evidence_reader_init(&r, a, m, plan, d);
    // Records first: results are held against them.
    for (uint32_t i = 0; r.plan && i < m->images.n; i++)
        take_path(&r, &m->images.word[i], rp_evidence_take_images);
    for (uint32_t i = 0; i < m->evidence.n; i++)
        take_path(&r, &m->evidence.word[i], rp_evidence_take_junit);
    // A model that names no evidence yet is not told so for each of its tests.
    if (m->evidence.n)
        report_tests(&r);
    enum rp_proof *proof = RP_NEWN(a, enum rp_proof, m->ncontrols);
    for (uint32_t i = 1; i < m->ncontrols; i++)
        proof[i] = proof_of(&r, i);
    struct rp_evidence *evidence = RP_NEW(a, struct rp_evidence);
    *evidence = (struct rp_evidence){
        .test = r.test,
        .ntests = r.ntests,
        .proof = proof,
        .nfiles = r.nfiles,
        .nresults = r.nresults,
        .image = r.images,
        .nimages = r.nimages,
        .plan = r.plan ? r.plan->hash : RP_STR(""),
    };
    return evidence;
}
