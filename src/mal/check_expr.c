// SPDX-License-Identifier: Apache-2.0
/*
 * Checks of MAL: what each expression leads to, and its resolved form.
 *
 * Types are those of mal-reference: a field is looked up on the static type, a set operation leads
 * to the lowest common ancestor of its sides.  A part that is wrong has type 0 and silences what
 * stands around it, so that each mistake is told once.
 */
#include "mal/check.h"

#include <assert.h>

static uint32_t check(struct rp_mal_build *b, uint32_t from, const struct rp_mal_syn_expr *e,
                      const struct rp_mal_expr **ret_expr);

bool rp_mal_descends(const struct rp_mal_asset *asset, uint32_t one, uint32_t ancestor)
{
    return asset[one].low >= asset[ancestor].low && asset[one].low <= asset[ancestor].high;
}

static uint32_t common_ancestor(const struct rp_mal_build *b, uint32_t x, uint32_t y)
{
    while (x && !rp_mal_descends(b->asset, y, x))
        x = b->asset[x].parent;
    return x;
}

static struct rp_mal_expr *new_expr(struct rp_mal_build *b, enum rp_mal_expr_op op,
                                    const struct rp_mal_expr *left, const struct rp_mal_expr *right,
                                    struct rp_loc at)
{
    struct rp_mal_expr *e = RP_NEW(b->arena, struct rp_mal_expr);
    *e = (struct rp_mal_expr){.op = op, .left = left, .right = right, .at = at, .height = 1};
    for (int i = 0; i < 2; i++) {
        const struct rp_mal_expr *part = i == 0 ? left : right;
        if (part && part->height + 1 > e->height)
            e->height = part->height + 1;
        if (part && part->nclosures > e->nclosures)
            e->nclosures = part->nclosures;
    }
    e->nclosures += op == RP_MAL_EXPR_CLOSURE;
    if (e->nclosures > b->nclosures)
        b->nclosures = e->nclosures;
    return e;
}

// A guess among members of an asset.  kind: 0 fields, 1 steps, 2 variables.
enum member_kind { FIELDS, STEPS, VARIABLES };

static void guess_member(struct rp_mal_build *b, struct rp_diag *diag, struct rp_str word,
                         uint32_t asset, enum member_kind kind)
{
    if (b->d->errors > RP_MAL_MAX_GUESSES)
        return;
    const struct rp_mal_asset *a = &b->asset[asset];
    const struct rp_mal_member *list = kind == FIELDS  ? a->field_by_name
                                       : kind == STEPS ? a->step_by_name
                                                       : b->more[asset].variable;
    uint32_t n = kind == FIELDS  ? a->nfields
                 : kind == STEPS ? a->nsteps
                                 : b->more[asset].nvariables;
    struct rp_str *name = RP_NEWN(b->arena, struct rp_str, n);
    for (uint32_t i = 0; i < n; i++)
        name[i] = rp_names_str(b->names, list[i].name);
    size_t best = rp_str_nearest(word, name, n);
    if (best == n)
        return;
    uint32_t item = list[best].item;
    rp_report_meant(diag, name[best],
                    kind == FIELDS  ? b->field[item].at
                    : kind == STEPS ? b->step[item].at
                                    : b->variable[item].syn->name.at);
}

static uint32_t find_step(const struct rp_mal_build *b, uint32_t asset, struct rp_str name)
{
    const struct rp_mal_asset *a = &b->asset[asset];
    return rp_mal_member_find(a->step_by_name, a->nsteps, rp_names_find(b->names, name));
}

static uint32_t find_field(const struct rp_mal_build *b, uint32_t asset, struct rp_str name)
{
    const struct rp_mal_asset *a = &b->asset[asset];
    return rp_mal_member_find(a->field_by_name, a->nfields, rp_names_find(b->names, name));
}

static uint32_t find_variable(const struct rp_mal_build *b, uint32_t asset, struct rp_str name)
{
    const struct rp_mal_build_asset *more = &b->more[asset];
    return rp_mal_member_find(more->variable, more->nvariables, rp_names_find(b->names, name));
}

static uint32_t check_name(struct rp_mal_build *b, uint32_t from, const struct rp_mal_syn_expr *e,
                           const struct rp_mal_expr **ret_expr)
{
    uint32_t field = find_field(b, from, e->name.text);
    if (field) {
        struct rp_mal_expr *result = new_expr(b, RP_MAL_EXPR_FIELD, NULL, NULL, e->at);
        result->field = field;
        b->field_used[field] = true;
        *ret_expr = result;
        return b->field[field].to;
    }
    uint32_t variable = find_variable(b, from, e->name.text),
             step = find_step(b, from, e->name.text);
    enum rp_msg msg = variable ? RP_MSG_MAL_FIELD_IS_VARIABLE
                      : step   ? RP_MSG_MAL_STEP_IN_PATH
                               : RP_MSG_MAL_FIELD_UNKNOWN;
    struct rp_diag *diag = rp_report(b->d, msg, e->name.at, "%.*s.%.*s",
                                     RP_FMT(b->asset[from].name), RP_FMT(e->name.text));
    if (variable)
        b->variable[variable].used = true;
    if (!variable && !step)
        guess_member(b, diag, e->name.text, from, FIELDS);
    return 0;
}

