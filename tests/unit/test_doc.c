// SPDX-License-Identifier: Apache-2.0
/*
 * Documents: typography, what must be in the HTML, contrast of the style sheet, drawings.
 */
#include "base/file.h"
#include "doc/build.h"
#include "doc/html.h"
#include "rp_test.h"

#include <stdlib.h>

static bool has(struct rp_str text, const char *what)
{
    return text.p && strstr(text.p, what) != NULL;
}

static void check_typography(struct rp_arena *a)
{
    static const struct {
        const char *name, *in, *out;
        enum rp_lang lang;
    } row[] = {
        {"colon", "verdict : non", "verdict\u00A0: non", RP_FR},
        {"semicolon", "un ; deux", "un\u202F; deux", RP_FR},
        {"question", "quoi ? oui !", "quoi\u202F? oui\u202F!", RP_FR},
        {"guillemets", "le \u00AB mot \u00BB ici", "le \u00AB\u00A0mot\u00A0\u00BB ici", RP_FR},
        {"percent", "10 %", "10\u00A0%", RP_FR},
        {"last space", "fin ", "fin ", RP_FR},
        {"english untouched", "what : is", "what : is", RP_EN},
        {"empty", "", "", RP_FR},
    };
    for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
        struct rp_str out = rp_doc_typography(a, row[i].lang, rp_str_of(row[i].in));
        CHECK_AT(rp_str_eq(out, rp_str_of(row[i].out)), row[i].name);
    }
}

// x^2.4 for 0 < x <= 1, without the mathematics library: x^2 times the fifth root of x^2 by Newton.
static double power(double x)
{
    double root = 1;
    for (int i = 0; i < 60; i++)
        root -= (root * root * root * root * root - x * x) / (5 * root * root * root * root);
    return x * x * root;
}

static double channel(const char *hex)
{
    char two[3] = {hex[0], hex[1], '\0'};
    double c = (double)strtoul(two, NULL, 16) / 255;
    return c <= 0.03928 ? c / 12.92 : power((c + 0.055) / 1.055);
}

// Relative luminance of a custom colour of the style sheet (WCAG 2.1, 1.4.3).
static double luminance(const char *name)
{
    char key[16];
    if (strcmp(name, "white") == 0)
        return 1;
    snprintf(key, sizeof(key), "--%s:#", name);
    const char *at = strstr(rp_html_style[0], key);
    CHECK_AT(at != NULL, name);
    if (!at)
        return -1;
    at += strlen(key);
    return 0.2126 * channel(at) + 0.7152 * channel(at + 2) + 0.0722 * channel(at + 4);
}

static void check_contrast(void)
{
    static const struct {
        const char *text, *ground;
    } row[] = {{"ink", "white"},   {"ink", "t1"},    {"ink", "t2"},      {"ink", "t3"},
               {"ink", "t4"},      {"ink", "tint"},  {"muted", "tint"},  {"muted", "white"},
               {"accent", "tint"}, {"accent", "t4"}, {"accent", "t1"},   {"white", "good"},
               {"white", "cond"},  {"white", "bad"}, {"white", "accent"}};
    for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
        double x = luminance(row[i].text), y = luminance(row[i].ground);
        double ratio = ((x > y ? x : y) + 0.05) / ((x > y ? y : x) + 0.05);
        CHECK_AT(ratio >= 4.5, row[i].ground);
    }
}

