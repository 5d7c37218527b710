// SPDX-License-Identifier: Apache-2.0
/*
 * MAL text -> syntax tree: step expressions and times to compromise.
 */
#include "mal/parse.h"

#include <stdlib.h>

static struct rp_mal_syn_expr *new_expr(struct rp_mal_parser *p, enum rp_mal_syn_op op,
                                        struct rp_mal_syn_expr *left, struct rp_mal_syn_expr *right)
{
    struct rp_mal_syn_expr *e = RP_NEW(p->arena, struct rp_mal_syn_expr);
    e->op = op;
    e->left = left;
    e->right = right;
    uint32_t l = left ? left->height : 0, r = right ? right->height : 0;
    e->height = (l > r ? l : r) + 1;
    if (left)
        e->at = rp_mal_loc_since(p, left->at.off);
    return e;
}

// Limits the height of trees, so that whoever walks them may recurse.
static struct rp_mal_syn_expr *check_height(struct rp_mal_parser *p, struct rp_mal_syn_expr *e)
{
    if (e->height <= RP_MAL_MAX_HEIGHT / 2)
        return e;
    rp_mal_fail(p, RP_MSG_MAL_TOO_DEEP);
    return NULL;
}

static struct rp_mal_syn_expr *parse_primary(struct rp_mal_parser *p)
{
    uint32_t off = rp_mal_peek(p, 0)->off;
    if (rp_mal_skip_char(p, '(')) {
        if (p->depth >= RP_MAL_MAX_NESTING) {
            rp_mal_fail(p, RP_MSG_MAL_TOO_DEEP);
            return NULL;
        }
        p->depth++;
        struct rp_mal_syn_expr *e = rp_mal_parse_expr(p);
        p->depth--;
        if (!e || !rp_mal_want_char(p, ')', RP_MSG_MAL_WANT_PAREN))
            return NULL;
        e->at = rp_mal_loc_since(p, off);
        return e;
    }
    if (!rp_mal_is_name(p, 0)) {
        rp_mal_fail(p, RP_MSG_MAL_WANT_EXPR);
        return NULL;
    }
    struct rp_mal_syn_expr *e = new_expr(p, RP_MAL_SYN_NAME, NULL, NULL);
    if (!rp_mal_want_name(p, &e->name))
        return NULL;
    e->at = e->name.at;
    if (rp_mal_is_char(p, 0, '(') && rp_mal_is_char(p, 1, ')')) {
        rp_mal_take(p);
        rp_mal_take(p);
        e->op = RP_MAL_SYN_CALL;
        e->at = rp_mal_loc_since(p, off);
    }
    return e;
}

static struct rp_mal_syn_expr *parse_postfix(struct rp_mal_parser *p)
{
    struct rp_mal_syn_expr *e = parse_primary(p);
    while (e) {
        if (rp_mal_skip_char(p, '*')) {
            e = check_height(p, new_expr(p, RP_MAL_SYN_CLOSURE, e, NULL));
        } else if (rp_mal_skip_char(p, '[')) {
            struct rp_mal_word type;
            if (!rp_mal_want_name(p, &type) || !rp_mal_want_char(p, ']', RP_MSG_MAL_WANT_BRACKET))
                return NULL;
            struct rp_mal_syn_expr *sub = new_expr(p, RP_MAL_SYN_SUBTYPE, e, NULL);
            sub->name = type;
            e = check_height(p, sub);
        } else {
            break;
        }
    }
    return e;
}

static struct rp_mal_syn_expr *parse_chain(struct rp_mal_parser *p)
{
    struct rp_mal_syn_expr *left = parse_postfix(p);
    while (left && rp_mal_skip_char(p, '.')) {
        struct rp_mal_syn_expr *right = parse_postfix(p);
        if (!right)
            return NULL;
        left = check_height(p, new_expr(p, RP_MAL_SYN_COLLECT, left, right));
    }
    return left;
}

// The set operation that comes next; NAME when none does.
static enum rp_mal_syn_op next_set_operation(struct rp_mal_parser *p)
{
    if (rp_mal_is_kind(p, 0, RP_MAL_TOK_UNION))
        return RP_MAL_SYN_UNION;
    if (rp_mal_is_kind(p, 0, RP_MAL_TOK_INTERSECT))
        return RP_MAL_SYN_INTERSECT;
    return rp_mal_is_char(p, 0, '-') ? RP_MAL_SYN_DIFFERENCE : RP_MAL_SYN_NAME;
}

// The three set operations have one precedence and group from the left.
struct rp_mal_syn_expr *rp_mal_parse_expr(struct rp_mal_parser *p)
{
    struct rp_mal_syn_expr *left = parse_chain(p);
    while (left) {
        enum rp_mal_syn_op op = next_set_operation(p);
        if (op == RP_MAL_SYN_NAME)
            break;
        rp_mal_take(p);
        struct rp_mal_syn_expr *right = parse_chain(p);
        if (!right)
            return NULL;
        left = check_height(p, new_expr(p, op, left, right));
    }
    return left;
}

struct rp_mal_syn_expr *rp_mal_parse_exprs(struct rp_mal_parser *p)
{
    struct rp_mal_syn_expr *first = NULL, **last = &first;
    do {
        *last = rp_mal_parse_expr(p);
        if (!*last)
            return NULL;
        last = &(*last)->next;
    } while (rp_mal_skip_char(p, ','));
    return first;
}

// Whether the i-th token follows what stands before it without a blank.
static bool is_joined(struct rp_mal_parser *p, unsigned i, uint32_t end)
{
    return rp_mal_peek(p, i)->off == end;
}