static void resolve_variable(struct rp_mal_build *b, struct rp_mal_build_variable *v)
{
    if (v->state == RP_MAL_VAR_OPEN && !v->in_cycle) {
        v->in_cycle = true;
        rp_report(b->d, RP_MSG_MAL_VARIABLE_CYCLE, v->syn->name.at, "%.*s",
                  RP_FMT(v->syn->name.text));
    }
    if (v->state != RP_MAL_VAR_NEW)
        return;
    v->state = RP_MAL_VAR_OPEN;
    if (v->syn->expr)
        v->type = check(b, v->asset, v->syn->expr, &v->expr);
    v->state = RP_MAL_VAR_DONE;
}

static uint32_t check_call(struct rp_mal_build *b, uint32_t from, const struct rp_mal_syn_expr *e,
                           const struct rp_mal_expr **ret_expr)
{
    uint32_t variable = find_variable(b, from, e->name.text);
    if (!variable) {
        struct rp_diag *diag = rp_report(b->d, RP_MSG_MAL_VARIABLE_UNKNOWN, e->name.at, "%.*s.%.*s",
                                         RP_FMT(b->asset[from].name), RP_FMT(e->name.text));
        guess_member(b, diag, e->name.text, from, VARIABLES);
        return 0;
    }
    struct rp_mal_build_variable *v = &b->variable[variable];
    v->used = true;
    resolve_variable(b, v);
    if (v->state != RP_MAL_VAR_DONE || !v->type)
        return 0;
    struct rp_mal_expr *result = new_expr(b, RP_MAL_EXPR_VARIABLE, v->expr, NULL, e->at);
    result->variable = variable;
    *ret_expr = result;
    return v->type;
}

static uint32_t check_pair(struct rp_mal_build *b, uint32_t from, const struct rp_mal_syn_expr *e,
                           const struct rp_mal_expr **ret_expr)
{
    bool collect = e->op == RP_MAL_SYN_COLLECT;
    const struct rp_mal_expr *left = NULL, *right = NULL;
    uint32_t x = check(b, from, e->left, &left);
    // Without a left type nothing can be said of what follows a point.
    uint32_t y = collect && !x ? 0 : check(b, collect ? x : from, e->right, &right);
    if (!x || !y)
        return 0;
    enum rp_mal_expr_op op = collect                         ? RP_MAL_EXPR_COLLECT
                             : e->op == RP_MAL_SYN_UNION     ? RP_MAL_EXPR_UNION
                             : e->op == RP_MAL_SYN_INTERSECT ? RP_MAL_EXPR_INTERSECT
                                                             : RP_MAL_EXPR_DIFFERENCE;
    *ret_expr = new_expr(b, op, left, right, e->at);
    if (collect)
        return y;
    uint32_t common = common_ancestor(b, x, y);
    if (!common)
        rp_report(b->d, RP_MSG_MAL_NO_COMMON_ANCESTOR, e->at, "%.*s, %.*s",
                  RP_FMT(b->asset[x].name), RP_FMT(b->asset[y].name));
    return common;
}

static uint32_t check_closure(struct rp_mal_build *b, uint32_t from,
                              const struct rp_mal_syn_expr *e, const struct rp_mal_expr **ret_expr)
{
    const struct rp_mal_expr *left = NULL;
    uint32_t to = check(b, from, e->left, &left);
    if (!to)
        return 0;
    if (!rp_mal_descends(b->asset, from, to)) {
        rp_report(b->d, RP_MSG_MAL_CLOSURE_TYPE, e->at, "%.*s -> %.*s", RP_FMT(b->asset[from].name),
                  RP_FMT(b->asset[to].name));
        return 0;
    }
    // (x*)* is x*.
    *ret_expr = left->op == RP_MAL_EXPR_CLOSURE
                    ? left
                    : new_expr(b, RP_MAL_EXPR_CLOSURE, left, NULL, e->at);
    return to;
}

