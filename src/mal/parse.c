// SPDX-License-Identifier: Apache-2.0
/*
 * MAL text -> syntax tree: the level of the file, categories, assets, associations.
 *
 * After a mistake the parser goes to the next place where a declaration can begin and reads on, so
 * that one run shows all mistakes.
 */
#include "mal/parse.h"

#include <assert.h>

const struct rp_mal_token *rp_mal_peek(struct rp_mal_parser *p, unsigned i)
{
    assert(i < RP_MAL_LOOK_AHEAD);
    while (p->nahead <= i)
        p->ahead[p->nahead++] = rp_mal_scan_next(&p->scan);
    return &p->ahead[i];
}

struct rp_mal_token rp_mal_take(struct rp_mal_parser *p)
{
    struct rp_mal_token token = *rp_mal_peek(p, 0);
    p->nahead--;
    memmove(p->ahead, p->ahead + 1, p->nahead * sizeof(p->ahead[0]));
    p->last_end = token.off + token.len;
    return token;
}

struct rp_str rp_mal_token_str(const struct rp_mal_parser *p, const struct rp_mal_token *token)
{
    return (struct rp_str){p->src->text.p + token->off, token->len};
}

struct rp_loc rp_mal_loc(const struct rp_mal_parser *p, const struct rp_mal_token *token)
{
    return (struct rp_loc){p->src, token->off, token->len};
}

struct rp_loc rp_mal_loc_since(const struct rp_mal_parser *p, uint32_t off)
{
    return (struct rp_loc){p->src, off, p->last_end > off ? p->last_end - off : 0};
}

bool rp_mal_is_kind(struct rp_mal_parser *p, unsigned i, enum rp_mal_token_kind kind)
{
    return rp_mal_peek(p, i)->kind == kind;
}

bool rp_mal_is_char(struct rp_mal_parser *p, unsigned i, char c)
{
    return rp_mal_is_kind(p, i, RP_MAL_TOK_CHAR) && rp_mal_peek(p, i)->c == c;
}

bool rp_mal_is_name(struct rp_mal_parser *p, unsigned i)
{
    return rp_mal_is_kind(p, i, RP_MAL_TOK_ID) || rp_mal_is_kind(p, i, RP_MAL_TOK_INT);
}

bool rp_mal_is_word(struct rp_mal_parser *p, unsigned i, const char *word)
{
    return rp_mal_is_kind(p, i, RP_MAL_TOK_ID) &&
           rp_str_eq(rp_mal_token_str(p, rp_mal_peek(p, i)), rp_str_of(word));
}

bool rp_mal_skip_char(struct rp_mal_parser *p, char c)
{
    if (!rp_mal_is_char(p, 0, c))
        return false;
    rp_mal_take(p);
    return true;
}

bool rp_mal_fail(struct rp_mal_parser *p, enum rp_msg msg)
{
    enum { SHOWN = 40 };
    if (p->quiet)
        return false;
    const struct rp_mal_token *token = rp_mal_peek(p, 0);
    if (p->failed_at == token->off + 1)
        return false;
    p->failed_at = token->off + 1;
    struct rp_str found = rp_mal_token_str(p, token);
    // A long text is quoted by the excerpt; the subject says what kind of thing it is.
    if (token->kind == RP_MAL_TOK_STRING || found.n > SHOWN)
        found.n = found.n ? 1 : 0;
    rp_report(p->d, msg, rp_mal_loc(p, token), "%.*s", RP_FMT(found));
    return false;
}

bool rp_mal_want_char(struct rp_mal_parser *p, char c, enum rp_msg msg)
{
    return rp_mal_skip_char(p, c) || rp_mal_fail(p, msg);
}

bool rp_mal_want_name(struct rp_mal_parser *p, struct rp_mal_word *ret_word)
{
    if (!rp_mal_is_name(p, 0))
        return rp_mal_fail(p, RP_MSG_MAL_WANT_NAME);
    struct rp_mal_token token = rp_mal_take(p);
    *ret_word = (struct rp_mal_word){rp_mal_token_str(p, &token), rp_mal_loc(p, &token)};
    return true;
}