// `1`, `1.5`, `1.` or `.5`: without blanks inside.
bool rp_mal_parse_number(struct rp_mal_parser *p, double *ret_number)
{
    uint32_t off = rp_mal_peek(p, 0)->off;
    bool whole = rp_mal_is_kind(p, 0, RP_MAL_TOK_INT);
    bool point = rp_mal_is_char(p, 0, '.') && rp_mal_is_kind(p, 1, RP_MAL_TOK_INT) &&
                 is_joined(p, 1, off + 1);
    if (!whole && !point)
        return rp_mal_fail(p, RP_MSG_MAL_WANT_NUMBER);
    if (whole)
        rp_mal_take(p);
    if (point || (rp_mal_is_char(p, 0, '.') && is_joined(p, 0, p->last_end))) {
        rp_mal_take(p);
        if (rp_mal_is_kind(p, 0, RP_MAL_TOK_INT) && is_joined(p, 0, p->last_end))
            rp_mal_take(p);
    }
    *ret_number = strtod(rp_str_copy(p->arena, rp_loc_text(rp_mal_loc_since(p, off))).p, NULL);
    return true;
}

static struct rp_mal_ttc *parse_sum(struct rp_mal_parser *p);

static struct rp_mal_ttc *new_ttc(struct rp_mal_parser *p, enum rp_mal_ttc_op op,
                                  const struct rp_mal_ttc *left, const struct rp_mal_ttc *right)
{
    struct rp_mal_ttc *t = RP_NEW(p->arena, struct rp_mal_ttc);
    t->op = op;
    t->left = left;
    t->right = right;
    if (left)
        t->at = rp_mal_loc_since(p, left->at.off);
    return t;
}

// Exponential(0.1): the arguments after the second are counted, not kept.
static bool parse_arguments(struct rp_mal_parser *p, struct rp_mal_ttc *t)
{
    if (rp_mal_skip_char(p, ')'))
        return true;
    do {
        double number;
        if (!rp_mal_parse_number(p, &number))
            return false;
        if (t->nargs < 2)
            t->number[t->nargs] = number;
        t->nargs++;
    } while (rp_mal_skip_char(p, ','));
    return rp_mal_want_char(p, ')', RP_MSG_MAL_WANT_PAREN);
}

static struct rp_mal_ttc *parse_ttc_primary(struct rp_mal_parser *p)
{
    uint32_t off = rp_mal_peek(p, 0)->off;
    if (rp_mal_skip_char(p, '(')) {
        if (p->depth >= RP_MAL_MAX_NESTING) {
            rp_mal_fail(p, RP_MSG_MAL_TOO_DEEP);
            return NULL;
        }
        p->depth++;
        struct rp_mal_ttc *t = parse_sum(p);
        p->depth--;
        return t && rp_mal_want_char(p, ')', RP_MSG_MAL_WANT_PAREN) ? t : NULL;
    }
    struct rp_mal_ttc *t = new_ttc(p, RP_MAL_TTC_NUMBER, NULL, NULL);
    if (rp_mal_is_kind(p, 0, RP_MAL_TOK_ID)) {
        struct rp_mal_token name = rp_mal_take(p);
        t->op = RP_MAL_TTC_FUNCTION;
        t->name = rp_mal_token_str(p, &name);
        if (rp_mal_skip_char(p, '(') && !parse_arguments(p, t))
            return NULL;
    } else if (!rp_mal_parse_number(p, &t->number[0])) {
        return NULL;
    }
    t->at = rp_mal_loc_since(p, off);
    return t;
}

// Right associative: the tree grows with the text, so its depth counts as nesting.
static struct rp_mal_ttc *parse_power(struct rp_mal_parser *p)
{
    struct rp_mal_ttc *left = parse_ttc_primary(p);
    if (!left || !rp_mal_skip_char(p, '^'))
        return left;
    if (p->depth >= RP_MAL_MAX_NESTING) {
        rp_mal_fail(p, RP_MSG_MAL_TOO_DEEP);
        return NULL;
    }
    p->depth++;
    struct rp_mal_ttc *right = parse_power(p);
    p->depth--;
    return right ? new_ttc(p, RP_MAL_TTC_POW, left, right) : NULL;
}

// One level of left-associative operators: each adds a storey to the tree.
static struct rp_mal_ttc *parse_product(struct rp_mal_parser *p, unsigned *storeys)
{
    struct rp_mal_ttc *left = parse_power(p);
    while (left && (rp_mal_is_char(p, 0, '*') || rp_mal_is_char(p, 0, '/'))) {
        if (++*storeys > RP_MAL_MAX_NESTING) {
            rp_mal_fail(p, RP_MSG_MAL_TOO_DEEP);
            return NULL;
        }
        bool times = rp_mal_take(p).c == '*';
        struct rp_mal_ttc *right = parse_power(p);
        if (!right)
            return NULL;
        left = new_ttc(p, times ? RP_MAL_TTC_MUL : RP_MAL_TTC_DIV, left, right);
    }
    return left;
}

static struct rp_mal_ttc *parse_sum(struct rp_mal_parser *p)
{
    unsigned storeys = 0;
    struct rp_mal_ttc *left = parse_product(p, &storeys);
    while (left && (rp_mal_is_char(p, 0, '+') || rp_mal_is_char(p, 0, '-'))) {
        if (++storeys > RP_MAL_MAX_NESTING) {
            rp_mal_fail(p, RP_MSG_MAL_TOO_DEEP);
            return NULL;
        }
        bool plus = rp_mal_take(p).c == '+';
        struct rp_mal_ttc *right = parse_product(p, &storeys);
        if (!right)
            return NULL;
        left = new_ttc(p, plus ? RP_MAL_TTC_ADD : RP_MAL_TTC_SUB, left, right);
    }
    return left;
}

struct rp_mal_ttc *rp_mal_parse_ttc(struct rp_mal_parser *p)
{
    return parse_sum(p);
}