static uint32_t check_subtype(struct rp_mal_build *b, uint32_t from,
                              const struct rp_mal_syn_expr *e, const struct rp_mal_expr **ret_expr)
{
    const struct rp_mal_expr *left = NULL;
    uint32_t to = check(b, from, e->left, &left);
    uint32_t asset = b->asset_of_name[rp_names_find(b->names, e->name.text)];
    if (!asset) {
        struct rp_diag *diag =
            rp_report(b->d, RP_MSG_MAL_SUBTYPE_UNKNOWN, e->name.at, "%.*s", RP_FMT(e->name.text));
        rp_mal_guess_asset(b, diag, e->name.text);
        return 0;
    }
    if (!to)
        return 0;
    if (!rp_mal_descends(b->asset, asset, to)) {
        rp_report(b->d, RP_MSG_MAL_SUBTYPE_UNRELATED, e->name.at, "%.*s, %.*s",
                  RP_FMT(e->name.text), RP_FMT(b->asset[to].name));
        return 0;
    }
    struct rp_mal_expr *result = new_expr(b, RP_MAL_EXPR_SUBTYPE, left, NULL, e->at);
    result->asset = asset;
    *ret_expr = result;
    return asset;
}

static uint32_t check_one(struct rp_mal_build *b, uint32_t from, const struct rp_mal_syn_expr *e,
                          const struct rp_mal_expr **ret_expr)
{
    switch (e->op) {
    case RP_MAL_SYN_NAME:
        return check_name(b, from, e, ret_expr);
    case RP_MAL_SYN_CALL:
        return check_call(b, from, e, ret_expr);
    case RP_MAL_SYN_COLLECT:
    case RP_MAL_SYN_UNION:
    case RP_MAL_SYN_INTERSECT:
    case RP_MAL_SYN_DIFFERENCE:
        return check_pair(b, from, e, ret_expr);
    case RP_MAL_SYN_CLOSURE:
        return check_closure(b, from, e, ret_expr);
    case RP_MAL_SYN_SUBTYPE:
        return check_subtype(b, from, e, ret_expr);
    }
    return 0;
}

// Recursion is bounded here: the parser bounds one expression, this bounds chains of variables.
static uint32_t check(struct rp_mal_build *b, uint32_t from, const struct rp_mal_syn_expr *e,
                      const struct rp_mal_expr **ret_expr)
{
    enum { MAX_CLOSURES = 8 };
    assert(from);
    const struct rp_mal_expr *result = NULL;
    uint32_t type = 0;
    bool deep = b->depth >= RP_MAL_MAX_HEIGHT;
    if (!deep) {
        b->depth++;
        type = check_one(b, from, e, &result);
        b->depth--;
    }
    if (deep ||
        (type && (result->height > RP_MAL_MAX_HEIGHT || result->nclosures > MAX_CLOSURES))) {
        rp_report(b->d, RP_MSG_MAL_TOO_DEEP, e->at, "%s", "");
        return 0;
    }
    if (type)
        *ret_expr = result;
    return type;
}

uint32_t rp_mal_check_expr(struct rp_mal_build *b, uint32_t from, const struct rp_mal_syn_expr *e,
                           const struct rp_mal_expr **ret_expr)
{
    return check(b, from, e, ret_expr);
}

void rp_mal_check_variables(struct rp_mal_build *b)
{
    for (uint32_t i = 1; i < b->nvariables; i++)
        resolve_variable(b, &b->variable[i]);
}

// The step named at the end of a path, on the asset that the path leads to.
static uint32_t check_last_name(struct rp_mal_build *b, uint32_t asset,
                                const struct rp_mal_syn_expr *e)
{
    struct rp_str name = e->name.text;
    uint32_t step = e->op == RP_MAL_SYN_NAME ? find_step(b, asset, name) : 0;
    if (step)
        return step;
    if (e->op != RP_MAL_SYN_NAME || find_field(b, asset, name) || find_variable(b, asset, name)) {
        rp_report(b->d, RP_MSG_MAL_REACH_NOT_STEP, e->at, "%.*s", RP_FMT(rp_loc_text(e->at)));
        return 0;
    }
    struct rp_diag *diag = rp_report(b->d, RP_MSG_MAL_STEP_UNKNOWN, e->at, "%.*s.%.*s",
                                     RP_FMT(b->asset[asset].name), RP_FMT(name));
    guess_member(b, diag, name, asset, STEPS);
    return 0;
}

bool rp_mal_check_reach(struct rp_mal_build *b, uint32_t from, const struct rp_mal_syn_expr *e,
                        struct rp_mal_reach *ret_reach, uint32_t *ret_step)
{
    const struct rp_mal_expr *path = NULL;
    struct rp_loc at = e->at;
    // The point groups from the left, but (a).(b.step) is the same path as a.b.step.
    while (e->op == RP_MAL_SYN_COLLECT) {
        const struct rp_mal_expr *left = NULL;
        from = check(b, from, e->left, &left);
        if (!from)
            return false;
        path = path ? new_expr(b, RP_MAL_EXPR_COLLECT, path, left, at) : left;
        e = e->right;
    }
    *ret_step = check_last_name(b, from, e);
    if (!*ret_step)
        return false;
    if (!path)
        path = new_expr(b, RP_MAL_EXPR_SELF, NULL, NULL, at);
    *ret_reach = (struct rp_mal_reach){
        .to = path, .step = e->name.text, .step_name = b->step[*ret_step].name_number, .at = at};
    return true;
}