// A document with one of each block.
static void build(struct rp_arena *a, struct rp_doc *doc)
{
    *doc = (struct rp_doc){.lang = RP_FR,
                           .title = RP_STR("Rapport <1>"),
                           .id = RP_STR("RS-1"),
                           .device = RP_STR("Pompe \"P\""),
                           .version = RP_STR("1"),
                           .model_hash = RP_STR("0123456789abcdef0123"),
                           .tool_version = RP_STR("rempart 0"),
                           .to_content = RP_STR("Aller au contenu"),
                           .contents_title = RP_STR("Sommaire")};
    struct rp_put put = rp_put_at(a, &doc->first);
    struct rp_line line;
    rp_line_init(&line, a);
    rp_line_text(&line, RP_STR("Essai & erreur : oui"));
    struct rp_block *b = rp_put_block(&put, RP_BLOCK_HEADING);
    b->level = 1;
    b->anchor = RP_STR("s1");
    b->content = line.first;
    rp_put_block(&put, RP_BLOCK_CONTENTS);
    struct rp_grid t = rp_grid_begin(&put, RP_BLOCK_TABLE, 2);
    rp_grid_head(&t, RP_STR("Nom"));
    rp_grid_head(&t, RP_STR("Valeur"));
    rp_grid_head(&t, RP_STR("rang"));
    struct rp_cell *cell = rp_grid_text(&t, RP_STR("x\x01y"));
    cell->tone = 4;
    cell->said = RP_STR("non acceptable");
    rp_grid_end(&t);
    b = rp_put_block(&put, RP_BLOCK_FIGURE);
    b->anchor = RP_STR("fig-1");
    b->content = line.first;
    b->alternative = RP_STR("un puis deux");
    CHECK(rp_doc_draw(a, RP_STR("digraph{n [label=\"SENTINELLE\"]; n -> m}"), &b->svg) == RP_OK);
    b = rp_put_block(&put, RP_BLOCK_CARD);
    b->level = 2;
    b->content = line.first;
    struct rp_put inside = rp_put_inside(&put, b);
    b = rp_put_block(&inside, RP_BLOCK_PARAGRAPH);
    rp_line_init(&line, a);
    rp_line_id(&line, RP_STR("M1"), RP_STR("control-M1"));
    rp_line_level(&line, RP_STR("V4"), 4);
    rp_line_code(&line, RP_STR("a : b"));
    b->content = line.first;
}

static void check_html(struct rp_arena *a)
{
    struct rp_doc doc;
    struct rp_buf out, again;
    build(a, &doc);
    rp_buf_init(&out, 0);
    CHECK(rp_doc_write_html(&doc, &out) == RP_OK);
    static const char *const wanted[] = {
        "<html lang=\"fr\">",
        "<title>RS-1 \u2013 Rapport &lt;1&gt;</title>",
        "\"Pompe \\22 P\\22 \"",
        "<section aria-labelledby=\"s1\">",
        "<h2 id=\"s1\">Essai &amp; erreur\u00A0: oui</h2>",
        "<li><a href=\"#s1\">",
        "<th scope=\"col\">Nom</th>",
        "<th scope=\"row\">rang</th>",
        "<td class=\"t4\">x\uFFFDy<span class=\"said\"> non acceptable</span></td>",
        "role=\"img\" aria-labelledby=\"fig-1-t fig-1-d\"><title id=\"fig-1-t\">Essai",
        "<desc id=\"fig-1-d\">un puis deux</desc>",
        "SENTINELLE",
        ("<a class=\"id\" href=\"#control-M1\">M1</a><span class=\"level t4\">V4</span>"
         "<code>a : b</code>"),
        "</section>\n</main>",
        "@top-left{content:\"RS-1\"",
    };
    for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++)
        CHECK_AT(has(rp_buf_str(&out), wanted[i]), wanted[i]);
    static const char *const unwanted[] = {
        "<script", "http://www.w3.org/Graphics", "<!--", "flex", "grid", "id=\"node1\"", "url("};
    for (size_t i = 0; i < sizeof(unwanted) / sizeof(unwanted[0]); i++)
        CHECK_AT(!has(rp_buf_str(&out), unwanted[i]), unwanted[i]);
    rp_buf_init(&again, 0);
    CHECK(rp_doc_write_html(&doc, &again) == RP_OK);
    CHECK(rp_str_eq(rp_buf_str(&out), rp_buf_str(&again)));
    rp_buf_done(&again);
    rp_buf_init(&again, 1000);
    CHECK(rp_doc_write_html(&doc, &again) == RP_ERR_LIMIT);
    rp_buf_done(&again);
    rp_buf_done(&out);
}

