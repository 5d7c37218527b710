// SPDX-License-Identifier: Apache-2.0
/*
 * Tests of catalogue/explain.yaml: every code explained is one of a message, in order and in both
 * languages with as many paragraphs, and every example of a model is one that can be read.
 */
#include "catalogue/catalogue.h"
#include "read/tree.h"
#include "rp_test.h"

#include <stdlib.h>

static uint32_t paragraphs(struct rp_str text)
{
    uint32_t n = text.n > 0;
    for (size_t i = 0; i < text.n; i++)
        n += text.p[i] == '\n';
    return n;
}

static const struct rp_node *text_of(const struct rp_node *entry, const char *lang)
{
    const struct rp_node *text = rp_node_get(entry, lang);
    CHECK_AT(text && text->kind == RP_NODE_SCALAR && text->text.n, lang);
    return text;
}

static void check_example(struct rp_arena *a, const struct rp_node *entry, const char *code)
{
    struct rp_diags d;
    const struct rp_node *example = rp_node_get(entry, "example");
    if (!example || rp_str_starts(example->text, RP_STR("<")))
        return;
    rp_diags_init(&d, a);
    const struct rp_source *src = rp_source_new(a, RP_STR("example"), example->text);
    const struct rp_node *root = rp_yaml_read(a, src, &d);
    CHECK_AT(root && d.errors == 0, code);
}

static void check_entry(struct rp_arena *a, const struct rp_node *entry, unsigned *last)
{
    const char *code = rp_str_copy(a, entry->key).p;
    char *end = NULL;
    enum rp_msg msg;
    CHECK_AT(entry->kind == RP_NODE_MAP && strncmp(code, "RMP-", 4) == 0, code);
    unsigned number = (unsigned)strtoul(code + 4, &end, 10);
    CHECK_AT(*end == '\0' && number > *last && strlen(code) == 8, code);
    CHECK_AT(rp_msg_by_code(number, &msg), code);
    CHECK_AT(rp_msg_info(msg)->severity != RP_NOTE, code);
    *last = number;
    const struct rp_node *en = text_of(entry, "en"), *fr = text_of(entry, "fr");
    CHECK_AT(en && fr && paragraphs(en->text) == paragraphs(fr->text), code);
    for (const struct rp_node *i = entry->first; i; i = i->next)
        CHECK_AT(rp_str_eq(i->key, RP_STR("en")) || rp_str_eq(i->key, RP_STR("fr")) ||
                     rp_str_eq(i->key, RP_STR("example")),
                 code);
    check_example(a, entry, code);
}

int main(void)
{
    struct rp_arena a;
    struct rp_diags d;
    unsigned last = 0, n = 0;
    rp_arena_init(&a);
    rp_diags_init(&d, &a);
    const struct rp_source *src =
        rp_source_new(&a, RP_STR("explain.yaml"), rp_catalogue_file(RP_STR("explain.yaml")));
    const struct rp_node *all = rp_yaml_read(&a, src, &d);
    CHECK(all && all->kind == RP_NODE_MAP && d.errors == 0);
    for (const struct rp_node *i = all ? all->first : NULL; i; i = i->next, n++)
        check_entry(&a, i, &last);
    CHECK(n >= 40);
    rp_arena_done(&a);
    TEST_DONE();
}
