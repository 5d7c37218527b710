// SPDX-License-Identifier: Apache-2.0
/*
 * The two documents of the examples, in both languages: nothing missing, nothing in the other
 * language, no link that leads nowhere, the same bytes twice.
 */
#include "assess/measures.h"
#include "catalogue/catalogue.h"
#include "diag/render.h"
#include "report/report.h"
#include "report/text.h"
#include "rp_test.h"

#include <stdlib.h>

#define TODAY 20000

struct run {
    struct rp_arena arena;
    struct rp_diags diags;
    const struct rp_model *model;
    const struct rp_catalogue *catalogue;
    const struct rp_attack *attack;
    struct rp_evidence evidence;
    struct rp_assessment as;
};

static bool has(struct rp_str text, struct rp_str what)
{
    for (size_t i = 0; what.n && i + what.n <= text.n; i++) {
        const char *at = memchr(text.p + i, what.p[0], text.n - i - what.n + 1);
        if (!at)
            return false;
        i = (size_t)(at - text.p);
        if (memcmp(at, what.p, what.n) == 0)
            return true;
    }
    return false;
}

// Every second test passed, the others have no result: all kinds of conditions appear.
static void make_evidence(struct run *run)
{
    const struct rp_model *m = run->model;
    enum rp_proof *proof = RP_NEWN(&run->arena, enum rp_proof, m->ncontrols);
    uint32_t n = 1, total = 1;
    for (uint32_t i = 1; i < m->ncontrols; i++)
        total += m->control[i].tests.n;
    struct rp_test *test = RP_NEWN(&run->arena, struct rp_test, total);
    for (uint32_t i = 1; i < m->ncontrols; i++) {
        const struct rp_words *tests = &m->control[i].tests;
        proof[i] = !tests->n ? RP_PROOF_NONE : i % 2 ? RP_PROOF_HOLDS : RP_PROOF_MISSING;
        for (uint32_t k = 0; k < tests->n; k++)
            test[n++] = (struct rp_test){.id = tests->word[k].text,
                                         .result = i % 2 ? RP_TEST_PASSED : RP_TEST_NO_RESULT};
    }
    run->evidence = (struct rp_evidence){.test = test, .ntests = n, .proof = proof, .nfiles = 1};
}

static bool prepare(struct run *run, const char *path)
{
    *run = (struct run){0};
    rp_arena_init(&run->arena);
    rp_diags_init(&run->diags, &run->arena);
    run->model = rp_model_read(&run->arena, rp_str_of(path), TODAY, &run->diags);
    if (run->model)
        run->catalogue =
            rp_catalogue_load(&run->arena, run->model->folder, NULL, NULL, 0, &run->diags);
    if (run->catalogue)
        run->attack = rp_attack_new(&run->arena, run->model, run->catalogue, &run->diags);
    CHECK_AT(run->attack != NULL, path);
    if (!run->attack)
        return false;
    make_evidence(run);
    struct rp_select_options options = {
        .stage = {RP_STAGE_KINDS, RP_STAGE_PLACES, RP_STAGE_MALFUNCTION}, .nstages = 3};
    enum rp_status status =
        rp_assess(&run->arena, run->attack, &run->evidence, TODAY, &options, &run->as);
    CHECK_AT(status == RP_OK, path);
    return status == RP_OK;
}

typedef enum rp_status (*writer)(const struct rp_doc *, struct rp_buf *);

static struct rp_str render(struct run *run, enum rp_lang lang, bool plan, writer put)
{
    const struct rp_report_options options = {.lang = lang,
                                              .tool_version = RP_STR("0"),
                                              .audit_notes = true,
                                              .certified = RP_CERTIFIED_ACCEPTED};
    struct rp_doc doc;
    struct rp_buf out;
    rp_buf_init(&out, 0);
    enum rp_status status = plan ? rp_report_plan(&run->arena, &run->as, &options, &doc)
                                 : rp_report_security(&run->arena, &run->as, &options, &doc);
    CHECK(status == RP_OK);
    CHECK(status == RP_OK && put(&doc, &out) == RP_OK);
    struct rp_str copy = rp_str_copy(&run->arena, rp_buf_str(&out));
    rp_buf_done(&out);
    return copy;
}

// A piece of text that can only be of one language: words, not an identifier.
static bool is_telling(struct rp_str piece)
{
    bool space = false;
    for (size_t i = 1; i + 1 < piece.n; i++)
        space = space || piece.p[i] == ' ';
    return space && piece.n >= 12;
}

static void check_absent(struct rp_str doc, struct rp_str foreign, struct rp_str own)
{
    char said[200]; // for the message
    if (is_telling(foreign) && !has(own, foreign))
        CHECK_AT(!has(doc, foreign), (snprintf(said, sizeof(said), "%.*s", RP_FMT(foreign)), said));
}