bool rp_mal_want_text(struct rp_mal_parser *p, struct rp_str *ret_text)
{
    if (!rp_mal_is_kind(p, 0, RP_MAL_TOK_STRING) && !rp_mal_is_kind(p, 0, RP_MAL_TOK_TEXT_BLOCK))
        return rp_mal_fail(p, RP_MSG_MAL_WANT_TEXT);
    struct rp_mal_token token = rp_mal_take(p);
    *ret_text = rp_mal_scan_text(p->arena, p->src, &token, p->quiet ? NULL : p->d);
    return true;
}

// `key info: "text"`.  A name followed by anything else than `info` and a colon or text is not one.
static bool starts_meta(struct rp_mal_parser *p)
{
    return rp_mal_is_name(p, 0) && rp_mal_is_word(p, 1, "info") &&
           (rp_mal_is_char(p, 2, ':') || rp_mal_is_kind(p, 2, RP_MAL_TOK_STRING));
}

bool rp_mal_parse_metas(struct rp_mal_parser *p, struct rp_mal_syn_meta **list)
{
    while (starts_meta(p)) {
        struct rp_mal_syn_meta *meta = RP_NEW(p->arena, struct rp_mal_syn_meta);
        if (!rp_mal_want_name(p, &meta->key))
            return false;
        rp_mal_take(p); // info
        if (!rp_mal_want_char(p, ':', RP_MSG_MAL_WANT_COLON) || !rp_mal_want_text(p, &meta->text))
            return false;
        *list = meta;
        list = &meta->next;
    }
    return true;
}

bool rp_mal_starts_declaration(struct rp_mal_parser *p)
{
    if (rp_mal_is_kind(p, 0, RP_MAL_TOK_END))
        return true;
    if (rp_mal_is_word(p, 0, "category"))
        return rp_mal_is_char(p, 1, '{') ||
               (rp_mal_is_name(p, 1) && (rp_mal_is_char(p, 2, '{') || rp_mal_is_name(p, 2)));
    if (rp_mal_is_word(p, 0, "associations"))
        return rp_mal_is_char(p, 1, '{');
    if (rp_mal_is_word(p, 0, "include"))
        return rp_mal_is_kind(p, 1, RP_MAL_TOK_STRING);
    return rp_mal_is_char(p, 0, '#') && rp_mal_is_name(p, 1) && rp_mal_is_char(p, 2, ':');
}

static bool starts_asset(struct rp_mal_parser *p)
{
    unsigned i = rp_mal_is_word(p, 0, "abstract") ? 1 : 0;
    return rp_mal_is_word(p, i, "asset") && rp_mal_is_name(p, i + 1);
}

static bool parse_asset_head(struct rp_mal_parser *p, struct rp_mal_syn_asset *asset)
{
    if (rp_mal_is_word(p, 0, "abstract") && rp_mal_is_word(p, 1, "asset")) {
        asset->abstract = true;
        rp_mal_take(p);
    }
    rp_mal_take(p); // asset
    if (!rp_mal_want_name(p, &asset->name))
        return false;
    if (rp_mal_is_word(p, 0, "extends") && !rp_mal_is_word(p, 1, "info")) {
        rp_mal_take(p);
        if (!rp_mal_want_name(p, &asset->parent))
            return false;
    }
    return rp_mal_parse_metas(p, &asset->meta) && rp_mal_want_char(p, '{', RP_MSG_MAL_WANT_BRACE);
}

// Goes to the next asset, or to the end of the category.
static void skip_in_category(struct rp_mal_parser *p)
{
    unsigned open = 0;
    while (!rp_mal_starts_declaration(p) && !starts_asset(p)) {
        if (rp_mal_is_char(p, 0, '{'))
            open++;
        if (rp_mal_is_char(p, 0, '}') && open-- == 0)
            return;
        rp_mal_take(p);
    }
}

static void parse_asset(struct rp_mal_parser *p, struct rp_mal_syn_category *category)
{
    struct rp_mal_syn_asset *asset = RP_NEW(p->arena, struct rp_mal_syn_asset);
    asset->category = category->name.text;
    bool readable = parse_asset_head(p, asset);
    if (asset->name.text.n) {
        *p->syn->last_asset = asset;
        p->syn->last_asset = &asset->next;
        p->syn->nassets++;
        category->has_assets = true;
    }
    if (readable)
        rp_mal_parse_asset_body(p, asset);
    else
        skip_in_category(p);
}

