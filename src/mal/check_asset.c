// SPDX-License-Identifier: Apache-2.0
/*
 * Checks of MAL: definitions, categories, assets and who extends whom.
 */
#include "mal/check.h"

#include <assert.h>

// Three numbers with points between them.
static bool is_version(struct rp_str s)
{
    unsigned numbers = 0;
    size_t i = 0;
    for (;;) {
        size_t start = i;
        while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9')
            i++;
        if (i == start)
            return false;
        numbers++;
        if (i == s.n)
            return numbers == 3;
        if (s.p[i++] != '.')
            return false;
    }
}

static bool is_blank(struct rp_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!strchr(" \t\r\n", s.p[i]) || s.p[i] == '\0')
            return false;
    return true;
}

static void check_define(struct rp_mal_build *b, const struct rp_mal_syn_define *define)
{
    if (rp_str_eq(define->key.text, RP_STR("id"))) {
        b->id = define->text;
        if (is_blank(define->text))
            rp_report(b->d, RP_MSG_MAL_ID_EMPTY, define->key.at, "%s", "");
    }
    if (rp_str_eq(define->key.text, RP_STR("version"))) {
        b->version = define->text;
        if (!is_version(define->text))
            rp_report(b->d, RP_MSG_MAL_VERSION_FORM, define->key.at, "%.*s", RP_FMT(define->text));
    }
}

void rp_mal_check_defines(struct rp_mal_build *b, struct rp_loc start)
{
    struct rp_names keys;
    rp_names_init(&keys, b->arena);
    uint32_t n = 0;
    for (const struct rp_mal_syn_define *i = b->syn->define; i; i = i->next)
        n++;
    struct rp_loc *first = RP_NEWN(b->arena, struct rp_loc, (size_t)n + 1); // by number of keys
    bool id = false, version = false;
    for (const struct rp_mal_syn_define *i = b->syn->define; i; i = i->next) {
        id = id || rp_str_eq(i->key.text, RP_STR("id"));
        version = version || rp_str_eq(i->key.text, RP_STR("version"));
        uint32_t known = rp_names_find(&keys, i->key.text);
        if (known) {
            struct rp_diag *diag =
                rp_report(b->d, RP_MSG_MAL_DEFINE_TWICE, i->key.at, "%.*s", RP_FMT(i->key.text));
            rp_report_note(b->d, diag, RP_MSG_NOTE_FIRST, first[known], "%s", "");
            continue;
        }
        first[rp_names_intern(&keys, i->key.text)] = i->key.at;
        if (i->readable)
            check_define(b, i);
    }
    if (!id)
        rp_report(b->d, RP_MSG_MAL_NO_ID, start, "%s", "");
    if (!version)
        rp_report(b->d, RP_MSG_MAL_NO_VERSION, start, "%s", "");
}

uint32_t rp_mal_check_metas(struct rp_mal_build *b, const struct rp_mal_syn_meta *list,
                            struct rp_mal_meta **ret_meta)
{
    uint32_t n = 0;
    for (const struct rp_mal_syn_meta *i = list; i; i = i->next)
        n++;
    struct rp_mal_meta *meta = n ? RP_NEWN(b->arena, struct rp_mal_meta, n) : NULL;
    n = 0;
    b->scope++;
    for (const struct rp_mal_syn_meta *i = list; i; i = i->next) {
        uint32_t name = rp_names_find(b->names, i->key.text);
        if (b->meta_stamp.scope[name] == b->scope) {
            struct rp_diag *diag =
                rp_report(b->d, RP_MSG_MAL_META_TWICE, i->key.at, "%.*s", RP_FMT(i->key.text));
            rp_report_note(b->d, diag, RP_MSG_NOTE_FIRST, meta[b->meta_stamp.item[name]].at, "%s",
                           "");
            continue;
        }
        b->meta_stamp.scope[name] = b->scope;
        b->meta_stamp.item[name] = n;
        meta[n++] = (struct rp_mal_meta){i->key.text, i->text, i->key.at};
    }
    *ret_meta = meta;
    return n;
}

// The keys of all parts of a category are one pool.
static void check_categories(struct rp_mal_build *b)
{
    struct rp_names pool;
    rp_names_init(&pool, b->arena);
    for (const struct rp_mal_syn_category *c = b->syn->category; c; c = c->next) {
        if (!c->meta && !c->has_assets && c->name.text.n)
            rp_report(b->d, RP_MSG_MAL_CATEGORY_EMPTY, c->name.at, "%.*s", RP_FMT(c->name.text));
        for (const struct rp_mal_syn_meta *i = c->meta; i; i = i->next) {
            struct rp_str key =
                rp_str_printf(b->arena, "%.*s:%.*s", RP_FMT(c->name.text), RP_FMT(i->key.text));
            if (rp_names_find(&pool, key))
                rp_report(b->d, RP_MSG_MAL_META_TWICE, i->key.at, "%.*s", RP_FMT(i->key.text));
            rp_names_intern(&pool, key);
        }
    }
}