// The pieces of a fixed text between its places {1} ...
static void check_pieces_absent(struct rp_str doc, struct rp_str foreign, struct rp_str own)
{
    size_t from = 0;
    for (size_t i = 0; i <= foreign.n; i++) {
        if (i < foreign.n && foreign.p[i] != '{')
            continue;
        check_absent(doc, (struct rp_str){foreign.p + from, i - from}, own);
        from = i + 3;
        i += 2;
    }
}

static void check_text_absent(struct rp_str doc, enum rp_lang lang, const struct rp_text *text)
{
    check_absent(doc, text->in[lang == RP_FR ? RP_EN : RP_FR], text->in[lang]);
}

static void check_language(struct run *run, struct rp_str doc, enum rp_lang lang)
{
    enum rp_lang other = lang == RP_FR ? RP_EN : RP_FR;
    for (int i = 0; i < RP_T_COUNT; i++)
        check_pieces_absent(doc, rp_t(other, (enum rp_t)i), rp_t(lang, (enum rp_t)i));
    for (uint32_t i = 1; i < run->catalogue->ncontrols; i++) {
        const struct rp_control_kind *kind = &run->catalogue->control[i];
        check_text_absent(doc, lang, &kind->name);
        check_text_absent(doc, lang, &kind->requirement);
        check_text_absent(doc, lang, &kind->acceptance);
        check_text_absent(doc, lang, &kind->purpose);
        check_text_absent(doc, lang, &kind->side_effect);
        check_text_absent(doc, lang, &kind->size_source);
    }
    const struct rp_graph *g = run->attack->graph;
    for (uint32_t step = 0; step < g->nsteps; step++)
        check_text_absent(doc, lang, &g->origin.step_text[step]);
    for (uint32_t i = 1; i < run->model->nharms; i++) {
        check_text_absent(doc, lang, &run->model->harm[i].item.name);
        check_text_absent(doc, lang, &run->model->harm[i].situation);
    }
}

// Chapters are the headings of level 1, h2 in HTML.
static unsigned count(struct rp_str text, const char *what)
{
    unsigned n = 0;
    for (const char *at = strstr(text.p, what); at; at = strstr(at + 1, what))
        n++;
    return n;
}

static void check_links(struct run *run, struct rp_str html)
{
    static const char href[] = "href=\"#", id[] = " id=\"";
    for (const char *at = strstr(html.p, href); at; at = strstr(at + 1, href)) {
        const char *from = at + sizeof(href) - 1, *end = strchr(from, '"');
        struct rp_str target = rp_str_printf(&run->arena, " id=\"%.*s\"", (int)(end - from), from);
        CHECK_AT(strstr(html.p, target.p) != NULL, target.p);
    }
    for (const char *at = strstr(html.p, id); at; at = strstr(at + 1, id)) {
        const char *end = strchr(at + sizeof(id) - 1, '"');
        struct rp_str whole = rp_str_printf(&run->arena, "%.*s\"", (int)(end - at), at);
        CHECK_AT(strstr(at + 1, whole.p) == NULL, whole.p); // once only
    }
}

struct frame {
    double left, right, bottom, top;
};

// The dashed frames of the zones, up to most of them, from the corners as the drawing gives them.
static uint32_t frames_of(struct rp_str html, struct frame *frame, uint32_t most)
{
    static const char dashed[] = "stroke-dasharray=\"5,2\" points=\"";
    uint32_t n = 0;
    for (const char *at = strstr(html.p, dashed); at && n < most; at = strstr(at, dashed)) {
        at += sizeof(dashed) - 1;
        struct frame f = {.left = 1e9, .right = -1e9, .bottom = 1e9, .top = -1e9};
        while (*at != '"' && *at) {
            char *end;
            double x = strtod(at, &end), y = strtod(end + (*end == ','), &end);
            f.left = x < f.left ? x : f.left;
            f.right = x > f.right ? x : f.right;
            f.bottom = y < f.bottom ? y : f.bottom;
            f.top = y > f.top ? y : f.top;
            at = end + (*end == ' ');
        }
        frame[n++] = f;
    }
    return n;
}

// No two zones of the global view touch or overlap.
static void check_zones_apart(struct rp_str plan, const char *path)
{
    enum { MOST = 32, APART = 6 };
    struct frame frame[MOST];
    uint32_t n = frames_of(plan, frame, MOST);
    CHECK_AT(n > 1 && n < MOST, path);
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < i; k++)
            CHECK_AT(frame[i].left >= frame[k].right + APART ||
                         frame[k].left >= frame[i].right + APART ||
                         frame[i].bottom >= frame[k].top + APART ||
                         frame[k].bottom >= frame[i].top + APART,
                     path);
}