static void check_json(struct rp_arena *a)
{
    struct rp_doc doc;
    struct rp_buf out;
    build(a, &doc);
    rp_buf_init(&out, 0);
    CHECK(rp_doc_write_json(&doc, &out) == RP_OK);
    CHECK(has(rp_buf_str(&out), "\"schemaVersion\": 1"));
    CHECK(has(rp_buf_str(&out), "\"meaning\": \"non acceptable\""));
    CHECK(has(rp_buf_str(&out), "{\"type\": \"level\", \"text\": \"V4\", \"tone\": 4}"));
    rp_buf_done(&out);
}

// The whole sample, byte for byte; BLESS=1 in the environment rewrites the file.
static void check_golden(struct rp_arena *a, const char *path,
                         enum rp_status (*put)(const struct rp_doc *, struct rp_buf *))
{
    struct rp_doc doc;
    struct rp_buf out;
    struct rp_str expected = RP_STR("");
    struct rp_file_error error;
    build(a, &doc);
    rp_buf_init(&out, 0);
    CHECK_AT(put(&doc, &out) == RP_OK, path);
    if (getenv("BLESS"))
        CHECK_AT(rp_file_write(a, path, rp_buf_str(&out), &error) == RP_OK, path);
    CHECK_AT(rp_file_read(a, path, 1 << 20, &expected, &error) == RP_OK, path);
    CHECK_AT(rp_str_eq(expected, rp_buf_str(&out)), path);
    rp_buf_done(&out);
}

static void check_draw(struct rp_arena *a)
{
    struct rp_str svg = RP_STR("untouched"), same;
    unsigned w = 0, h = 0;
    CHECK(rp_doc_draw(a, RP_STR("digraph {"), &svg) == RP_ERR_TOOL);
    CHECK(rp_doc_draw(a, RP_STR("no graph at all"), &svg) == RP_ERR_TOOL);
    CHECK(rp_str_eq(svg, RP_STR("untouched")));
    CHECK(rp_doc_draw(a, RP_STR("digraph{a->b->c;a->c}"), &svg) == RP_OK);
    CHECK(rp_str_starts(svg, RP_STR("<svg width=\"")));
    CHECK(rp_doc_drawing_size(svg, &w, &h) && w > 20 && h > 100);
    CHECK(!has(svg, "raphviz") && !has(svg, "<!--") && !has(svg, " id=\""));
    CHECK(rp_doc_draw(a, RP_STR("digraph{a->b->c;a->c}"), &same) == RP_OK);
    CHECK(rp_str_eq(svg, same));
    // clusters are drawn in the order of the text, wherever their names lie in memory
    struct rp_str clusters =
        RP_STR("digraph{subgraph cluster_z{label=z;a} subgraph cluster_b{label=b;c}"
               " subgraph cluster_m{label=m;d} a->c->d}");
    CHECK(rp_doc_draw(a, clusters, &svg) == RP_OK);
    for (int i = 0; i < 20; i++) {
        free(malloc((size_t)(i * 37 + 1)));
        CHECK(rp_doc_draw(a, clusters, &same) == RP_OK);
        CHECK(rp_str_eq(svg, same));
    }
    const char *z = strstr(svg.p, ">z<"), *b = strstr(svg.p, ">b<"), *m = strstr(svg.p, ">m<");
    CHECK(z && b && m && z < b && b < m);
    CHECK(!rp_doc_drawing_size(RP_STR("<svg viewBox=\"0 0 1 1\">"), &w, &h));
}

int main(void)
{
    struct rp_arena a;
    rp_arena_init(&a);
    check_typography(&a);
    check_contrast();
    check_html(&a);
    check_json(&a);
    check_golden(&a, "tests/unit/doc/sample.html", rp_doc_write_html);
    check_golden(&a, "tests/unit/doc/sample.json", rp_doc_write_json);
    check_draw(&a);
    rp_arena_done(&a);
    TEST_DONE();
}