static bool parse_category(struct rp_mal_parser *p)
{
    struct rp_mal_syn_category *category = RP_NEW(p->arena, struct rp_mal_syn_category);
    rp_mal_take(p); // category
    if (!rp_mal_want_name(p, &category->name) && !rp_mal_is_char(p, 0, '{'))
        return false;
    *p->syn->last_category = category;
    p->syn->last_category = &category->next;
    if (!rp_mal_parse_metas(p, &category->meta) || !rp_mal_want_char(p, '{', RP_MSG_MAL_WANT_BRACE))
        return false;
    while (!rp_mal_skip_char(p, '}')) {
        if (rp_mal_starts_declaration(p))
            return rp_mal_fail(p, RP_MSG_MAL_NOT_CLOSED);
        unsigned i = rp_mal_is_word(p, 0, "abstract") ? 1 : 0;
        if (rp_mal_is_word(p, i, "asset")) {
            parse_asset(p, category);
        } else {
            rp_mal_fail(p, RP_MSG_MAL_WANT_ASSET);
            skip_in_category(p);
        }
    }
    return true;
}

// One side of a multiplicity.  *ret_n is UINT32_MAX for `*`.
static bool parse_unit(struct rp_mal_parser *p, uint32_t *ret_n)
{
    if (rp_mal_skip_char(p, '*')) {
        *ret_n = UINT32_MAX;
        return true;
    }
    if (!rp_mal_is_kind(p, 0, RP_MAL_TOK_INT))
        return rp_mal_fail(p, RP_MSG_MAL_WANT_ASSOCIATION);
    struct rp_mal_token token = rp_mal_take(p);
    struct rp_str digits = rp_mal_token_str(p, &token);
    *ret_n = 0;
    for (size_t i = 0; i < digits.n; i++)
        *ret_n = *ret_n < 100 * 1000 * 1000 ? *ret_n * 10 + (uint32_t)(digits.p[i] - '0') : *ret_n;
    return true;
}

// malcompiler allows 1, *, 0..1, 0..*, 1..1 and 1..*; the newer grammar any numbers.  Read here:
// every pair that can be met, that is, whose maximum is at least 1 and not below its minimum.
static bool parse_multiplicity(struct rp_mal_parser *p, struct rp_mal_syn_end *end)
{
    uint32_t off = rp_mal_peek(p, 0)->off, from, to;
    if (!parse_unit(p, &from))
        return false;
    to = from;
    if (rp_mal_is_kind(p, 0, RP_MAL_TOK_RANGE)) {
        rp_mal_take(p);
        if (!parse_unit(p, &to))
            return false;
        if (from == UINT32_MAX)
            from = to == UINT32_MAX ? 0 : UINT32_MAX;
    } else if (from == UINT32_MAX) {
        from = 0;
    }
    end->min = from;
    end->max = to;
    if (from == UINT32_MAX || to < from || to == 0)
        rp_report(p->d, RP_MSG_MAL_MULTIPLICITY, rp_mal_loc_since(p, off), "%.*s",
                  RP_FMT(rp_loc_text(rp_mal_loc_since(p, off))));
    return true;
}

static bool parse_role(struct rp_mal_parser *p, struct rp_mal_syn_end *end)
{
    return rp_mal_want_char(p, '[', RP_MSG_MAL_WANT_ASSOCIATION) &&
           rp_mal_want_name(p, &end->role) && rp_mal_want_char(p, ']', RP_MSG_MAL_WANT_BRACKET);
}

static bool parse_association(struct rp_mal_parser *p, struct rp_mal_syn_association *a)
{
    if (!rp_mal_want_name(p, &a->left.asset) || !parse_role(p, &a->left) ||
        !parse_multiplicity(p, &a->left))
        return false;
    if (!rp_mal_is_kind(p, 0, RP_MAL_TOK_LARROW))
        return rp_mal_fail(p, RP_MSG_MAL_WANT_ASSOCIATION);
    rp_mal_take(p);
    if (!rp_mal_want_name(p, &a->name))
        return false;
    if (!rp_mal_is_kind(p, 0, RP_MAL_TOK_RARROW))
        return rp_mal_fail(p, RP_MSG_MAL_WANT_ASSOCIATION);
    rp_mal_take(p);
    return parse_multiplicity(p, &a->right) && parse_role(p, &a->right) &&
           rp_mal_want_name(p, &a->right.asset) && rp_mal_parse_metas(p, &a->meta);
}