static void check_identifiers(struct run *run, struct rp_str report)
{
    for (uint32_t i = 1; i < run->model->nharms; i++)
        CHECK(has(report, run->model->harm[i].item.id));
    for (uint32_t i = 1; i < run->model->ncontrols; i++) {
        const struct rp_control *control = &run->model->control[i];
        if (control->state != RP_EXISTING && control->state != RP_PLANNED)
            continue;
        CHECK_AT(has(report, control->item.id), "control");
        CHECK_AT(has(report, control->requirement) || !control->requirement.n, "requirement");
        for (uint32_t k = 0; k < control->tests.n; k++)
            CHECK_AT(has(report, control->tests.word[k].text), "test");
    }
    CHECK(has(report, rp_str_of(run->model->hash)));
}

// The plan says of each source of risk what kind it is.
static void check_sources(struct run *run, struct rp_str plan, enum rp_lang lang)
{
    for (uint32_t i = 1; i < run->model->nsources; i++) {
        const struct rp_item *item = &run->model->source[i].item;
        uint32_t kind = rp_mal_asset_find(run->catalogue->mal,
                                          rp_catalogue_camel(&run->arena, item->kind.text, true));
        CHECK_AT(has(plan,
                     rp_str_printf(&run->arena, "<td>%.*s</td>",
                                   RP_FMT(rp_catalogue_asset_text(run->catalogue, kind).in[lang]))),
                 rp_str_printf(&run->arena, "%.*s", RP_FMT(item->id)).p);
    }
}

// What leaves a harm unacceptable is a path that the report shows step by step.
static void check_open_paths(struct run *run, struct rp_str report)
{
    struct rp_measures measures;
    rp_assess_measures(&run->arena, &run->as, &measures);
    for (uint32_t i = 0; i < run->as.nrisks; i++) {
        const struct rp_risk *risk = &run->as.risk[i];
        const struct rp_path *open = &risk->path[RP_VERIFIED];
        bool shown = risk->acceptable[RP_VERIFIED];
        struct rp_str harm = run->model->harm[risk->harm].item.id;
        for (uint32_t k = 0; k < measures.npaths && !shown; k++)
            shown = measures.path[k].risk == i && measures.path[k].path.nsteps == open->nsteps &&
                    memcmp(measures.path[k].path.step, open->step,
                           open->nsteps * sizeof(*open->step)) == 0 &&
                    has(report, rp_str_printf(&run->arena, "id=\"path-%.*s-P%u\"", RP_FMT(harm),
                                              measures.path[k].number));
        CHECK_AT(shown, rp_str_printf(&run->arena, "path of %.*s", RP_FMT(harm)).p);
    }
}

static void check_documents(const char *path)
{
    struct run run;
    if (prepare(&run, path)) {
        for (int lang = 0; lang < RP_LANGS; lang++)
            for (int plan = 0; plan < 2; plan++) {
                struct rp_str html = render(&run, (enum rp_lang)lang, plan, rp_doc_write_html);
                struct rp_str json = render(&run, (enum rp_lang)lang, plan, rp_doc_write_json);
                CHECK_AT(count(html, "<h2") == (plan ? 16u : 14u), path);
                CHECK_AT(count(html, "<section") == count(html, "</section>"), path);
                CHECK_AT(count(html, "<aside") == (plan ? 16u : 14u), path);
                check_links(&run, html);
                check_language(&run, json, (enum rp_lang)lang);
                if (plan) {
                    check_sources(&run, html, (enum rp_lang)lang);
                    check_zones_apart(html, path);
                } else {
                    check_identifiers(&run, html);
                }
                if (!plan && lang == RP_EN)
                    check_open_paths(&run, html);
                CHECK_AT(rp_str_eq(html, render(&run, (enum rp_lang)lang, plan, rp_doc_write_html)),
                         "same bytes twice");
            }
        struct rp_buf out;
        rp_buf_init(&out, 0);
        rp_report_json(&run.as, RP_EN, &out);
        CHECK(has(rp_buf_str(&out), RP_STR("\"schemaVersion\": 1")));
        CHECK(has(rp_buf_str(&out), RP_STR("\"withoutIt\"")));
        rp_buf_done(&out);
    }
    rp_arena_done(&run.arena);
}

int main(void)
{
    check_documents("examples/ventilator/rempart.yaml");
    check_documents("examples/infusion-pump/rempart.yaml");
    check_documents("examples/reference-pump/rempart.yaml");
    TEST_DONE();
}