void rp_mal_guess_asset(struct rp_mal_build *b, struct rp_diag *diag, struct rp_str word)
{
    if (b->d->errors > RP_MAL_MAX_GUESSES)
        return;
    struct rp_str *name = RP_NEWN(b->arena, struct rp_str, b->nassets);
    for (uint32_t i = 1; i < b->nassets; i++)
        name[i - 1] = b->asset[i].name;
    size_t best = rp_str_nearest(word, name, b->nassets - 1);
    if (best < b->nassets - 1)
        rp_report_meant(diag, name[best], b->asset[best + 1].at);
}

static void name_asset(struct rp_mal_build *b, uint32_t asset)
{
    struct rp_mal_asset *a = &b->asset[asset];
    uint32_t *known = &b->asset_of_name[rp_names_find(b->names, a->name)];
    if (!*known) {
        *known = asset;
        return;
    }
    struct rp_diag *diag = rp_report(b->d, RP_MSG_MAL_ASSET_TWICE, a->at, "%.*s", RP_FMT(a->name));
    rp_report_note(b->d, diag, RP_MSG_NOTE_FIRST, b->asset[*known].at, "%s", "");
}

static void find_parent(struct rp_mal_build *b, uint32_t asset)
{
    const struct rp_mal_word *parent = &b->more[asset].syn->parent;
    if (!parent->text.n)
        return;
    uint32_t found = b->asset_of_name[rp_names_find(b->names, parent->text)];
    if (!found) {
        struct rp_diag *diag =
            rp_report(b->d, RP_MSG_MAL_PARENT_UNKNOWN, parent->at, "%.*s", RP_FMT(parent->text));
        rp_mal_guess_asset(b, diag, parent->text);
        return;
    }
    b->asset[asset].parent = found;
    b->more[found].extended = true;
}

// Reports each cycle once and cuts it, so that everything later may walk up.
static void cut_cycles(struct rp_mal_build *b)
{
    uint32_t *seen = RP_NEWN(b->arena, uint32_t, b->nassets); // the walk that met it
    for (uint32_t i = 1; i < b->nassets; i++) {
        uint32_t at = i;
        while (at && !seen[at]) {
            seen[at] = i;
            uint32_t parent = b->asset[at].parent;
            if (parent && seen[parent] == i) {
                rp_report(b->d, RP_MSG_MAL_INHERITANCE_CYCLE, b->more[at].syn->parent.at, "%.*s",
                          RP_FMT(b->asset[parent].name));
                b->asset[at].parent = 0;
                break;
            }
            at = parent;
        }
    }
}

// Numbers the assets so that each one's descendants follow it, and lists them in that order.
static bool order_assets(struct rp_mal_build *b)
{
    uint32_t *child = RP_NEWN(b->arena, uint32_t, b->nassets);
    uint32_t *sibling = RP_NEWN(b->arena, uint32_t, b->nassets);
    for (uint32_t i = b->nassets; i-- > 1;) {
        sibling[i] = child[b->asset[i].parent];
        child[b->asset[i].parent] = i;
    }
    uint32_t n = 0;
    for (uint32_t at = child[0]; at;) {
        struct rp_mal_asset *a = &b->asset[at];
        b->more[at].depth = a->parent ? b->more[a->parent].depth + 1 : 0;
        if (b->more[at].depth > RP_MAL_MAX_ANCESTORS) {
            rp_report(b->d, RP_MSG_MAL_TOO_LARGE, a->at, "%.*s", RP_FMT(a->name));
            return false;
        }
        b->order[n++] = at;
        a->low = n;
        if (child[at]) {
            at = child[at];
            continue;
        }
        // The last of its line: everything up to the next branch is complete.
        while (at && !sibling[at]) {
            b->asset[at].high = n;
            at = b->asset[at].parent;
        }
        if (at) {
            b->asset[at].high = n;
            at = sibling[at];
        }
    }
    assert(n == b->nassets - 1);
    return true;
}

bool rp_mal_check_assets(struct rp_mal_build *b)
{
    uint32_t n = 1, step = 1, variable = 1;
    for (const struct rp_mal_syn_asset *i = b->syn->asset; i; i = i->next, n++) {
        struct rp_mal_build_asset *more = &b->more[n];
        *more =
            (struct rp_mal_build_asset){.syn = i, .first_step = step, .first_variable = variable};
        for (const struct rp_mal_syn_step *s = i->step; s; s = s->next)
            more->own_steps++;
        for (const struct rp_mal_syn_variable *v = i->variable; v; v = v->next)
            more->own_variables++;
        step += more->own_steps;
        variable += more->own_variables;
        b->asset[n] = (struct rp_mal_asset){.name = i->name.text,
                                            .category = i->category,
                                            .abstract = i->abstract,
                                            .at = i->name.at};
        name_asset(b, n);
    }
    check_categories(b);
    for (uint32_t i = 1; i < b->nassets; i++) {
        struct rp_mal_meta *meta;
        b->asset[i].nmeta = rp_mal_check_metas(b, b->more[i].syn->meta, &meta);
        b->asset[i].meta = meta;
        find_parent(b, i);
    }
    for (uint32_t i = 1; i < b->nassets; i++)
        if (b->asset[i].abstract && !b->more[i].extended)
            rp_report(b->d, RP_MSG_MAL_ABSTRACT_UNUSED, b->asset[i].at, "%.*s",
                      RP_FMT(b->asset[i].name));
    cut_cycles(b);
    return order_assets(b);
}