// Goes to the next association, or to the end of the list.
static void skip_in_associations(struct rp_mal_parser *p)
{
    while (!rp_mal_starts_declaration(p) && !rp_mal_is_char(p, 0, '}')) {
        rp_mal_take(p);
        if (rp_mal_is_name(p, 0) && rp_mal_is_char(p, 1, '[') && rp_mal_is_name(p, 2))
            return;
    }
}

static bool parse_associations(struct rp_mal_parser *p)
{
    rp_mal_take(p); // associations
    if (!rp_mal_want_char(p, '{', RP_MSG_MAL_WANT_BRACE))
        return false;
    while (!rp_mal_skip_char(p, '}')) {
        if (rp_mal_starts_declaration(p))
            return rp_mal_fail(p, RP_MSG_MAL_NOT_CLOSED);
        struct rp_mal_syn_association *a = RP_NEW(p->arena, struct rp_mal_syn_association);
        if (!parse_association(p, a)) {
            skip_in_associations(p);
            continue;
        }
        *p->syn->last_association = a;
        p->syn->last_association = &a->next;
        p->syn->nassociations++;
    }
    return true;
}

// A definition whose text is not readable counts as given.
static bool parse_define(struct rp_mal_parser *p)
{
    struct rp_mal_syn_define *define = RP_NEW(p->arena, struct rp_mal_syn_define);
    rp_mal_take(p); // #
    if (!rp_mal_want_name(p, &define->key))
        return false;
    *p->syn->last_define = define;
    p->syn->last_define = &define->next;
    define->readable =
        rp_mal_want_char(p, ':', RP_MSG_MAL_WANT_COLON) && rp_mal_want_text(p, &define->text);
    return define->readable;
}

static bool parse_include(struct rp_mal_parser *p, struct rp_mal_syn_include ***last)
{
    struct rp_mal_syn_include *include = RP_NEW(p->arena, struct rp_mal_syn_include);
    rp_mal_take(p); // include
    include->at = rp_mal_loc(p, rp_mal_peek(p, 0));
    if (!rp_mal_want_text(p, &include->path))
        return false;
    **last = include;
    *last = &include->next;
    return true;
}

static bool parse_declaration(struct rp_mal_parser *p, struct rp_mal_syn_include ***last)
{
    if (rp_mal_is_word(p, 0, "category"))
        return parse_category(p);
    if (rp_mal_is_word(p, 0, "associations"))
        return parse_associations(p);
    if (rp_mal_is_word(p, 0, "include"))
        return parse_include(p, last);
    if (rp_mal_is_char(p, 0, '#'))
        return parse_define(p);
    rp_mal_fail(p, RP_MSG_MAL_WANT_DECLARATION);
    rp_mal_take(p);
    return false;
}

void rp_mal_syntax_init(struct rp_mal_syntax *syn)
{
    *syn = (struct rp_mal_syntax){0};
    syn->last_category = &syn->category;
    syn->last_asset = &syn->asset;
    syn->last_association = &syn->association;
    syn->last_define = &syn->define;
}

struct rp_mal_syn_include *rp_mal_parse(struct rp_arena *a, const struct rp_source *src,
                                        struct rp_mal_syntax *syn, struct rp_diags *d)
{
    struct rp_mal_parser p = {.arena = a, .d = d, .src = src, .syn = syn};
    struct rp_mal_syn_include *first = NULL, **last = &first;
    rp_mal_scan_init(&p.scan, src, d);
    while (!rp_mal_is_kind(&p, 0, RP_MAL_TOK_END)) {
        if (parse_declaration(&p, &last))
            continue;
        while (!rp_mal_starts_declaration(&p))
            rp_mal_take(&p);
    }
    return first;
}
